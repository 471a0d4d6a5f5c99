"""What was changed on a day, when and by which way, in her words; the newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist import queries, wording
from app.checklist.models import ChangeKind, MarkChange, PlanChange, PlanKind, Source
from app.checklist.queries import Chosen
from app.rules.habits import Measure
from app.rules.marks import Skip

MOST_LINES = 200
ANSWERS = frozenset({Source.TEXT, Source.EMAIL})


@dataclass(frozen=True, slots=True)
class Line:
    """One change: the instant she made it, what it was, and by which way it came.

    ``is_answer``: it came with an answer to a reminder, by text or email.
    """

    at: datetime
    what: str
    way: str
    is_answer: bool = False


def of_day(session: Session, user: User, *, day: date) -> tuple[Line, ...]:
    """The newest 200 changes of one of her days."""
    chosen = {each.id: each for each in queries.chosen_between(session, user, first=day, last=day)}
    changes = session.exec(
        select(MarkChange)
        .where(MarkChange.user_id == user.id, MarkChange.day == day)
        .order_by(col(MarkChange.id).desc())
        .limit(MOST_LINES)
    ).all()
    edits = session.exec(
        select(PlanChange)
        .where(PlanChange.user_id == user.id, PlanChange.day == day)
        .order_by(col(PlanChange.id).desc())
        .limit(MOST_LINES)
    ).all()
    lines = [_line(row, chosen[row.habit_id]) for row in changes if row.habit_id in chosen]
    lines += [Line(edit.made_at, _edit(edit), way(edit.source), edit.source in ANSWERS) for edit in edits]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True)[:MOST_LINES])


def way(source: Source) -> str:
    """The way a change came."""
    return {
        Source.TAP: _("by tap"),
        Source.TEXT: _("by text"),
        Source.EMAIL: _("by email"),
        Source.OFFLINE: _("without a network"),
        Source.IMPORT: _("by import"),
    }[source]


def _line(row: MarkChange, chosen: Chosen) -> Line:
    what = _plant(row) if row.plant is not None else _mark(row, chosen)
    if row.kind is ChangeKind.UNDO:
        what = _("%(change)s (taken back)", change=what)
    return Line(row.made_at, what, way(row.source), row.source in ANSWERS)


def _plant(row: MarkChange) -> str:
    name = wording.plant(row.plant or "")
    return _("%(plant)s added", plant=name) if row.after["eaten"] else _("%(plant)s taken away", plant=name)


def _mark(row: MarkChange, chosen: Chosen) -> str:
    if "note" in row.after:
        return _("%(habit)s: note changed", habit=chosen.name)
    before, after = _content(row.before, chosen), _content(row.after, chosen)
    if before == after:
        return _("%(habit)s: still %(after)s", habit=chosen.name, after=after)
    return _("%(habit)s: from %(before)s to %(after)s", habit=chosen.name, before=before, after=after)


def _content(held: dict[str, Any], chosen: Chosen) -> str:
    if held["skip"]:
        return _("left out (%(reason)s)", reason=wording.skip(Skip(held["skip"])))
    amount = held["amount"]
    if amount is None:
        return _("nothing")
    if chosen.habit.measure is Measure.CHECK:
        return _("done") if amount else _("not that day")
    return wording.short_amount(chosen.entry, amount)


def _edit(edit: PlanChange) -> str:
    return _("Note taken back") if edit.kind is PlanKind.UNDO else _("Note on the day changed")
