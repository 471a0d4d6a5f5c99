"""What stands on the page of the visits room: a card for each kind, with the words of what is there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.visits import brought, kinds, wording
from app.visits.brought import Brought
from app.visits.kinds import Kind
from app.visits.models import Question

ON_PAGE = 3
ASKED_AFTER_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is there: where it is changed, what it says, and what is told quietly below."""

    kind: str
    id: int
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The things of a kind, what is said while there are none, and the ways to add one: kind and words.

    ``id`` is where whoever added or changed one comes back to.
    """

    id: str
    title: str
    lines: tuple[Line, ...]
    empty: str
    adds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Her questions: those that stand on the page, those that wait, and the settled ones.

    ``visit`` is the visit she may have been answered at, where one was not long ago.
    """

    shown: tuple[Line, ...]
    waiting: tuple[Line, ...]
    settled: tuple[Line, ...]
    visit: str = ""

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self.shown) + len(self.waiting)


def visits(coming: Sequence[brought.Visit], *, today: date) -> Card:
    """Her visits to come."""
    lines = (_line(kinds.VISIT, each, each.with_whom, _when(each.day, today)) for each in coming)
    return Card(
        kinds.VISIT.card,
        _("Next visit") if len(coming) < 2 else _("Next visits"),
        tuple(lines),
        _("No visit is written down yet. With a date, Bonny knows which days to tell about."),
        ((kinds.VISIT.slug, _("Add a visit")),),
    )


def past_visits(past: Iterable[brought.Visit]) -> tuple[Line, ...]:
    """Her visits that were."""
    return tuple(_line(kinds.VISIT, each, each.with_whom, words.dated(each.day)) for each in past)


def _when(day: date, today: date) -> str:
    """How far off a day is: "Thursday 3 December 2026, in 7 days"."""
    ahead = (day - today).days
    near = {0: _("today"), 1: _("tomorrow")}
    far = ngettext("in %(num)s day", "in %(num)s days", ahead)
    return f"{words.weekday(day)} {words.full_day(day)}, {near.get(ahead, far)}"


def questions(
    rows: Iterable[Question], *, last_visit: brought.Visit | None, today: date, zone: str
) -> Questions:
    """Her questions in her order; the settled ones the latest first."""
    hers = sorted(rows, key=lambda each: (each.position, each.id))
    still_open = [each for each in hers if each.settled_on is None]
    done = sorted(
        (each for each in hers if each.settled_on is not None),
        key=lambda each: (each.settled_on or date.min, each.id),
        reverse=True,
    )
    lines = [_line(kinds.QUESTION, each, each.words, each.answer) for each in still_open]
    return Questions(
        shown=tuple(lines[:ON_PAGE]),
        waiting=tuple(lines[ON_PAGE:]),
        settled=tuple(_line(kinds.QUESTION, each, each.words, each.answer) for each in done),
        visit=_asked_at(still_open, last_visit, today=today, zone=zone),
    )


def _asked_at(still_open: Iterable[Question], last: brought.Visit | None, *, today: date, zone: str) -> str:
    """The last visit, where a question is older than it and it is not long ago; else nothing."""
    if last is None or last.day < today - ASKED_AFTER_FOR:
        return ""
    if not any(words.local(each.created_at, zone).date() <= last.day for each in still_open):
        return ""
    return _("%(whom)s on %(day)s", whom=last.with_whom, day=words.short_day(last.day))


def others(hers: Brought) -> tuple[Card, ...]:
    """A card for each kind besides visits and questions."""
    return _results(hers), _medicines(hers), _falls(hers), _fractures(hers), _notes(hers)


def _results(hers: Brought) -> Card:
    lines = (
        _line(kinds.OF_RESULTS[each.kind], each, wording.result(each), _told(each.taken_on, each.source))
        for each in hers.results
    )
    adds = (
        (kinds.BONE_DENSITY.slug, _("Add a T-score (DXA)")),
        (kinds.VITAMIN_D.slug, _("Add 25-OH vitamin D")),
        (kinds.OTHER_RESULT.slug, _("Add another result")),
    )
    empty = _("Copy a number from a report, and it is at hand when you need it.")
    return Card(kinds.BONE_DENSITY.card, _("Results"), tuple(lines), empty, adds)


def _medicines(hers: Brought) -> Card:
    lines = (
        _line(kinds.MEDICINE, each, wording.medicine(each), wording.taken_when(each))
        for each in hers.medicines
    )
    empty = _("What you take, with the dose in your own words.")
    adds = ((kinds.MEDICINE.slug, _("Add a medicine")),)
    return Card(kinds.MEDICINE.card, _("Medicines"), tuple(lines), empty, adds)


def _falls(hers: Brought) -> Card:
    lines = (_line(kinds.FALL, each, wording.fall(each), _told(each.day, each.note)) for each in hers.falls)
    empty = _("Nothing written down. A fall without injury is worth telling too.")
    adds = ((kinds.FALL.slug, _("Add a fall")),)
    return Card(kinds.FALL.card, _("Falls"), tuple(lines), empty, adds)


def _fractures(hers: Brought) -> Card:
    lines = (_line(kinds.FRACTURE, each, each.bone, _told(each.day, each.note)) for each in hers.fractures)
    empty = _("Nothing written down. An old one counts too, even if you know only the year.")
    adds = ((kinds.FRACTURE.slug, _("Add a broken bone")),)
    return Card(kinds.FRACTURE.card, _("Broken bones"), tuple(lines), empty, adds)


def _notes(hers: Brought) -> Card:
    lines = (_line(kinds.NOTE, each, each.words, words.dated(each.day)) for each in hers.notes)
    empty = _("A few words that your doctor shall read, such as how a habit suits you.")
    adds = ((kinds.NOTE.slug, _("Add a note")),)
    return Card(kinds.NOTE.card, _("Notes to show"), tuple(lines), empty, adds)


def _line(kind: Kind, row: Any, said: str, more: str = "") -> Line:
    return Line(kind.slug, row.id or 0, said, more)


def _told(day: Any, more: str) -> str:
    return " · ".join(filter(None, (wording.partial_day(day), more)))
