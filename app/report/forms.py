"""Checks at the door of the report room: which days, on which paper, and what the page shall hold."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.checklist import queries
from app.report import gather
from app.report.choosing import Choice
from app.report.model import Included, Paper
from app.rules import days

MOST_YEARS = 10
MOST_DAYS = 3_653
MOST_AGE = 120
SHORT, USUAL, A_YEAR = 30, gather.USUAL_DAYS, 365
# As the CLDR has it (paperSize, US-Letter).
LETTER_TERRITORIES = frozenset(
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
)

FROM, TO, PAPER, BORN = "from", "to", "paper", "birth_date"

Period = tuple[date, date]


class BadPeriod(ValueError):
    """What she asked for cannot be shown: the sentence that says why, and the field it is about."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


class BadBirthDate(ValueError):
    """Nobody who uses this was born on that day: the sentence that says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Preset:
    """A period that ends yesterday, and what it is called."""

    words: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Boxes:
    """The form of what a summary holds as she left it; ``error`` is about the birth date she typed."""

    included: Included
    birth_date: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The days to show, both included; ``notice`` says when they are fewer than she asked for."""

    first: date
    last: date
    notice: str = ""


def presets(today: date, *, usual: Period) -> tuple[Preset, ...]:
    """The periods one link leads to; ``usual``, as ``gather.usual_period``, is the first after a visit."""
    lengths = (
        (SHORT, ngettext("%(num)s day", "%(num)s days", SHORT)),
        (USUAL, ngettext("%(num)s day", "%(num)s days", USUAL)),
        (A_YEAR, _("1 year")),
    )
    named = tuple(Preset(words, *gather.default_period(today, length=length)) for length, words in lengths)
    if usual == gather.default_period(today):
        return named
    return (Preset(_("Since my last visit"), *_bounded(usual)), *named)


def _bounded(period: Period) -> Period:
    """As much of a period as a summary holds, up to its end."""
    first, last = period
    return max(first, last - timedelta(days=MOST_DAYS - 1), queries.FIRST_YEAR), last


def paper_of(args: Mapping[str, str], *, territory: str | None) -> Paper:
    """The paper asked for; else what printers hold where she lives."""
    asked = args.get(PAPER, "")
    if asked in set(Paper):
        return Paper(asked)
    return Paper.LETTER if territory in LETTER_TERRITORIES else Paper.A4


def period_of(args: Mapping[str, str], *, today: date, usual: Period | None = None) -> Asked:
    """The period of ``from`` and ``to``; without both it is ``usual``, else 90 days. Raises BadPeriod.

    An end today or later becomes yesterday, and the notice says so. At most ten years, from 2000 on: a longer
    ``usual`` is cut, with a notice too.
    """
    yesterday = today - days.ONE_DAY
    asked_first, asked_last = _read(args, FROM), _read(args, TO)
    if asked_first is None and asked_last is None and usual is not None:
        return _usual(usual)
    asked_last = asked_last or yesterday
    _check_is_kept(asked_last, field=TO)
    last = min(asked_last, yesterday)
    first = asked_first or _usual_first(last)
    _check(first, last=last, asked_last=asked_last)
    if asked_last == last:
        return Asked(first, last)
    notice = _("The summary ends on %(day)s, the last day that is over.", day=format_date(last, "long"))
    return Asked(first, last, notice)


def _usual(usual: Period) -> Asked:
    first, last = _bounded(usual)
    notice = _("A summary holds %(years)s years at most: these are the latest.", years=MOST_YEARS)
    return Asked(first, last, notice if first > usual[0] else "")


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


def choice_of(form: Mapping[str, str], *, today: date) -> Choice:
    """What she ticked, and the birth date she typed (or none); raises BadBirthDate."""
    return Choice(included=ticked(form), birth_date=_born(form.get(BORN, "").strip(), today=today))


def ticked(form: Mapping[str, str]) -> Included:
    """Which boxes of the form are ticked; every other one is not."""
    return Included(**{field.name: form.get(field.name) == "y" for field in fields(Included)})


def _born(text: str, *, today: date) -> date | None:
    if not text:
        return None
    try:
        born = date.fromisoformat(text)
    except ValueError:
        raise BadBirthDate(_("That is not a day. Choose one, or write it like 1961-04-02.")) from None
    if born > today:
        raise BadBirthDate(_("That day is still to come. Choose the day you were born."))
    if _age(born, today=today) > MOST_AGE:
        sentence = _("That is more than %(years)s years ago. Choose the day you were born.", years=MOST_AGE)
        raise BadBirthDate(sentence)
    return born


def _age(born: date, *, today: date) -> int:
    """In full years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
