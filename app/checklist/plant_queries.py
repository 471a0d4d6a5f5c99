"""Reads of the plants she ate, and the amounts they make."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.models import PlantEaten
from app.rules import figures, marks
from app.rules.habits import Habit

MOST_ROWS = 50_000


def eaten_between(session: Session, user: User, *, first: date, last: date) -> tuple[tuple[date, str], ...]:
    """The plants she ate, by day, in the order she recorded them."""
    rows = session.exec(
        select(col(PlantEaten.day), col(PlantEaten.plant))
        .where(PlantEaten.user_id == user.id, col(PlantEaten.day).between(first, last))
        .order_by(col(PlantEaten.day), col(PlantEaten.id))
        .limit(MOST_ROWS)
    ).all()
    return tuple((day, plant) for day, plant in rows)


def first_time_plants(session: Session, user: User, *, first: date, last: date) -> tuple[str, ...]:
    """The plants she ate in the range and never before it."""
    earlier = aliased(PlantEaten)
    was_eaten = (
        select(earlier.id)
        .where(earlier.user_id == PlantEaten.user_id, earlier.plant == PlantEaten.plant, earlier.day < first)
        .exists()
    )
    rows = session.exec(
        select(PlantEaten.plant)
        .where(PlantEaten.user_id == user.id, col(PlantEaten.day).between(first, last), ~was_eaten)
        .distinct()
        .limit(MOST_ROWS)
    ).all()
    return tuple(rows)


def variety_marks(
    eaten: Iterable[tuple[date, str]], habit: Habit, *, week_start: int
) -> dict[date, marks.Mark]:
    """Plants as amounts: each day with any has the number eaten then for the first time in its week.

    What she ate on a day on which the habit was not hers is in no week of it.
    """
    eaten = tuple(eaten)
    hers = set(filter(habit.is_lived_on, {day for day, _ in eaten}))
    counts = figures.first_eaten([each for each in eaten if each[0] in hers], week_start)
    return {day: marks.Mark(amount=float(count)) for day, count in counts.items()}
