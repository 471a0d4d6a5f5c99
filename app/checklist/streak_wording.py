"""Streak and strength in her words, for pages and texts alike."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist.rows import Row
from app.rules import streaks
from app.rules.habits import Habit


def periods(habit: Habit, number: int) -> str:
    """What a streak counts: "12 days", "3 weeks", and "10 times" of a habit that is not due every day."""
    count = words.number(number)
    if habit.is_weekly:
        return ngettext("%(count)s week", "%(count)s weeks", number, count=count)
    if habit.is_due_every_day:
        return ngettext("%(count)s day", "%(count)s days", number, count=count)
    return ngettext("%(count)s time", "%(count)s times", number, count=count)


def unit(row: Row) -> str:
    """The same without the number."""
    if row.chosen.habit.is_weekly:
        return ngettext("week", "weeks", row.streak)
    if row.chosen.habit.is_due_every_day:
        return ngettext("day", "days", row.streak)
    return ngettext("time", "times", row.streak)


def in_a_row(habit: Habit, number: int) -> str:
    """A streak that runs: "12 days in a row", of a limit "12 days in a row within the limit"; empty for 0."""
    if not number:
        return ""
    run = _in_a_row(habit, number)
    return _("%(run)s within the limit", run=run) if habit.is_limit else run


def _in_a_row(habit: Habit, number: int) -> str:
    count = words.number(number)
    if habit.is_weekly:
        return ngettext("%(count)s week in a row", "%(count)s weeks in a row", number, count=count)
    if habit.is_due_every_day:
        return ngettext("%(count)s day in a row", "%(count)s days in a row", number, count=count)
    return ngettext("%(count)s time in a row", "%(count)s times in a row", number, count=count)


def percent(habit: Habit, *, strength: float, best: int) -> str:
    """A strength from 0 to 1 as a whole per cent on one line; empty where none is told."""
    share = streaks.percent_told(habit, strength=strength, best=best)
    return "" if share is None else _("%(now)d %%", now=share).replace(" ", "\N{NO-BREAK SPACE}")


def strength(row: Row) -> str:
    """That of a row: "38 %"; empty where none is told."""
    return percent(row.chosen.habit, strength=row.strength, best=row.best)


def best_streak(row: Row) -> str:
    """Streak and best, in place of a streak of none the strength that is kept; empty before there is any."""
    kept = _("Strength %(kept)s.", kept=strength(row)) if strength(row) and not row.streak else ""
    if not row.best:
        return kept
    best = periods(row.chosen.habit, row.best)
    if row.streak:
        streak = words.number(row.streak)
        return _("In a row now: %(streak)s. Best so far: %(best)s.", streak=streak, best=best)
    return " ".join(filter(None, (kept, _("Best so far: %(best)s.", best=best))))
