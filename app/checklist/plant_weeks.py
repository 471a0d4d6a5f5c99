"""A week of plants by family and against its goal, and what to suggest for the running one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.catalogue import book, common
from app.checklist import plant_names, plant_queries, queries
from app.checklist.models import PlantEaten
from app.checklist.queries import Chosen
from app.rules import plants, suggestions
from app.rules.days import Week
from app.rules.habits import Measure
from app.rules.plants import Plant
from app.rules.suggestions import Suggestion

FAMILIAR_DAYS = timedelta(days=90)
MOST_FAMILIAR = 200


@dataclass(frozen=True, slots=True)
class Eaten:
    """A plant of a week and the days it was eaten on."""

    plant: Plant
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class PlantWeek:
    """A week of plants: ``by_family`` in the order of the page, her own last; ``missing`` are families."""

    week: Week
    count: int
    by_family: dict[str, tuple[Eaten, ...]]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many plants a week had, against the goal of that week."""

    week: Week
    count: int
    goal: float
    is_met: bool
    is_running: bool

    @property
    def reached(self) -> float:
        """The part of the goal that is there, 0 to 1."""
        return min(self.count / self.goal, 1.0) if self.goal else 0.0


def read(session: Session, user: User, *, week: Week) -> PlantWeek:
    """What she ate in a week. One query."""
    eaten = plant_queries.eaten_between(session, user, first=week.first, last=week.last)
    return build(eaten, week, locale=user.locale)


def build(eaten: Iterable[tuple[date, str]], week: Week, *, locale: str = book.ENGLISH) -> PlantWeek:
    """The week from the plants of its days."""
    when: dict[str, dict[date, None]] = {}
    for day, slug in eaten:
        when.setdefault(slug, {})[day] = None
    named = ((plant_names.plant_of(slug, locale=locale), tuple(on)) for slug, on in when.items())
    known = [Eaten(plant, on) for plant, on in named if plant is not None]
    known.sort(key=lambda each: plants.alphabetical(each.plant.name))
    families = {
        family: tuple(each for each in known if each.plant.family == family)
        for family in (*plants.FAMILIES, plants.OWN)
    }
    return PlantWeek(
        week=week,
        count=len(when),
        by_family={family: found for family, found in families.items() if found},
        missing=plants.families_missing(when, book.book().plants),
    )


def count_of(session: Session, user: User, *, of: PlantWeek, today: date) -> WeekCount | None:
    """The week against its goal; None when she did not count plants in it. Two queries."""
    chosen = _counting(session, user, first=of.week.first, last=min(of.week.last, today))
    return _count(chosen[-1], of.week, of.count, today) if chosen else None


def _counting(session: Session, user: User, *, first: date, last: date) -> tuple[Chosen, ...]:
    """Her habits that count plants on some day of the range."""
    chosen = queries.chosen_between(session, user, first=first, last=last)
    return tuple(each for each in chosen if each.habit.measure is Measure.VARIETY)


def _count(chosen: Chosen, week: Week, count: int, today: date) -> WeekCount:
    goal = chosen.habit.goal_on(min(week.last, today))
    return WeekCount(
        week=week,
        count=count,
        goal=goal.amount,
        is_met=chosen.habit.is_met_by(float(count), goal=goal),
        is_running=week.last >= today,
    )


def suggestions_for(session: Session, user: User, *, of: PlantWeek) -> tuple[Suggestion, ...]:
    """What might fill up the week, from what she has eaten before and what most people know. One query."""
    if not of.missing:
        return ()
    slugs = _familiar(session, user, before=of.week.first)
    familiar = (plant_names.plant_of(slug, locale=user.locale) for slug in slugs)
    return suggestions.suggest(
        of.missing,
        familiar=[plant for plant in familiar if plant is not None],
        common=common.common_plants(user.locale),
        # "Just go on" ticks nothing as well: what could do harm stays out then too.
        conditions=user.conditions or None,
    )


def _familiar(session: Session, user: User, *, before: date) -> Iterable[str]:
    """What she ate in the weeks before, the most often eaten first."""
    times = sa.func.count()
    return session.exec(
        select(PlantEaten.plant)
        .where(PlantEaten.user_id == user.id, col(PlantEaten.day) >= before - FAMILIAR_DAYS)
        .where(col(PlantEaten.day) < before)
        .group_by(PlantEaten.plant)
        .order_by(times.desc(), PlantEaten.plant)
        .limit(MOST_FAMILIAR)
    ).all()
