"""Taking an answer back, whole: marks, skips and plants, days set aside, the note. Callers commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import User
from app.checklist import actions, journal, undoing
from app.checklist import queries as checklist
from app.checklist.models import MarkChange, Source
from app.reminders import recording
from app.reminders.models import InboundText

EDITS: dict[str, Callable[[str], str]] = {
    recording.NOTE: recording.note_uuid,
    recording.ASIDE: recording.aside_uuid,
}


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back of an answer, and what stays, since it was changed again: changes and edits."""

    changes: tuple[MarkChange, ...] = ()
    stayed: tuple[MarkChange, ...] = ()
    edits: tuple[str, ...] = ()
    edits_stayed: tuple[str, ...] = ()

    @property
    def is_anything(self) -> bool:
        """Whether anything was taken back."""
        return bool(self.changes or self.edits)


def take_back(
    session: Session,
    user: User,
    *,
    batch: str,
    uuid_of_undo: str,
    source: Source,
    today: date,
    now: datetime,
) -> TakenBack:
    """Take back what the answer with this batch recorded; what was changed again since stays as it is now.

    The answer counts as taken back afterwards, whatever stayed: the next UNDO means the one before it.
    """
    written = [
        row
        for row in checklist.changes_in(session, user.id or 0, batch=batch)
        if row.is_applied and row.before != row.after
    ]
    undone = undoing.undo(
        session, user, batch=batch, uuid_of_undo=uuid_of_undo, source=source, today=today, now=now
    )
    known = [name for name, uuid_of in EDITS.items() if journal.knows(session, user, uuid_of(batch))]
    edits = [
        name
        for name in known
        if journal.undo(
            session,
            user,
            uuid=EDITS[name](batch),
            uuid_of_undo=actions.derived_uuid(uuid_of_undo, name),
            today=today,
            now=now,
            source=source,
        )
    ]
    _spend(session, user.id or 0, batch)
    taken = {row.id for row in undone}
    return TakenBack(
        changes=tuple(row for row in written if row.id in taken),
        stayed=tuple(row for row in written if row.id not in taken),
        edits=tuple(edits),
        edits_stayed=tuple(name for name in known if name not in edits),
    )


def _spend(session: Session, user_id: int, batch: str) -> None:
    session.exec(
        sa.update(InboundText)
        .where(col(InboundText.user_id) == user_id, col(InboundText.batch) == batch)
        .values(is_undone=True)
        .execution_options(synchronize_session=False)
    )
