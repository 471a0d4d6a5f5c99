"""Checks at the door of the settings room."""

from datetime import time

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.accounts.forms import PersonForm

LAST_DAY_START = 6
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


class AboutForm(PersonForm):
    """Her name, clock, calendar and way of writing dates."""

    locale = SelectField(_l("Dates and words"))
    day_start = SelectField(_l("My day begins at"), coerce=int)
    week_start = SelectField(_l("My week begins on"), coerce=int)

    @property
    def day_start_time(self) -> time:
        """The hour she chose as a time."""
        return time(int(self.day_start.data))
