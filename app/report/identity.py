"""The printed id of a report: the same on every file that says the same."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from app.checklist.queries import Chosen, Record
from app.report.frame import Frame
from app.report.model import Report


def of(user_id: int | None, report: Report, *, chosen: Sequence[Chosen], record: Record, frame: Frame) -> str:
    """Eight hexadecimal digits that follow from the person and all the report says, but not the hour.

    The rows of its log stand in it by what they are made from, so that it is the same with and without them.
    """
    midnight = datetime.combine(report.made_on, time.min, tzinfo=UTC)
    notes = record.notes if report.included.has_notes else {}
    said = (
        user_id,
        replace(report, made_at=midnight, log=(), log_weeks=()),
        [(_settings(each, frame), _marks(each, record, frame)) for each in chosen],
        sorted((key, words) for key, words in notes.items() if frame.contains(key[1])),
    )
    digits = hashlib.sha256(repr(said).encode()).hexdigest()[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def _marks(chosen: Chosen, record: Record, frame: Frame) -> list[tuple[int, float | None, str | None]]:
    held = sorted(record.of(chosen.id).items())
    return [(day.toordinal(), mark.amount, mark.skip) for day, mark in held if frame.contains(day)]


def _settings(chosen: Chosen, frame: Frame) -> tuple[object, ...]:
    """What the states of a habit's days follow from, beside what is recorded on them."""
    habit = chosen.habit
    ended_on = habit.ended_on if habit.ended_on is not None and habit.ended_on <= frame.last else None
    return (
        (chosen.id, chosen.name, chosen.entry.unit, habit.measure, habit.direction, habit.period),
        (sorted(habit.weekdays), habit.started_on, ended_on, habit.gaps),
        [goal for goal in habit.goals if goal.from_day <= frame.last] or habit.goals[:1],
        [spell for spell in chosen.spells if spell.first <= frame.last and spell.last >= frame.first],
    )
