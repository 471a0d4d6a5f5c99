"""A text in another language put into the words of the grammar of answers, which knows English alone.

A ``Tongue`` is data. Her own names and plants stay as they are, and so does every word it does not know.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from app.rules import reply_units

# In a phrase: a number in figures or words; any other name in braces is one of the tongue's own tables.
NUMBER = "{n}"
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?;\n]+|[.!?;\n]+")
# A thousand as it is printed where the decimals stand behind a comma.
_DOTTED = re.compile(r"(?<![\d.,:])([1-9]\d{0,2})\.(\d{3})(?![\d.,:])")
_DOT = re.compile(r"(?<=\d)[.](?=\d)")
_HELD = "\ue8ff"

# Before a habit of hers it counts one: "una ciruela" is one prune, and no prunes as many as usual.
_ARTICLE, _ONE = "a", "one"


class Hers(Protocol):
    """What of a text is hers; ``words`` are all its words."""

    def __call__(self, words: Sequence[str], at: int) -> int:
        """How many words, from a place on, are a name or plant of hers and stay; 0: none."""
        ...

    def names_habit(self, words: Sequence[str], at: int) -> bool:
        """Whether a habit of hers is named there, in her words or the grammar's."""
        ...


@dataclass(frozen=True)
class Tongue:
    """A language: its phrases as plain words, each with what the grammar knows for it.

    ``tables`` are the words that stand for a name in braces, each with what it means. ``shared`` words mean
    something else in another language: alone they are no sign of this one. ``notes`` open a note,
    ``automatic`` is what phones write by themselves, ``reactions`` begin what a phone sends for a reaction to
    a message and ``reacted_to`` names what may stand behind them.
    """

    language: str
    phrases: Mapping[tuple[str, ...], str]
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    automatic: tuple[str, ...] = ()
    reactions: tuple[str, ...] = ()
    reacted_to: tuple[str, ...] = ()
    has_dotted_thousands: bool = False

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The words that it alone has, as far as we know."""
        said = {word for phrase in self.phrases for word in phrase if not word.startswith("{")}
        return frozenset(said.union(*self.tables.values()) - self.shared)

    @cached_property
    def single_words(self) -> frozenset[str]:
        """The words that mean something by themselves, whatever language they may be."""
        alone = {phrase[0] for phrase in self.phrases if len(phrase) == 1}
        return frozenset(alone.union(*self.tables.values()))

    @cached_property
    def by_first(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """The phrases by their first word, the longest first; those that begin with braces under theirs."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(self.phrases, key=len, reverse=True):
            found.setdefault(phrase[0], []).append(phrase)
        return found

    def meaning(self, name: str, word: str) -> str | None:
        """What a word means where a phrase has a name in braces; None: it cannot stand there."""
        if name != NUMBER:
            return self.tables[name].get(word)
        if word.isdigit():
            return word
        number = next((table[word] for table in self.tables.values() if word in table), "")
        value = 1.0 if number == "a" else reply_units.NUMBERS.get(number)
        return None if value is None else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text in the grammar's words. ``pieces`` are its words, each with what she wrote there.

    ``is_sure``: her language, or a word that only this language has.
    """

    text: str
    pieces: tuple[tuple[str, str], ...]
    is_sure: bool

    def in_her_words(self, heard: str) -> str:
        """Words of this text as she wrote them; as they are where they cannot be found."""
        wanted = heard.split()
        words = [(word, at) for at, (_hers, into) in enumerate(self.pieces) for word in into.split()]
        for start in range(len(words) - len(wanted) + 1):
            found = words[start : start + len(wanted)]
            if wanted and [word for word, _at in found] == wanted:
                return self._hers(found[0][1], found[-1][1] + 1)
        return heard

    def _hers(self, first: int, end: int) -> str:
        """What she wrote for these pieces, with the words before them that say nothing to the grammar."""
        while first and not self.pieces[first - 1][1]:
            first -= 1
        return " ".join(hers for hers, _into in self.pieces[first:end])


def rewritten(text: str, tongue: Tongue, *, is_her_language: bool, hers: Hers | None = None) -> Rewritten:
    """A plain text in the grammar's words.

    In a sentence without a word that only this tongue has, shared words stay, unless it is her language.
    """
    told, pieces, has_own = "", [], False
    for sentence in _SENTENCE.findall(_held(text)):
        work = _Sentence(sentence, tongue, hers)
        work.rewrite(is_sure=is_her_language or work.has_own)
        has_own = has_own or work.has_own
        told += work.told
        pieces += work.pieces
    told = told.replace(_HELD, ".")
    if tongue.has_dotted_thousands and (has_own or is_her_language):
        told = _DOTTED.sub(r"\1\2", told)
    return Rewritten(told, tuple(pieces), has_own or is_her_language)


def _held(text: str) -> str:
    """The text with a sign in place of the points within numbers, which end no sentence."""
    return _DOT.sub(_HELD, text)


class _Sentence:
    """A sentence on its way from left to right."""

    def __init__(self, text: str, tongue: Tongue, hers: Hers | None) -> None:
        self.text, self.tongue = text, tongue
        self.found = list(_PIECE.finditer(text))
        self.words = [match.group() for match in self.found]
        self.hers = hers
        self.widths = [hers(self.words, at) if hers else 0 for at in range(len(self.words))]
        self.told, self.pieces = "", list[tuple[str, str]]()
        self.has_own = self._has_own()

    def _has_own(self) -> bool:
        """Whether a phrase of it has a word that only this tongue has."""
        at = 0
        while at < len(self.words):
            width, into = self._phrase_at(at)
            part = self.words[at : at + width]
            if into is not None and not self.tongue.own_words.isdisjoint(part):
                return True
            at += width
        return False

    def rewrite(self, *, is_sure: bool) -> None:
        at = end = 0
        while at < len(self.words):
            width, into = self._phrase_at(at)
            if into is None or not is_sure:
                into = self._as_it_is(at, width)
            elif into == _ARTICLE and self.hers and self.hers.names_habit(self.words, at + width):
                into = _ONE
            first, last = self.found[at].start(), self.found[at + width - 1].end()
            self.told += self.text[end:first] + into
            self.pieces.append((self.text[first:last].replace(_HELD, "."), into))
            at, end = at + width, last
        self.told += self.text[end:]

    def _as_it_is(self, at: int, width: int) -> str:
        return self.text[self.found[at].start() : self.found[at + width - 1].end()]

    def _phrase_at(self, at: int) -> tuple[int, str | None]:
        """How many words are taken together here, and what they mean; None: they stay."""
        if self.widths[at]:
            return self.widths[at], None
        names = [NUMBER, *self.tongue.tables] if self.tongue.tables else [NUMBER]
        phrases = [
            phrase for first in (self.words[at], *names) for phrase in self.tongue.by_first.get(first, ())
        ]
        for phrase in sorted(phrases, key=len, reverse=True):
            if (into := self._meaning(phrase, at)) is not None:
                return len(phrase), into
        known = (table[self.words[at]] for table in self.tongue.tables.values() if self.words[at] in table)
        return 1, next(known, None)

    def _meaning(self, phrase: tuple[str, ...], at: int) -> str | None:
        """What the phrase means, if it stands here: no sign between its words, none a name of hers."""
        words = self.words[at : at + len(phrase)]
        if (
            len(words) < len(phrase)
            or any(self.widths[at + 1 : at + len(phrase)])
            or self._is_parted(at, phrase)
        ):
            return None
        into = self.tongue.phrases[phrase]
        for name, word in zip(phrase, words, strict=True):
            if name.startswith("{"):
                meaning = self.tongue.meaning(name, word)
                if meaning is None:
                    return None
                into = into.replace(name, meaning, 1)
            elif name != word:
                return None
        return into

    def _is_parted(self, at: int, phrase: tuple[str, ...]) -> bool:
        found = self.found[at : at + len(phrase)]
        gaps = pairwise(found)
        return any(self.text[before.end() : after.start()].strip(" \t\xa0") for before, after in gaps)


def is_automatic(text: str, tongues: Collection[Tongue]) -> bool:
    """Whether a plain text is what a phone writes by itself in one of these languages."""
    return any(phrase in text for tongue in tongues for phrase in tongue.automatic)


def is_reaction(text: str, tongues: Collection[Tongue]) -> bool:
    """Whether a plain text is what a phone sends when she reacts to a message, in one of these languages."""
    text = text.strip()
    for tongue in tongues:
        begun = next((each for each in tongue.reactions if text.startswith(f"{each} ")), None)
        rest = text[len(begun) :].strip() if begun else ""
        if rest.startswith(('"', "“", "”", "„", "«", "‘", *tongue.reacted_to)):
            return True
    return False


def ways(text: str, tongues: Iterable[Tongue]) -> tuple[str, ...]:
    """A plain text and what it is in the grammar's words, for each tongue that changes it if it is of it."""
    read = (rewritten(text, tongue, is_her_language=True).text for tongue in tongues)
    return tuple(dict.fromkeys((text, *read)))
