"""Checks at the door of the accounts room."""

import zoneinfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from app.messages.models import Channel

LONGEST_NAME = 80


def _strip(text: str | None) -> str:
    return " ".join((text or "").split())


def _digits(text: str | None) -> str:
    """The digits of what she typed, also when a phone wrote them in full width or with a space."""
    return "".join(str(int(character)) for character in text or "" if character.isdecimal())


def zones() -> list[str]:
    """The time zones a person can choose, by name; aliases of old times are left out."""
    regions = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return [*sorted(name for name in zoneinfo.available_timezones() if name.startswith(regions)), "UTC"]


class ContactForm(FlaskForm):
    """Where to send the code."""

    contact = StringField(
        _l("Email or mobile number"),
        filters=[_strip],
        validators=[InputRequired(_l("Type your email or mobile number."))],
    )
    next = HiddenField()


class CodeForm(FlaskForm):
    """The six digits."""

    code = StringField(
        _l("Code"), filters=[_digits], validators=[Length(6, 6, _l("The code has six digits."))]
    )
    next = HiddenField()


class NameForm(FlaskForm):
    """Her name."""

    name = StringField(
        _l("What shall we call you?"),
        filters=[_strip],
        validators=[
            DataRequired(_l("Type a name: your first name is enough.")),
            Length(max=LONGEST_NAME, message=_l("Up to %(max)d characters, please.")),
        ],
    )


class ShareForm(NameForm):
    """The name by which she is known at a number that she shares."""


class PersonForm(NameForm):
    """Her name and where she lives by the clock."""

    zone = SelectField(
        _l("Your time zone"),
        validators=[InputRequired(_l("Choose your time zone from the list."))],
        validate_choice=False,
    )

    def validate_zone(self, field: SelectField) -> None:
        """Only zones the tz database knows."""
        if field.data not in zoneinfo.available_timezones():
            raise ValidationError(_l("Choose your time zone from the list."))


class SignUpForm(PersonForm):
    """What opens an account; the box is for texts alone and starts unticked."""

    texts = BooleanField()

    @staticmethod
    def wants_texts(channel: Channel, form: "SignUpForm") -> bool:
        """Whether she ticked the box that stands there only for a mobile number."""
        return channel is Channel.SMS and bool(form.texts.data)
