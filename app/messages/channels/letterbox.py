"""The letterbox: keeps on this machine what no mail server or text provider is set up to carry."""

import sys
from datetime import datetime

from app.config import Settings
from app.database import Database, upsert
from app.messages.channels import Accepted, Envelope
from app.messages.message import Message
from app.messages.models import Channel, Letter

SIGN_IN_CODE = "sign_in_code"


class Letterbox:
    """Keeps each message as a letter. A repeated one replaces the first: only its code is valid now."""

    is_repeatable = True

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Accepted:
        """Keep the message, in a transaction of its own."""
        letter = {
            "delivery_id": delivery.delivery_id,
            "at": now,
            "channel": delivery.channel,
            "address": message.address,
            "subject": message.subject,
            "text": message.text,
            "html": message.html,
        }
        with self.database.writing() as session:
            upsert(session, Letter, letter, key=["delivery_id"])
            session.commit()
        if delivery.kind == SIGN_IN_CODE and self.settings.is_own_machine:
            _show(message, delivery.channel)
        return Accepted()


def _show(message: Message, channel: Channel) -> None:
    """Show a sign-in code in the terminal of whoever runs this machine, who is the one signing in."""
    what = "text" if channel is Channel.SMS else "email"
    sys.stdout.write(f"Letterbox: {what} for {message.address}: {' '.join(message.text.split())}\n")
    sys.stdout.flush()
