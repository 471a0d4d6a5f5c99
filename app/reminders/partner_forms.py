"""Checks at the door of a care partner's invitation."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from app.accounts import contacts
from app.accounts.contacts import BadContact

LONGEST_NAME = 80
FEWEST_DAYS, MOST_DAYS = 2, 14
USUAL_DAYS = 3


def _strip(text: str | None) -> str:
    return " ".join((text or "").split())


class PartnerForm(FlaskForm):
    """Whom to ask, where, and after how many silent days to write."""

    name = StringField(
        _l("Their name"),
        filters=[_strip],
        validators=[
            DataRequired(_l("Type a name: a first name is enough.")),
            Length(max=LONGEST_NAME, message=_l("Up to %(max)d characters, please.")),
        ],
    )
    email = StringField(
        _l("Their email"), filters=[_strip], validators=[DataRequired(_l("Type their email."))]
    )
    silent_days = SelectField(
        _l("Write after"),
        default=str(USUAL_DAYS),
        validators=[InputRequired(_l("Choose the days from the list."))],
        validate_choice=False,
    )

    def validate_silent_days(self, field: SelectField) -> None:
        """Only the days of the list."""
        if field.data not in map(str, range(FEWEST_DAYS, MOST_DAYS + 1)):
            raise ValidationError(_l("Choose the days from the list."))

    def validate_email(self, field: StringField) -> None:
        """One address that a mail can go to."""
        text = field.data or ""
        try:
            if "@" not in text:
                raise BadContact(contacts.Fault.NEITHER)
            contacts.read(text, countries=frozenset(), region=None)
        except BadContact as error:
            raise ValidationError(_l("Type an email such as carla@example.org.")) from error

    def address(self) -> str:
        """The checked address in lower case."""
        return contacts.read(self.email.data or "", countries=frozenset(), region=None).address
