"""The words of examples: how a habit of hers is named in a text, and what a text does to it."""

from flask_babel import gettext as _

from app.checklist import goal_wording
from app.checklist.daysheet import Row
from app.reminders import wording
from app.rules.habits import Measure


def name(row: Row) -> str:
    """What she may call the habit: the word that our own texts have for it."""
    return row.chosen.entry.short.lower()


def names(row: Row) -> tuple[str, ...]:
    """The same, and for a habit of her own the whole name she gave it where that is another."""
    own = () if row.chosen.entry.slug else (row.chosen.name.lower(),)
    return tuple(dict.fromkeys((name(row), *own)))


def shown(row: Row) -> str:
    """What we call the habit beside the words: as our own texts do, or as she does."""
    return row.chosen.entry.short if row.chosen.entry.slug else row.chosen.name


def some_of(row: Row) -> float:
    """An amount that is likely and not just the goal: one piece less, a portion of a week, or the goal."""
    entry, goal = row.chosen.entry, row.goal.amount
    if row.chosen.habit.is_weekly:
        return entry.portion or entry.step
    if row.chosen.habit.is_limit:
        return max(goal, entry.step)
    if entry.step == 1 and goal > 1:
        return goal - 1
    return goal + 1 if entry.step == 1 else goal


def figure(value: float) -> str:
    """A number as a phone's keys write it: 4, 2.5, 1000."""
    return f"{value:.10g}"


def amount_of(row: Row, value: float) -> str:
    """An amount with the habit's name: "4 prunes", "walk 30 min", "vit d 800"."""
    entry = row.chosen.entry
    if entry.units.lower() == name(row):
        return f"{figure(value)} {name(row)}"
    return f"{name(row)} {figure(value)} {entry.unit_short}".strip()


def ticked(*rows: Row) -> str:
    """What ticking does: "Prunes and Vit D: done", "Walk: 30 min"; of a limit that there was none."""
    first, *others = rows
    if not others and first.chosen.habit.is_weekly and first.chosen.habit.measure is Measure.AMOUNT:
        return that_much(first, some_of(first))
    names = wording.listed([shown(row) for row in rows])
    if all(row.chosen.habit.is_limit for row in rows):
        return _("%(habits)s: none", habits=names)
    return _("%(habits)s: done", habits=names)


def that_much(row: Row, value: float) -> str:
    """What an amount does: "Prunes: 4 prunes", "Walk: 30 min"."""
    amount = goal_wording.short_amount(row.chosen.entry, value)
    return _("%(habit)s: %(amount)s", habit=shown(row), amount=amount)


def left_out(row: Row, reason: str) -> str:
    """What skipping does: "Walk left out: ill"."""
    return _("%(habit)s left out: %(reason)s", habit=shown(row), reason=reason)


def more_about(row: Row) -> str:
    """What asking about a habit does: "more about Prunes"."""
    return _("more about %(habit)s", habit=shown(row))
