"""Figures of the outbox for whoever runs it: how late, how many, what waits, what stands still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.messages.models import Breaker, Channel, Delivery, State

WINDOW = timedelta(hours=24)
MOST_MEASURED = 20_000
TENTHS = 10
SECONDS_A_DAY = 86_400
UNSENT = (State.QUEUED, State.SENDING)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How long after they were due messages were posted, in seconds to a tenth; None when there were none.

    ``measured`` is of how many; half of them were posted within ``p50``, 99 in 100 within ``p99``.
    """

    measured: int
    p50: float | None
    p99: float | None


def lateness(session: Session, *, now: datetime) -> Lateness:
    """Of the messages that were due and last posted in the past 24 hours, the newest 20,000 at most."""
    newest = (
        select(col(Delivery.posting_at).label("posting_at"), col(Delivery.due_at).label("due_at"))
        .where(*_fell_due(now), col(Delivery.posting_at).is_not(None))
        .order_by(col(Delivery.due_at).desc())
        .limit(MOST_MEASURED)
        .subquery()
    )
    late = _seconds_between(session, newest.c.due_at, newest.c.posting_at)
    tenths = sa.cast(func.round(late * TENTHS), sa.Integer).label("tenths")
    rows = session.exec(select(tenths, func.count()).group_by(tenths)).all()
    counted = sorted((max(each, 0), number) for each, number in rows)
    return Lateness(sum(number for _, number in counted), _within(counted, 50), _within(counted, 99))


def _seconds_between(
    session: Session, earlier: sa.ColumnElement[datetime], later: sa.ColumnElement[datetime]
) -> sa.ColumnElement[Any]:
    if session.get_bind().dialect.name == "sqlite":
        return (func.julianday(later) - func.julianday(earlier)) * SECONDS_A_DAY
    return func.extract("epoch", later - earlier)


def _within(counted: Sequence[tuple[int, int]], percent: int) -> float | None:
    """The least value (seconds) that so many in a hundred do not exceed (nearest rank); values in order."""
    rank = -(-sum(number for _, number in counted) * percent // 100)
    for tenths, number in counted:
        rank -= number
        if rank <= 0:
            return tenths / TENTHS
    return None


def by_state(session: Session, *, now: datetime) -> Mapping[tuple[State, Channel], int]:
    """How many of the messages that were due in the past 24 hours stand where, by state and channel."""
    rows = session.exec(
        select(Delivery.state, Delivery.channel, func.count())
        .where(*_fell_due(now))
        .group_by(col(Delivery.state), col(Delivery.channel))
    ).all()
    return {(State(state), Channel(channel)): number for state, channel, number in rows}


def _fell_due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return col(Delivery.due_at) > now - WINDOW, col(Delivery.due_at) <= now


@dataclass(frozen=True, slots=True)
class Queue:
    """How many messages of a channel are not sent yet, and since when the longest due of them is, if any."""

    waiting: int
    oldest_due_at: datetime | None


def queues(session: Session, *, now: datetime) -> Mapping[Channel, Queue]:
    """What waits to be sent or is being sent, also what is due later; channels with nothing are left out."""
    unsent = sa.union_all(
        *(select(Delivery.channel, Delivery.due_at).where(_is(state)) for state in UNSENT)
    ).subquery()
    # The least of an expression: SQLite would else walk all there ever was in the order of due_at.
    oldest = func.min(sa.case((unsent.c.due_at <= now, unsent.c.due_at)))
    rows = session.exec(
        select(unsent.c.channel, func.count(), oldest).select_from(unsent).group_by(unsent.c.channel)
    )
    return {channel: Queue(number, due_at) for channel, number, due_at in rows}


def _is(state: State) -> sa.ColumnElement[bool]:
    """The condition in the very words of the partial indexes, so that each plan may use them."""
    return col(Delivery.state) == sa.literal_column(f"'{state.value}'")


def breakers(session: Session) -> Sequence[Breaker]:
    """The channels that stand still, by name."""
    return session.exec(select(Breaker).order_by(col(Breaker.channel))).all()
