"""A year of plants in her words."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.progress.plant_years import FamilyOfYear, NewPlant, PlantYear


def sentence(of: PlantYear) -> str:
    """How many different plants the year had, and its fullest week."""
    if not of.different:
        return _("No plant is recorded in %(year)s yet. They gather here, week by week.", year=str(of.year))
    count = ngettext(
        "%(num)d different plant in %(year)s.",
        "%(num)d different plants in %(year)s.",
        of.different,
        year=str(of.year),
    )
    return " ".join(filter(None, (count, best(of))))


def best(of: PlantYear) -> str:
    """The week with the most plants; empty while there is nothing to compare."""
    if of.best is None or len(of.weeks) < 2:
        return ""
    return _(
        "Your fullest week, %(days)s, had %(count)d.",
        days=words.short_span(of.best.week.first, of.best.week.last),
        count=int(of.best.value or 0),
    )


def title_of_bars(of: PlantYear) -> str:
    """What the picture shows."""
    return _("Different plants in each week of %(year)s", year=str(of.year))


def mean(of: PlantYear) -> str:
    """The mean of its whole weeks; empty without one that can be told."""
    return "" if not of.mean else _("%(mean)s on average", mean=words.mean(of.mean))


def at_the_goal(of: PlantYear) -> str:
    """In how many of the weeks that counted the goal was met; empty when none counted."""
    counted = of.tally.counted
    if not counted:
        return ""
    return ngettext(
        "%(met)d of %(num)d week at the goal",
        "%(met)d of %(num)d weeks at the goal",
        counted,
        met=of.tally.met,
    )


def plants(count: int) -> str:
    """A number of plants."""
    return ngettext("%(num)d plant", "%(num)d plants", count)


def weeks(count: int) -> str:
    """A number of weeks."""
    return ngettext("%(num)d week", "%(num)d weeks", count)


def family(of: FamilyOfYear, year: PlantYear) -> str:
    """How many plants of a family she ate, and in how many of the weeks that had plants."""
    part = ngettext(
        "in %(part)d of %(num)d week", "in %(part)d of %(num)d weeks", year.weeks_with_plants, part=of.weeks
    )
    return f"{plants(len(of.plants))}, {part}"


def by_month(new: Sequence[NewPlant]) -> list[tuple[str, list[NewPlant]]]:
    """New plants under the names of their months, in the order given."""
    months = groupby(new, key=lambda each: (each.day.year, each.day.month))
    return [(words.at_start(words.month(date(*month, 1))), list(found)) for month, found in months]
