"""What the provider reports of a text after it took it, and how that moves the delivery."""

from datetime import datetime

from sqlmodel import Session, select

from app.messages import moves, outbox
from app.messages.models import Delivery, State
from app.messages.moves import Source

PAST_VALIDITY = "30036"
LONGEST_CODE = 32
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


def apply_callback(
    session: Session, token: str, status: str, error_code: str | None, *, now: datetime
) -> bool:
    """Keep what the provider reports in its own words; False when the token is nobody's.

    The state only moves up (accepted, sent, then undelivered, failed or expired, then delivered), so doubles
    and late reports change nothing. Each leaves an event.
    """
    delivery = session.exec(
        select(Delivery).where(Delivery.callback_hash == outbox.hash_of(token)).with_for_update()
    ).one_or_none()
    if delivery is None:
        return False
    code = error_code[:LONGEST_CODE] if error_code else None
    state = REPORTED.get(status, delivery.state)
    if state in (State.UNDELIVERED, State.FAILED) and code == PAST_VALIDITY:
        state = State.EXPIRED
    if HEIGHT.get(state, 0) > HEIGHT.get(delivery.state, 0):
        delivery.accepted_at = delivery.accepted_at or now
        moves.move(session, delivery, state=state, source=Source.CALLBACK, now=now, code=code)
    else:
        moves.note(session, delivery, state=state, source=Source.CALLBACK, now=now, code=code)
    session.flush()
    return True
