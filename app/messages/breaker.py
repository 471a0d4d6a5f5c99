"""The breaker: a channel stands still while its provider refuses our account, but for a try now and then.

Callers commit.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import database
from app.messages import codes, moves
from app.messages.models import Breaker, Channel, Delivery, State
from app.messages.moves import Source

RETRY_AFTER = timedelta(minutes=15)
WAITED_LONG = timedelta(minutes=1)
CODE = "breaker"


def trip(session: Session, channel: Channel, *, code: str, now: datetime) -> bool:
    """Let a channel stand still because of this code; whether it did not before.

    One that stands still already does so for another 15 minutes.
    """
    values = {"channel": channel, "code": code, "opened_at": now, "retry_at": now + RETRY_AFTER}
    if database.upsert(session, Breaker, values, key=["channel"], update=False):
        return True
    session.exec(
        sa.update(Breaker)
        .where(col(Breaker.channel) == channel)
        .values(code=code, retry_at=now + RETRY_AFTER),
        execution_options={"synchronize_session": False},
    )
    return False


def heal(session: Session, delivery: Delivery) -> bool:
    """Let a channel go on that took this delivery after it stood still; whether it stood still.

    A code that comes only after the provider took a text is disproved by a text that went further.
    """
    if delivery.posting_at is None or not is_open(session, delivery.channel):
        return False
    here = [col(Breaker.channel) == delivery.channel, col(Breaker.opened_at) < delivery.posting_at]
    if delivery.state is State.ACCEPTED:
        here.append(col(Breaker.code).not_in(codes.BLOCKING_LATE))
    ended = session.exec(sa.delete(Breaker).where(*here), execution_options={"synchronize_session": False})
    return ended.rowcount > 0


def is_open(session: Session, channel: Channel) -> bool:
    """Whether the channel stands still."""
    return session.exec(select(Breaker.channel).where(Breaker.channel == channel)).first() is not None


def all_open(session: Session) -> Sequence[Breaker]:
    """Every channel that stands still, with the code that stopped it and when it is tried again."""
    return session.exec(select(Breaker).order_by(col(Breaker.channel))).all()


def standing_still() -> sa.Select[tuple[Channel]]:
    """The channels of which nothing is taken for sending, to be used inside a query."""
    return sa.select(Breaker.channel)  # type: ignore[call-overload]


def untried(now: datetime) -> sa.Select[tuple[Channel]]:
    """The channels whose next try is not due yet, to be used inside a query."""
    return standing_still().where(col(Breaker.retry_at) > now)


def take_tries(session: Session, *, now: datetime) -> list[Channel]:
    """The channels on which this caller, and nobody else for 15 minutes, may try one delivery."""
    due = col(Breaker.retry_at) <= now
    if session.exec(select(Breaker.channel).where(due).limit(1)).first() is None:
        return []
    taken = session.exec(
        sa.update(Breaker)
        .where(due)
        .values(retry_at=now + RETRY_AFTER)
        .returning(col(Breaker.channel))
        .execution_options(synchronize_session=False)
    )
    return list(taken.scalars())


def give_back(session: Session, channel: Channel, *, now: datetime) -> None:
    """Return a try for which there was no delivery, or only one that is not to be sent."""
    session.exec(
        sa.update(Breaker).where(col(Breaker.channel) == channel).values(retry_at=now),
        execution_options={"synchronize_session": False},
    )


def sweep(session: Session, *, now: datetime) -> int:
    """End what waited for a channel that stands still, so that its kind may take another way; how many."""
    waiting = (
        col(Delivery.state) == State.QUEUED,
        col(Delivery.next_attempt_at) <= now - WAITED_LONG,
        col(Delivery.channel).in_(standing_still()),
    )
    values = {"error_code": CODE, "finished_at": now, "is_astray": True}
    return moves.move_all(
        session, State.FAILED, *waiting, source=Source.CLOCK, now=now, values=values, code=CODE
    )
