"""Beginning by text: the steps of the talk, and what an answer means at each of them."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.rules import plants

MOST_HABITS = 2
CLOCK_WITHIN = 20
_HOUR, _NOON, _DAY = 60, 12 * 60, 24 * 60
_LONGEST_NAME = 3
_YEAR = timedelta(days=366)

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
_COURTESY = frozenset(
    ("please", "pls", "plz", "thanks", "thank", "you", "hi", "hello", "hey", "bonny", "dear", "and")
)
_ASSENT = frozenset(("i", "do", "yes", "ok", "okay", "yeah", "yep", "sure", "to", "that", "this", "it"))
_WANTING = frozenset(("i", "want", "wish", "would", "like", "to", "id", "me", "in"))
_REFUSALS = frozenset(("no", "nope", "not now", "disagree", "i disagree", "i dont agree", "dont agree"))
_CHOOSING = _COURTESY | frozenset(
    (
        "i",
        "want",
        "would",
        "like",
        "to",
        "begin",
        "start",
        "with",
        "the",
        "number",
        "numbers",
        "choose",
        "n",
        "on",
    )
)
_EVERYTHING = frozenset(("all", "everything"))
_TIME_TALK = re.compile(
    r"\b(?:the time|time|its|it is|is|it|now|about|just|exactly|here|oclock|at|in|the|a)\b"
)
_HALF_DAY = re.compile(r"\b([ap])\.? ?m\b\.?")
_CLOCK = re.compile(r"(\d{1,2})(?: ?[:.,h ]? ?(\d{2}))? ?(am|pm)?")
_PAST = re.compile(r"(half past|half|quarter past|quarter to) (\d{1,2}) ?(am|pm)?")
_QUESTION_MARKS = "?¿？؟"
_PARTS = {"morning": "am", "afternoon": "pm", "evening": "pm"}
_OFFSETS = {"half past": 30, "half": 30, "quarter past": 15, "quarter to": -15}
_NAMED = {"noon": (_NOON,), "midday": (_NOON,), "midnight": (0,)}


class Step(StrEnum):
    """What she was asked last; ``DONE`` is a talk that opened an account."""

    CONSENT = "consent"
    ZONE = "zone"
    ZONE_AGAIN = "zone2"
    ZONE_LAST = "zone3"
    HABITS = "habits"
    DONE = "done"

    @property
    def is_about_zone(self) -> bool:
        """Whether the question was what time it is where she is."""
        return self in (Step.ZONE, Step.ZONE_AGAIN, Step.ZONE_LAST)


# What is asked next when the time was not understood; after the last there is no further question.
ASKED_AGAIN = {Step.ZONE: Step.ZONE_AGAIN, Step.ZONE_AGAIN: Step.ZONE_LAST}


@dataclass(frozen=True, slots=True)
class Offer:
    """A habit she may begin with: its key, and every name it goes by, folded as ``plants.fold`` does."""

    key: str
    names: frozenset[str]


def wants_to_join(text: str) -> bool:
    """Whether a whole text asks to begin: "JOIN", "join bonny", "I want to join please"."""
    return _without(text, _COURTESY | _WANTING) == ["join"]


def agrees(text: str) -> bool:
    """Whether a whole text agrees: AGREE in any company that only says so, or the carriers' YES alone.

    A question never does.
    """
    if any(mark in text for mark in _QUESTION_MARKS):
        return False
    said = _without(text, _COURTESY)
    return said == ["yes"] or _without(text, _COURTESY | _ASSENT) in (["agree"], ["agreed"])


def declines(text: str) -> bool:
    """Whether a whole text says no to the question whether to begin."""
    return " ".join(_without(text, _COURTESY)) in _REFUSALS


def choose(text: str, offers: Sequence[Offer]) -> tuple[str, ...]:
    """The keys of the habits that a whole text names, by number from 1 or by name, each once.

    Empty when it names none, or holds a word we do not understand: precision before recall.
    """
    words = _words(text)
    chosen: list[str] = []
    while words:
        if words[0] in _EVERYTHING:
            chosen += [offer.key for offer in offers]
            words = words[1:]
            continue
        key, used = _first_named(words, offers)
        if key is None and words[0] not in _CHOOSING:
            return ()
        chosen += [key] if key is not None else []
        words = words[used:]
    return tuple(dict.fromkeys(chosen))


def _first_named(words: Sequence[str], offers: Sequence[Offer]) -> tuple[str | None, int]:
    """The offer that the first words name, the longest name first, and how many words that took."""
    for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = plants.fold("".join(words[:count]))
        key = next((offer.key for offer in offers if name in offer.names), None)
        if key is not None:
            return key, count
    number = int(words[0]) if words[0].isdecimal() else _NUMBERS.get(words[0], 0)
    return (offers[number - 1].key, 1) if 0 < number <= len(offers) else (None, 1)


def read_clock(text: str) -> tuple[int, ...]:
    """The times of day that a text may mean, in minutes from midnight; empty when it is no time.

    A time of twelve hours without am, pm or a part of the day may be either half of it.
    """
    said = _time_words(text)
    if said in _NAMED:
        return _NAMED[said]
    past = _PAST.fullmatch(said)
    if past is not None:
        hour, minute, half = int(past[2]), _OFFSETS[past[1]], past[3]
    else:
        clock = _CLOCK.fullmatch(said)
        if clock is None:
            return ()
        hour, minute, half = int(clock[1]), int(clock[2] or 0), clock[3]
    return _times(hour, minute, half)


def _time_words(text: str) -> str:
    """What is left of a text when the words around a time are gone, and numbers are figures."""
    said = _HALF_DAY.sub(r"\1m", _plain(text).replace("'", ""))
    said = re.sub(r"[^\w:., ]", " ", said)
    said = " ".join(str(_NUMBERS.get(word, word)) for word in said.split() if word not in _COURTESY)
    said = " ".join(_TIME_TALK.sub(" ", said).split()).strip(" .,:")
    for part, half in _PARTS.items():
        said = re.sub(rf" (?:this )?{part}$", f" {half}", said)
    return said


def _times(hour: int, minute: int, half: str | None) -> tuple[int, ...]:
    if minute >= _HOUR or hour > 23 or (half is not None and not 1 <= hour <= 12):
        return ()
    if half is None and (hour == 0 or hour > 12):
        return ((hour * _HOUR + minute) % _DAY,)
    early = hour % 12 * _HOUR + minute
    both = {"am": (early,), "pm": (early + _NOON,), None: (early, early + _NOON)}[half]
    return tuple(each % _DAY for each in both)


def zone_by_clock(
    zones: Sequence[str], clocks: Collection[int], *, now: datetime, likely: str | None
) -> str | None:
    """The zone whose wall clock is nearest to one of these times; None when none is within 20 minutes.

    Of several it is the ``likely`` one if that is among them, else the first.
    """
    apart = {zone: min((_apart(zone, clock, now) for clock in clocks), default=_DAY) for zone in zones}
    nearest = min(apart.values(), default=_DAY)
    if nearest > CLOCK_WITHIN:
        return None
    same = [zone for zone in zones if apart[zone] == nearest]
    return likely if likely in same else same[0]


def _apart(zone: str, clock: int, now: datetime) -> int:
    """How many minutes a clock of the zone is from a time of day, the shorter way round."""
    local = now.astimezone(ZoneInfo(zone))
    apart = abs(local.hour * _HOUR + local.minute - clock)
    return min(apart, _DAY - apart)


def have_one_clock(zones: Sequence[str], *, now: datetime) -> bool:
    """Whether the clocks of these zones show the same on every day of the coming year."""
    first, *others = map(ZoneInfo, zones)
    days = [now + timedelta(days=number) for number in range(_YEAR.days + 1)]
    return all(
        day.astimezone(zone).utcoffset() == day.astimezone(first).utcoffset()
        for zone in others
        for day in days
    )


def _without(text: str, left_out: frozenset[str]) -> list[str]:
    return [word for word in _words(text) if word not in left_out]


def _words(text: str) -> list[str]:
    """The words and numbers of a text in lower case, without accents, apostrophes and marks."""
    return re.findall(r"[^\W_]+", _plain(text).replace("'", ""))


def _plain(text: str) -> str:
    spelled = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(mark for mark in spelled if unicodedata.category(mark) not in ("Mn", "Me", "Cf"))
