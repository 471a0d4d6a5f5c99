"""What a text is cut into: numbers, names of habits, plants, phrases, and words with what each does."""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from app.rules.reply_phrases import Phrase


class Role(Enum):
    """What a word does in an answer: an idle one nothing; the last four end one part of it."""

    ALL = "all"
    DONE = "done"
    THUMB = "thumb"
    TURNING = "turning"
    UNKNOWN = "unknown"
    IDLE = "idle"
    EATEN = "eaten"
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
    unit: str = ""
    is_label: bool = False

    @property
    def has_unit(self) -> bool:
        """Whether it is an amount for sure."""
        return bool(self.unit)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers and a comma, no space ("1,3"): a decimal (None: rather a clock), or two of the list."""

    text: str
    decimal: float | None
    left: Number
    right: Number
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A habit, called by one of its names."""

    text: str
    habit_id: int


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant, or where plants are listed a word that is none we know (``slug`` empty)."""

    text: str
    slug: str
    is_listed: bool = False


Token: TypeAlias = Word | Number | Pair | Name | Plant | Phrase
