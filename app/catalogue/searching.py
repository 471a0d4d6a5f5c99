"""Finding habits by what she types: names, words for them, and what they are."""

import re
from collections.abc import Iterable, Sequence

from app.catalogue.entries import Group, HabitEntry, NotOffered
from app.rules import plants

BETWEEN_WORDS = re.compile(r"[^\w'’]+")
LEAST_WITHIN = 3  # fewer letters stand within nearly every word
WHOLE, BEGINS, SAID, WITHIN = range(4)


def search(habits: Sequence[HabitEntry], text: str, *, group: Group | None = None) -> tuple[HabitEntry, ...]:
    """The habits of a group (None: of all) that the text finds, those first that it names best.

    Best is a whole name, short name, alias or word of one; then the beginning of one, then the beginning of
    a word of what it is, then letters within a name. Among equals the catalogue's order stands. Several
    words that are no name together must each find the habit. A text without letters or digits finds all.
    """
    shelf = [entry for entry in habits if group is None or entry.group is group]
    keys = _words_of(text)
    if not keys:
        return tuple(shelf)
    ranked = [(rank, entry) for entry in shelf if (rank := _rank(entry, keys)) is not None]
    return tuple(entry for _rank_of, entry in sorted(ranked, key=lambda pair: pair[0]))


def search_not_offered(things: Sequence[NotOffered], text: str) -> tuple[NotOffered, ...]:
    """The things that are no habits whose name has each word of the text begin a word of it."""
    keys = _words_of(text)
    return tuple(
        thing
        for thing in things
        if all(_begins(_words_of(f"{thing.name} {thing.slug}"), key) for key in keys)
    )


def _rank(entry: HabitEntry, keys: Sequence[str]) -> int | None:
    """How well the words find the habit, 0 best; None when they do not."""
    together = _rank_of_key(entry, "".join(keys))
    if together is not None:
        return together
    ranks = [_rank_of_key(entry, key) for key in keys]
    found = [rank for rank in ranks if rank is not None]
    return max(found) if len(found) == len(ranks) else None


def _rank_of_key(entry: HabitEntry, key: str) -> int | None:
    names = (entry.name, entry.short, entry.slug, *entry.aliases)
    words = entry.words | {word for name in names for word in _words_of(name)}
    if words & {key, key.removesuffix("s")}:
        return WHOLE
    if _begins(words, key):
        return BEGINS
    if _begins(_words_of(entry.what), key):
        return SAID
    return WITHIN if len(key) >= LEAST_WITHIN and any(key in word for word in words) else None


def _begins(words: Iterable[str], key: str) -> bool:
    return any(word.startswith(key) for word in words)


def _words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return [key for word in BETWEEN_WORDS.split(text) if (key := plants.fold(word))]
