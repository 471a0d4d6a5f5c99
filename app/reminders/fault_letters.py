"""The message that tells her, once, that an address of hers does not work, by another way that does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.config import Settings
from app.messages import faults, outbox, writing
from app.messages.message import Message, OneWay, Reason, Withheld
from app.messages.models import AddressFault, Channel, Delivery
from app.reminders import queries, ways, wording

LASTS = timedelta(days=1)


def plan(session: Session, delivery: Delivery, user: User, *, now: datetime) -> None:
    """Plan to tell her of the address that this message did not reach, if it is known not to work."""
    address = ways.address_of(user, delivery.channel) or ""
    fault = faults.current(session, user.id or 0, channel=delivery.channel, address=address)
    channel = ways.instead_of(session, user, delivery.channel)
    if fault is None or channel is None:
        return
    outbox.enqueue(
        session,
        key=f"{queries.FAULT}/{user.id}/{fault.id}/{fault.fault.value}",
        kind=queries.FAULT,
        channel=channel,
        user_id=user.id,
        due_at=now,
        expires_at=now + LASTS,
        now=now,
        payload={"fault": fault.id},
    )


@dataclass(frozen=True, slots=True)
class FaultLetter(OneWay):
    """Says which address does not work and where that can be mended, while it is so."""

    settings: Settings

    def prepare(
        self,
        session: Session,
        delivery: Delivery,
        *,
        now: datetime,  # noqa: ARG002 (every kind is asked so)
    ) -> Message | Withheld:
        """Write it, unless the address works again."""
        user = accounts.person(session, delivery.user_id or 0)
        address = ways.address_of(user, delivery.channel) if user else None
        fault = _fault(session, delivery, user) if user else None
        if user is None or address is None or fault is None:
            return Withheld(Reason.GONE)
        url = f"{self.settings.public_url}/reminders"
        with flask_babel.force_locale(user.locale):
            said = wording.fault(fault)
            if delivery.channel is Channel.EMAIL:
                return writing.mail("fault", address=address, said=said, reminders_url=url)
            title = _("A way to reach you does not work")
            return writing.notification(user.id or 0, said, title=title, open_url=url)


def _fault(session: Session, delivery: Delivery, user: User) -> AddressFault | None:
    return next(
        (each for each in ways.faults_of(session, user) if each.id == delivery.payload["fault"]), None
    )
