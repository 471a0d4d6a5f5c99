"""A year of plants: its weeks against the goal, its families, what was new in it, every plant of it."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.catalogue import book
from app.checklist import plant_names, plant_queries, queries
from app.checklist.queries import Chosen
from app.progress import queries as progress
from app.rules import days, figures, plants, weeks
from app.rules.figures import Tally
from app.rules.habits import Measure
from app.rules.plants import Plant
from app.rules.weeks import WeekShown

Eaten = Sequence[tuple[date, str]]


@dataclass(frozen=True, slots=True)
class PlantOfYear:
    """A plant and the number of weeks with a day of the year on which she ate it."""

    plant: Plant
    weeks: int


@dataclass(frozen=True, slots=True)
class FamilyOfYear:
    """A family, its plants with the most often eaten first, and the number of weeks that had any of them."""

    family: str
    plants: tuple[PlantOfYear, ...]
    weeks: int


@dataclass(frozen=True, slots=True)
class NewPlant:
    """A plant that she had never eaten before ``day``."""

    plant: Plant
    day: date


@dataclass(frozen=True, slots=True)
class PlantYear:
    """A year of plants up to today.

    ``began`` is the first day on which counting plants was hers, None when it never was; ``is_hers`` says
    whether it was on any day of the year. ``weeks``, ``tally`` and ``mean`` are of the weeks wholly inside
    the year. ``different`` counts the plants of its days, those that left the catalogue included; families
    come with the most weeks first, out of ``weeks_with_plants``; ``new`` plants with the newest first.
    """

    year: int
    began: date | None
    is_hers: bool = False
    weeks: tuple[WeekShown, ...] = ()
    tally: Tally = field(default=Tally())
    mean: float | None = None
    different: int = 0
    weeks_with_plants: int = 0
    families: tuple[FamilyOfYear, ...] = ()
    new: tuple[NewPlant, ...] = ()

    @property
    def best(self) -> WeekShown | None:
        """The week with the most plants, the latest of equal ones; None without a plant."""
        eaten = [each for each in self.weeks if each.value]
        return max(eaten, key=lambda each: (each.value or 0.0, each.week.first), default=None)


def read(session: Session, user: User, *, year: int, today: date) -> PlantYear:
    """The year of plants; five queries and the rows of one year, whatever the number of years."""
    ever = queries.chosen_between(session, user, first=queries.FIRST_YEAR, last=today)
    counting = [each for each in ever if each.habit.measure is Measure.VARIETY]
    began = min((each.habit.started_on for each in counting), default=None)
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    hers = next((each for each in counting if _was_hers(each, first, last)), None)
    if hers is None:
        return PlantYear(year, began)
    return build(
        hers,
        eaten=plant_queries.eaten_between(session, user, first=first, last=last),
        recorded=progress.recorded_days(session, user, first=first, last=last),
        new=plant_queries.first_time_plants(session, user, first=first, last=last),
        began=began,
        year=year,
        today=today,
        week_start=user.week_start,
        locale=user.locale,
    )


def _was_hers(chosen: Chosen, first: date, last: date) -> bool:
    return any(map(chosen.habit.is_lived_on, days.days_between(first, last)))


def build(
    hers: Chosen,
    *,
    eaten: Eaten,
    recorded: Set[date],
    new: Iterable[str],
    began: date | None,
    year: int,
    today: date,
    week_start: int,
    locale: str = book.ENGLISH,
) -> PlantYear:
    """The year from what she ate on its days, and the days on which anything was recorded."""
    by_day = plant_queries.variety_marks(eaten, hers.habit, week_start=week_start)
    whole = days.weeks_within(date(year, 1, 1), date(year, 12, 31), week_start=week_start)
    told: dict[str, Any] = {"recorded_days": recorded, "spells": hers.spells}
    of_weeks = weeks.shown(hers.habit, by_day, whole, today=today, **told)
    weeks_of = _weeks_of(eaten, week_start)
    closed = [each.week for each in of_weeks if not each.is_running]
    return PlantYear(
        year=year,
        began=began,
        is_hers=True,
        weeks=of_weeks,
        tally=figures.tally(
            hers.habit,
            by_day,
            first=date(year, 1, 1),
            last=date(year, 12, 31),
            today=today,
            spells=hers.spells,
            week_start=week_start,
        ),
        mean=figures.mean_of_reported(hers.habit, by_day, closed, **told),
        different=len(weeks_of),
        weeks_with_plants=len(set().union(*weeks_of.values())),
        families=_families(weeks_of, locale),
        new=_new(eaten, frozenset(new), locale),
    )


def _weeks_of(eaten: Eaten, week_start: int) -> dict[str, set[date]]:
    """For each plant the first days of the weeks in which she ate it."""
    days_of: dict[str, set[date]] = {}
    for day, slug in eaten:
        days_of.setdefault(slug, set()).add(day)
    first_of = {day: days.week_of(day, week_start=week_start).first for day in {day for day, _ in eaten}}
    return {slug: {first_of[day] for day in on} for slug, on in days_of.items()}


def _families(weeks_of: dict[str, set[date]], locale: str) -> tuple[FamilyOfYear, ...]:
    named = ((plant_names.plant_of(slug, locale=locale), on) for slug, on in weeks_of.items())
    known = [(plant, on) for plant, on in named if plant is not None]
    families = []
    for family in (*plants.FAMILIES, plants.OWN):
        of_it = [(plant, weeks) for plant, weeks in known if plant.family == family]
        if of_it:
            counted = sorted(
                (PlantOfYear(plant, len(weeks)) for plant, weeks in of_it),
                key=lambda each: (-each.weeks, plants.alphabetical(each.plant.name)),
            )
            all_weeks = set().union(*(weeks for _, weeks in of_it))
            families.append(FamilyOfYear(family, tuple(counted), len(all_weeks)))
    return tuple(sorted(families, key=lambda each: (-each.weeks, -len(each.plants))))


def _new(eaten: Eaten, slugs: Set[str], locale: str) -> tuple[NewPlant, ...]:
    first_days: dict[str, date] = {}
    for day, slug in eaten:
        if slug in slugs:
            first_days[slug] = min(day, first_days.get(slug, day))
    named = ((plant_names.plant_of(slug, locale=locale), day) for slug, day in first_days.items())
    known = [NewPlant(plant, day) for plant, day in named if plant is not None]
    return tuple(
        sorted(known, key=lambda each: (-each.day.toordinal(), plants.alphabetical(each.plant.name)))
    )
