"""How a delivery changes its state: one or many, each with an event that says who did it and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.messages.message import Reason
from app.messages.models import Delivery, DeliveryEvent, State

FINAL = frozenset(
    {State.DELIVERED, State.UNDELIVERED, State.FAILED, State.LOST, State.SUPPRESSED, State.EXPIRED}
)
ASTRAY = frozenset({State.UNDELIVERED, State.FAILED, State.LOST})
LOOK_AFTER = timedelta(minutes=5)
ASK_AFTER = (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=24))


class Source(StrEnum):
    """Who made a delivery change; ``told`` notes that its kind was told that it went astray."""

    DISPATCH = "dispatch"
    CLOCK = "clock"
    CALLBACK = "callback"
    CONSENT = "consent"
    OPERATOR = "operator"
    TOLD = "told"


def move(
    session: Session,
    delivery: Delivery,
    *,
    state: State,
    source: Source,
    now: datetime,
    code: str | None = None,
) -> None:
    """Bring one delivery into a state, which ends its lease, and note it; ``code`` is what went wrong.

    One that went astray by it is marked for its kind to be told, and the next look at the provider is set.
    What the state rests on (reason, provider_id, accepted_at) is to be there before.
    """
    delivery.is_astray = _is_astray(session, delivery, state)
    delivery.state = state
    delivery.error_code = code
    delivery.lease_until = None
    delivery.finished_at = now if state in FINAL else None
    delivery.next_check_at = next_check(delivery, now=now)
    session.add(delivery)
    note(session, delivery, state=state, source=source, now=now, code=code)


def next_check(delivery: Delivery, *, now: datetime) -> datetime | None:
    """When the provider is to be asked what became of it; None when there is nothing more to ask.

    An unknown text is looked for 5 minutes after its posting; one that the provider took and names is asked
    about 15 minutes, 2 hours and 24 hours after that, the first of these that is still ahead.
    """
    if delivery.state is State.UNKNOWN:
        return max(now, (delivery.posting_at or now) + LOOK_AFTER)
    is_open = delivery.state in (State.ACCEPTED, State.SENT)
    if not is_open or delivery.provider_id is None or delivery.callback_hash is None:
        return None
    marks = ((delivery.accepted_at or now) + after for after in ASK_AFTER)
    return next((mark for mark in marks if mark > now), None)


def _is_astray(session: Session, delivery: Delivery, state: State) -> bool:
    """Whether its kind is to be told of the state; once in its life, however often it changes after."""
    is_unusable = state is State.SUPPRESSED and delivery.reason == Reason.BAD_ADDRESS
    if state not in ASTRAY and not is_unusable:
        return False
    told = select(DeliveryEvent.id).where(
        DeliveryEvent.delivery_id == delivery.id, DeliveryEvent.source == Source.TOLD
    )
    return session.exec(told.limit(1)).first() is None


def move_all(
    session: Session,
    state: State,
    *where: sa.ColumnElement[bool],
    source: Source,
    now: datetime,
    values: Mapping[str, Any] | None = None,
    code: str | None = None,
) -> int:
    """Bring all deliveries that meet the conditions into a state, with these values besides; how many.

    ``code`` goes into the events; marks for kinds and checks are the caller's, among the values.
    """
    ids = session.exec(
        sa.update(Delivery)
        .where(*where)
        .values(state=state, lease_until=None, **(values or {}))
        .returning(col(Delivery.id))
        .execution_options(synchronize_session=False)
    ).scalars()
    changed = list(ids)
    note_all(session, changed, state=state, source=source, now=now, code=code)
    return len(changed)


def note(
    session: Session,
    delivery: Delivery,
    *,
    state: State,
    source: Source,
    now: datetime,
    code: str | None = None,
) -> None:
    """Keep an event of a stored delivery; its state stays as it is. Raises ValueError before it is stored."""
    if delivery.id is None:
        raise ValueError("the delivery is not stored yet")
    note_all(session, [delivery.id], state=state, source=source, now=now, code=code)


def note_all(
    session: Session,
    ids: Sequence[int],
    *,
    state: State,
    source: Source,
    now: datetime,
    code: str | None = None,
) -> None:
    """Keep the same event of several deliveries, by their ids."""
    session.add_all(
        DeliveryEvent(delivery_id=each, at=now, source=source, state=state, error_code=code) for each in ids
    )
