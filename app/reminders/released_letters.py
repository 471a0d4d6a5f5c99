"""The email that tells her, once, that her number was let go, why, and where it can be hers again."""

from dataclasses import dataclass
from datetime import datetime

import flask_babel
from sqlmodel import Session

from app.accounts import queries as accounts
from app.config import Settings
from app.messages import writing
from app.messages.message import Message, OneWay, Reason, Withheld
from app.messages.models import Delivery
from app.reminders import numbers, wording


@dataclass(frozen=True, slots=True)
class ReleasedLetter(OneWay):
    """Says which number was let go, while she has no other."""

    settings: Settings

    def prepare(
        self,
        session: Session,
        delivery: Delivery,
        *,
        now: datetime,  # noqa: ARG002 (every kind is asked so)
    ) -> Message | Withheld:
        """Write it, unless she has a number again."""
        user = accounts.person(session, delivery.user_id or 0)
        released = numbers.newest(session, user) if user else None
        if user is None or user.email is None or released is None:
            return Withheld(Reason.GONE)
        with flask_babel.force_locale(user.locale):
            return writing.mail(
                "released",
                address=user.email,
                said=wording.released(released),
                contact_url=f"{self.settings.public_url}/settings/contact",
            )
