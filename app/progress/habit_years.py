"""One habit over a year: its days, weeks, strength and figures, and what happened to it."""

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import closings, plant_queries, queries
from app.checklist.queries import Chosen, Days, Record
from app.progress import habit_queries, habit_weeks
from app.progress import queries as progress
from app.progress.habit_queries import Note
from app.rules import days, figures, lately, marks, patterns, presence, streaks
from app.rules.closings import Closing, Span
from app.rules.days import Week
from app.rules.habits import Goal, Measure
from app.rules.marks import Mark, Skip, State
from app.rules.patterns import Pattern
from app.rules.presence import ByReason
from app.rules.streaks import Standing
from app.rules.tallies import Tally
from app.rules.weeks import WeekShown

FEW_WEEKS, MANY_WEEKS = lately.WEEKS_OF_A_MONTH, lately.WEEKS_OF_A_QUARTER
_LEFT_OUT = frozenset({State.SKIPPED, State.PAUSED})


@dataclass(frozen=True, slots=True)
class Day:
    """A past day on which the habit was hers: its state, what it holds, and why it was left out.

    The amount of plants is the number eaten that day.
    """

    day: date
    state: State
    amount: float | None
    reason: Skip | None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the habit: a goal from a day on, a spell with its reason, or days not on her list.

    ``last`` None: open.
    """

    first: date
    last: date | None = None
    goal: Goal | None = None
    reason: Skip | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """The strength (0 to 1) after a day; None where the habit was not hers for a while."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Now:
    """How it goes at present: the streak, and the last whole weeks."""

    streak: int
    few_weeks: Tally
    many_weeks: Tally


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: marks that count, marks as the days show them, closed weeks, notes, reported days."""

    by_day: Days
    shown: Days
    closed: tuple[Closing, ...]
    reported: Set[date]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class HabitYear:
    """All that the page of a habit says about a year.

    ``first`` to ``last`` are its days up to today. ``standing`` is where the habit stood at their end (None:
    it was not hers by then). ``now`` is None for a year that is over and for a habit that she gave up.
    ``strength`` has a point a week. ``left_out`` counts the days of each reason. ``mean`` is of recorded
    days, of a weekly habit of whole reported weeks; None without one, and for a daily check.
    """

    chosen: Chosen
    year: int
    first: date
    last: date
    today: date
    week_start: int
    days: tuple[Day, ...]
    weeks: tuple[WeekShown, ...]
    strength: tuple[Strength, ...]
    events: tuple[Event, ...]
    tally: Tally
    mean: float | None
    pattern: Pattern
    left_out: ByReason
    standing: Standing | None
    now: Now | None
    notes: tuple[Note, ...]


def years_of(chosen: Chosen, *, today: date) -> range:
    """The years the habit has a page for: from the one it began in to this one, or the one it ended in."""
    ended = chosen.habit.ended_on or today
    return range(chosen.habit.started_on.year, max(ended.year, chosen.habit.started_on.year) + 1)


def read(session: Session, user: User, *, chosen: Chosen, year: int, today: date) -> HabitYear:
    """One of ``years_of`` the habit. Four queries, whatever the years."""
    first, last = _bounds(year, today)
    since = closings.window_of([chosen], first=first)
    by_day, shown = _marks(session, user, chosen, since, last)
    record = Record((chosen,), {chosen.id: by_day})
    told: dict[str, Any] = {"record": record, "span": Span.WEEK, "today": today}
    told_since = min(_before(first), lately.first_day(_running(today, user.week_start)))
    closed = closings.of_record(session, user, first=told_since, last=last, **told)
    rows = Read(
        by_day,
        shown,
        closed[chosen.id],
        progress.recorded_days(session, user, first=first, last=last),
        habit_queries.notes_of(session, user, habit_id=chosen.id, first=first, last=last),
    )
    return build(chosen, rows, year=year, today=today, week_start=user.week_start)


def _bounds(year: int, today: date) -> tuple[date, date]:
    return date(year, 1, 1), min(date(year, 12, 31), today)


def _before(first: date) -> date:
    """From where a week may begin that ends in the year."""
    return first - (days.DAYS_IN_WEEK - 1) * days.ONE_DAY


def _running(today: date, week_start: int) -> Week:
    return days.week_of(today, week_start=week_start)


def _marks(session: Session, user: User, chosen: Chosen, since: date, last: date) -> tuple[Days, Days]:
    """The marks that figures count and those that days show: of plants the new ones of a week, and all."""
    if chosen.habit.measure is not Measure.VARIETY:
        by_day = queries.marks_of(session, user, chosen=chosen, first=since, last=last)
        return by_day, by_day
    since = days.week_of(since, week_start=user.week_start).first
    eaten = plant_queries.eaten_between(session, user, first=since, last=last)
    counts = Counter(day for day, _ in eaten)
    shown = {day: Mark(amount=float(count)) for day, count in counts.items()}
    return plant_queries.variety_marks(eaten, chosen.habit, week_start=user.week_start), shown


def build(chosen: Chosen, rows: Read, *, year: int, today: date, week_start: int) -> HabitYear:
    """The year from what was read; ``rows.by_day`` reaches back as far as ``closings.window_of`` asks."""
    habit = chosen.habit
    first, last = _bounds(year, today)
    end = date(year, 12, 31)
    span: dict[str, Any] = {"first": first, "last": last}
    told: dict[str, Any] = {"today": today, "week_start": week_start, "spells": chosen.spells}
    lived = tuple(_days(chosen, rows.shown, first, last, today))
    weeks_told: dict[str, Any] = {"today": today, "week_start": week_start, "reported": rows.reported}
    standing = _standing(chosen, rows, last, told) if lived else None
    return HabitYear(
        chosen=chosen,
        year=year,
        **span,
        today=today,
        week_start=week_start,
        days=lived,
        weeks=habit_weeks.of_year(chosen, rows.by_day, first=first, last=end, **weeks_told),
        strength=tuple(_strength(chosen, rows, standing, first, last, today)),
        events=tuple(sorted(_events(chosen, first, end), key=lambda each: each.first)),
        # Up to the year's end: the running week lies wholly inside the year too.
        tally=figures.tally(habit, rows.by_day, first=first, last=end, **told),
        mean=_mean(chosen, rows, first, last, today, week_start),
        pattern=patterns.of_habit(habit, rows.shown, **span, **told),
        left_out=presence.days_by_reason((each.day, each.reason) for each in lived),
        standing=standing,
        now=_now(chosen, rows, told) if _is_now(chosen, year, today) else None,
        notes=rows.notes,
    )


def _days(chosen: Chosen, shown: Days, first: date, last: date, today: date) -> Iterator[Day]:
    for day in filter(chosen.habit.is_lived_on, days.days_between(first, last)):
        mark = shown.get(day, Mark())
        state = marks.state(chosen.habit, day, mark, today=today, spells=chosen.spells)
        why = marks.reason_of(day, mark, spells=chosen.spells) if state in _LEFT_OUT else None
        yield Day(day, state, mark.amount, why)


def _standing(chosen: Chosen, rows: Read, last: date, told: dict[str, Any]) -> Standing | None:
    """Where the habit stood after ``last`` (yesterday, while the year runs)."""
    near = chosen.standing
    if near.strength_through > last:
        if rows.closed:
            near = rows.closed[-1].standing
        elif chosen.habit.started_on.year == last.year:
            near = streaks.start(chosen.habit)
        else:
            return None
    return streaks.advance(near, chosen.habit, rows.by_day, until=last, **told)


def _strength(
    chosen: Chosen, rows: Read, standing: Standing | None, first: date, last: date, today: date
) -> Iterator[Strength]:
    """A point at the end of each week, and yesterday's as the last."""
    ends = [Strength(each.last, each.standing.strength) for each in rows.closed if each.last >= first]
    newest = min(last, today - days.ONE_DAY)
    is_open = last == today and newest >= first and chosen.habit.is_lived_on(newest)
    if standing is not None and is_open and (not ends or ends[-1].day < newest):
        ends.append(Strength(newest, standing.strength))
    before: date | None = None
    for each in ends:
        if before is not None and (each.day - before).days > days.DAYS_IN_WEEK:
            yield Strength(before + days.ONE_DAY, None)
        yield each
        before = each.day


def _events(chosen: Chosen, first: date, last: date) -> Iterator[Event]:
    habit = chosen.habit
    for goal in habit.goals:
        since = max(goal.from_day, habit.started_on)
        if first <= since <= last:
            yield Event(since, goal=goal)
    for spell in chosen.spells:
        is_hers = habit.ended_on is None or spell.first <= habit.ended_on
        if spell.first <= last and spell.last >= max(first, habit.started_on) and is_hers:
            yield Event(spell.first, spell.last, reason=spell.reason)
    for gone, back in habit.gaps:
        if gone <= last and back >= first:
            yield Event(gone, back)
    if habit.ended_on is not None and first <= habit.ended_on + days.ONE_DAY <= last:
        yield Event(habit.ended_on + days.ONE_DAY)


def _mean(chosen: Chosen, rows: Read, first: date, last: date, today: date, week_start: int) -> float | None:
    habit = chosen.habit
    if habit.is_weekly:
        closed = days.weeks_within(first, min(last, today - days.ONE_DAY), week_start=week_start)
        told: dict[str, Any] = {"recorded_days": rows.reported, "spells": chosen.spells}
        return figures.mean_of_reported(habit, rows.by_day, closed, **told)
    if habit.measure is Measure.CHECK:
        return None
    return figures.mean_amount(habit, rows.by_day, first=first, last=last)


def _is_now(chosen: Chosen, year: int, today: date) -> bool:
    ended = chosen.habit.ended_on
    return year == today.year and (ended is None or ended >= today)


def _now(chosen: Chosen, rows: Read, told: dict[str, Any]) -> Now:
    last = lately.of(rows.closed, running=_running(told["today"], told["week_start"]))
    return Now(streaks.current(chosen.habit, chosen.standing, rows.by_day, **told), last.month, last.quarter)
