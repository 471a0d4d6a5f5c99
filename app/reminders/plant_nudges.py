"""The weekly reminder of plants: how many so far this week, and which families are missing."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import daysheet, plant_weeks, wording
from app.checklist.plant_weeks import PlantWeek, WeekCount
from app.messages import writing
from app.messages.message import Message, Reason, Withheld
from app.messages.models import Channel
from app.reminders import discreet, sharing, unsubscribing
from app.reminders.nudges import greeting
from app.reminders.sending import Reminder
from app.reminders.timed import Timed
from app.rules import days, texts


class PlantsNudge(Timed):
    """Says what is missing from the running week of plants, or is withheld when the week is full."""

    def write(self, of: Reminder) -> Message | Withheld:
        """How many so far, and which families are missing."""
        today = date.fromisoformat(of.delivery.payload["day"])
        if daysheet.read(of.session, of.user, day=today, today=of.today).spell:
            return Withheld(Reason.ASIDE)
        week = days.week_of(today, week_start=of.user.week_start)
        eaten = plant_weeks.read(of.session, of.user, week=week)
        count = plant_weeks.count_of(of.session, of.user, of=eaten, today=today)
        if count is None or count.is_met:
            return Withheld(Reason.DONE)
        return self._write(of, eaten, count)

    def _write(self, of: Reminder, eaten: PlantWeek, count: WeekCount) -> Message:
        url = f"{self.settings.public_url}/plants"
        so_far = sentence(count)
        if of.delivery.channel is Channel.EMAIL:
            end = unsubscribing.address_of(self.settings, of.user.id or 0, of.delivery.slot_id or 0)
            return writing.mail(
                "plants",
                subject=discreet.plants_title() if of.hers.is_discreet else so_far,
                address=of.address,
                headers=unsubscribing.headers(end),
                person_name=of.user.name,
                greeting=greeting(words.local(of.now, of.user.zone).hour),
                so_far=so_far,
                missing=eaten.missing,
                plants_url=url,
                end_url=end,
            )
        if of.hers.is_discreet:
            return _discreet(of, url)
        if of.delivery.channel is Channel.PUSH:
            return writing.notification(of.user.id or 0, _not_yet(eaten.missing), title=so_far, open_url=url)
        whose = sharing.whose(of.session, of.user)
        return Message(of.address, "", text_of(count, eaten.missing, whose=whose))


def _discreet(of: Reminder, url: str) -> Message:
    if of.delivery.channel is Channel.PUSH:
        title = discreet.plants_title()
        return writing.notification(of.user.id or 0, discreet.notification(), title=title, open_url=url)
    return Message(of.address, "", discreet.plants())


def sentence(count: WeekCount) -> str:
    """How many plants the week has so far, of how many."""
    goal = words.number(count.goal)
    return ngettext(
        "One of %(goal)s plants this week", "%(num)d of %(goal)s plants this week", count.count, goal=goal
    )


def text_of(count: WeekCount, missing: Sequence[str], *, whose: str = "") -> str:
    """The reminder as one segment; ``whose``: the name that tells people apart who share the number."""
    head = sharing.signed(whose, _("Bonny: %(so_far)s.", so_far=sentence(count)))
    tail = texts.to_gsm(_("Every new one counts once."))
    if not missing:
        return texts.fit(head, [], tail)
    names = [wording.families([each]) for each in missing]
    items = [f"{name}," for name in names[:-1]] + [f"{names[-1]}."]
    return texts.fit(" ".join((head, _("Not yet:"))), items, tail)


def _not_yet(missing: Sequence[str]) -> str:
    return _("Not yet: %(families)s.", families=wording.families(missing)) if missing else ""
