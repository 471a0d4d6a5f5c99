"""Links to a summary in her words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import wording
from app.report.models import SharedSummary


@dataclass(frozen=True, slots=True)
class Link:
    """A link in her list: which days it shows, until when, how often it was opened."""

    id: int
    days: str
    until: str
    opened: str


def links(shared: Sequence[SharedSummary], *, zone: str) -> list[Link]:
    """Her links as the page lists them."""
    return [_link(each, zone) for each in shared]


def _link(shared: SharedSummary, zone: str) -> Link:
    return Link(
        id=shared.id or 0,
        days=wording.day_range(shared.first, shared.last),
        until=_("works until %(when)s", when=_moment(shared.expires_at, zone)),
        opened=_opened(shared.opened),
    )


def _moment(instant: datetime, zone: str) -> str:
    local = words.local(instant, zone)
    return f"{words.long_day(local.date())}, {words.clock_time(local)}"


def _opened(times: int) -> str:
    if not times:
        return _("not opened yet")
    return ngettext("opened once", "opened %(num)d times", times)


def not_six_digits() -> str:
    """What was typed cannot be a code; it counts as no try."""
    return _("The code is six digits, such as 012345.")


def wrong_code() -> str:
    """The digits do not fit, and there may be another try."""
    return _("That code does not fit. Please look at the message once more.")
