"""Checks at the door of the reminders room."""

import re
from datetime import time

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, ValidationError

from app.messages.models import Channel

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?", re.ASCII)


class TimeForm(FlaskForm):
    """The daily time on one channel; the box is for texts alone and starts unticked."""

    at = StringField(_l("Every day at"))
    texts = BooleanField()

    def validate_at(self, field: StringField) -> None:
        """A time of day, as the browser's own field or a keyboard writes it."""
        if not CLOCK.fullmatch((field.data or "").strip()):
            raise ValidationError(_l("Type a time such as 08:00 or 19:30."))

    def chosen_time(self) -> time:
        """The checked time, to the minute."""
        found = CLOCK.fullmatch((self.at.data or "").strip())
        if found is None:
            raise ValueError("the form was not checked")
        return time(int(found[1]), int(found[2]))


def read_channel(text: str | None) -> Channel | None:
    """The channel a form names; None when there is no such."""
    try:
        return Channel(text or "")
    except ValueError:
        return None
