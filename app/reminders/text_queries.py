"""Reads of the texts she sent."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.checklist.models import MarkChange
from app.reminders.models import InboundText, Meaning


def newest(session: Session, user_id: int, *, since: datetime) -> InboundText | None:
    """Her newest answer since then; the one being taken is nobody's yet, and so not among them."""
    return session.exec(
        select(InboundText)
        .where(InboundText.user_id == user_id, col(InboundText.received_at) > since)
        .order_by(col(InboundText.id).desc())
        .limit(1)
    ).first()


def last_recorded(session: Session, user_id: int) -> InboundText | None:
    """Her newest answer that recorded something and was not taken back, by text or by email."""
    undone = select(MarkChange.undoes).where(
        MarkChange.user_id == user_id, col(MarkChange.undoes).is_not(None)
    )
    return session.exec(
        select(InboundText)
        .where(InboundText.user_id == user_id, InboundText.meaning == Meaning.RECORD)
        .where(col(InboundText.batch).is_not(None), col(InboundText.is_undone).is_(False))
        .where(col(InboundText.batch).not_in(undone))
        .order_by(col(InboundText.id).desc())
        .limit(1)
    ).first()


def body_of(session: Session, user_id: int, *, sid: str) -> str:
    """Her words, of her own text alone; empty when they are not kept any more."""
    found = select(InboundText.body).where(InboundText.user_id == user_id, InboundText.message_sid == sid)
    return session.exec(found).first() or ""
