"""What follows from the fate of a delivery: for her address, her consent, the whole channel, the operator."""

from datetime import datetime

from sqlmodel import Session

from app.messages import breaker, codes, consent, faults, operator
from app.messages.message import Reason
from app.messages.models import Channel, Delivery, State
from app.messages.operator import Matter

TAKEN = (State.ACCEPTED, State.SENT, State.DELIVERED)
REFUSED = (State.FAILED, State.UNDELIVERED)


def follow(session: Session, delivery: Delivery, *, now: datetime) -> None:
    """Draw the conclusions from the state that a delivery has just reached. Callers commit."""
    faults.learn(session, delivery, now=now)
    if delivery.channel is not Channel.SMS:
        return
    if delivery.state in TAKEN:
        breaker.heal(session, delivery)
    elif delivery.state in REFUSED:
        _take_refusal(session, delivery, now)


def _take_refusal(session: Session, delivery: Delivery, now: datetime) -> None:
    code = delivery.error_code or ""
    if delivery.reason == Reason.OPTED_OUT and delivery.user_id is not None:
        consent.revoke(
            session, user_id=delivery.user_id, channel=Channel.SMS, by="provider", words=None, now=now
        )
    elif code in codes.BLOCKING:
        if breaker.trip(session, Channel.SMS, code=code, now=now):
            operator.tell(session, Matter.BLOCKED, once=f"sms/{now.isoformat()}", now=now, code=code)
    elif code == codes.TAKEN_FOR_SPAM:
        operator.tell(session, Matter.SPAM, once=now.date().isoformat(), now=now, code=code)
