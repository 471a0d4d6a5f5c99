"""The words in which a month is told: at what hour she texts what, and what means the same on the web."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from app.rules.marks import Skip

LONDON = ZoneInfo("Europe/London")
FIRST = date(2026, 10, 1)
PRUNES, VIT_D, HORMONE, PLANTS, WALK = "Prunes", "Vit D", "Hormone", "Plants", "Walk"
SLUGS = {
    PRUNES: "prunes",
    VIT_D: "vitamin-d",
    HORMONE: "hormone-tablet",
    PLANTS: "plants",
    WALK: "weight-bearing",
}
Fields: TypeAlias = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Post:
    """One form that she sends on the web: of a habit, of a day, or of a page of its own.

    ``on`` is the day it is sent for; 0: the day on which the story stands. ``count`` is how many of the forms
    before it an undo takes back.
    """

    to: str
    fields: Fields = field(default_factory=dict)
    on: int = 0
    count: int = 0


Posts: TypeAlias = Sequence[Post]


@dataclass(frozen=True, slots=True)
class Step:
    """A text of hers at an hour of a day, what is the same on the web, and how our answer begins.

    An hour from 24 on is of the next date. Without ``body`` nothing is sent: it is time for something of
    ours. ``hears`` None: there is no answer.
    """

    at: str
    body: str
    posts: Posts
    hears: str | None

    def instant(self, day: int) -> datetime:
        """When it is, in UTC."""
        hours, minutes = map(int, self.at.split(":"))
        return instant_of(on(day + hours // 24), time(hours % 24, minutes))


def on(day: int) -> date:
    """A day of the month."""
    return FIRST.replace(day=day)


def instant_of(day: date, at: time) -> datetime:
    """The instant of an hour on her wall; of an hour that comes twice the first."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def text(at: str, body: str, *posts: Posts, hears: str | None = "Got it") -> Step:
    """She texts, and means what these posts do."""
    return Step(at, body, [post for some in posts for post in some], hears)


def ours(at: str, hears: str) -> Step:
    """A text of ours comes at that hour, without one of hers."""
    return Step(at, "", [], hears)


def tick(*habits: str, on: int = 0) -> Posts:
    """A tap on the rows of these habits."""
    return [Post(habit, {"do": "done"}, on) for habit in habits]


def amount(habit: str, of: str, on: int = 0) -> Posts:
    """An amount typed into a row."""
    return [Post(habit, {"do": "set", "amount": of}, on)]


def skip(habit: str, why: Skip, on: int = 0) -> Posts:
    """A habit left out for a day."""
    return [Post(habit, {"do": "skip", "reason": why.value}, on)]


def eat(*plants: str, on: int = 0) -> Posts:
    """Chips of plants."""
    return [Post("plants", {"eat": list(plants)}, on)]


def note(words: str, on: int = 0) -> Posts:
    """The note of a day, as a whole."""
    return [Post("note", {"note": words}, on)]


def aside(why: Skip, first: int, last: int) -> Posts:
    """Days set aside for everything."""
    days = [(FIRST + timedelta(days=day - 1)).isoformat() for day in (first, last)]
    return [Post("spells", {"reason": why.value, "first": days[0], "last": days[1]})]


def undo(count: int = 1) -> Posts:
    """Take back what the last so many forms did."""
    return [Post("undo", count=count)]
