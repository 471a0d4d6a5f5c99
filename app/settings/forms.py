"""Checks at the door of the settings room."""

from datetime import time

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.accounts.forms import PersonForm
from app.sight import Sight, TextSize, Theme

LAST_DAY_START = 6
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


class AboutForm(PersonForm):
    """Her name, clock, calendar and way of writing dates."""

    locale = SelectField(_l("Language and dates"))
    day_start = SelectField(_l("My day begins at"), coerce=int)
    week_start = SelectField(_l("My week begins on"), coerce=int)

    @property
    def day_start_time(self) -> time:
        """The hour she chose as a time."""
        return time(int(self.day_start.data))


class SightForm(FlaskForm):
    """Text size and theme."""

    text_size = RadioField(
        _l("Text size"),
        choices=[
            SelectChoice(TextSize.NORMAL.value, _l("As on my phone")),
            SelectChoice(TextSize.LARGE.value, _l("Large")),
            SelectChoice(TextSize.LARGER.value, _l("Larger")),
            SelectChoice(TextSize.LARGEST.value, _l("Largest")),
        ],
    )
    theme = RadioField(
        _l("Colours"),
        choices=[
            SelectChoice(Theme.SYSTEM.value, _l("As on my phone")),
            SelectChoice(Theme.LIGHT.value, _l("Light")),
            SelectChoice(Theme.DARK.value, _l("Dark")),
        ],
    )

    @property
    def sight(self) -> Sight:
        """What she chose."""
        return Sight(TextSize(self.text_size.data), Theme(self.theme.data))
