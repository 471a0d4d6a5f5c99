"""Reads of the report room: what her summary holds, and the links to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts import secrets
from app.accounts.models import User
from app.reminders.models import ReleasedNumber
from app.report.model import Included
from app.report.models import SharedSummary, SummaryChoice

MOST_TRIES = 5
MOST_LINKS = 50


def choice_of(session: Session, user_id: int) -> SummaryChoice:
    """What she lets her summary hold; a row that is not stored when she never chose."""
    row = session.exec(select(SummaryChoice).where(SummaryChoice.user_id == user_id)).one_or_none()
    return row or SummaryChoice(user_id=user_id)


def included_of(row: SummaryChoice | SharedSummary) -> Included:
    """The same as a plain value."""
    return Included(
        has_name=row.has_name,
        has_birth_date=row.has_birth_date,
        has_notes=row.has_notes,
        has_events=row.has_events,
        has_details=row.has_details,
    )


def is_live(now: datetime) -> tuple[Any, ...]:
    """The conditions of a link that can still be opened; whoever has a number that was let go has none."""
    let_go_since = sa.exists().where(
        col(ReleasedNumber.user_id) == col(SharedSummary.user_id),
        col(ReleasedNumber.released_at) >= col(SharedSummary.created_at),
    )
    return (
        sa.not_(col(SharedSummary.is_by_text) & let_go_since),
        col(SharedSummary.expires_at) > now,
        col(SharedSummary.ended_at).is_(None),
        col(SharedSummary.tries) < MOST_TRIES,
    )


def live_with(session: Session, token: str, *, now: datetime) -> tuple[SharedSummary, User] | None:
    """The summary of a link and whose it is; None for a guessed, an expired and an ended one alike.

    It is looked up by the token's hash, so that how long that takes tells nothing of the token.
    """
    return session.exec(
        select(SharedSummary, User)
        .where(SharedSummary.user_id == User.id)
        .where(SharedSummary.token_hash == secrets.hash_of(token), *is_live(now))
    ).one_or_none()


def links_of(session: Session, user_id: int, *, now: datetime) -> Sequence[SharedSummary]:
    """Her links that can still be opened, the newest first."""
    return session.exec(
        select(SharedSummary)
        .where(SharedSummary.user_id == user_id, *is_live(now))
        .order_by(col(SharedSummary.id).desc())
        .limit(MOST_LINKS)
    ).all()


def links_made_since(session: Session, user_id: int, *, since: datetime) -> int:
    """How many links she was sent, ended ones too."""
    return session.exec(
        select(func.count())
        .select_from(SharedSummary)
        .where(SharedSummary.user_id == user_id, col(SharedSummary.created_at) > since)
    ).one()


def link_of(session: Session, user_id: int, *, link_id: int) -> SharedSummary | None:
    """A link of hers by id; None also when it is somebody else's."""
    return session.exec(
        select(SharedSummary).where(SharedSummary.id == link_id, SharedSummary.user_id == user_id)
    ).one_or_none()
