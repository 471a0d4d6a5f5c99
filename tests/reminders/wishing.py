"""What the tests of wishes by text do again and again: wish something, and read the answer."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import flask_babel
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.messages.models import Channel
from app.reminders import queries, settled_words, settling
from app.reminders.models import Slot
from app.rules import texts
from app.rules.reply_meanings import Wish


@dataclass
class Wishing:
    """A person who texts her wishes."""

    app: Flask
    session: Session
    user: User

    @property
    def user_id(self) -> int:
        return self.user.id or 0

    def say(self, wish: Wish, at: datetime, *, channel: Channel = Channel.SMS) -> str:
        """Do what she wishes at that instant; the answer, which is one segment."""
        asked = queries.asked_by_text(self.session, self.user_id, now=at)
        _, payload = settling.act(self.session, self.user, wish, asked=asked, now=at, channel=channel)
        self.session.commit()
        return words_of(self.app, self.user, json.loads(json.dumps(payload)), at)

    def slots(self) -> list[Slot]:
        """Her times, by the clock."""
        return list(queries.slots_of(self.session, self.user_id))

    def times(self) -> list[str]:
        """The times of day at which she is reminded."""
        return [slot.at.strftime("%H:%M") for slot in self.slots() if slot.is_active]


def words_of(app: Flask, user: User, payload: dict[str, Any], at: datetime) -> str:
    """What is said of a payload at that instant, in one segment."""
    with app.app_context(), flask_babel.force_locale(user.locale):
        text = settled_words.text_of(user, payload=payload, now=at)
    assert texts.is_gsm(text), text
    assert texts.segments(text) == 1, text
    return text
