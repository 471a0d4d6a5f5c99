"""The weekly reminder of plants: how many so far this week, and which families are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import flask_babel
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from app import words
from app.checklist import daysheet, plant_weeks, wording
from app.checklist.plant_weeks import PlantWeek, WeekCount
from app.config import Settings
from app.messages import writing
from app.messages.message import Message, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import another_way, sending, unsubscribing
from app.reminders.nudges import greeting
from app.reminders.sending import Reminder
from app.rules import days, texts


@dataclass(frozen=True, slots=True)
class PlantsNudge:
    """Says what is missing from the running week of plants, or is withheld when the week is full."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Look once more whether it is wanted, then write it."""
        reminder = sending.read(session, delivery, now=now)
        if isinstance(reminder, Withheld):
            return reminder
        today = date.fromisoformat(delivery.payload["day"])
        if daysheet.read(session, reminder.user, day=today, today=reminder.today).spell:
            return Withheld(Reason.ASIDE)
        week = days.week_of(today, week_start=reminder.user.week_start)
        eaten = plant_weeks.read(session, reminder.user, week=week)
        count = plant_weeks.count_of(session, reminder.user, of=eaten, today=today)
        if count is None or count.is_met:
            return Withheld(Reason.DONE)
        with flask_babel.force_locale(reminder.user.locale):
            return self._write(reminder, eaten, count)

    def gone_astray(self, session: Session, delivery: Delivery, *, now: datetime) -> None:
        """Tell her by another way, while the day goes on."""
        another_way.take(session, delivery, now=now)

    def _write(self, of: Reminder, eaten: PlantWeek, count: WeekCount) -> Message:
        url = f"{self.settings.public_url}/plants"
        so_far = sentence(count)
        if of.delivery.channel is Channel.EMAIL:
            end = unsubscribing.address_of(self.settings, of.user.id or 0, of.delivery.slot_id or 0)
            return writing.mail(
                "plants",
                address=of.address,
                headers=unsubscribing.headers(end),
                person_name=of.user.name,
                greeting=greeting(words.local(of.now, of.user.zone).hour),
                so_far=so_far,
                missing=eaten.missing,
                plants_url=url,
                end_url=end,
            )
        if of.delivery.channel is Channel.PUSH:
            return writing.notification(of.user.id or 0, _not_yet(eaten.missing), title=so_far, open_url=url)
        return Message(of.address, "", text_of(count, eaten.missing))


def sentence(count: WeekCount) -> str:
    """How many plants the week has so far, of how many."""
    goal = words.number(count.goal)
    return ngettext(
        "One of %(goal)s plants this week", "%(num)d of %(goal)s plants this week", count.count, goal=goal
    )


def text_of(count: WeekCount, missing: Sequence[str]) -> str:
    """The reminder as one segment of GSM-7."""
    head = _("Bonny: %(so_far)s.", so_far=sentence(count))
    tail = texts.to_gsm(_("Every new one counts once."))
    if not missing:
        return texts.fit(head, [], tail)
    names = [wording.families([each]) for each in missing]
    items = [f"{name}," for name in names[:-1]] + [f"{names[-1]}."]
    return texts.fit(f"{head} {_('Not yet:')}", items, tail)


def _not_yet(missing: Sequence[str]) -> str:
    return _("Not yet: %(families)s.", families=wording.families(missing)) if missing else ""
