"""What closed weeks and months came to: stored as days close, read by pages, added up anew after a change."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import database
from app.accounts.models import User
from app.checklist.models import ClosingRow, Habit
from app.checklist.queries import Chosen, Record
from app.rules import closings, days
from app.rules.closings import Closing, Span
from app.rules.streaks import Standing
from app.rules.tallies import Tally

# Thirty habits for ten years have 15,700 weeks; no page asks for more than two years of them.
MOST_ROWS = 20_000
_COUNTED = ("met", "partial", "not_met", "not_recorded")
Closings = Mapping[int, tuple[Closing, ...]]


def window_of(chosen: Iterable[Chosen], *, first: date, spans: Collection[Span] = tuple(Span)) -> date:
    """The earliest day whose marks are needed to tell what closed since the standings were folded."""
    looked_back = timedelta(days=max(closings.DAYS_LOOKED_BACK[span] for span in spans))
    unfolded = (each.standing.through for each in chosen if not each.is_folded_whole)
    return min([first, *(through - looked_back for through in unfolded)])


def of_record(
    session: Session, user: User, *, record: Record, span: Span, first: date, last: date, today: date
) -> Closings:
    """The closed weeks or months of the record's habits wholly inside first to last, in order, by habit.

    The record reaches back to ``window_of`` its habits, for what is not stored yet. What is stored counts as
    far as the habit's standing does. One query.
    """
    habit_ids = [each.id for each in record.chosen]
    stored = _stored(session, user, habit_ids, span=span, first=first, last=last)
    found = {}
    for each in record.chosen:
        folded = [
            closing for closing in stored.get(each.id, ()) if closing.last <= each.standing.strength_through
        ]
        found[each.id] = (*folded, *_not_stored(user, each, record, span, first, last, today))
    return found


def _stored(
    session: Session, user: User, habit_ids: Sequence[int], *, span: Span, first: date, last: date
) -> dict[int, list[Closing]]:
    rows = session.exec(
        select(*_COLUMNS)
        .join(Habit, col(Habit.id) == col(ClosingRow.habit_id))
        .where(Habit.user_id == user.id, col(ClosingRow.habit_id).in_(habit_ids))
        .where(ClosingRow.span == span, col(ClosingRow.first).between(first, last))
        .order_by(col(ClosingRow.habit_id), col(ClosingRow.first))
        .limit(MOST_ROWS)
    ).all()
    found: dict[int, list[Closing]] = {}
    for row in rows:
        closing = _closing(row)
        if closing.last <= last:
            found.setdefault(row.habit_id, []).append(closing)
    return found


def _not_stored(
    user: User, chosen: Chosen, record: Record, span: Span, first: date, last: date, today: date
) -> list[Closing]:
    later = closings.after(
        chosen.standing,
        chosen.habit,
        record.of(chosen.id),
        until=min(last, today),
        today=today,
        week_start=user.week_start,
        spells=chosen.spells,
        spans=(span,),
    )
    return [each for each in later if each.first >= first]


_COLUMNS: tuple[Any, ...] = tuple(col(getattr(ClosingRow, name)) for name in ClosingRow.model_fields)


def _closing(row: sa.Row[tuple[object, ...]]) -> Closing:
    last = closings.last_of(row.span, row.first)
    return Closing(
        row.span,
        row.first,
        Tally(row.met, row.partial, row.not_met, row.skipped, row.not_recorded),
        row.total,
        Standing(row.through, row.current, row.best, row.strength, last, row.strong_since),
    )


def most_met_before(
    session: Session, user: User, *, chosen: Sequence[Chosen], first: date, weeks: int
) -> dict[int, int]:
    """For each habit the most met in so many stored weeks in a row that all lie before ``first``. One query.

    A habit without such a week is absent. Read by the database alone, whatever the years.
    """
    place = sa.func.row_number().over(
        partition_by=col(ClosingRow.habit_id), order_by=col(ClosingRow.first)
    ) + _weeks_between(chosen, user.week_start)
    stored = (
        select(col(ClosingRow.habit_id), col(ClosingRow.met), place.label("place"))
        .join(Habit, col(Habit.id) == col(ClosingRow.habit_id))
        .where(Habit.user_id == user.id, col(ClosingRow.habit_id).in_([each.id for each in chosen]))
        .where(ClosingRow.span == Span.WEEK, ClosingRow.first < first)
        .subquery()
    )
    running = sa.func.sum(stored.c.met).over(
        partition_by=stored.c.habit_id, order_by=stored.c.place, range_=(1 - weeks, 0)
    )
    sums = select(stored.c.habit_id, running.label("met")).subquery()
    most = select(sums.c.habit_id, sa.func.max(sums.c.met)).group_by(sums.c.habit_id)
    return dict(session.exec(most).all())


def _weeks_between(chosen: Sequence[Chosen], week_start: int) -> Any:
    """How many weeks before a stored one have no row, since the habit was not hers on any day of them."""
    number: Any = sa.literal(0)
    for each in chosen:
        for first, count in _weeks_given_up(each, week_start):
            is_later = (col(ClosingRow.habit_id) == each.id) & (col(ClosingRow.first) > first)
            number += sa.case((is_later, count), else_=0)
    return number


def _weeks_given_up(chosen: Chosen, week_start: int) -> Iterator[tuple[date, int]]:
    """The stretches of whole weeks in which it was given up: the first day, and how many weeks in a row."""
    given_up = {day for gap in chosen.habit.gaps for day in days.days_between(*gap)}
    firsts = sorted(day for day in given_up if day.weekday() == week_start)
    whole = [day for day in firsts if given_up.issuperset(days.Week(day).days)]
    places = ((day, day.toordinal() // days.DAYS_IN_WEEK - number) for number, day in enumerate(whole))
    for _, run in itertools.groupby(places, key=lambda place: place[1]):
        stretch = [day for day, _ in run]
        yield stretch[0], len(stretch)


def most_met_in_a_month(
    session: Session, user: User, *, record: Record, before: date, today: date
) -> dict[int, int]:
    """For each habit the most met in a closed month before the one that begins on ``before``. One query.

    A habit without such a month, or in whose months nothing counted, is absent. The record reaches back to
    ``window_of`` its habits.
    """
    counted = sa.or_(*(col(getattr(ClosingRow, name)) > 0 for name in _COUNTED))
    stored = session.exec(
        select(col(ClosingRow.habit_id), sa.func.max(ClosingRow.met))
        .join(Habit, col(Habit.id) == col(ClosingRow.habit_id))
        .where(Habit.user_id == user.id, ClosingRow.span == Span.MONTH)
        .where(col(ClosingRow.first) < before, counted)
        .group_by(col(ClosingRow.habit_id))
    ).all()
    most = dict(stored)
    for each in record.chosen:
        later = _not_stored(user, each, record, Span.MONTH, date.min, before - timedelta(days=1), today)
        met = [month.tally.met for month in later if month.tally.counted]
        if met:
            most[each.id] = max(most.get(each.id, 0), *met)
    return most


def forget(session: Session, *, chosen: Chosen, changed: date) -> Standing | None:
    """Drop what ends on the day ``changed`` or after it; where the habit stood at the last week before that.

    None when nothing is stored from before; nothing that ended before the habit began is kept either.
    """
    mine = col(ClosingRow.habit_id) == chosen.id
    if changed <= chosen.habit.started_on:
        session.exec(sa.delete(ClosingRow).where(mine))
        return None
    weeks_on = col(ClosingRow.first) > changed - timedelta(days=7)
    months_on = col(ClosingRow.first) >= changed.replace(day=1)
    is_week = col(ClosingRow.span) == Span.WEEK
    touched = sa.or_(sa.and_(is_week, weeks_on), sa.and_(~is_week, months_on))
    session.exec(sa.delete(ClosingRow).where(mine, touched))
    row = session.exec(
        select(*_COLUMNS).where(mine, is_week).order_by(col(ClosingRow.first).desc()).limit(1)
    ).first()
    return _closing(row).standing if row is not None else None


def keep(session: Session, habit_id: int, closed: Sequence[Closing]) -> None:
    """Store closings of one habit, in place of those of the same weeks and months."""
    rows = [_values(habit_id, each) for each in closed]
    database.upsert_all(session, ClosingRow, rows, key=("habit_id", "span", "first"))


def _values(habit_id: int, closing: Closing) -> dict[str, Any]:
    tally, standing = closing.tally, closing.standing
    return {
        "habit_id": habit_id,
        "span": closing.span,
        "first": closing.first,
        "met": tally.met,
        "partial": tally.partial,
        "not_met": tally.not_met,
        "skipped": tally.skipped,
        "not_recorded": tally.not_recorded,
        "total": closing.total,
        "through": standing.through,
        "current": standing.current,
        "best": standing.best,
        "strength": standing.strength,
        "strong_since": standing.strong_since,
    }
