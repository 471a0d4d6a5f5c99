"""The days she names: yesterday, a weekday, a date, two days ago; and until when."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from app.rules import days
from app.rules.reply_units import NUMBERS

FARTHEST_BACK = 60
MOST_DAYS_AGO = 14

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday weds wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(_MONTHS)
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_COUNT = rf"\d{{1,2}}|a|{'|'.join(NUMBERS)}"
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)"

Resolved = Callable[[re.Match[str], date], date | None]


def _weekday(match: re.Match[str], today: date) -> date | None:
    """The last such day; of today's weekday nobody can say which it is, unless she says "last"."""
    back = (today.weekday() - _WEEKDAYS[match["weekday"]]) % days.DAYS_IN_WEEK
    if not back and not match["last"]:
        return None
    return today - timedelta(days=back or days.DAYS_IN_WEEK)


def _days_ago(match: re.Match[str], today: date) -> date | None:
    ago = count_of(match["ago"])
    return today - timedelta(days=ago) if 0 < ago <= MOST_DAYS_AGO else None


def _dated(match: re.Match[str], today: date) -> date | None:
    """The last such date, if it is not long ago."""
    found = match.groupdict()
    number = int(found.get("day") or found.get("day2") or found["day3"])
    month = _MONTHS.get(found.get("month") or found.get("month2") or "")
    for back in range(FARTHEST_BACK + 1):
        day = today - timedelta(days=back)
        if day.day == number and month in (None, day.month):
            return day
    return None


_PHRASES: tuple[tuple[re.Pattern[str], Resolved], ...] = (
    (
        re.compile(r"\b(?:the )?day before yesterday\b"),
        lambda _, today: today - 2 * days.ONE_DAY,
    ),
    (re.compile(r"\b(?:yesterday|yday|last night)\b"), lambda _, today: today - days.ONE_DAY),
    (re.compile(rf"\b(?P<ago>{_COUNT}) days? ago\b"), _days_ago),
    (re.compile(r"\btoday\b"), lambda _, today: today),
    (
        re.compile(rf"(?<!the )(?<!\bi )(?<!we )\b(?:on )?(?P<last>last )?(?P<weekday>{_WEEKDAY})\b"),
        _weekday,
    ),
    (
        re.compile(
            rf"\b(?:on )?(?:the )?(?:{_ORDINAL.replace('(', '(?P<day>', 1)}|(?P<day2>\d{{1,2}})) (?:of )?"
            rf"(?P<month>{_MONTH.replace('|may', '')})\b"
            rf"|\b(?:on )?(?P<month2>{_MONTH}) {_ORDINAL.replace('(', '(?P<day3>', 1)}\b"
        ),
        _dated,
    ),
    (re.compile(rf"\bon the {_ORDINAL.replace('(', '(?P<day>', 1)}\b"), _dated),
)

# Days to come: until when something is set aside.
_UNTIL = re.compile(
    rf"(?P<tomorrow>tomorrow)|(?:next )?(?P<weekday>{_WEEKDAY})"
    rf"|(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: (?:of )?(?P<month>{_MONTH}))?"
    rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?"
)
UNTIL = re.sub(r"\?P<\w+>", "?:", _UNTIL.pattern)
COUNT = _COUNT


def found_in(text: str, today: date) -> Iterator[tuple[re.Match[str], date]]:
    """The days a plain text names, each with its place; never a day to come."""
    for pattern, resolve in _PHRASES:
        for match in pattern.finditer(text):
            if _is_other_word(text, match):
                continue
            day = resolve(match, today)
            if day is not None:
                yield match, day


def _is_other_word(text: str, match: re.Match[str]) -> bool:
    """Whether "sun" or "sat" is no day: they are only where a line or sentence begins, and after "on"."""
    before = text[: match.start()].rstrip(" ")
    begins = not before or before[-1] in "\n.;!:"
    return match[0] in ("sun", "sat") and not begins


def count_of(word: str) -> int:
    """How many "3", "three" or "a" are."""
    return 1 if word == "a" else int(NUMBERS[word] if word in NUMBERS else float(word))


def until(text: str, today: date) -> date | None:
    """The day to come that "friday", "tomorrow", "the 3rd" or "3 dec" means; None for anything else."""
    match = _UNTIL.fullmatch(text)
    if match is None:
        return None
    if match["tomorrow"]:
        return today + days.ONE_DAY
    if match["weekday"]:
        ahead = (_WEEKDAYS[match["weekday"]] - today.weekday()) % days.DAYS_IN_WEEK
        return today + timedelta(days=ahead or days.DAYS_IN_WEEK)
    return _date_ahead(int(match["day"] or match["day2"]), match["month"] or match["month2"], today)


def _date_ahead(number: int, month: str | None, today: date) -> date | None:
    for ahead in range(1, FARTHEST_BACK + 1):
        day = today + timedelta(days=ahead)
        if day.day == number and month in (None, *_names_of(day.month)):
            return day
    return None


def _names_of(month: int) -> list[str]:
    return [name for name, number in _MONTHS.items() if number == month]
