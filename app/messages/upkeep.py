"""What is done for the outbox: take up what died, end what is too late, forget what is old, try once more."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.messages import breaker, codes, moves, outbox
from app.messages.models import AddressFault, Breaker, Delivery, Letter, State
from app.messages.moves import Source

UNFINISHED = (State.QUEUED, State.SENDING)
OUR_MISTAKE = "error"
NO_SUCH_KIND = "unknown_kind"
MISTAKES = frozenset({OUR_MISTAKE, NO_SUCH_KIND})
OURS = frozenset({*MISTAKES, breaker.CODE, *codes.BLOCKING})
YOUNG = timedelta(days=1)
SHORTEST = timedelta(minutes=10)


def has_work(session: Session, *, now: datetime) -> bool:
    """Whether a sender died, something is too late, or a channel stands still: one read by index."""
    died = select(Delivery.id).where(col(Delivery.state) == State.SENDING, col(Delivery.lease_until) <= now)
    late = select(Delivery.id).where(
        col(Delivery.state) == State.QUEUED,
        col(Delivery.next_attempt_at) <= now,
        col(Delivery.expires_at) <= now,
    )
    blocked = select(Breaker.channel)
    return bool(session.exec(select(sa.or_(died.exists(), late.exists(), blocked.exists()))).one())


def recover(session: Session, *, now: datetime) -> int:
    """Settle claims whose sender died, and return how many.

    Not yet posted, or posted through a carrier that may be asked twice: queued again. A text that may be on
    its way becomes unknown, and keeps its token in case the sender was only slow.
    """
    ended = (col(Delivery.state) == State.SENDING, col(Delivery.lease_until) <= now)
    is_ambiguous = sa.and_(col(Delivery.posting_at).is_not(None), col(Delivery.callback_hash).is_not(None))
    look = {"next_check_at": now}
    unknown = moves.move_all(
        session, State.UNKNOWN, *ended, is_ambiguous, source=Source.CLOCK, now=now, values=look
    )
    again = {"next_attempt_at": now, "claim_token": None, "posting_at": None}
    # Said once more: a posting may have been noted since the first statement looked (PostgreSQL).
    surely = sa.not_(is_ambiguous)
    queued = moves.move_all(session, State.QUEUED, *ended, surely, source=Source.CLOCK, now=now, values=again)
    return unknown + queued


def expire(session: Session, *, now: datetime) -> int:
    """End what was not sent in time; how many."""
    late = (col(Delivery.state) == State.QUEUED, col(Delivery.expires_at) <= now)
    return moves.move_all(
        session, State.EXPIRED, *late, source=Source.CLOCK, now=now, values={"finished_at": now}
    )


def purge(session: Session, *, before: datetime) -> None:
    """Forget the letters kept before an instant, the addresses of finished deliveries that were due before
    it, those deliveries that are nobody's, such as sign-in codes, and faults of addresses that had ended."""
    old = (col(Delivery.due_at) < before, col(Delivery.state).not_in(UNFINISHED))
    unsynchronized = {"synchronize_session": False}
    session.exec(sa.delete(Letter).where(col(Letter.at) < before), execution_options=unsynchronized)
    session.exec(
        sa.delete(AddressFault).where(col(AddressFault.ended_at) < before), execution_options=unsynchronized
    )
    session.exec(
        sa.delete(Delivery).where(*old, col(Delivery.user_id).is_(None)), execution_options=unsynchronized
    )
    session.exec(
        sa.update(Delivery).where(*old, col(Delivery.address).is_not(None)).values(address=None),
        execution_options=unsynchronized,
    )


def requeue(session: Session, *, now: datetime, limit: int = 100) -> int:
    """Try those once more that ended by a mistake of ours or in vain, and surely never left; how many.

    That is: our code broke, the kind was unknown, the channel stood still, the provider refused our account,
    or five attempts reached nobody. Only those due within the last day, the newest first. Each gets as long
    as it had at first, 10 minutes at least. Its kind looks once more whether it is wanted; a kind that was
    told that it went astray may have sent it another way, and is not told a second time.
    """
    in_vain = col(Delivery.attempts) >= outbox.MOST_ATTEMPTS
    failed = (
        col(Delivery.state) == State.FAILED,
        col(Delivery.due_at) > now - YOUNG,
        col(Delivery.accepted_at).is_(None),
        col(Delivery.provider_id).is_(None),
        col(Delivery.reason).is_(None),
        sa.or_(col(Delivery.error_code).in_(OURS), in_vain),
    )
    newest = (col(Delivery.due_at).desc(), col(Delivery.id).desc())
    found = session.exec(
        select(Delivery).where(*failed).order_by(*newest).limit(limit).with_for_update(skip_locked=True)
    ).all()
    for delivery in found:
        _start_anew(session, delivery, now)
    session.flush()
    return len(found)


def _start_anew(session: Session, delivery: Delivery, now: datetime) -> None:
    delivery.expires_at = now + max(SHORTEST, delivery.expires_at - delivery.due_at)
    delivery.next_attempt_at = now
    delivery.attempts = 0
    delivery.claim_token = delivery.posting_at = None
    moves.move(session, delivery, state=State.QUEUED, source=Source.OPERATOR, now=now)
