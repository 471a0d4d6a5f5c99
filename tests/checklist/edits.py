"""An edit of her list and its undo, as tests make them."""

from uuid import uuid4

from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist import journal
from app.checklist.journal import Edit
from app.checklist.models import DayNote, PlanChange, PlanKind
from tests.make import NOW, TODAY


def edit(kind: PlanKind = PlanKind.GOAL, **values) -> Edit:
    """An edit with an id of its own, made at the tests' NOW."""
    return Edit(str(uuid4()), kind, NOW, **values)


def rows(session: Session, user: User) -> journal.Rows:
    """Her whole list as it is stored, notes of every day included."""
    session.expire_all()
    notes_kept = {f"note:{row.day}": row.text for row in session.exec(select(DayNote)).all()}
    return {**journal._rows(session, user, day=None), "notes": notes_kept}


def undo(session: Session, user: User, one: Edit) -> PlanChange | None:
    """Take `one` back and commit; what was taken back, or None if nothing could be."""
    undone = journal.undo(session, user, uuid=one.uuid, uuid_of_undo=str(uuid4()), today=TODAY, now=NOW)
    session.commit()
    return undone
