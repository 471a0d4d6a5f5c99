"""The catalogue in her words: groups, the usual goal, what she may choose, what a search found."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.catalogue.entries import Group, HabitEntry, OtherGoal
from app.rules.habits import Direction, Measure, Period


def group(of: Group) -> str:
    """What a shelf of the library is called."""
    return {
        Group.MOVE: _("Move"),
        Group.EAT: _("Eat"),
        Group.SUPPLEMENTS: _("Supplements"),
        Group.LIMIT: _("Limit"),
        Group.REST: _("Rest"),
        Group.MEDICINES: _("Medicines"),
    }[of]


def goals(entry: HabitEntry) -> list[str]:
    """The usual goal and what she may choose instead, one sentence each.

    Such as "Usually 800 IU a day.", "You may choose from 200 to 4,000 IU a day.",
    "Above 4,000 IU only as your doctor has set it."
    """
    sentences = [_usual(entry), _choice(entry, entry), _ceiling(entry)]
    sentences += [_other(entry, other) for other in entry.also]
    if entry.monthly:
        sentences.append(_("Or on one day of the month."))
    return [sentence for sentence in sentences if sentence]


def count(found: int) -> str:
    """How many habits the library shows."""
    return ngettext("%(num)d habit", "%(num)d habits", found) if found else _("No habit found")


def _usual(entry: HabitEntry) -> str:
    if _is_daily_check(entry, entry.period):
        return _("Usually every day.")
    amount = _per(_amount(entry, entry.goal), entry.period)
    if entry.direction is Direction.AT_MOST:
        return _("Usually at most %(amount)s.", amount=amount)
    return _("Usually %(amount)s.", amount=amount)


def _choice(entry: HabitEntry, offer: HabitEntry | OtherGoal) -> str:
    """The span of the goals she may choose by herself; empty where there is but one."""
    if offer.goal_min == offer.goal_max:
        return ""
    least, most = words.number(offer.goal_min), _amount(entry, min(offer.goal_max, _highest(entry)))
    span = _per(_("%(least)s to %(most)s", least=least, most=most), offer.period)
    return _("You may choose from %(span)s.", span=span)


def _ceiling(entry: HabitEntry) -> str:
    """The upper limit, and who alone may go beyond it; empty where she has the whole span."""
    if entry.goal_ask_above is None:
        return ""
    above, most = _amount(entry, entry.goal_ask_above), _amount(entry, entry.goal_max)
    return _("Above %(above)s only as your doctor has set it, up to %(most)s.", above=above, most=most)


def _other(entry: HabitEntry, other: OtherGoal) -> str:
    """The same habit counted over another period."""
    amount = _per(_amount(entry, other.goal), other.period)
    least, most = words.number(other.goal_min), _amount(entry, other.goal_max)
    return _("Or %(amount)s; from %(least)s to %(most)s.", amount=amount, least=least, most=most)


def _highest(entry: HabitEntry) -> float:
    return entry.goal_max if entry.goal_ask_above is None else entry.goal_ask_above


def _per(amount: str, period: Period) -> str:
    if period is Period.WEEK:
        return _("%(amount)s a week", amount=amount)
    return _("%(amount)s a day", amount=amount)


def _amount(entry: HabitEntry, value: float) -> str:
    return f"{words.number(value)} {entry.unit if value == 1 else entry.units}".strip()


def _is_daily_check(entry: HabitEntry, period: Period) -> bool:
    return entry.measure is Measure.CHECK and period is Period.DAY
