"""What a text of hers may mean, as values: what is to be recorded, what she asks, what she wishes."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeAlias

from app.rules.marks import Skip


@dataclass(frozen=True, slots=True)
class Item:
    """One habit to record: an amount in its unit as she gave it, unchecked, or None for its goal, or a skip.

    ``day`` is the day she named; None: the day that was asked about.
    """

    habit_id: int
    amount: float | None = None
    skip: Skip | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Eaten:
    """A plant she ate, under the word it is stored by; ``day`` as an item's."""

    plant: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """Days set aside for every habit, both included: "sick till friday"."""

    reason: Skip
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be recorded, and what is to be asked about; at least one of the two.

    ``items`` stand in the order she named them, each habit once a day. ``note`` is what she says beside, in
    her words. ``unclear``, in her words, is not recorded; ``guess`` is what it may have meant, to be asked.
    ``unknown_plants`` stood where plants stand and are named back.
    """

    items: tuple[Item, ...] = ()
    plants: tuple[Eaten, ...] = ()
    aside: Aside | None = None
    note: str = ""
    unclear: str = ""
    guess: tuple[Item, ...] = ()
    unknown_plants: tuple[str, ...] = ()

    @property
    def has_record(self) -> bool:
        """Whether anything is to be recorded."""
        return bool(self.items or self.plants or self.aside or self.note)

    @property
    def is_clear(self) -> bool:
        """Whether nothing is to be asked."""
        return not (self.unclear or self.unknown_plants)


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last answer back, whole."""


class Topic(StrEnum):
    """What she may ask about."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    PLANTS = "plants"
    STREAK = "streak"
    SUMMARY = "summary"
    SUMMARY_BY_MAIL = "summary_by_mail"


@dataclass(frozen=True, slots=True)
class Question:
    """She asks how things stand, or for the summary for her doctor."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class About:
    """She asks what a habit is for ("help prunes"); ``habit_id`` None: we know none by these words."""

    habit_id: int | None
    heard: str


@dataclass(frozen=True, slots=True)
class Later:
    """Ask her once more after so many minutes; None: as long as usual."""

    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """No reminders for so many days from today; None: she did not say for how long."""

    days: int | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Reminders again."""


class Part(StrEnum):
    """Which of her times, when she does not name one by the clock."""

    MORNING = "morning"
    EVENING = "evening"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind her at this time of day; None: she named no time that we understand."""

    at: time | None


@dataclass(frozen=True, slots=True)
class RemindOff:
    """Switch these times off, or with ``is_on`` on again; ``which`` is a part of the day, or one time."""

    which: Part | time
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Discreet:
    """Texts that name no habit, or texts as usual."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class Notes:
    """Keep what she says beside an answer as the day's note, or not."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class Web:
    """Send a link to her pages."""


@dataclass(frozen=True, slots=True)
class Join:
    """She wants to begin by text."""


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """Whoever has this phone is not the person we write to, in their words."""

    words: str


@dataclass(frozen=True, slots=True)
class OptOut:
    """No more texts, in her words; a lone carrier word is answered by the carrier, not by us.

    ``rest`` is what she says beside it, to be read for itself.
    """

    words: str
    is_carrier_word: bool
    rest: str = ""


@dataclass(frozen=True, slots=True)
class OptIn:
    """Texts again."""


@dataclass(frozen=True, slots=True)
class Help:
    """Who we are and how to stop."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Thanks, an emoji, an empty text, a reaction: nothing to record and nothing to ask."""


Wish: TypeAlias = Later | Pause | Resume | Remind | RemindOff | Discreet | Notes
Reply: TypeAlias = (
    Answer
    | Undo
    | Question
    | About
    | Later
    | Pause
    | Resume
    | Remind
    | RemindOff
    | Discreet
    | Notes
    | Web
    | Join
    | WrongNumber
    | OptOut
    | OptIn
    | Help
    | Nothing
)
