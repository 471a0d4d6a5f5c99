"""How a delivery changes its state: one or many, each with an event that says who did it and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.messages.models import Delivery, DeliveryEvent, State

FINAL = frozenset(
    {State.DELIVERED, State.UNDELIVERED, State.FAILED, State.LOST, State.SUPPRESSED, State.EXPIRED}
)


class Source(StrEnum):
    """Who made a delivery change."""

    DISPATCH = "dispatch"
    CLOCK = "clock"
    CALLBACK = "callback"
    CONSENT = "consent"


def move(
    session: Session,
    delivery: Delivery,
    *,
    state: State,
    source: Source,
    now: datetime,
    code: str | None = None,
) -> None:
    """Bring one delivery into a state, which ends its lease, and note it; ``code`` is what went wrong."""
    delivery.state = state
    delivery.error_code = code
    delivery.lease_until = None
    delivery.finished_at = now if state in FINAL else None
    session.add(delivery)
    note(session, delivery, state=state, source=source, now=now, code=code)


def move_all(
    session: Session,
    state: State,
    *where: sa.ColumnElement[bool],
    source: Source,
    now: datetime,
    values: Mapping[str, Any] | None = None,
) -> int:
    """Bring all deliveries that meet the conditions into a state, with these values besides; how many."""
    ids = session.exec(
        sa.update(Delivery)
        .where(*where)
        .values(state=state, lease_until=None, **(values or {}))
        .returning(col(Delivery.id))
        .execution_options(synchronize_session=False)
    ).scalars()
    changed = list(ids)
    note_all(session, changed, state=state, source=source, now=now)
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
