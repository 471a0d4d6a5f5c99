"""The outbox: plans each delivery once, hands it to one sender at a time, and keeps what became of it.

Callers commit. Whatever reads and then writes here wants a writing session (``Database.writing``).
"""

import hashlib
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import database
from app.messages.channels import Accepted, Answer, NotSent, Refused
from app.messages.message import Reason
from app.messages.models import Channel, Delivery, DeliveryEvent, Letter, State

MOST_ATTEMPTS = 5
FIRST_DELAY = timedelta(seconds=15)
JITTER = (0.75, 1.25)
PAST_VALIDITY = "30036"
LONGEST_CODE = 32
UNFINISHED = (State.QUEUED, State.SENDING)
FINAL = frozenset(
    {State.DELIVERED, State.UNDELIVERED, State.FAILED, State.LOST, State.SUPPRESSED, State.EXPIRED}
)
REPORTED = {
    "accepted": State.ACCEPTED,
    "scheduled": State.ACCEPTED,
    "queued": State.ACCEPTED,
    "sending": State.ACCEPTED,
    "sent": State.SENT,
    "undelivered": State.UNDELIVERED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
}
HEIGHT = {
    State.ACCEPTED: 1,
    State.SENT: 2,
    State.UNDELIVERED: 3,
    State.FAILED: 3,
    State.EXPIRED: 3,
    State.DELIVERED: 4,
}
Jitter = Callable[[float, float], float]


class Source(StrEnum):
    """Who made a delivery change."""

    DISPATCH = "dispatch"
    CLOCK = "clock"
    CALLBACK = "callback"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one delivery, for as long as its row bears the token."""

    id: int
    token: str


def enqueue(
    session: Session,
    *,
    key: str,
    kind: str,
    channel: Channel,
    user_id: int | None,
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
    payload: Mapping[str, Any] | None = None,
    slot_id: int | None = None,
    local_date: date | None = None,
) -> bool:
    """Plan a delivery unless one with this key was ever planned; whether it is planned now."""
    values = {
        "key": key,
        "kind": kind,
        "channel": channel,
        "user_id": user_id,
        "slot_id": slot_id,
        "local_date": local_date,
        "payload": dict(payload or {}),
        "state": State.QUEUED,
        "created_at": now,
        "due_at": due_at,
        "expires_at": expires_at,
        "next_attempt_at": due_at,
        "attempts": 0,
    }
    return database.upsert(session, Delivery, values, key=["key"], update=False)


def has_work(session: Session, *, now: datetime) -> bool:
    """Whether any delivery waits to be sent at this instant."""
    return session.exec(select(Delivery.id).where(*_is_due(now)).limit(1)).first() is not None


def claim(session: Session, *, now: datetime, limit: int, lease: timedelta) -> list[Claim]:
    """Take up to ``limit`` due deliveries, the longest due first; nobody else gets them under the lease.

    One statement for both databases: on SQLite the writing session's lock makes it safe, on PostgreSQL the
    locked rows, which other senders skip.
    """
    token = str(uuid.uuid4())
    due = (
        select(Delivery.id)
        .where(*_is_due(now))
        .order_by(col(Delivery.next_attempt_at), col(Delivery.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED")
    )
    rows = session.exec(
        sa.update(Delivery)
        .where(col(Delivery.id).in_(sa.select(due.c.id)))
        .values(state=State.SENDING, claim_token=token, lease_until=now + lease, posting_at=None)
        .returning(col(Delivery.next_attempt_at), col(Delivery.id))
        .execution_options(synchronize_session=False)
    ).all()
    ids = [delivery_id for _, delivery_id in sorted(tuple(row) for row in rows)]
    _note(session, ids, State.SENDING, Source.DISPATCH, now)
    return [Claim(delivery_id, token) for delivery_id in ids]


def _is_due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(Delivery.state) == State.QUEUED,
        col(Delivery.next_attempt_at) <= now,
        col(Delivery.expires_at) > now,
    )


def claimed(session: Session, claim: Claim, *, now: datetime) -> Delivery | None:
    """The delivery to be sent, locked; None when the lease ended or somebody else has it."""
    delivery = _held(session, claim)
    if delivery is None or delivery.state is not State.SENDING or delivery.posting_at is not None:
        return None
    return delivery if delivery.lease_until is not None and delivery.lease_until > now else None


def start_posting(
    session: Session,
    delivery: Delivery,
    *,
    address: str,
    callback_token: str | None,
    until: datetime,
    now: datetime,
) -> None:
    """Note, before anything leaves, that this claimed delivery is about to; its lease lasts ``until`` then.

    ``callback_token`` is for a carrier that must not be asked twice, and None for one that may be: when the
    process dies from here on, that decides between unknown and queued again.
    """
    delivery.posting_at = now
    delivery.lease_until = until
    delivery.address = address
    delivery.attempts += 1
    delivery.callback_hash = None if callback_token is None else hash_of(callback_token)
    session.add(delivery)
    session.flush()


def give_up(
    session: Session,
    claim: Claim,
    state: State,
    *,
    now: datetime,
    reason: Reason | None = None,
    code: str | None = None,
) -> None:
    """End a claimed delivery that is not going to be posted: suppressed, expired or failed."""
    delivery = _held(session, claim)
    if delivery is not None and delivery.state is State.SENDING:
        delivery.reason = reason
        _move(session, delivery, state, source=Source.DISPATCH, now=now, code=code)


def record(
    session: Session, claim: Claim, answer: Answer, *, now: datetime, jitter: Jitter = random.uniform
) -> None:
    """Keep what came of a posting. An answer to a claim that has ended changes nothing.

    ``jitter(low, high)`` spreads the next attempt. A status callback may have been quicker than the answer;
    the state it brought stays.
    """
    delivery = _held(session, claim)
    if delivery is None:
        return
    if isinstance(answer, Accepted):
        delivery.provider_id = answer.provider_id
        delivery.accepted_at = delivery.accepted_at or now
    if delivery.state not in (State.SENDING, State.UNKNOWN):
        session.add(delivery)
    elif isinstance(answer, Accepted):
        _move(session, delivery, State.ACCEPTED, source=Source.DISPATCH, now=now)
    elif isinstance(answer, NotSent):
        _try_again(session, delivery, answer, now=now, jitter=jitter)
    elif isinstance(answer, Refused):
        delivery.reason = _reason_of(answer)
        _move(session, delivery, State.FAILED, source=Source.DISPATCH, now=now, code=answer.code)
    else:
        _move(session, delivery, State.UNKNOWN, source=Source.DISPATCH, now=now, code=answer.code)
    session.flush()


def _reason_of(refused: Refused) -> str | None:
    if refused.opted_out:
        return Reason.OPTED_OUT
    return Reason.BAD_ADDRESS if refused.bad_address else None


def _try_again(
    session: Session, delivery: Delivery, answer: NotSent, *, now: datetime, jitter: Jitter
) -> None:
    delay = FIRST_DELAY * 2 ** (delivery.attempts - 1) * jitter(*JITTER)
    next_attempt_at = now + max(delay, timedelta(seconds=answer.retry_after or 0))
    if delivery.attempts >= MOST_ATTEMPTS:
        _move(session, delivery, State.FAILED, source=Source.DISPATCH, now=now, code=answer.code)
    elif next_attempt_at >= delivery.expires_at:
        _move(session, delivery, State.EXPIRED, source=Source.DISPATCH, now=now, code=answer.code)
    else:
        delivery.next_attempt_at = next_attempt_at
        delivery.claim_token = delivery.posting_at = None
        _move(session, delivery, State.QUEUED, source=Source.DISPATCH, now=now, code=answer.code)


def recover(session: Session, *, now: datetime) -> int:
    """Settle claims whose sender died, and return how many.

    Not yet posted, or posted through a carrier that may be asked twice: queued again. A text that may be on
    its way becomes unknown, and keeps its token in case the sender was only slow.
    """
    ended = (col(Delivery.state) == State.SENDING, col(Delivery.lease_until) <= now)
    is_ambiguous = sa.and_(col(Delivery.posting_at).is_not(None), col(Delivery.callback_hash).is_not(None))
    unknown = _change_all(session, State.UNKNOWN, *ended, is_ambiguous, source=Source.CLOCK, now=now)
    again = {"next_attempt_at": now, "claim_token": None, "posting_at": None}
    queued = _change_all(session, State.QUEUED, *ended, source=Source.CLOCK, now=now, values=again)
    return unknown + queued


def expire(session: Session, *, now: datetime) -> int:
    """End what was not sent in time; how many."""
    late = (col(Delivery.state) == State.QUEUED, col(Delivery.expires_at) <= now)
    return _change_all(
        session, State.EXPIRED, *late, source=Source.CLOCK, now=now, values={"finished_at": now}
    )


def suppress_queued(
    session: Session, *, user_id: int, channel: Channel, reason: Reason, now: datetime
) -> int:
    """End what waits for her on a channel; how many. One in a sender's hands is checked by its kind."""
    hers = (
        col(Delivery.user_id) == user_id,
        col(Delivery.channel) == channel,
        col(Delivery.state) == State.QUEUED,
    )
    values = {"reason": reason, "finished_at": now}
    return _change_all(session, State.SUPPRESSED, *hers, source=Source.CONSENT, now=now, values=values)


def apply_callback(
    session: Session, token: str, status: str, error_code: str | None, *, now: datetime
) -> bool:
    """Keep what the provider reports in its own words; False when the token is nobody's.

    The state only moves up (accepted, sent, then undelivered, failed or expired, then delivered), so doubles
    and late reports change nothing. Each leaves an event.
    """
    delivery = session.exec(
        select(Delivery).where(Delivery.callback_hash == hash_of(token)).with_for_update()
    ).one_or_none()
    if delivery is None:
        return False
    code = error_code[:LONGEST_CODE] if error_code else None
    state = REPORTED.get(status, delivery.state)
    if state in (State.UNDELIVERED, State.FAILED) and code == PAST_VALIDITY:
        state = State.EXPIRED
    if HEIGHT.get(state, 0) > HEIGHT.get(delivery.state, 0):
        delivery.accepted_at = delivery.accepted_at or now
        _move(session, delivery, state, source=Source.CALLBACK, now=now, code=code)
    else:
        _note(session, [_id(delivery)], state, Source.CALLBACK, now, code=code)
    session.flush()
    return True


def recent(session: Session, user_id: int, *, limit: int) -> Sequence[Delivery]:
    """Her latest deliveries, newest first."""
    newest = (col(Delivery.due_at).desc(), col(Delivery.id).desc())
    return session.exec(
        select(Delivery).where(Delivery.user_id == user_id).order_by(*newest).limit(limit)
    ).all()


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


def hash_of(token: str) -> str:
    """What is kept of a callback's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _held(session: Session, claim: Claim) -> Delivery | None:
    """The delivery as it is now, locked, while its row bears the claim's token."""
    return session.exec(
        select(Delivery)
        .where(Delivery.id == claim.id, Delivery.claim_token == claim.token)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _move(
    session: Session,
    delivery: Delivery,
    state: State,
    *,
    source: Source,
    now: datetime,
    code: str | None = None,
) -> None:
    delivery.state = state
    delivery.error_code = code
    delivery.lease_until = None
    delivery.finished_at = now if state in FINAL else None
    session.add(delivery)
    _note(session, [_id(delivery)], state, source, now, code=code)


def _change_all(
    session: Session,
    state: State,
    *where: sa.ColumnElement[bool],
    source: Source,
    now: datetime,
    values: Mapping[str, Any] | None = None,
) -> int:
    ids = session.exec(
        sa.update(Delivery)
        .where(*where)
        .values(state=state, lease_until=None, **(values or {}))
        .returning(col(Delivery.id))
        .execution_options(synchronize_session=False)
    ).scalars()
    changed = list(ids)
    _note(session, changed, state, source, now)
    return len(changed)


def _note(
    session: Session,
    ids: Sequence[int],
    state: State,
    source: Source,
    now: datetime,
    *,
    code: str | None = None,
) -> None:
    session.add_all(
        DeliveryEvent(delivery_id=each, at=now, source=source, state=state, error_code=code) for each in ids
    )


def _id(delivery: Delivery) -> int:
    if delivery.id is None:
        raise ValueError("the delivery is not stored yet")
    return delivery.id
