"""Taking a batch of changes back: her last tap, or the whole of her last answer. Callers commit."""

from datetime import date, datetime

from sqlmodel import Session, select

from app.accounts import actions as accounts
from app.accounts.models import User
from app.checklist import actions, queries
from app.checklist.models import ChangeKind, MarkChange, Source


def undo(
    session: Session, user: User, *, batch: str, uuid_of_undo: str, source: Source, today: date, now: datetime
) -> list[MarkChange]:
    """Take back a whole batch, once: the changes taken back, empty when there is nothing to take back.

    A day that was changed again since is left as it is now.
    """
    accounts.lock_person(session, user.id or 0)
    if _is_undone(session, user, batch):
        return []
    originals = [row for row in queries.changes_in(session, user.id or 0, batch=batch) if row.is_applied]
    chosen = {
        each: queries.chosen_of(session, user, habit_id=each) for each in {row.habit_id for row in originals}
    }
    taken_back = []
    for original in reversed(originals):
        is_undo = original.kind is ChangeKind.UNDO
        if is_undo or actions.holds(session, user, change=original) != original.after:
            continue
        actions.put(session, user, change=original, content=original.before, source=source, at=now)
        session.add(_undo_row(original, uuid_of_undo, source, now))
        session.flush()
        taken_back.append(original)
    actions.settle(session, user, rows=taken_back, chosen=chosen, today=today)
    return taken_back


def _is_undone(session: Session, user: User, batch: str) -> bool:
    row = session.exec(
        select(MarkChange.id).where(MarkChange.user_id == user.id, MarkChange.undoes == batch).limit(1)
    ).first()
    return row is not None


def _undo_row(original: MarkChange, uuid_of_undo: str, source: Source, now: datetime) -> MarkChange:
    return MarkChange(
        user_id=original.user_id,
        habit_id=original.habit_id,
        uuid=actions.derived_uuid(uuid_of_undo, original.uuid),
        batch=uuid_of_undo,
        undoes=original.batch,
        kind=ChangeKind.UNDO,
        day=original.day,
        plant=original.plant,
        before=original.after,
        after=original.before,
        source=source,
        made_at=now,
        received_at=now,
    )
