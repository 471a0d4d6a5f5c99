"""A text cut into tokens: numbers, habits' names, and words with what each does in an answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import TypeAlias

from app.rules import reply_words


class Role(Enum):
    """What a word does in an answer: an idle one nothing; the last four end one part of it."""

    ALL = "all"
    DONE = "done"
    THUMB = "thumb"
    TURNING = "turning"
    UNKNOWN = "unknown"
    IDLE = "idle"
    AND = "and"
    COMMA = "comma"
    LINE = "line"
    STOP = "stop"


BREAKS = frozenset({Role.AND, Role.COMMA, Role.LINE, Role.STOP})


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sign that is neither a number nor a habit's name."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Number:
    """A number; a unit makes it an amount, and a label ("1. prunes") must fit the name that follows."""

    text: str
    value: float
    has_unit: bool = False
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers and a comma, no space ("1,3"): a decimal (None: rather a clock), or two of the list."""

    text: str
    decimal: float | None
    left: Number
    right: Number
    has_unit: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A habit, called by one of its names."""

    text: str
    habit_id: int


Token: TypeAlias = Word | Number | Pair | Name

_RAW = re.compile(r"\.?\d+(?:[.,:]+\d+|[^\S\n]*[-‐-―−/⁄][^\S\n]*\d+)*|[^\W\d_]+|[\n.,;!)&+/:?👍✗]")
_SIGNS = dict(
    zip(
        "\n.!)&,;+/?✗👍",
        (
            Role.LINE,
            Role.STOP,
            Role.STOP,
            Role.STOP,
            Role.AND,
            Role.COMMA,
            Role.COMMA,
            Role.COMMA,
            Role.COMMA,
            Role.TURNING,
            Role.TURNING,
            Role.THUMB,
        ),
        strict=True,
    )
)
_ROLES: Mapping[str, Role] = {
    **_SIGNS,
    ":": Role.IDLE,
    **dict.fromkeys(reply_words.TURNING, Role.TURNING),
    **dict.fromkeys(reply_words.IDLE, Role.IDLE),
    **dict.fromkeys(reply_words.EVERYTHING, Role.ALL),
    **dict.fromkeys(reply_words.DONE, Role.DONE),
    **dict.fromkeys(reply_words.AND, Role.AND),
}
_NEVER_NAMES = frozenset().union(
    reply_words.NUMBERS, reply_words.EVERYTHING, reply_words.DONE, reply_words.AND, reply_words.DENIALS
)
_LONGEST_NAME = 8
_CLOCK = ("15", "30", "45")


def tokens(text: str, names: Mapping[str, frozenset[int]]) -> list[Token]:
    """A plain text as numbers, names and words; ``names`` are folded, each with the habits it may mean.

    The longest name wins; one that several habits share is unknown, as is "d 3" where "d3" is a name.
    A name that is only a number, or a word with a job of its own here, is passed over.
    """
    raws = list(_RAW.finditer(text))
    found: list[Token] = []
    at = 0
    while at < len(raws):
        width = _width_of_name(raws[at : at + _LONGEST_NAME], names)
        if width:
            found.append(_name(raws[at : at + width], names))
        else:
            found.append(_classified(raws[at].group(), found))
        at += width or 1
    return found


def _width_of_name(raws: list[re.Match[str]], names: Mapping[str, frozenset[int]]) -> int:
    """How many raw pieces, at the start of these, make up the longest name; 0: none."""
    parts = [raw.group() for raw in raws]
    for width in range(len(parts), 0, -1):
        key = "".join(filter(str.isalnum, "".join(parts[:width])))
        is_whole = (
            parts[0][0].isalnum()
            and parts[width - 1][-1].isalnum()
            and not set(parts[:width]) & set("\n,;!)?")
        )
        if is_whole and key in names and not key.isdigit() and key not in _NEVER_NAMES:
            return width
    return 0


def _name(raws: list[re.Match[str]], names: Mapping[str, frozenset[int]]) -> Token:
    text = " ".join(raw.group() for raw in raws)
    habit_ids = names["".join(filter(str.isalnum, text))]
    is_torn = any(raw.group()[0].isdigit() and raw.start() > before.end() for before, raw in pairwise(raws))
    if is_torn or len(habit_ids) > 1:
        return Word(text, Role.UNKNOWN)
    return Name(text, min(habit_ids))


def _classified(text: str, found: list[Token]) -> Token:
    before = found[-1] if found else None
    if text in reply_words.NUMBERS or any(map(str.isdigit, text)):
        is_second = [token.text for token in found[-1:]] == ["of"] and isinstance(found[-2:][0], Number)
        return Word(text, Role.UNKNOWN) if is_second else _number(text)
    if isinstance(before, Number | Pair):
        if text in reply_words.UNITS:
            found[-1] = replace(before, has_unit=True)
            return Word(text, Role.IDLE)
        if text == ":":
            return Word(text, Role.STOP)
    return Word(text, _ROLES.get(text, Role.UNKNOWN))


def _number(text: str) -> Token:
    """A number word, "1,000", "1.5"; "1,5" is a pair; ranges, fractions, clocks, "1.000" are unknown."""
    if text in reply_words.NUMBERS:
        return Number(text, float(reply_words.NUMBERS.index(text)))
    if re.fullmatch(r"\d{1,9}|[1-9]\d{0,2}(,\d{3}){1,2}(\.\d)?", text):
        return Number(text, float(text.replace(",", "")))
    match = re.fullmatch(r"(\d{1,9})([.,])(\d{1,2})", text)
    if match is None:
        return Word(text, Role.UNKNOWN)
    whole, sign, part = match.groups()
    decimal = None if part in _CLOCK else float(f"{whole}.{part}")
    if sign == ",":
        return Pair(text, decimal, Number(whole, float(whole)), Number(part, float(part)))
    return Word(text, Role.UNKNOWN) if decimal is None else Number(text, decimal)
