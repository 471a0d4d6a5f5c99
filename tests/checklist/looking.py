"""What a test asks of her record: what days hold, and streaks told in two ways."""

import math
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist import closings, queries
from app.checklist.models import Goal, Habit, Mark
from app.database import Database
from app.rules import closings as closings_rules
from app.rules import streaks
from app.rules.closings import Closing, Span
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
    first = closings.window_of((chosen,), first=today, spans=(Span.WEEK,))
    record = queries.record_of(session, user, chosen=(chosen,), first=first, last=today)
    session.commit()
    return streaks.advance(
        chosen.standing, chosen.habit, record.of(habit_id), until=today, today=today, spells=chosen.spells
    )


def closed(
    session: Session, user: User, habit_id: int, *, span: Span, today: date
) -> tuple[tuple[Closing, ...], tuple[Closing, ...]]:
    """The closed weeks or months of a habit as pages read them, and worked out from the first day on."""
    chosen = queries.chosen_of(session, user, habit_id=habit_id)
    began = chosen.habit.started_on
    first = closings.window_of((chosen,), first=today, spans=(span,))
    near, whole = (
        queries.record_of(session, user, chosen=(chosen,), first=since, last=today)
        for since in (first, began - timedelta(days=31))
    )
    read = closings.of_record(
        session, user, record=near, span=span, first=began - timedelta(days=31), last=today, today=today
    )
    session.commit()
    told: dict[str, Any] = {
        "until": today,
        "today": today,
        "week_start": user.week_start,
        "spells": chosen.spells,
    }
    start = streaks.start(chosen.habit)
    anew = closings_rules.after(start, chosen.habit, whole.of(habit_id), **told)
    return read[habit_id], tuple(each for each in anew if each.span is span)


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
