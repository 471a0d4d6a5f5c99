"""Addresses that do not work: what the fate of her messages teaches about them, and how that ends.

Callers commit.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.messages import codes
from app.messages.message import Reason
from app.messages.models import AddressFault, Channel, Delivery, Fault, State

IN_A_ROW = 3
MOST_SHOWN = 5
ENDED_BY_CARRIER = (State.DELIVERED, State.UNDELIVERED, State.FAILED)


def current(session: Session, user_id: int, *, channel: Channel, address: str) -> AddressFault | None:
    """Why nothing is to be sent to this address of hers now; None while it works, as far as we know."""
    return session.exec(
        select(AddressFault).where(*_open(user_id, channel, address)).order_by(col(AddressFault.id)).limit(1)
    ).first()


def of_person(session: Session, user_id: int, *, addresses: Collection[str]) -> Sequence[AddressFault]:
    """Which of these addresses of hers do not work now, the longest known first; at most one row each.

    She may have more in her rows: those she had before, and those of her care partners.
    """
    return session.exec(
        select(AddressFault)
        .where(AddressFault.user_id == user_id, col(AddressFault.ended_at).is_(None))
        .where(col(AddressFault.address).in_(addresses))
        .order_by(col(AddressFault.id))
        .limit(MOST_SHOWN)
    ).all()


def note(
    session: Session, user_id: int, *, channel: Channel, address: str, fault: Fault, now: datetime
) -> bool:
    """Keep that an address does not work, unless that is known; whether it is news.

    A number that was out of reach and turns out not to exist is news; the other way round it is not.
    """
    known = current(session, user_id, channel=channel, address=address)
    if known is not None and (known.fault is fault or known.fault is Fault.BAD_ADDRESS):
        return False
    end(session, user_id, channel=channel, address=address, now=now)
    session.add(AddressFault(user_id=user_id, channel=channel, address=address, fault=fault, since=now))
    session.flush()
    return True


def end(session: Session, user_id: int, *, channel: Channel, address: str, now: datetime) -> bool:
    """Trust an address of hers again: a message arrived, or she says so; whether it was doubted."""
    ended = session.exec(
        sa.update(AddressFault).where(*_open(user_id, channel, address)).values(ended_at=now),
        execution_options={"synchronize_session": False},
    )
    return ended.rowcount > 0


def learn(session: Session, delivery: Delivery, *, now: datetime) -> None:
    """What the state that a delivery has just reached says about its address."""
    if delivery.user_id is None or delivery.address is None:
        return
    if delivery.state is State.DELIVERED:
        end(session, delivery.user_id, channel=delivery.channel, address=delivery.address, now=now)
        return
    fault = _fault_of(session, delivery)
    if fault is not None:
        note(
            session,
            delivery.user_id,
            channel=delivery.channel,
            address=delivery.address,
            fault=fault,
            now=now,
        )


def _fault_of(session: Session, delivery: Delivery) -> Fault | None:
    if delivery.state not in (State.FAILED, State.UNDELIVERED):
        return None
    if delivery.reason == Reason.BAD_ADDRESS:
        return Fault.BAD_ADDRESS
    if delivery.channel is Channel.SMS and delivery.error_code in codes.UNREACHABLE:
        latest = _latest_codes(session, delivery)
        if len(latest) == IN_A_ROW and codes.UNREACHABLE.issuperset(latest):
            return Fault.UNREACHABLE
    return None


def _latest_codes(session: Session, delivery: Delivery) -> list[str | None]:
    """What went wrong with the last texts to this address that the carrier answered for, None where nothing.

    Texts that never left, or whose end is open, say nothing about her phone.
    """
    session.flush()
    answered = (
        Delivery.user_id == delivery.user_id,
        Delivery.channel == delivery.channel,
        Delivery.address == delivery.address,
        col(Delivery.state).in_(ENDED_BY_CARRIER),
        col(Delivery.accepted_at).is_not(None),
    )
    latest = (col(Delivery.posting_at).desc(), col(Delivery.id).desc())
    return list(
        session.exec(select(Delivery.error_code).where(*answered).order_by(*latest).limit(IN_A_ROW)).all()
    )


def _open(user_id: int, channel: Channel, address: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(AddressFault.user_id) == user_id,
        col(AddressFault.channel) == channel,
        col(AddressFault.address) == address,
        col(AddressFault.ended_at).is_(None),
    )
