"""Keeping each habit's standing folded, so that a page costs the same after ten years as on the first day."""

from datetime import date, timedelta

from sqlmodel import Session

from app import database
from app.accounts.models import User
from app.checklist import queries
from app.checklist.models import StandingRow
from app.checklist.queries import Chosen
from app.rules import streaks

# Days that stay unfolded, so that today, yesterday and the day before can change without a fold from scratch.
OPEN_DAYS = timedelta(days=3)


def refresh(session: Session, user: User, *, chosen: Chosen, changed: date, today: date) -> None:
    """Fold the habit's closed days into its standing after something changed from the day ``changed`` on."""
    settled = today - OPEN_DAYS
    standing = chosen.standing
    if changed <= max(standing.through, standing.strength_through):
        standing = streaks.start(chosen.habit)
    elif settled <= standing.strength_through:
        return
    since = standing.through - timedelta(days=streaks.DAYS_LOOKED_BACK)
    by_day = queries.marks_of(session, user, chosen=chosen, first=since, last=today)
    folded = streaks.advance(
        standing,
        chosen.habit,
        by_day,
        until=settled,
        today=today,
        week_start=user.week_start,
        spells=chosen.spells,
    )
    keep(session, chosen.id, folded)


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
    }
    database.upsert(session, StandingRow, values, key=("habit_id",))
