"""Checks at the door of the reminders room: what she typed, kept as it is, and what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import time

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.messages.models import Channel
from app.reminders.models import Purpose, Slot
from app.reminders.slots import AGAIN_AFTER, Wanted, weekdays_of

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?", re.ASCII)
MORNING, EVENING = "08:00", "19:00"
USUAL_TIMES = {
    Purpose.DAY: MORNING,
    Purpose.EVENING: EVENING,
    Purpose.PLANTS: "18:00",
    Purpose.MONTH: "09:00",
}
EVERY_DAY = tuple(range(7))
USUAL_PLANTS_DAY = 4
LONGEST_TYPED = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of a slot as she filled it in, and what is wrong with it, by field.

    ``habits`` are the ones she picked when not ``asks_all``; ``agrees`` is the box that texts need.
    """

    purpose: Purpose
    at: str
    weekdays: tuple[int, ...] = EVERY_DAY
    channels: tuple[Channel, ...] = ()
    asks_all: bool = True
    habits: tuple[int, ...] = ()
    again: int | None = None
    agrees: bool = False
    wrong: dict[str, str] = field(default_factory=dict)

    def error(self, name: str) -> str:
        """What is wrong in a field; empty when nothing is."""
        return self.wrong.get(name, "")

    def refused(self, name: str, words: str) -> "Typed":
        """The same with something wrong in a field."""
        return replace(self, wrong={**self.wrong, name: words})

    def wanted(self) -> Wanted:
        """What she wants, once checked."""
        return Wanted(
            at=clock_time(self.at),
            channels=self.channels,
            purpose=self.purpose,
            weekdays=frozenset(self.weekdays),
            habit_ids=None if self.asks_all else self.habits,
            again_after=self.again,
        )


def usual(purpose: Purpose, channels: Sequence[Channel]) -> Typed:
    """The form of a new slot: the usual time, and the first way she has."""
    weekdays = (USUAL_PLANTS_DAY,) if purpose is Purpose.PLANTS else EVERY_DAY
    return Typed(purpose, USUAL_TIMES[purpose], weekdays, tuple(channels[:1]))


def of_slot(slot: Slot) -> Typed:
    """The form of a slot as it stands."""
    return Typed(
        purpose=slot.purpose,
        at=slot.at.strftime("%H:%M"),
        weekdays=tuple(sorted(weekdays_of(slot))),
        channels=slot.channels,
        asks_all=slot.habit_ids is None,
        habits=tuple(slot.habit_ids or ()),
        again=slot.again_after,
    )


def typed_in(form: MultiDict[str, str], purpose: Purpose) -> Typed:
    """What she filled in; what is no choice of the form is left out."""
    again = form.get("again", "")
    is_for_all = purpose in (Purpose.PLANTS, Purpose.MONTH) or form.get("which") != "some"
    return Typed(
        purpose=purpose,
        at=form.get("at", "")[:LONGEST_TYPED],
        weekdays=tuple(sorted({int(each) for each in form.getlist("weekday") if each in set("0123456")})),
        channels=channels_in(form),
        asks_all=is_for_all,
        habits=tuple(int(each) for each in form.getlist("habit") if each.isascii() and each.isdigit())[:60],
        again=int(again) if again in map(str, AGAIN_AFTER) else None,
        agrees=form.get("texts") == "y",
    )


def channels_in(form: MultiDict[str, str]) -> tuple[Channel, ...]:
    """The ways she ticked, in the order of the form."""
    ticked = set(form.getlist("channel"))
    return tuple(each for each in Channel if each.value in ticked)


def checked(typed: Typed, *, needs_consent: bool) -> Typed:
    """The form with what is wrong in it; ``needs_consent``: texts are not agreed to yet."""
    if not is_clock_time(typed.at):
        typed = typed.refused("at", not_a_time())
    if not typed.channels:
        typed = typed.refused("channel", _("Choose at least one way."))
    if not typed.weekdays and typed.purpose is not Purpose.MONTH:
        typed = typed.refused("weekday", _("Choose at least one day."))
    if not typed.asks_all and not typed.habits:
        typed = typed.refused("habit", _("Choose at least one habit, or all of them."))
    if needs_consent and Channel.SMS in typed.channels and not typed.agrees:
        typed = typed.refused("texts", needs_box())
    return typed


def is_clock_time(text: str) -> bool:
    """Whether it is a time of day, as the browser's own field or a keyboard writes it."""
    return CLOCK.fullmatch(text.strip()) is not None


def clock_time(text: str) -> time:
    """The time of day, to the minute. Raises ValueError."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a time of day")
    return time(int(found[1]), int(found[2]))


def not_a_time() -> str:
    """What is said of something that is no time of day."""
    return _("Type a time such as 08:00 or 19:30.")


def needs_box() -> str:
    """What is said when texts are wanted and the box is not ticked."""
    return _("Tick the box if Bonny may text you. Email works without it.")


def read_channel(text: str | None) -> Channel | None:
    """The channel a form names; None when there is no such."""
    return Channel(text) if text in set(Channel) else None


def read_purpose(text: str | None) -> Purpose:
    """The purpose a link or form names; what is open when it names none of ours."""
    return Purpose(text) if text in set(Purpose) else Purpose.DAY
