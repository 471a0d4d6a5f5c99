"""Taking back, from her page, the whole of what one text recorded. Callers commit."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts.models import User
from app.checklist.models import Source
from app.reminders import conversation, taking_back
from app.reminders.taking_back import TakenBack


def take_back(
    session: Session, user: User, *, text_id: int, uuid_of_undo: str, today: date, now: datetime
) -> TakenBack:
    """Take back the marks, plants, days set aside and note that a text recorded, once.

    What was changed again since stays as it is. Nothing is taken back of a text that recorded nothing, or of
    which something was taken back before. Raises conversation.NoSuchText.
    """
    accounts.lock_person(session, user.id or 0)
    said = conversation.one(session, user, text_id=text_id, now=now)
    if not said.can_be_undone:
        return TakenBack()
    taken_back = taking_back.take_back(
        session,
        user,
        batch=said.batch,
        uuid_of_undo=uuid_of_undo,
        source=Source.TAP,
        today=today,
        now=now,
    )
    session.flush()
    session.expire_all()
    return taken_back
