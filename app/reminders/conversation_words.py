"""A text of hers on her page, in words: what it recorded, what it asked for, what became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask_babel import gettext as _

from app import words
from app.accounts.models import User
from app.checklist import goal_wording, wording
from app.checklist.models import PlanChange, PlanKind
from app.messages.models import Channel
from app.reminders.conversation import Record, Said
from app.reminders.models import Meaning
from app.rules.habits import Measure
from app.rules.marks import Skip

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a text did; ``is_taken_back``: it was taken back since."""

    words: str
    is_taken_back: bool = False


def lines(said: Said) -> list[Line]:
    """What a text did, a line a day: "Recorded: Vit D, Prunes 5 of 5"; else what was understood."""
    found = list(_record_lines(said))
    return found or [Line(understood(said.meaning))]


def way(said: Said, user: User) -> str:
    """When it came and by which way: "08:10, by text"."""
    time = words.clock_time(words.local(said.at, user.zone))
    by_mail = said.channel is Channel.EMAIL
    return _("%(time)s, by email", time=time) if by_mail else _("%(time)s, by text", time=time)


def answered(said: Said, user: User) -> str:
    """Which reminder it answered: "Answered the reminder of 8:00"; empty when it answered none."""
    if said.answered_at is None:
        return ""
    at = words.local(said.answered_at, user.zone)
    time = words.clock_time(at)
    if at.date() == words.local(said.at, user.zone).date():
        return _("Answered the reminder of %(time)s", time=time)
    return _("Answered the reminder of %(day)s, %(time)s", day=words.short_day(at.date()), time=time)


def understood(meaning: Meaning) -> str:
    """What a text that recorded nothing was understood to be."""
    return {
        Meaning.RECORD: _("It was recorded already, so nothing changed."),
        Meaning.UNDO: _("There was nothing to take back."),
        Meaning.STATUS: _("You asked what is open."),
        Meaning.WEEK: _("You asked about the week."),
        Meaning.MONTH: _("You asked about the month."),
        Meaning.PLANTS: _("You asked about plants."),
        Meaning.STREAK: _("You asked about your streak."),
        Meaning.SUMMARY: _("You asked for the summary for your doctor."),
        Meaning.ABOUT: _("You asked about a habit."),
        Meaning.LATER: _("You asked to hear later."),
        Meaning.PAUSE: _("You asked for a pause of the reminders."),
        Meaning.RESUME: _("You asked for reminders again."),
        Meaning.REMIND: _("You asked for another time of a reminder."),
        Meaning.REMIND_OFF: _("You asked to switch a reminder off or on."),
        Meaning.DISCREET: _("You chose whether reminders name your habits."),
        Meaning.NOTES: _("You chose whether notes by text are kept."),
        Meaning.WEB: _("You asked for a link to these pages."),
        Meaning.JOIN: _("You asked to begin; you are here already."),
        Meaning.OPT_OUT: _("You ended texts."),
        Meaning.OPT_IN: _("You turned texts on again."),
        Meaning.HELP: _("You asked for help."),
        Meaning.NOTHING: _("Nothing to record."),
        Meaning.UNCLEAR: _("Not understood, nothing recorded."),
        Meaning.WHOSE: _("It did not say whose answer it was, so nothing was recorded."),
        Meaning.WRONG_NUMBER: _("Somebody wrote that this number is not yours."),
    }.get(meaning, _("Nothing to record."))


def _record_lines(said: Said) -> Iterator[Line]:
    for is_taken_back in (False, True):
        records = [each for each in said.records if each.is_taken_back is is_taken_back]
        for text in _texts(records, said):
            yield Line(text, is_taken_back)


def _texts(records: Iterable[Record], said: Said) -> Iterator[str]:
    """A line a day for what was recorded, left out, and taken back; one each for days set aside and notes."""
    ordered = sorted(records, key=lambda each: (each.is_undo, each.edit is not None, -each.day.toordinal()))
    for (is_undo, is_edit, day), group in groupby(
        ordered, key=lambda each: (each.is_undo, each.edit is not None, each.day)
    ):
        found = list(group)
        if is_edit:
            yield from (_edit(each.edit, day, said) for each in found if each.edit is not None)
            continue
        left_out = [each for each in found if _reason(each) is not None and not is_undo]
        rest = [each for each in found if each not in left_out]
        if rest:
            yield _headed(_taken_back_head(day, said) if is_undo else _recorded_head(day, said), rest)
        if left_out:
            yield _headed(_left_out_head(day, said), left_out)


def _headed(head: str, records: Iterable[Record]) -> str:
    names = [name for each in records if (name := _name(each))]
    listed = ", ".join(dict.fromkeys(names)) or _("a habit that is gone")
    return f"{head} {listed}"


def _recorded_head(day: date, said: Said) -> str:
    if day == said.day:
        return _("Recorded:")
    return _("%(for_day)s:", for_day=_for_day(day, said))


def _left_out_head(day: date, said: Said) -> str:
    if day == said.day:
        return _("Left out:")
    return _("%(for_day)s, left out:", for_day=_for_day(day, said))


def _taken_back_head(day: date, said: Said) -> str:
    if day == said.day:
        return _("Took back:")
    return _("%(for_day)s, took back:", for_day=_for_day(day, said))


def _for_day(day: date, said: Said) -> str:
    """The day it was for, seen from the day on which she sent it."""
    if said.day - day == ONE_DAY:
        return _("For yesterday, %(day)s", day=words.short_day(day))
    return _("For %(day)s", day=words.long_day(day))


def _reason(record: Record) -> Skip | None:
    skip = (record.held or {}).get("skip")
    return Skip(skip) if skip else None


def _name(record: Record) -> str:
    """The plant, or the habit with what it holds: "Prunes 5 of 5", "Walk 30 min", "Vit D", "Walk (ill)"."""
    if record.plant is not None:
        return wording.plant(record.plant)
    if record.chosen is None or record.held is None:
        return ""
    entry, reason, amount = record.chosen.entry, _reason(record), record.held.get("amount")
    if record.is_undo or amount is None:
        return f"{entry.short} ({wording.skip(reason)})" if reason and not record.is_undo else entry.short
    habit = record.chosen.habit
    if habit.measure is Measure.CHECK:
        return entry.short
    if habit.is_weekly or entry.unit_short:
        return f"{entry.short} {goal_wording.short_amount(entry, amount)}"
    goal = words.number(habit.goal_on(record.day).amount)
    return _("%(habit)s %(amount)s of %(goal)s", habit=entry.short, amount=words.number(amount), goal=goal)


def _edit(edit: PlanChange, day: date, said: Said) -> str:
    is_note = any(key.startswith("day_note:") for key in {**edit.before, **edit.after})
    if edit.kind is PlanKind.UNDO:
        return _("Took back: the note") if is_note else _("Took back: the days set aside")
    if is_note:
        return _("Kept as the note of that day.") if day != said.day else _("Kept as the day’s note.")
    return _set_aside(edit)


def _set_aside(edit: PlanChange) -> str:
    """Until when and why: "Set aside till Friday 27 November: ill"."""
    spells = [row for key, row in edit.after.items() if key.startswith("spell:") and row]
    if not spells:
        return _("Days set aside")
    newest = max(spells, key=lambda row: row["last"])
    return _(
        "Set aside till %(day)s: %(reason)s",
        day=words.long_day(date.fromisoformat(newest["last"])),
        reason=wording.skip(Skip(newest["reason"])),
    )
