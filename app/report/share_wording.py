"""Links to a summary in her words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app import words
from app.checklist import wording
from app.report import qr, queries, sharing
from app.report.models import Look, SharedSummary, SummaryOpening
from app.report.queries import Shared


@dataclass(frozen=True, slots=True)
class Link:
    """A link in her list: which days it shows, until when, how often it was opened and when.

    ``ended`` says why it opens nothing any more, where wrong codes ended it; it is empty while it works.
    """

    id: int
    days: str
    until: str
    opened: str
    ended: str
    looks_heading: str
    looks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A link that was just made, as it is shown once; the code is in two groups of three digits."""

    id: int
    first: date
    last: date
    url: str
    token: str
    code: str
    days: str
    until: str
    qr: Markup


def links(shared: Sequence[Shared], *, zone: str) -> list[Link]:
    """Her links as the page lists them."""
    return [_link(each, zone) for each in shared]


def _link(shared: Shared, zone: str) -> Link:
    link = shared.link
    is_ended = link.tries >= queries.MOST_TRIES
    return Link(
        id=link.id or 0,
        days=wording.day_range(link.first, link.last),
        until=until(link, zone=zone),
        opened=_opened(link, zone),
        ended=_("Ended: a wrong code was typed five times. It opens nothing any more.") if is_ended else "",
        looks_heading=_looks_heading(len(shared.looks)),
        looks=tuple(_look(each, zone) for each in shared.looks),
    )


def made(link: SharedSummary, *, url: str, token: str, digits: str, zone: str) -> Made:
    """A new link with its code, and the picture of the address."""
    half = len(digits) // 2
    return Made(
        id=link.id or 0,
        first=link.first,
        last=link.last,
        url=url,
        token=token,
        code=f"{digits[:half]} {digits[half:]}",
        days=wording.day_range(link.first, link.last),
        until=until(link, zone=zone),
        qr=Markup(qr.svg(url)),  # noqa: S704 (made of nothing but squares)
    )


def until(link: SharedSummary, *, zone: str) -> str:
    """Until when a link works: "works until Sunday 29 November, 10:30"."""
    return _("works until %(when)s", when=_moment(link.expires_at, zone))


def beside_qr(link: SharedSummary, *, zone: str) -> str:
    """What stands beside the picture on paper."""
    when = _moment(link.expires_at, zone)
    return _("Read it on a screen: the link works until %(when)s. Ask her for the code.", when=when)


def _moment(instant: datetime, zone: str) -> str:
    local = words.local(instant, zone)
    return f"{words.long_day(local.date())}, {words.clock_time(local)}"


def _opened(link: SharedSummary, zone: str) -> str:
    if not link.opened or link.last_opened_at is None:
        return _("not opened yet")
    when = _moment(link.last_opened_at, zone)
    if link.opened == 1:
        return _("opened once, on %(when)s", when=when)
    return ngettext(
        "opened %(num)d time, last on %(when)s",
        "opened %(num)d times, last on %(when)s",
        link.opened,
        when=when,
    )


def _looks_heading(listed: int) -> str:
    """What stands over the looks; of more than are listed those are the latest."""
    if listed < queries.MOST_LOOKS:
        return _("When it was opened")
    return _("When it was opened: the latest %(num)d times", num=listed)


def _look(opening: SummaryOpening, zone: str) -> str:
    when = _moment(opening.opened_at, zone)
    if opening.look is Look.PDF:
        return _("%(when)s: the PDF", when=when)
    return _("%(when)s: the page", when=when)


def enough_today() -> str:
    """What she is told when she made many links; some may have ended, and none can be shown again."""
    most = sharing.MOST_A_DAY
    return _("%(num)d links a day are the most, ended ones too. You can make a new one tomorrow.", num=most)


def nothing_yet() -> str:
    """What she is told before there is a whole day to show."""
    return _("There is nothing to share yet: a summary begins with your first whole day.")


def ended_since() -> str:
    """What a page says that is loaded once more after its link was ended."""
    return _("That link is ended. You can make a new one here.")


def not_six_digits() -> str:
    """What was typed cannot be a code; it counts as no try."""
    return _("The code is six digits, such as 012345.")


def wrong_code() -> str:
    """The digits do not fit, and there may be another try."""
    return _("That code does not fit. Please look at the six digits once more.")
