"""What a test asks of her record: what days hold, and streaks told in two ways."""

import math
from datetime import date

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist import queries
from app.checklist.models import Goal, Habit, Mark
from app.database import Database
from app.rules import streaks
from app.rules.marks import Skip
from tests.page import Page


def holds(session: Session, habit_id: int) -> dict[date, float | Skip]:
    """What is recorded of a habit; emptied days hold nothing."""
    rows = session.exec(select(Mark).where(Mark.habit_id == habit_id)).all()
    found = {row.day: row.skip if row.amount is None else row.amount for row in rows}
    return {day: value for day, value in found.items() if value is not None}


def fold(session: Session, user: User, habit_id: int, *, today: date) -> streaks.Standing:
    """The standing of closed days worked out from the first day on."""
    chosen = queries.chosen_of(session, user, habit_id=habit_id)
    record = queries.record_of(session, user, chosen=(chosen,), first=chosen.habit.started_on, last=today)
    session.commit()
    return streaks.advance(
        streaks.start(chosen.habit),
        chosen.habit,
        record.of(habit_id),
        until=today,
        today=today,
        spells=chosen.spells,
    )


def shown(session: Session, user: User, habit_id: int, *, today: date) -> streaks.Standing:
    """The standing a page tells from the stored one and the days since."""
    chosen = queries.chosen_of(session, user, habit_id=habit_id)
    first = queries.window_of((chosen,), first=today)
    record = queries.record_of(session, user, chosen=(chosen,), first=first, last=today)
    session.commit()
    return streaks.advance(
        chosen.standing, chosen.habit, record.of(habit_id), until=today, today=today, spells=chosen.spells
    )


def is_same(one: streaks.Standing, other: streaks.Standing) -> bool:
    return (one.through, one.strength_through, one.current, one.best) == (
        other.through,
        other.strength_through,
        other.current,
        other.best,
    ) and math.isclose(one.strength, other.strength, abs_tol=1e-9)


def slugs(database: Database) -> list[str | None]:
    """The slugs of all habits in their order."""
    with database.reading() as session:
        return list(session.exec(select(Habit.slug).order_by(col(Habit.position))).all())


def habits(database: Database) -> list[Habit]:
    """All habits in their order."""
    with database.reading() as session:
        return list(session.exec(select(Habit).order_by(col(Habit.position))).all())


def newest_goal(database: Database) -> Goal:
    """The goal that was written last."""
    with database.reading() as session:
        return session.exec(select(Goal).order_by(col(Goal.id).desc()).limit(1)).one()


def error(page: Page, name: str) -> str:
    """What is said to be wrong in a field."""
    tag = page.soup.find(id=f"{name}-error")
    assert tag is not None, f"no error {name} in {page.text}"
    return str(tag.get_text())
