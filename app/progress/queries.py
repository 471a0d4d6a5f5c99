"""Reads of the progress room that no other room has need of."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist.models import Mark, PlantEaten


def began_on(session: Session, user: User) -> date | None:
    """The first day on which anything was recorded, a skip or a plant too; None before. One query."""
    is_record = col(Mark.amount).is_not(None) | col(Mark.skip).is_not(None)
    marked = select(sa.func.min(col(Mark.day)).label("day")).where(Mark.user_id == user.id, is_record)
    eaten = select(sa.func.min(col(PlantEaten.day)).label("day")).where(PlantEaten.user_id == user.id)
    both = sa.union_all(marked, eaten).subquery()
    return session.exec(select(sa.func.min(both.c.day))).one()
