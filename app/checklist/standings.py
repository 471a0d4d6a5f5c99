"""Keeping each habit's standing folded, so that a page costs the same after ten years as on the first day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import database
from app.accounts.models import User
from app.checklist import closings, queries
from app.checklist.models import Habit, StandingRow
from app.checklist.queries import Chosen
from app.rules import closings as rules
from app.rules import streaks

# Days that stay unfolded, so that today, yesterday and the day before can change without a fold from scratch.
OPEN_DAYS = timedelta(days=3)


def refresh(session: Session, user: User, *, chosen: Chosen, changed: date, today: date) -> None:
    """Fold the habit's closed days into its standing after something changed from the day ``changed`` on.

    The weeks and months that closed are added up with it. After a change to an older day the fold begins
    again at the last week that had closed before it. Whoever changes the habit at the same time waits.
    """
    settled = today - OPEN_DAYS
    folded = chosen.standing
    if settled <= folded.strength_through and changed > max(folded.through, folded.strength_through):
        return
    chosen = _held(session, user, chosen)
    standing = _taken_up(session, chosen, changed)
    since = closings.window_of([replace(chosen, standing=standing)], first=standing.through)
    by_day = queries.marks_of(session, user, chosen=chosen, first=since, last=today)
    told: dict[str, Any] = {"until": settled, "today": today, "week_start": user.week_start}
    closed = tuple(rules.after(standing, chosen.habit, by_day, spells=chosen.spells, **told))
    closings.keep(session, chosen.id, closed)
    nearest = closed[-1].standing if closed else standing
    keep(session, chosen.id, streaks.advance(nearest, chosen.habit, by_day, spells=chosen.spells, **told))


def _taken_up(session: Session, chosen: Chosen, changed: date) -> streaks.Standing:
    """Where to fold on from: where the habit stands, or where it stood before the day that changed."""
    standing = chosen.standing
    if standing.strength_through < chosen.habit.started_on:
        changed = chosen.habit.started_on
    elif changed > max(standing.through, standing.strength_through):
        return standing
    return closings.forget(session, chosen=chosen, changed=changed) or streaks.start(chosen.habit)


def _held(session: Session, user: User, chosen: Chosen) -> Chosen:
    """The habit with its standing, and her week start, as they are once nobody else can fold it."""
    session.flush()
    session.exec(select(Habit.id).where(Habit.id == chosen.id).with_for_update()).one()
    session.refresh(user, ["week_start"])
    row = session.exec(
        select(StandingRow).where(StandingRow.habit_id == chosen.id).execution_options(populate_existing=True)
    ).one_or_none()
    return replace(chosen, standing=queries.standing_of(row) or streaks.start(chosen.habit))


def void(session: Session, user: User) -> None:
    """Let none of her standings count until it is folded anew, from the first day of its habit."""
    hers = select(Habit.id).where(Habit.user_id == user.id)
    session.exec(
        sa.update(StandingRow).where(col(StandingRow.habit_id).in_(hers)).values(closed_through=None)
    )


def keep(session: Session, habit_id: int, standing: streaks.Standing) -> None:
    """Store a standing."""
    values = {
        "habit_id": habit_id,
        "through": standing.through,
        "strength_through": standing.strength_through,
        "current": standing.current,
        "best": standing.best,
        "strength": standing.strength,
        "strong_since": standing.strong_since,
        "closed_through": standing.strength_through,
    }
    database.upsert(session, StandingRow, values, key=("habit_id",))
