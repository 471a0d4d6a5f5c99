"""Taking back, from her page, the whole of what one text recorded. Callers commit."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts.models import User
from app.checklist import journal, undoing
from app.checklist.actions import derived_uuid
from app.checklist.models import Source
from app.reminders import conversation


@dataclass(frozen=True, slots=True)
class Unsaid:
    """How many things were taken back, and how many stay since they were changed again."""

    taken_back: int
    staying: int


def take_back(
    session: Session, user: User, *, text_id: int, uuid_of_undo: str, today: date, now: datetime
) -> Unsaid:
    """Take back the marks, plants, days set aside and note that a text recorded, once.

    What was changed again since stays as it is. Raises conversation.NoSuchText.
    """
    accounts.lock_person(session, user.id or 0)
    said = conversation.one(session, user, text_id=text_id, now=now)
    if not said.can_be_undone:
        return Unsaid(0, 0)
    batch = conversation.batch_of(session, user, text_id=text_id, now=now)
    changes = undoing.undo(
        session, user, batch=batch, uuid_of_undo=uuid_of_undo, source=Source.TAP, today=today, now=now
    )
    edits = [
        journal.undo(
            session, user, uuid=uuid, uuid_of_undo=derived_uuid(uuid_of_undo, uuid), today=today, now=now
        )
        for uuid in conversation.edits_of(batch)
    ]
    taken_back = len(changes) + len([edit for edit in edits if edit is not None])
    return Unsaid(taken_back, max(len(said.records) - taken_back, 0))
