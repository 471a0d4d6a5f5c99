"""The fields that forms of this room are made of, and how what was typed in one is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app import words
from app.rules import results
from app.rules.partial_days import NoSuchDay, PartialDay
from app.rules.results import Ambiguous, NotANumber, Printed

OLDEST_YEARS = 120
EARLIEST_YEAR = 1900
YEARS_AHEAD = 5
PARTS = ("day", "month", "year")
Texts = Mapping[str, str]


class Shape(StrEnum):
    """What a field looks like, and with it what its text may be."""

    LINE = "line"
    LINES = "lines"
    NUMBER = "number"
    DAY = "day"
    PARTIAL = "partial"
    CHOICE = "choice"
    RADIO = "radio"
    BOX = "box"


class Fault(ValueError):
    """What is wrong in a field, in words."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def no_options() -> tuple[tuple[str, str], ...]:
    """Of fields that are typed."""
    return ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field named as the column it fills; a partial day is typed in three, ``day``, ``month``, ``year``.

    ``missing`` is said when it is left empty; without it, it may be. ``at_first`` stands in a new form.
    ``is_of_change``: it is asked only of a row that is there already. Words are lazy translations.
    """

    name: str
    label: Any
    shape: Shape = Shape.LINE
    missing: Any = ""
    hint: Any = ""
    at_first: Any = ""
    longest: int = 0
    options: Callable[[], tuple[tuple[str, str], ...]] = no_options
    may_be_ahead: bool = False
    is_of_change: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names under which it comes with a form."""
        if self.shape is Shape.PARTIAL:
            return tuple(f"{self.name}-{part}" for part in PARTS)
        return (self.name,)


def parts() -> tuple[tuple[str, str], ...]:
    """The parts of a partial day in the order of her locale, each with its label."""
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    pattern = str(getattr(get_locale(), "date_formats", {"short": "dMy"})["short"])
    places = {"day": pattern.find("d"), "month": pattern.find("M"), "year": pattern.find("y")}
    return tuple((part, labels[part]) for part in sorted(PARTS, key=lambda each: places[each]))


def read(field: Field, texts: Texts, *, today: date) -> Any:
    """What was typed as its column keeps it, a partial day as text, a number as Printed. Raises Fault."""
    text = texts.get(field.name, "")
    match field.shape:
        case Shape.PARTIAL:
            return _partial(field, texts, today)
        case Shape.BOX:
            return text == "y"
        case Shape.DAY:
            return _day(field, text, today)
        case Shape.CHOICE | Shape.RADIO:
            return _choice(field, text)
        case Shape.NUMBER:
            return _printed(field, text)
    return _words(field, text)


def _words(field: Field, text: str) -> str:
    said = text if field.shape is Shape.LINES else " ".join(text.split())
    if not said and field.missing:
        raise Fault(str(field.missing))
    over = len(said) - field.longest
    if field.longest and over > 0:
        raise Fault(
            ngettext(
                "That is %(num)s letter too long. Please shorten it.",
                "That is %(num)s letters too long. Please shorten it.",
                over,
            )
        )
    return said


def _printed(field: Field, text: str) -> Printed:
    try:
        return results.parse(_words(field, text), decimal=words.decimal_sign())
    except NotANumber:
        raise Fault(_("Please type one number as it is printed, such as 71 or −2.1.")) from None
    except Ambiguous as asked:
        readings = {"whole": asked.whole, "decimal": words.digits(asked.decimal)}
        raise Fault(
            _("Is it %(whole)s or %(decimal)s? Please type the one that is meant.", **readings)
        ) from None


def _choice(field: Field, text: str) -> str:
    """One of the options; the empty one, which only says that she shall choose, is none."""
    if text and text in {value for value, _words in field.options()}:
        return text
    if text or field.missing:
        raise Fault(str(field.missing) or _("Choose one of these."))
    return ""


def _day(field: Field, text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Fault(_("Choose a day from the calendar.")) from None
    _check_is_ours(field, PartialDay(day.year, day.month, day.day), today)
    return day


def _partial(field: Field, texts: Texts, today: date) -> str:
    day, month, year = (texts.get(name, "").strip() for name in field.inputs)
    if not (day or month or year):
        if field.missing:
            raise Fault(str(field.missing))
        return ""
    if not year:
        raise Fault(_("Please add the year. Day and month may stay empty."))
    if day and not month:
        raise Fault(_("Please add the month, or leave the day empty as well."))
    if len(year) == 2 and year.isdecimal():
        raise Fault(_("Please write the year with four digits, such as %(year)s.", year=today.year))
    try:
        known = PartialDay(_number(year), _number(month) if month else None, _number(day) if day else None)
    except NoSuchDay:
        raise Fault(_("There is no such day. Please look at its numbers once more.")) from None
    _check_is_ours(field, known, today)
    return str(known)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4) or int(text) == 0:
        raise Fault(_("Write day, month and year as numbers, such as 24, 11 and 2026."))
    return int(text)


def _check_is_ours(field: Field, known: PartialDay, today: date) -> None:
    """Refuse what lies ahead where nothing may, and what is older than a person."""
    if known.year < max(EARLIEST_YEAR, today.year - OLDEST_YEARS):
        raise Fault(_("That is very long ago. Please look at the year once more."))
    if known.first > today and not field.may_be_ahead:
        raise Fault(_("That day is still to come. Choose a day up to today."))
    if known.year > today.year + YEARS_AHEAD:
        raise Fault(_("That is very far ahead. Please look at the year once more."))
