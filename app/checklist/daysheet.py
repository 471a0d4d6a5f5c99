"""One day as the page, the reminder and the answer see it: a row a habit, the week around it, the plants."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import plant_names, queries
from app.checklist.queries import Chosen, Record
from app.rules import days, habits, marks, streaks
from app.rules.habits import Measure
from app.rules.marks import Skip, State

USUAL_DAYS = timedelta(days=21)
MOST_USUAL = 6
MOST_OF_LAST_WEEK = 12
DONE = frozenset({State.MET})
OPEN = frozenset({State.OPEN, State.PARTIAL, State.NOT_RECORDED})


@dataclass(frozen=True, slots=True)
class Row:
    """A habit on a day. ``amount`` is the day's, ``total`` the week's for a weekly habit and else the day's.

    ``state`` is the day's; ``is_done`` says that nothing is open: the goal is met, or a weekly habit got
    its part. ``streak`` counts days or weeks, as the habit's period does; ``strength`` is 0 to 1.
    """

    chosen: Chosen
    goal: habits.Goal
    state: State
    amount: float | None
    skip: Skip | None
    total: float
    is_done: bool
    streak: int
    best: int
    strength: float

    @property
    def is_variety(self) -> bool:
        """Whether the row counts plants."""
        return self.chosen.habit.measure is Measure.VARIETY

    @property
    def is_open(self) -> bool:
        """Whether a reminder may still ask for it."""
        return not self.is_done and self.skip is None and self.state in OPEN | {State.NOT_DUE}

    @property
    def reached(self) -> float:
        """The part of the goal that is there, 0 to 1."""
        return min(self.total / self.goal.amount, 1.0) if self.goal.amount else 0.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A day of the week strip: how many of its rows are done, or why it was left out."""

    day: date
    done: int
    of: int
    skip: Skip | None
    is_future: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole day: its rows in her order, the week as dots, the plants of day and week, the usual ones.

    ``last_week``: eaten the week before and not yet in this one, the most often eaten first.
    """

    day: date
    today: date
    rows: tuple[Row, ...]
    week: tuple[Dot, ...]
    eaten_today: tuple[str, ...]
    eaten_this_week: frozenset[str]
    usual: tuple[str, ...]
    last_week: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """How many rows are done."""
        return sum(row.is_done for row in self.rows)

    def row(self, habit_id: int) -> Row | None:
        """The row of a habit."""
        return next((row for row in self.rows if row.chosen.id == habit_id), None)

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """The rows a reminder may list, in her order."""
        return tuple(row for row in self.rows if row.is_open)


def read(session: Session, user: User, *, day: date, today: date) -> Sheet:
    """The sheet of a day; four queries, whatever the number of habits and years."""
    week = days.week_of(day, week_start=user.week_start)
    chosen = queries.chosen_between(session, user, first=week.first, last=max(week.last, day))
    first = min(queries.window_of(chosen, first=week.first), day - USUAL_DAYS)
    record = queries.record_of(session, user, chosen=chosen, first=first, last=max(day, today))
    return build(record, day=day, today=today, week_start=user.week_start)


def build(record: Record, *, day: date, today: date, week_start: int) -> Sheet:
    """The sheet of a day from what was recorded around it."""
    week = days.week_of(day, week_start=week_start)
    eaten_today = tuple(plant for eaten, plant in record.eaten if eaten == day)
    this_week = frozenset(plant for eaten, plant in record.eaten if week.contains(eaten))
    here = [each for each in record.chosen if each.habit.is_lived_on(day)]
    return Sheet(
        day=day,
        today=today,
        rows=tuple(_row(each, record, day=day, today=today, week_start=week_start) for each in here),
        week=tuple(_dot(record, each, today, week_start) for each in week.days),
        eaten_today=eaten_today,
        eaten_this_week=this_week,
        usual=_usual(record, day, eaten_today),
        last_week=_of_last_week(record, week, this_week),
    )


def _row(chosen: Chosen, record: Record, *, day: date, today: date, week_start: int) -> Row:
    by_day = record.of(chosen.id)
    mark = by_day.get(day, marks.Mark())
    state = marks.state(chosen.habit, day, mark, today=today)
    total = _total(chosen, by_day, day, week_start)
    standing = streaks.advance(
        chosen.standing, chosen.habit, by_day, until=today, today=today, week_start=week_start
    )
    streak = streaks.current(chosen.habit, chosen.standing, by_day, today=today, week_start=week_start)
    return Row(
        chosen=chosen,
        goal=chosen.habit.goal_on(day),
        state=state,
        amount=mark.amount,
        skip=mark.skip,
        total=total,
        is_done=_is_done(chosen, by_day, day, state, week_start),
        streak=streak,
        best=max(streak, standing.best),
        strength=standing.strength,
    )


def _total(chosen: Chosen, by_day: Mapping[date, marks.Mark], day: date, week_start: int) -> float:
    """What stands against the goal on that day: the day's amount, or the week's so far."""
    if not chosen.habit.is_weekly:
        return sum(marks.amounts(chosen.habit, by_day, on=(day,)))
    week = days.week_of(day, week_start=week_start)
    return sum(marks.amounts(chosen.habit, by_day, on=week.days))


def _is_done(
    chosen: Chosen, by_day: Mapping[date, marks.Mark], day: date, state: State, week_start: int
) -> bool:
    if state in DONE:
        return True
    if not chosen.habit.is_weekly or chosen.habit.is_limit:
        return False
    week = days.week_of(day, week_start=week_start)
    total = sum(marks.amounts(chosen.habit, by_day, on=(each for each in week.days if each <= day)))
    return chosen.habit.is_met_by(total, goal=chosen.habit.goal_on(day))


def _dot(record: Record, day: date, today: date, week_start: int) -> Dot:
    if day > today:
        return Dot(day, 0, 0, None, is_future=True)
    done, due, skips = 0, 0, []
    for each in record.chosen:
        if not each.habit.is_due_on(day):
            continue
        by_day = record.of(each.id)
        state = marks.state(each.habit, day, by_day.get(day), today=today)
        due += 1
        done += _is_done(each, by_day, day, state, week_start)
        skip = by_day.get(day, marks.Mark()).skip
        skips += [skip] if skip else []
    return Dot(day, done, due, skips[0] if skips and not done else None, is_future=False)


def _usual(record: Record, day: date, eaten_today: tuple[str, ...]) -> tuple[str, ...]:
    """The plants she eats most in these weeks and not yet today."""
    since = day - USUAL_DAYS
    counts = Counter(plant for eaten, plant in record.eaten if since <= eaten < day)
    return _most_often(counts, without=eaten_today)[:MOST_USUAL]


def _of_last_week(record: Record, week: days.Week, this_week: frozenset[str]) -> tuple[str, ...]:
    """What the week before had and this one has not yet."""
    counts = Counter(plant for eaten, plant in record.eaten if week.before().contains(eaten))
    return _most_often(counts, without=this_week)[:MOST_OF_LAST_WEEK]


def _most_often(counts: Counter[str], *, without: Collection[str]) -> tuple[str, ...]:
    """The plants that can still be added, the most often eaten first."""
    most = (plant for plant, _ in counts.most_common() if plant not in without)
    return tuple(plant for plant in most if plant_names.plant_of(plant))
