"""What she brings along, in lines: results, medicines, falls, broken bones, notes and questions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.report.model import Report
from app.report.page import Line
from app.rules import days
from app.rules.partial_days import PartialDay
from app.visits import wording
from app.visits.brought import Medicine, Question, Result

MOST_QUESTIONS = 3


class _Rank(IntEnum):
    """What comes first: of the period, then what she takes now, then everything older."""

    OF_THE_PERIOD = 0
    TAKEN_NOW = 1
    OLDER = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line and where it belongs; ``day`` None when she does not know it."""

    line: Line
    rank: _Rank
    day: PartialDay | None

    @property
    def age(self) -> int:
        """Smaller is newer; what has no day comes after what has."""
        return -self.day.first.toordinal() if self.day is not None else 0


def lines(report: Report) -> tuple[Line, ...]:
    """Everything as she entered it: of the period first, then her medicines, then the newest."""
    entries = [*_falls(report), *_fractures(report), *_results(report), *_medicines(report)]
    return tuple(entry.line for entry in sorted(entries, key=lambda entry: (entry.rank, entry.age)))


def changes(report: Report) -> tuple[Line, ...]:
    """What of it happened in the period: falls, broken bones, results, medicines begun and stopped.

    The days are without a year where that is the present one.
    """
    entries = [*_falls(report), *_fractures(report), *_results(report), *_turns(report)]
    lately = [entry for entry in entries if entry.rank is _Rank.OF_THE_PERIOD]
    return tuple(replace(entry.line, day=_short(entry.day, report.made_on)) for entry in lately)


def _short(day: PartialDay | None, today: date) -> str:
    """The day without its year where that is the present one."""
    if day is None:
        return ""
    is_of_this_year = day.day is not None and day.year == today.year
    return words.short_day(day.first) if is_of_this_year else wording.partial_day(day)


def is_in_period(report: Report, day: PartialDay | None) -> bool:
    """Whether it may lie in the period; one that ends the day before it was made has that day as well.

    What she knows by its year alone does only when the whole year lies there.
    """
    if day is None:
        return False
    is_latest = report.last + days.ONE_DAY == report.made_on
    last = report.made_on if is_latest else report.last
    if day.month is None:
        return report.first <= day.first and day.last <= last
    return report.first <= day.last and day.first <= last


def notes(report: Report) -> tuple[str, ...]:
    """Her notes with their days, the newest first."""
    return tuple(
        _("%(day)s: %(words)s", day=words.dated(note.day), words=_one_line(note.words))
        for note in report.brought.notes
    )


def questions(report: Report) -> tuple[str, ...]:
    """The first three of her open questions."""
    return tuple(_one_line(each.words) for each in report.brought.questions[:MOST_QUESTIONS])


def questions_more(asked: tuple[Question, ...]) -> str:
    """How many questions found no place; empty when all did."""
    more = len(asked) - MOST_QUESTIONS
    return ngettext("and %(num)s more question", "and %(num)s more questions", more) if more > 0 else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _rank(report: Report, day: PartialDay | None) -> _Rank:
    return _Rank.OF_THE_PERIOD if is_in_period(report, day) else _Rank.OLDER


def _entry(report: Report, day: PartialDay, what: str, more: str) -> _Entry:
    line = Line(wording.partial_day(day), _one_line(what), _one_line(more))
    return _Entry(line, _rank(report, day), day)


def _falls(report: Report) -> Iterator[_Entry]:
    for fall in report.brought.falls:
        yield _entry(report, fall.day, wording.fall(fall), fall.note)


def _fractures(report: Report) -> Iterator[_Entry]:
    for broken in report.brought.fractures:
        yield _entry(report, broken.day, wording.fracture(broken), broken.note)


def _results(report: Report) -> Iterator[_Entry]:
    """The results of one day in one line, with where she has them from."""
    for day, found in groupby(report.brought.results, key=lambda each: each.taken_on):
        together = tuple(found)
        what = "; ".join(wording.results_of_a_day(together))
        yield _entry(report, day, what, _sources(together))


def _sources(found: tuple[Result, ...]) -> str:
    return ", ".join(dict.fromkeys(each.source for each in found if each.source))


def _medicines(report: Report) -> Iterator[_Entry]:
    for taken in report.brought.medicines:
        day = taken.until or taken.since
        line = Line(_dated(taken), _one_line(wording.medicine(taken)), _taken(taken))
        rank = _rank(report, day)
        if rank is _Rank.OLDER and taken.until is None:
            rank = _Rank.TAKEN_NOW
        yield _Entry(line, rank, day)


def _dated(taken: Medicine) -> str:
    """When it was stopped; of one she takes, since when."""
    return wording.taken_when(taken) if taken.until is None else wording.partial_day(taken.until)


def _taken(taken: Medicine) -> str:
    """That it is a medicine, and from when to when where it was stopped."""
    if taken.until is None:
        return _("medicine")
    return _("medicine, %(when)s", when=wording.taken_when(taken))


def _turns(report: Report) -> Iterator[_Entry]:
    """When medicines were begun and stopped."""
    for taken in report.brought.medicines:
        name = wording.medicine(taken)
        if taken.since is not None:
            yield _entry(report, taken.since, _("%(medicine)s begun", medicine=name), "")
        if taken.until is not None:
            yield _entry(report, taken.until, _("%(medicine)s stopped", medicine=name), "")
