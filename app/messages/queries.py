"""Reads of the messages room: the letters that this machine kept, how many texts left."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.messages.models import Channel, Delivery, Letter


def newest_letters(session: Session, *, limit: int) -> Sequence[Letter]:
    """The letters kept last, newest first."""
    newest = (col(Letter.at).desc(), col(Letter.id).desc())
    return session.exec(select(Letter).order_by(*newest).limit(limit)).all()


def letter(session: Session, letter_id: int) -> Letter | None:
    """A letter by id."""
    return session.get(Letter, letter_id)


def count_posted_texts(session: Session, *, since: datetime, besides: str) -> int:
    """How many texts of the whole instance left since then, those of one kind not counted."""
    counted = (
        Delivery.channel == Channel.SMS,
        col(Delivery.posting_at) > since,
        Delivery.kind != besides,
    )
    return session.exec(select(sa.func.count()).select_from(Delivery).where(*counted)).one()
