"""Reads of the texts she sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.reminders.models import InboundText, Meaning

# How many texts a look back reads at most: what lies further back is looked at by nobody.
MOST_READ = 100


def newest(session: Session, user_id: int, *, since: datetime) -> InboundText | None:
    """Her newest answer since then; the one being taken is nobody's yet, and so not among them."""
    return session.exec(
        select(InboundText)
        .where(InboundText.user_id == user_id, col(InboundText.received_at) > since)
        .order_by(col(InboundText.id).desc())
        .limit(1)
    ).first()


def last_recorded(session: Session, user_id: int, *, since: datetime) -> InboundText | None:
    """Her newest answer since then that recorded something and was not taken back, by text or by email.

    It reads the texts since then alone, however long she has been here.
    """
    return session.exec(
        select(InboundText)
        .where(InboundText.user_id == user_id, col(InboundText.received_at) > since, *_can_be_undone())
        .order_by(col(InboundText.received_at).desc(), col(InboundText.id).desc())
        .limit(1)
    ).first()


def has_recorded_before(session: Session, user_id: int, *, at: datetime) -> bool:
    """Whether an answer up to then recorded something that stands; one of the last hundred, that is."""
    received = col(InboundText.received_at)
    newest = (
        select(InboundText.meaning, InboundText.batch, InboundText.is_undone)
        .where(InboundText.user_id == user_id, received <= at)
        .order_by(received.desc(), col(InboundText.id).desc())
        .limit(MOST_READ)
        .subquery()
    )
    found = sa.select(sa.literal(1)).select_from(newest).where(*_can_be_undone(newest.c)).limit(1)
    return session.connection().execute(found).first() is not None


def _can_be_undone(of: Any = InboundText) -> tuple[Any, ...]:
    return (of.meaning == Meaning.RECORD, of.batch.is_not(None), of.is_undone.is_(False))


def unclear_bodies(session: Session, user_id: int, *, since: datetime) -> Sequence[str]:
    """The words of hers since then that were not understood, newest first."""
    return session.exec(
        select(InboundText.body)
        .where(InboundText.user_id == user_id, InboundText.meaning == Meaning.UNCLEAR)
        .where(col(InboundText.received_at) > since)
        .order_by(col(InboundText.received_at).desc())
        .limit(MOST_READ)
    ).all()


def body_of(session: Session, user_id: int, *, sid: str) -> str:
    """Her words, of her own text alone; empty when they are not kept any more."""
    found = select(InboundText.body).where(InboundText.user_id == user_id, InboundText.message_sid == sid)
    return session.exec(found).first() or ""
