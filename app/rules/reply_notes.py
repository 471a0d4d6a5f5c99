"""What she says beside an answer, in her own words: a note of the day."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from app.rules import reply_words
from app.rules.reply_clauses import Clause
from app.rules.reply_kinds import Name, Number, Pair, Plant, Role, Word
from app.rules.reply_phrases import Because, Leaving, OnDay

_ENGLISH = ("note", "notes")
_SENTENCES = re.compile(r"[^.!?;\n]+[!?]*")


def cut_off(body: str, words: Sequence[str] = ()) -> tuple[str, str]:
    """The answer before "note:" and the note after it; the note is empty when she wrote none.

    Without a colon the text must begin with the word. ``words`` are those for "note" in other languages.
    """
    match = _opening((*_ENGLISH, *words)).search(body)
    if match is None or (":" not in match[0] and body[: match.start()].strip()):
        return body, ""
    return body[: match.start()], " ".join(body[match.end() :].split())


@cache
def _opening(words: tuple[str, ...]) -> re.Pattern[str]:
    said = "|".join(map(re.escape, words))
    return re.compile(rf"(?:^|(?<=[\s.,;]))(?:{said})(?::|\s+-|\s(?=\s*\S))\s*", re.IGNORECASE)


def is_talk(clause: Clause) -> bool:
    """Whether a part holds nothing that could be a tick: words alone, none of which turns anything round."""
    if clause.has(Number, Pair, Name, Leaving, Because, OnDay) or any(plant.slug for plant in clause.plants):
        return False
    words = [token for token in clause.content if isinstance(token, Word | Plant)]
    is_plain = all(token.role is Role.UNKNOWN for token in words if isinstance(token, Word))
    return bool(words) and is_plain and not any(mark.isdigit() for mark in clause.heard)


def in_her_words(talk: Sequence[Clause], body: str, hers: Callable[[str], str]) -> str:
    """The sentences of her text that these parts were cut from; ``hers`` gives what she wrote for them."""
    heard = [reply_words.fold(hers(clause.heard)) for clause in talk]
    sentences = [piece[0].strip(" ,") for piece in _SENTENCES.finditer(body)]
    kept = [each for each in sentences if any(part in reply_words.fold(each) for part in heard if part)]
    return ". ".join(" ".join(each.split()) for each in kept)
