"""One day as the page, the reminder and the answer see it: a row a habit, the week around it, the plants."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import closings, lapses, notes, plant_names, queries, rows
from app.checklist.lapses import Welcome
from app.checklist.queries import Chosen, Record
from app.checklist.rows import Row as Row
from app.rules import days, figures, marks, offers
from app.rules.closings import Span
from app.rules.habits import Measure
from app.rules.marks import Skip, State

USUAL_DAYS = timedelta(days=21)
MOST_USUAL = 6
MOST_OF_LAST_WEEK = 12
# As many plants as chips or a list may name in one go.
MOST_AT_ONCE = max(MOST_USUAL, MOST_OF_LAST_WEEK)
# The page looks back as far as the rule that offers the next habit does.
LOOKED_BACK = timedelta(days=offers.DAYS_LOOKED_BACK)


@dataclass(frozen=True, slots=True)
class Dot:
    """A day of the week strip: how many of its rows are done, or why all of them were left out."""

    day: date
    done: int
    of: int
    skip: Skip | None
    is_future: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole day: its rows in her order, the week as dots, the plants of day and week, the usual ones.

    ``note`` is what she wrote about the day. ``offer`` is her latest habit that can be judged, when it has
    settled and the next may be offered today. ``is_yesterday_empty``: the day before asked for something,
    and nothing is there. ``last_week``: eaten the week before and not yet in this one, the most often first.
    ``welcome``: today, after a lapse. ``recorded``: of today alone, the days looked back on with any record.
    """

    day: date
    today: date
    rows: tuple[Row, ...]
    week: tuple[Dot, ...]
    eaten_today: tuple[str, ...]
    eaten_this_week: frozenset[str]
    usual: tuple[str, ...]
    last_week: tuple[str, ...] = ()
    note: str = ""
    offer: "Offer | None" = None
    is_yesterday_empty: bool = False
    repeatable: tuple[tuple[int, float], ...] = ()
    welcome: Welcome | None = None
    recorded: frozenset[date] = frozenset()

    @property
    def counted_rows(self) -> tuple[Row, ...]:
        """The rows that the day asks for, in her order."""
        return tuple(row for row in self.rows if row.is_counted)

    @property
    def resting_rows(self) -> tuple[Row, ...]:
        """The rows that are not due that day, and nothing is recorded of them."""
        return tuple(row for row in self.rows if not (row.is_due or row.is_done or row.is_left_out))

    @property
    def done(self) -> int:
        """How many rows are done."""
        return sum(row.is_done for row in self.counted_rows)

    @property
    def is_this_week(self) -> bool:
        """Whether the day lies in the running week."""
        return any(dot.day == self.today for dot in self.week)

    @property
    def spell(self) -> Skip | None:
        """Why the whole day is set aside; None when anything is asked for."""
        paused = [row for row in self.rows if row.is_paused]
        return paused[0].reason if paused and not self.counted_rows else None

    def row(self, habit_id: int) -> Row | None:
        """The row of a habit."""
        return next((row for row in self.rows if row.chosen.id == habit_id), None)

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """The rows a reminder may list, in her order."""
        return tuple(row for row in self.rows if row.is_open)


@dataclass(frozen=True, slots=True)
class Offer:
    """Her latest habit has settled: ``met`` of its last ``counted`` days or weeks."""

    chosen: Chosen
    met: int
    counted: int


def read(session: Session, user: User, *, day: date, today: date) -> Sheet:
    """The sheet of a day; five queries, whatever the number of habits and years."""
    week = days.week_of(day, week_start=user.week_start)
    chosen = queries.chosen_between(session, user, first=week.first, last=max(week.last, day))
    first = min(closings.window_of(chosen, first=week.first, spans=(Span.WEEK,)), day - LOOKED_BACK)
    record = queries.record_of(session, user, chosen=chosen, first=first, last=max(day, today))
    note = notes.of_day(session, user, day=day)
    return build(
        record,
        day=day,
        today=today,
        week_start=user.week_start,
        note=note,
        put_off_on=user.offer_declined_on,
    )


def build(
    record: Record,
    *,
    day: date,
    today: date,
    week_start: int,
    note: str = "",
    put_off_on: date | None = None,
) -> Sheet:
    """The sheet of a day from what was recorded around it; ``put_off_on``: when she put the offer off."""
    week = days.week_of(day, week_start=week_start)
    eaten_today = tuple(plant for eaten, plant in record.eaten if eaten == day)
    this_week = frozenset(plant for eaten, plant in record.eaten if week.contains(eaten))
    here = [each for each in record.chosen if each.habit.is_lived_on(day)]
    built = tuple(rows.build(each, record, day=day, today=today, week_start=week_start) for each in here)
    return Sheet(
        day=day,
        today=today,
        rows=built,
        week=tuple(dot(record, each, today=today, week_start=week_start) for each in week.days),
        eaten_today=eaten_today,
        eaten_this_week=this_week,
        usual=usual(record, day),
        note=note,
        offer=_offer(here, record, today, week_start, put_off_on) if day == today else None,
        is_yesterday_empty=_is_empty(record, day - days.ONE_DAY, today),
        repeatable=tuple(_repeatable(built, record, day - days.ONE_DAY)),
        last_week=_of_last_week(record, week, this_week),
        welcome=_welcome(built, record, today) if day == today else None,
        recorded=_recorded(record) if day == today else frozenset(),
    )


def _recorded(record: Record) -> frozenset[date]:
    return figures.reported_days(record.marks.values(), (day for day, _ in record.eaten))


def _welcome(built: tuple[Row, ...], record: Record, today: date) -> Welcome | None:
    strengths = {row.chosen.id: row.strength for row in built}
    return lapses.welcome(record, strengths=strengths, since=today - LOOKED_BACK, today=today)


def _offer(
    chosen: list[Chosen], record: Record, today: date, week_start: int, put_off_on: date | None
) -> Offer | None:
    judged = [each for each in chosen if offers.can_be_judged(each.habit, today=today)]
    if not judged:
        return None
    latest = max(judged, key=_began)
    if not offers.may_offer(began=_began(latest), today=today, put_off_on=put_off_on):
        return None
    counted = offers.met_of_last(
        latest.habit, record.of(latest.id), today=today, spells=latest.spells, week_start=week_start
    )
    return Offer(latest, *counted) if counted is not None and offers.has_settled(*counted) else None


def _began(chosen: Chosen) -> date:
    """When she took the habit on, or up again."""
    return max([chosen.habit.started_on, *(last + days.ONE_DAY for _, last in chosen.habit.gaps)])


def _is_empty(record: Record, day: date, today: date) -> bool:
    """Whether the day asked for something and nothing at all is there."""
    states = [
        marks.state(each.habit, day, record.of(each.id).get(day), today=today, spells=each.spells)
        for each in record.chosen
        if not each.habit.is_weekly
    ]
    has_plants = any(eaten == day for eaten, _ in record.eaten)
    has_marks = any(day in by_day for by_day in record.marks.values())
    return State.NOT_RECORDED in states and not has_marks and not has_plants


def _repeatable(built: tuple[Row, ...], record: Record, before: date) -> Iterator[tuple[int, float]]:
    """What "as yesterday" records: each untouched row's amount of the day before, but for sessions."""
    for row in built:
        amount = record.of(row.chosen.id).get(before, marks.Mark()).amount
        is_session = row.chosen.habit.is_weekly and row.chosen.habit.measure is Measure.CHECK
        is_untouched = row.amount is None and row.is_due and not row.is_left_out and not is_session
        if is_untouched and not row.is_variety and amount is not None and amount <= row.chosen.entry.most:
            yield row.chosen.id, amount


def dot(record: Record, day: date, *, today: date, week_start: int) -> Dot:
    """A day of the week strip or of a calendar, from what was recorded of it and its week."""
    if day > today:
        return Dot(day, 0, 0, None, is_future=True)
    done, due, left, reasons = 0, 0, 0, []
    for each in record.chosen:
        if not each.habit.is_due_on(day):
            continue
        by_day = record.of(each.id)
        mark = by_day.get(day, marks.Mark())
        state = marks.state(each.habit, day, mark, today=today, spells=each.spells)
        if state in (State.PAUSED, State.SKIPPED):
            reasons.append(marks.reason_of(day, mark, spells=each.spells))
        else:
            left += 1
        if state is State.PAUSED:
            continue
        due += 1
        done += rows.is_done(each, by_day, day, state=state, week_start=week_start)
    is_left_out = bool(reasons) and not left and not done
    return Dot(day, done, due, reasons[0] if is_left_out else None, is_future=False)


def usual(record: Record, day: date) -> tuple[str, ...]:
    """The plants she eats most in these weeks and not yet that day."""
    since, eaten_today = day - USUAL_DAYS, {plant for eaten, plant in record.eaten if eaten == day}
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
