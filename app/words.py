"""Dates and numbers the way she writes them, for every page and message."""

import re
import unicodedata
from datetime import date, datetime, time

from babel import Locale, dates
from babel.dates import format_interval, format_skeleton
from babel.numbers import get_decimal_symbol
from flask_babel import format_date, format_decimal, get_locale

from app import clock
from app.rules import figures

_YEAR_AT_THE_END = re.compile(r"[\s,]*(?:'[^']*'\s*)?y+\s*$")
# Where a region's months are figures in a span of days, those of its language are clearer.
_MONTH_IN_LETTERS = "MMM"
_DOTTED_HALF = re.compile(r"([ap])\.\s?m\.")


def local(instant: datetime, zone: str) -> datetime:
    """An instant on her wall clock."""
    return instant.astimezone(clock.zone(zone))


def apart(name: str) -> str:
    """A name within a sentence: written from right to left, it does not draw the number after it along."""
    is_from_right = any(unicodedata.bidirectional(char) in ("R", "AL") for char in name)
    return f"\u2068{name}\u2069" if is_from_right else name


def number(value: float) -> str:
    """A number without needless decimals: 5, 1,000, 2.5."""
    return str(format_decimal(round(value, 2)))


def digits(printed: str) -> str:
    """A number with all the decimals it was printed with, and a true minus: −2.1, 71.0."""
    return printed.replace("-", "−").replace(".", decimal_sign())


def decimal_sign() -> str:
    """What stands before decimals here: a point or a comma."""
    return get_decimal_symbol(_locale())


def mean(value: float) -> str:
    """A mean as every page and message prints it, rounded by ``figures.rounded``."""
    return number(figures.rounded(value))


def long_day(day: date) -> str:
    """Friday 20 November."""
    said = _by_skeleton("MMMMEEEEd", day)
    if dates.format_date(day, "EEEE", locale=_locale()) in said:
        return said
    # The region's data know the short form alone: its longest date says all, and a year.
    full = str(_locale().date_formats["full"].pattern)
    return str(dates.format_date(day, _YEAR_AT_THE_END.sub("", full), locale=_locale()))


def short_day(day: date) -> str:
    """20 Nov."""
    return _by_skeleton("MMMd", day)


def short_span(first: date, last: date) -> str:
    """16–22 Nov."""
    locale = _locale()
    if not all(_MONTH_IN_LETTERS in "".join(parts) for parts in locale.interval_formats["MMMd"].values()):
        locale = Locale(locale.language)
    return str(format_interval(first, last, "MMMd", locale=locale))


def full_day(day: date) -> str:
    """20 November 2026."""
    return str(format_date(day, "long"))


def month(day: date) -> str:
    """November 2026."""
    return _by_skeleton("yMMMM", day)


def dated(day: date) -> str:
    """2 Oct 2026."""
    return _by_skeleton("yMMMd", day)


def short_month(day: date) -> str:
    """Oct 2026."""
    return _by_skeleton("yMMM", day)


def at_start(said: str) -> str:
    """What stands at the start of a heading or a line, where also Spanish months and weekdays are tall."""
    return said[:1].upper() + said[1:]


def month_alone(day: date) -> str:
    """Nov."""
    return str(format_date(day, "LLL"))


def weekday(day: date) -> str:
    """Fri."""
    return str(format_date(day, "ccc"))


def weekday_typed(day: date) -> str:
    """The weekday as somebody types it: fri."""
    return dates.format_date(day, "ccc", locale=_locale()).rstrip(".").lower()


def weekday_in_full(day: date) -> str:
    """Friday."""
    return dates.format_date(day, "cccc", locale=_locale())


def weekday_of(number: int) -> str:
    """Mon, for 0."""
    return weekday(date(2024, 1, 1 + number))


def clock_time(at: datetime) -> str:
    """08:00 or 8:00 am, from a local time; no dots in it that a sentence would end on."""
    has_halves = "h" in str(_locale().time_formats["short"].pattern)
    return _DOTTED_HALF.sub(r"\1m", _by_skeleton("hm" if has_halves else "Hm", at))


def clock_time_of(at: time) -> str:
    """08:00 or 8:00 am, from a time of day."""
    return clock_time(datetime.combine(date(2024, 1, 1), at))


def _by_skeleton(skeleton: str, value: date | datetime) -> str:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return str(format_skeleton(skeleton, moment, locale=_locale()))


def _locale() -> Locale:
    return get_locale() or Locale("en")
