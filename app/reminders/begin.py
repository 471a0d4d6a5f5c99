"""The first times: one in the morning and one in the evening, on the ways she ticks."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from app.accounts.models import User
from app.messages.models import Channel
from app.reminders import forms, slots
from app.reminders.models import Purpose
from app.reminders.slots import Wanted

TIMES = (("morning", Purpose.DAY), ("evening", Purpose.EVENING))


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as she filled it in: which of the two times she ticked, when, on which ways."""

    times: dict[str, str]
    ticked: frozenset[str]
    channels: tuple[Channel, ...]
    agrees: bool = False
    wrong: dict[str, str] = field(default_factory=dict)

    def error(self, name: str) -> str:
        """What is wrong in a field; empty when nothing is."""
        return self.wrong.get(name, "")


def usual(channels: tuple[Channel, ...]) -> Typed:
    """Both times, by the first way she has."""
    names = frozenset(name for name, _purpose in TIMES)
    return Typed({"morning": forms.MORNING, "evening": forms.EVENING}, names, channels[:1])


def typed_in(form: MultiDict[str, str]) -> Typed:
    """What she filled in."""
    return Typed(
        times={name: form.get(f"{name}-at", "")[: forms.LONGEST_TYPED] for name, _purpose in TIMES},
        ticked=frozenset(name for name, _purpose in TIMES if form.get(name) == "y"),
        channels=forms.channels_in(form),
        agrees=form.get("texts") == "y",
    )


def checked(typed: Typed, *, needs_consent: bool) -> Typed:
    """The form with what is wrong in it."""
    wrong = {
        f"{name}-at": forms.not_a_time()
        for name in typed.ticked
        if not forms.is_clock_time(typed.times[name])
    }
    if not typed.ticked:
        wrong["morning"] = _("Choose the morning, the evening or both, or press “Not now”.")
    if not typed.channels:
        wrong["channel"] = _("Choose at least one way.")
    if needs_consent and Channel.SMS in typed.channels and not typed.agrees:
        wrong["texts"] = forms.needs_box()
    return replace(typed, wrong=wrong)


def add(session: Session, user: User, *, typed: Typed, now: datetime) -> None:
    """Add the checked times. Raises as ``slots.add`` does."""
    for name, purpose in TIMES:
        if name in typed.ticked:
            wanted = Wanted(forms.clock_time(typed.times[name]), typed.channels, purpose)
            slots.add(session, user, wanted=wanted, now=now)
