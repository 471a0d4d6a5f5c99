"""What the clock does for the outbox: take up what died, end what is too late, forget what is old."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from app.messages import moves
from app.messages.models import Delivery, Letter, State
from app.messages.moves import Source

UNFINISHED = (State.QUEUED, State.SENDING)


def recover(session: Session, *, now: datetime) -> int:
    """Settle claims whose sender died, and return how many.

    Not yet posted, or posted through a carrier that may be asked twice: queued again. A text that may be on
    its way becomes unknown, and keeps its token in case the sender was only slow.
    """
    ended = (col(Delivery.state) == State.SENDING, col(Delivery.lease_until) <= now)
    is_ambiguous = sa.and_(col(Delivery.posting_at).is_not(None), col(Delivery.callback_hash).is_not(None))
    unknown = moves.move_all(session, State.UNKNOWN, *ended, is_ambiguous, source=Source.CLOCK, now=now)
    again = {"next_attempt_at": now, "claim_token": None, "posting_at": None}
    queued = moves.move_all(session, State.QUEUED, *ended, source=Source.CLOCK, now=now, values=again)
    return unknown + queued


def expire(session: Session, *, now: datetime) -> int:
    """End what was not sent in time; how many."""
    late = (col(Delivery.state) == State.QUEUED, col(Delivery.expires_at) <= now)
    return moves.move_all(
        session, State.EXPIRED, *late, source=Source.CLOCK, now=now, values={"finished_at": now}
    )


def purge(session: Session, *, before: datetime) -> None:
    """Forget the letters kept before an instant, the addresses of finished deliveries that were due before
    it, and those deliveries that are nobody's, such as sign-in codes."""
    old = (col(Delivery.due_at) < before, col(Delivery.state).not_in(UNFINISHED))
    unsynchronized = {"synchronize_session": False}
    session.exec(sa.delete(Letter).where(col(Letter.at) < before), execution_options=unsynchronized)
    session.exec(
        sa.delete(Delivery).where(*old, col(Delivery.user_id).is_(None)), execution_options=unsynchronized
    )
    session.exec(
        sa.update(Delivery).where(*old, col(Delivery.address).is_not(None)).values(address=None),
        execution_options=unsynchronized,
    )
