"""A year of plants in her words."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.progress.plant_years import FamilyOfYear, NewPlant, PlantYear, WeekOfYear


def sentence(of: PlantYear) -> str:
    """How many different plants the year had, and its best week."""
    count = ngettext(
        "%(num)d different plant in %(year)s.",
        "%(num)d different plants in %(year)s.",
        of.different,
        year=str(of.year),
    )
    if of.best is None or len(of.weeks) < 2:
        return count
    return count + " " + _("Your fullest week had %(count)d.", count=of.best.count)


def title_of_bars(of: PlantYear) -> str:
    """What the picture shows."""
    return _("Different plants in each week of %(year)s", year=str(of.year))


def mean(of: PlantYear) -> str:
    """The mean of its whole weeks; empty without one that can be told."""
    return "" if of.mean is None else _("mean %(mean)s", mean=words.mean(of.mean))


def facts(of: PlantYear) -> str:
    """Weeks at the goal and the best week in one line; empty where there is neither."""
    return " · ".join(filter(None, (at_the_goal(of), best(of.best))))


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


def best(week: WeekOfYear | None) -> str:
    """The week with the most plants; empty for none."""
    if week is None:
        return ""
    return _("fullest week %(count)d, %(days)s", count=week.count, days=span(week))


def span(of: WeekOfYear) -> str:
    """The days of a week."""
    return words.short_span(of.week.first, of.week.last)


def plants(count: int) -> str:
    """A number of plants."""
    return ngettext("%(num)d plant", "%(num)d plants", count)


def weeks(count: int) -> str:
    """A number of weeks."""
    return ngettext("%(num)d week", "%(num)d weeks", count)


def weeks_of_family(of: FamilyOfYear, year: PlantYear) -> str:
    """In how many of the weeks with plants a family was on her plate."""
    return ngettext(
        "In %(part)d of %(num)d week with plants",
        "In %(part)d of %(num)d weeks with plants",
        year.weeks_with_plants,
        part=of.weeks,
    )


def by_month(new: Sequence[NewPlant]) -> list[tuple[str, list[NewPlant]]]:
    """New plants under the names of their months, in the order given."""
    months = groupby(new, key=lambda each: (each.day.year, each.day.month))
    return [(words.month(date(*month, 1)), list(found)) for month, found in months]
