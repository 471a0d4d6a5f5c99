"""A month in her words: the same sentences and figures on its page and in its letter."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import plant_names
from app.progress.months import HabitMonth, Month
from app.rules.habits import Measure
from app.rules.tallies import Tally

MOST_NEW_PLANTS = 8
MINUTES = frozenset({"min", "minutes"})


def sentences(of: Month) -> list[str]:
    """The kindest true sentences of the month."""
    return [said for said in (recorded(of), set_aside(of), best(of)) if said]


def recorded(of: Month) -> str:
    """On how many of the days that counted something was recorded; empty when none counted."""
    if not of.days_counted:
        return ""
    return ngettext(
        "Something recorded on %(done)d of %(num)d day.",
        "Something recorded on %(done)d of %(num)d days.",
        of.days_counted,
        done=of.days_recorded,
    )


def set_aside(of: Month) -> str:
    """How many days she had set aside; empty for none."""
    if not of.days_set_aside:
        return ""
    return ngettext("%(num)d day set aside.", "%(num)d days set aside.", of.days_set_aside)


def best(of: Month, *, is_short: bool = False) -> str:
    """The habit kept on most days, by its short name where room is scarce; empty when none was met."""
    best_one = of.kept_best
    if best_one is None:
        return ""
    chosen, tally = best_one.chosen, best_one.tally
    name = chosen.entry.short if is_short else chosen.name
    return _("%(habit)s on %(met)d of %(counted)d days.", habit=name, met=tally.met, counted=tally.counted)


def facts(of: HabitMonth, month: Month) -> str:
    """All figures of a habit in one line, the plants by name included; empty when there are none yet."""
    figures = [kept(of), compared(of), minutes(of), mean(of)]
    if of.chosen.habit.measure is Measure.VARIETY:
        figures += [plants(month), new_plants(month).rstrip(".")]
    return " · ".join(filter(None, figures))


def kept(of: HabitMonth) -> str:
    """On how many of its days or weeks a habit was kept; empty when none counted."""
    return kept_of(of.tally, is_weekly=of.chosen.habit.is_weekly)


def kept_of(tally: Tally, *, is_weekly: bool) -> str:
    """The same of any stretch of days: "12 of 20 days"."""
    met, counted = tally.met, tally.counted
    if not counted:
        return ""
    if is_weekly:
        return ngettext("%(met)d of %(num)d week", "%(met)d of %(num)d weeks", counted, met=met)
    return ngettext("%(met)d of %(num)d day", "%(met)d of %(num)d days", counted, met=met)


def compared(of: HabitMonth) -> str:
    """The share, and the month before beside it; no per cent while too little counts."""
    now, before = of.tally.percent, of.before.percent
    if now is None:
        return ""
    if before is None:
        return _("%(now)d %%", now=now)
    return _("%(now)d %%, the month before %(before)d %%", now=now, before=before)


def mean(of: HabitMonth) -> str:
    """The mean of its whole weeks with the unit; empty for a daily habit, or without such a week."""
    if of.mean is None:
        return ""
    unit = of.chosen.entry.unit_short or of.chosen.entry.units
    return _("Mean of whole weeks: %(mean)s", mean=f"{words.mean(of.mean)} {unit}")


def minutes(of: HabitMonth) -> str:
    """All the minutes of the month, and of the month before; empty for a habit in other units."""
    entry = of.chosen.entry
    if of.chosen.habit.measure is not Measure.AMOUNT or MINUTES.isdisjoint((entry.unit_short, entry.units)):
        return ""
    now, before = words.number(of.total), words.number(of.total_before)
    if not of.total_before:
        return _("%(now)s min in all", now=now) if of.total else ""
    return _("%(now)s min in all, the month before %(before)s min", now=now, before=before)


def plants(of: Month) -> str:
    """How many different plants she ate, and in the month before; empty for none."""
    if not of.plants:
        return ""
    now = ngettext("%(num)d different plant", "%(num)d different plants", of.plants)
    return (
        _("%(now)s, the month before %(before)d", now=now, before=of.plants_before)
        if of.plants_before
        else now
    )


def new_plants(of: Month) -> str:
    """The plants of the month that she never ate before, some by name; empty for none."""
    names = plant_names.names_of(of.new_plants)
    more = len(names) - MOST_NEW_PLANTS
    text = ", ".join(names[:MOST_NEW_PLANTS])
    if more > 0:
        text = _("%(names)s and %(more)d more", names=text, more=more)
    return _("New this month: %(plants)s.", plants=text) if text else ""
