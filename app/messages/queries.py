"""Reads of the messages room: the letters that this machine kept."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.messages.models import Letter


def newest_letters(session: Session, *, limit: int) -> Sequence[Letter]:
    """The letters kept last, newest first."""
    newest = (col(Letter.at).desc(), col(Letter.id).desc())
    return session.exec(select(Letter).order_by(*newest).limit(limit)).all()


def letter(session: Session, letter_id: int) -> Letter | None:
    """A letter by id."""
    return session.get(Letter, letter_id)
