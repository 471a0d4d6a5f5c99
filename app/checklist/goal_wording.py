"""Goals in her words: how much, on which days, within which bounds, set by whom."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.catalogue.entries import HabitEntry
from app.checklist import goals
from app.checklist.goals import Bounds
from app.checklist.queries import Chosen
from app.rules import streaks
from app.rules.habits import EVERY_DAY, Goal, Habit, Measure, Period, SetBy

SOME_DAY = date(2026, 1, 1)
PLURAL_FROM = 1


def amount(entry: HabitEntry, value: float) -> str:
    """An amount with its unit: "5 prunes", "800 IU", "1 serving"."""
    unit = entry.unit if value == PLURAL_FROM else entry.units
    return f"{words.number(value)} {unit}".strip()


def short_amount(entry: HabitEntry, value: float) -> str:
    """An amount with its short unit where it has one: "30 min"."""
    return f"{words.number(value)} {entry.unit_short}".strip() if entry.unit_short else amount(entry, value)


def goal(chosen: Chosen, of: Goal) -> str:
    """A goal in words: "5 prunes a day", "150 min a week", "on Mon, Thu", "at most 1 drink a day"."""
    habit = chosen.habit
    if habit.measure is Measure.CHECK:
        return _sessions(habit, of) if habit.is_weekly else due_days(chosen, of) or _("every day")
    text = short_amount(chosen.entry, of.amount)
    if habit.is_limit:
        text = _("at most %(amount)s", amount=text)
    if habit.is_weekly:
        return _("%(amount)s a week", amount=text)
    when = due_days(chosen, of)
    return _("%(amount)s %(when)s", amount=text, when=when) if when else _("%(amount)s a day", amount=text)


def _sessions(habit: Habit, of: Goal) -> str:
    how_often = ngettext("once a week", "%(num)s times a week", int(of.amount))
    return _("at most %(amount)s", amount=how_often) if habit.is_limit else how_often


def due_days(chosen: Chosen, of: Goal) -> str:
    """The days a daily habit is due on: "on Mon, Thu", "on the 1st of the month"; empty for every day."""
    if chosen.habit.is_weekly:
        return ""
    weekdays = chosen.habit.weekdays_of(of)
    if weekdays is None:
        return _("on day %(day)d of the month", day=of.month_day)
    if weekdays == EVERY_DAY:
        return ""
    return _("on %(weekdays)s", weekdays=", ".join(words.weekday_of(number) for number in sorted(weekdays)))


def set_by(of: Goal) -> str:
    """Who set a goal, by name where she gave one; empty when she did."""
    if of.set_by is SetBy.SELF:
        return ""
    return of.set_by_name or setter(of.set_by)


def set_by_and_when(of: Goal) -> str:
    """Who set a goal, and when where that is known: "Dr Novak, 3 November 2026"."""
    when = words.full_day(of.set_on) if of.set_on is not None else ""
    return ", ".join(part for part in (set_by(of), when) if part)


def hint(entry: HabitEntry, bounds: Bounds, is_weekly: bool) -> str:
    """What a goal may be: "prunes a day, from 2 to 10"."""
    values = {"unit": entry.units, "least": words.number(bounds.least), "most": words.number(bounds.most)}
    if not entry.slug:
        return entry.units
    if is_weekly:
        return _("%(unit)s a week, from %(least)s to %(most)s", **values)
    return _("%(unit)s a day, from %(least)s to %(most)s", **values)


def ranges(entry: HabitEntry) -> str:
    """The same for every period it may be counted over; an empty field means the usual goal."""
    if entry.measure is Measure.CHECK:
        return _("For each week: how many times, from 1 to 7. Leave it empty for the usual goal.")
    periods = [entry.period, *(each.period for each in entry.also)]
    hints = [hint(entry, goals.bounds_of(entry, each), each is Period.WEEK) for each in periods]
    return "; ".join(hints) + ". " + _("Leave it empty for the usual goal.")


def usual(entry: HabitEntry) -> str:
    """The catalogue's own goal: "Usual: 5 prunes a day"."""
    habit = Habit(
        measure=entry.measure,
        goals=(Goal(SOME_DAY, entry.goal),),
        started_on=SOME_DAY,
        direction=entry.direction,
        period=entry.period,
    )
    chosen = Chosen(0, entry.name, habit, entry, "", 0, streaks.start(habit))
    return _("Usual: %(goal)s", goal=goal(chosen, habit.goals[0]))


def setter(who: SetBy) -> str:
    """The kind of person who set a goal."""
    return {
        SetBy.SELF: _("me"),
        SetBy.DOCTOR: _("my doctor"),
        SetBy.PHYSIOTHERAPIST: _("my physiotherapist"),
        SetBy.DIETITIAN: _("my dietitian"),
    }[who]
