"""What the messages of slots share: looked at once more, written in her language, led another way."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime

import flask_babel
from sqlmodel import Session

from app.config import Settings
from app.messages.message import Message, Postponed, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import another_way, sending, sharing
from app.reminders.sending import Reminder


@dataclass(frozen=True, slots=True)
class Timed(ABC):
    """A kind of message that a slot plans; what it says is left to each."""

    settings: Settings

    def prepare(
        self, session: Session, delivery: Delivery, *, now: datetime
    ) -> Message | Withheld | Postponed:
        """Look once more whether it is wanted, then write it."""
        reminder = sending.read(session, delivery, now=now)
        if not isinstance(reminder, Reminder):
            return reminder
        with flask_babel.force_locale(reminder.user.locale):
            message = self.write(reminder)
            if isinstance(message, Withheld) or delivery.channel is not Channel.SMS:
                return message
            name = sharing.whose(session, reminder.user)
            return replace(message, text=sharing.signed(name, message.text))

    def gone_astray(self, session: Session, delivery: Delivery, *, now: datetime) -> None:
        """Take another way to her, while that makes sense."""
        another_way.take(session, delivery, now=now)

    @abstractmethod
    def write(self, of: Reminder) -> Message | Withheld:
        """The message in the language in force, or why there is nothing to say."""
