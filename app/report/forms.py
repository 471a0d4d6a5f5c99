"""Checks at the door of the report room: which days, on which paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from app.checklist import queries
from app.report import gather
from app.report.model import Paper
from app.rules import days

MOST_YEARS = 10
MOST_DAYS = 3_653
PRESETS = (30, 90, 365)
LETTER_TERRITORIES = frozenset({"US", "CA"})

FROM, TO, PAPER = "from", "to", "paper"


class BadPeriod(ValueError):
    """What she asked for cannot be shown: the sentence that says why, and the field it is about."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


@dataclass(frozen=True, slots=True)
class Preset:
    """A period of so many days that ends yesterday."""

    length: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Asked:
    """The days to show, both included; ``notice`` says when they are fewer than she asked for."""

    first: date
    last: date
    notice: str = ""


def presets(today: date) -> tuple[Preset, ...]:
    """The periods one link leads to."""
    return tuple(Preset(length, *gather.default_period(today, length=length)) for length in PRESETS)


def paper_of(args: Mapping[str, str], *, territory: str | None) -> Paper:
    """The paper asked for; else what printers hold where she lives."""
    asked = args.get(PAPER, "")
    if asked in set(Paper):
        return Paper(asked)
    return Paper.LETTER if territory in LETTER_TERRITORIES else Paper.A4


def period_of(args: Mapping[str, str], *, today: date) -> Asked:
    """The period of ``from`` and ``to``, each of which may be left out; raises BadPeriod.

    An end today or later becomes yesterday, and the notice says so. At most ten years, from 2000 on.
    """
    yesterday = today - days.ONE_DAY
    asked_last = _read(args, TO) or yesterday
    _check_is_kept(asked_last, field=TO)
    last = min(asked_last, yesterday)
    first = _read(args, FROM) or _usual_first(last)
    _check(first, last=last, asked_last=asked_last)
    if asked_last == last:
        return Asked(first, last)
    notice = _("The summary ends on %(day)s, the last day that is over.", day=format_date(last, "long"))
    return Asked(first, last, notice)


def _usual_first(last: date) -> date:
    return max(last - timedelta(days=gather.USUAL_DAYS - 1), queries.FIRST_YEAR)


def _read(args: Mapping[str, str], field: str) -> date | None:
    text = args.get(field, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = _("That is not a day. Choose one, or write it like 2026-11-24.")
        raise BadPeriod(sentence, field=field) from None


def _check_is_kept(day: date, *, field: str) -> None:
    """Nothing is kept from before the first year, and dates near the year 1 leave no room for weeks."""
    if day < queries.FIRST_YEAR:
        earliest = format_date(queries.FIRST_YEAR, "long")
        raise BadPeriod(_("Choose a day from %(day)s on.", day=earliest), field=field)


def _check(first: date, *, last: date, asked_last: date) -> None:
    if first > asked_last:
        raise BadPeriod(_("The first day comes after the last one. Change one of them."), field=FROM)
    if first > last:
        sentence = _("That day is not over yet. Choose a first day before today.")
        raise BadPeriod(sentence, field=FROM)
    _check_is_kept(first, field=FROM)
    if (last - first).days >= MOST_DAYS:
        sentence = _("That is more than %(years)s years. Choose a shorter period.", years=MOST_YEARS)
        raise BadPeriod(sentence, field=FROM)
