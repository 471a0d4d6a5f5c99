"""The outbox: plans each delivery once, hands it to one sender at a time, and keeps what became of it.

Callers commit. Whatever reads and then writes here wants a writing session (``Database.writing``).
"""

import hashlib
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import database
from app.messages import breaker, moves
from app.messages.channels import Accepted, Answer, NotSent, Refused
from app.messages.message import Postponed, Reason
from app.messages.models import Channel, Delivery, State
from app.messages.moves import Source

MOST_ATTEMPTS = 5
FIRST_DELAY = timedelta(seconds=15)
JITTER = (0.75, 1.25)
Jitter = Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one delivery, for as long as its row bears the token.

    ``is_try`` is the one delivery that finds out whether a channel that stands still works again.
    """

    id: int
    token: str
    is_try: bool = False


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
    """Whether any delivery waits to be sent at this instant, on a channel that may be used or tried."""
    is_usable = col(Delivery.channel).not_in(breaker.untried(now))
    return session.exec(select(Delivery.id).where(*_is_due(now), is_usable).limit(1)).first() is not None


def claim(session: Session, *, now: datetime, limit: int, lease: timedelta) -> list[Claim]:
    """Take up to ``limit`` due deliveries, the longest due first; nobody else gets them under the lease.

    Of a channel that stands still, one is taken when it is time to try it again, beyond the limit.
    """
    is_usable = col(Delivery.channel).not_in(breaker.standing_still())
    claims = _take(session, is_usable, now=now, limit=limit, lease=lease)
    for channel in breaker.take_tries(session, now=now):
        tries = _take(session, col(Delivery.channel) == channel, now=now, limit=1, lease=lease)
        if not tries:
            breaker.give_back(session, channel, now=now)
        claims += [replace(each, is_try=True) for each in tries]
    return claims


def _take(
    session: Session, where: sa.ColumnElement[bool], *, now: datetime, limit: int, lease: timedelta
) -> list[Claim]:
    """Claim due deliveries that meet a condition.

    One statement for both databases: on SQLite the writing session's lock makes it safe, on PostgreSQL the
    locked rows, which other senders skip.
    """
    token = str(uuid.uuid4())
    due = (
        select(Delivery.id)
        .where(*_is_due(now), where)
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
    moves.note_all(session, ids, state=State.SENDING, source=Source.DISPATCH, now=now)
    return [Claim(delivery_id, token) for delivery_id in ids]


def release(session: Session, claims: Sequence[Claim], *, now: datetime) -> int:
    """Put claimed deliveries that were not posted back in the queue at once; how many."""
    unposted = (
        col(Delivery.id).in_([claim.id for claim in claims]),
        col(Delivery.claim_token).in_({claim.token for claim in claims}),
        col(Delivery.state) == State.SENDING,
        col(Delivery.posting_at).is_(None),
    )
    values = {"claim_token": None}
    return moves.move_all(session, State.QUEUED, *unposted, source=Source.DISPATCH, now=now, values=values)


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
        moves.move(session, delivery, state=state, source=Source.DISPATCH, now=now, code=code)


def postpone(session: Session, claim: Claim, postponed: Postponed, *, now: datetime) -> None:
    """Let a claimed delivery wait until an instant, or end it when it expires before."""
    delivery = _held(session, claim)
    if delivery is None or delivery.state is not State.SENDING:
        return
    if delivery.expires_at <= postponed.until:
        delivery.reason = postponed.reason
        moves.move(session, delivery, state=State.SUPPRESSED, source=Source.DISPATCH, now=now)
        return
    delivery.next_attempt_at, delivery.claim_token = postponed.until, None
    moves.move(session, delivery, state=State.QUEUED, source=Source.DISPATCH, now=now)


def record(
    session: Session, claim: Claim, answer: Answer, *, now: datetime, jitter: Jitter = random.uniform
) -> Delivery | None:
    """Keep what came of a posting; the delivery when that changed its state.

    An answer to a claim that has ended changes nothing. ``jitter(low, high)`` spreads the next attempt. A
    status callback may have been quicker than the answer; the state it brought stays, unless that is lost.
    """
    delivery = _held(session, claim)
    if delivery is None:
        return None
    if isinstance(answer, Accepted):
        keep_name(session, delivery, answer.provider_id)
        delivery.accepted_at = delivery.accepted_at or now
    if not _is_settled_by(answer, delivery):
        delivery.next_check_at = moves.next_check(delivery, now=now)
        session.add(delivery)
        session.flush()
        return None
    if isinstance(answer, Accepted):
        moves.move(session, delivery, state=State.ACCEPTED, source=Source.DISPATCH, now=now)
    elif isinstance(answer, NotSent):
        _try_again(session, delivery, answer, now=now, jitter=jitter)
    elif isinstance(answer, Refused):
        delivery.reason = _reason_of(answer)
        moves.move(session, delivery, state=State.FAILED, source=Source.DISPATCH, now=now, code=answer.code)
    else:
        moves.move(session, delivery, state=State.UNKNOWN, source=Source.DISPATCH, now=now, code=answer.code)
    session.flush()
    return delivery


def keep_name(session: Session, delivery: Delivery, provider_id: str | None) -> None:
    """Keep how the provider names a delivery, unless another one was taken for the bearer of that name."""
    taken = select(Delivery.id).where(Delivery.provider_id == provider_id, Delivery.id != delivery.id)
    if provider_id is None or session.exec(taken).first() is None:
        delivery.provider_id = provider_id


def _is_settled_by(answer: Answer, delivery: Delivery) -> bool:
    """Whether an answer still says something new: a late one may yet find the text that was given up."""
    if delivery.state is State.LOST:
        return isinstance(answer, Accepted)
    return delivery.state in (State.SENDING, State.UNKNOWN)


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
        moves.move(session, delivery, state=State.FAILED, source=Source.DISPATCH, now=now, code=answer.code)
    elif next_attempt_at >= delivery.expires_at:
        moves.move(session, delivery, state=State.EXPIRED, source=Source.DISPATCH, now=now, code=answer.code)
    else:
        delivery.next_attempt_at = next_attempt_at
        delivery.claim_token = delivery.posting_at = None
        moves.move(session, delivery, state=State.QUEUED, source=Source.DISPATCH, now=now, code=answer.code)


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
    return moves.move_all(session, State.SUPPRESSED, *hers, source=Source.CONSENT, now=now, values=values)


def recent(session: Session, user_id: int, *, limit: int) -> Sequence[Delivery]:
    """Her latest deliveries, newest first."""
    newest = (col(Delivery.due_at).desc(), col(Delivery.id).desc())
    return session.exec(
        select(Delivery).where(Delivery.user_id == user_id).order_by(*newest).limit(limit)
    ).all()


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
