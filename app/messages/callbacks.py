"""What the provider reports of a text it took, by itself or when asked, and how that moves the delivery."""

from datetime import datetime

from sqlmodel import Session, select

from app.messages import aftermath, codes, moves, outbox
from app.messages.message import Reason
from app.messages.models import Delivery, State
from app.messages.moves import Source

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
    session: Session,
    token: str,
    status: str,
    error_code: str | None,
    *,
    now: datetime,
    provider_id: str | None = None,
) -> bool:
    """Keep what the provider reports in its own words; False when the token is nobody's.

    The state only moves up (accepted, sent, then undelivered, failed or expired, then delivered), so doubles
    and late reports change nothing. Each leaves an event. An unknown text, and one given up as lost, moves to
    whatever is reported of it; ``provider_id`` is then how it can be asked about.
    """
    delivery = session.exec(
        select(Delivery).where(Delivery.callback_hash == outbox.hash_of(token)).with_for_update()
    ).one_or_none()
    if delivery is None:
        return False
    if provider_id is not None and delivery.provider_id is None:
        outbox.keep_name(session, delivery, provider_id)
    code = error_code[:LONGEST_CODE] if error_code else None
    if not report(session, delivery, status, code=code, source=Source.CALLBACK, now=now):
        state = _state_of(status, code) or delivery.state
        moves.note(session, delivery, state=state, source=Source.CALLBACK, now=now, code=code)
    session.flush()
    return True


def report(
    session: Session, delivery: Delivery, status: str, *, code: str | None, source: Source, now: datetime
) -> bool:
    """Move a delivery, locked by the caller, up to what the provider says of it; whether it moved.

    What follows for her address, her consent and the channel follows at once.
    """
    state = _state_of(status, code)
    if state is None or HEIGHT[state] <= HEIGHT.get(delivery.state, 0):
        return False
    delivery.accepted_at = delivery.accepted_at or now
    delivery.reason = _reason_of(code) if state in moves.ASTRAY else None
    moves.move(session, delivery, state=state, source=source, now=now, code=code)
    aftermath.follow(session, delivery, now=now)
    return True


def _state_of(status: str, code: str | None) -> State | None:
    """The state a word of the provider's stands for; None for one we do not know."""
    state = REPORTED.get(status)
    if state in (State.UNDELIVERED, State.FAILED) and code == codes.PAST_VALIDITY:
        return State.EXPIRED
    return state


def _reason_of(code: str | None) -> Reason | None:
    if code == codes.OPTED_OUT:
        return Reason.OPTED_OUT
    return Reason.BAD_ADDRESS if code in codes.BAD_NUMBERS else None
