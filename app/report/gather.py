"""From her rows to one frozen report: asks app.rules for every figure and works out none itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import queries, set_aside
from app.checklist.queries import Chosen, Days, Record
from app.report import day_outcomes, identity, log, reminded
from app.report import queries as own
from app.report.frame import Frame
from app.report.model import (
    USUALLY,
    Completeness,
    DailyRow,
    HabitFacts,
    Included,
    Reminded,
    Report,
    Unit,
    WeeklyRow,
    WeekValue,
)
from app.rules import days, figures, habits, presence
from app.visits import queries as visits
from app.visits.brought import NOTHING, Brought

USUAL_DAYS = 90
WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Extras:
    """What a report holds beside the figures; the fields are those of ``Report``."""

    included: Included = USUALLY
    birth_date: date | None = None
    brought: Brought = NOTHING
    reminded: Reminded | None = None


def default_period(today: date, *, length: int = USUAL_DAYS) -> tuple[date, date]:
    """The first and the last of ``length`` days that end on the last complete one, yesterday."""
    return today - timedelta(days=length), today - days.ONE_DAY


def usual_period(session: Session, user: User, *, today: date) -> tuple[date, date]:
    """The days since her last visit, the day itself left out; with none recorded, the usual number of days.

    The last day is yesterday. A visit yesterday left none of its own, so it is the usual number then too.
    """
    last = today - days.ONE_DAY
    visited = visits.last_visit_day(session, user.id or 0, before=today)
    return default_period(today) if visited in (None, last) else (visited + days.ONE_DAY, last)


def gather(
    session: Session,
    user: User,
    *,
    first: date,
    last: date,
    today: date,
    now: datetime,
    included: Included | None = None,
    has_log: bool = True,
) -> Report:
    """Her report of first to last, both included; ``first <= last < today``, which forms.py has checked.

    ``included`` is what it holds, by default what she chose. The page and the PDF ask for no log of days and
    weeks: of ten years it is most of the work, and the same report without it has the same id. Reads
    back to the twelfth week before the end even when the period is shorter. A fixed number of queries.
    """
    since = min(first, weeks_before(last, week_start=user.week_start)[0].first)
    record = queries.record_between(session, user, first=since, last=last)
    began = queries.first_day_of(session, user)
    choice = own.choice_of(session, user.id or 0)
    included = included or own.included_of(choice)
    brought = visits.brought_of(session, user.id or 0, today=today)
    extras = Extras(
        included=included,
        birth_date=choice.birth_date if included.has_birth_date else None,
        brought=_shown(brought, included),
        reminded=reminded.of(session, user, first=first, last=last),
    )
    return compose(
        user,
        record,
        began=began,
        first=first,
        last=last,
        today=today,
        now=now,
        extras=extras,
        has_log=has_log,
    )


def _shown(brought: Brought, included: Included) -> Brought:
    """What she brings, without what she did not include."""
    if not included.has_events:
        brought = replace(brought, results=(), medicines=(), falls=(), fractures=())
    return brought if included.has_notes else replace(brought, notes=())


def weeks_before(last: date, *, week_start: int) -> tuple[days.Week, ...]:
    """The twelve whole weeks up to ``last``, whatever the length of a period."""
    after = days.week_of(last + days.ONE_DAY, week_start=week_start).first
    since = after - timedelta(weeks=WEEKS_SHOWN)
    return days.weeks_within(since, after - days.ONE_DAY, week_start=week_start)


def compose(
    user: User,
    record: Record,
    *,
    began: date | None,
    first: date,
    last: date,
    today: date,
    now: datetime,
    extras: Extras | None = None,
    has_log: bool = True,
) -> Report:
    """The report of a record already read, which reaches back to ``weeks_before(last)``.

    ``began`` is the first day any habit was hers. Habits given up in the period come last.
    ``has_log`` as in ``gather``.
    """
    extras = extras or Extras()
    frame = Frame(
        first=first,
        last=last,
        today=today,
        week_start=user.week_start,
        recorded=figures.reported_days(record.marks.values(), (day for day, _ in record.eaten)),
        weeks=weeks_before(last, week_start=user.week_start),
    )
    chosen = _of_the_period(record.chosen, frame)
    report = _figures(user, record, chosen, began=began, frame=frame, extras=extras, made_at=now)
    document_id = identity.of(user.id, report, chosen=chosen, record=record, frame=frame)
    report = replace(report, document_id=document_id)
    return _with_log(report, record, chosen, frame) if has_log else report


def _figures(
    user: User,
    record: Record,
    chosen: Sequence[Chosen],
    *,
    began: date | None,
    frame: Frame,
    extras: Extras,
    made_at: datetime,
) -> Report:
    """The report without its id and its log."""
    period = days.days_between(frame.first, frame.last)
    daily = [each for each in chosen if not each.habit.is_weekly]
    weekly = [each for each in chosen if each.habit.is_weekly]
    return Report(
        document_id="",
        name=user.name if extras.included.has_name else "",
        zone=user.zone,
        week_start=user.week_start,
        first=frame.first,
        last=frame.last,
        made_on=frame.today,
        made_at=made_at,
        completeness=_completeness(record, began, frame),
        weeks=frame.weeks,
        daily=tuple(_daily_row(each, record.of(each.id), frame) for each in daily),
        weekly=tuple(_weekly_row(each, record.of(each.id), frame) for each in weekly),
        calendar=tuple(day_outcomes.of_day(day, daily, record, frame) for day in period),
        log=(),
        included=extras.included,
        birth_date=extras.birth_date,
        brought=extras.brought,
        reminded=extras.reminded,
    )


def _with_log(report: Report, record: Record, chosen: Sequence[Chosen], frame: Frame) -> Report:
    rows = log.rows_of(chosen, record, frame=frame, has_notes=report.included.has_notes)
    return replace(report, log=tuple(rows), log_weeks=tuple(log.weeks_of(chosen, record, frame=frame)))


def _of_the_period(chosen: Iterable[Chosen], frame: Frame) -> list[Chosen]:
    hers = [
        each
        for each in chosen
        if each.habit.started_on <= frame.last
        and (each.habit.ended_on is None or each.habit.ended_on >= frame.first)
    ]
    return sorted(hers, key=lambda each: _ended_in(each.habit, frame) is not None)


def _ended_in(habit: habits.Habit, frame: Frame) -> date | None:
    """Its last day, when that lies in the period."""
    return habit.ended_on if habit.ended_on is not None and habit.ended_on <= frame.last else None


def _completeness(record: Record, began: date | None, frame: Frame) -> Completeness:
    period = set(days.days_between(frame.first, frame.last))
    before = sum(began is None or day < began for day in period)
    hers = ((each.habit, each.spells) for each in record.chosen)
    told = presence.presence(hers, period, recorded_days=frame.recorded)
    skipped = (
        skip
        for each in record.chosen
        for skip in presence.skips_of(each.habit, record.of(each.id), spells=each.spells)
    )
    return Completeness(
        days=len(period),
        recorded=told.recorded,
        blank=told.counted - told.recorded,
        before=before,
        between=len(period) - before - told.counted - told.set_aside,
        set_aside=told.set_aside,
        began=began if began in period else None,
        percent=figures.percent(told.recorded, told.counted),
        skips=presence.days_by_reason((day, reason) for day, reason in skipped if day in period),
        spells=tuple(set_aside.spells_of(record.chosen, first=frame.first, last=frame.last)),
    )


def _facts(chosen: Chosen, frame: Frame) -> HabitFacts:
    habit, entry = chosen.habit, chosen.entry
    ended_on = _ended_in(habit, frame)
    goal = habit.goal_on(ended_on or frame.last)
    at_first = habit.goal_on(max(frame.first, habit.started_on))
    weekdays = habit.weekdays_of(goal)
    is_every_day = habit.is_weekly or weekdays in (None, habits.EVERY_DAY)
    return HabitFacts(
        name=chosen.name,
        unit=Unit(entry.unit, entry.units, entry.unit_short),
        is_check=habit.measure is habits.Measure.CHECK,
        is_limit=habit.is_limit,
        goal=goal,
        goal_since=goal.from_day if goal != at_first else None,
        weekdays=() if is_every_day else tuple(sorted(weekdays or ())),
        started_on=habit.started_on if habit.started_on > frame.first else None,
        ended_on=ended_on,
        slug=entry.slug,
        habit_id=chosen.id,
        goal_before=at_first if goal != at_first else None,
    )


def _daily_row(chosen: Chosen, on: Days, frame: Frame) -> DailyRow:
    habit = chosen.habit
    is_check = habit.measure is habits.Measure.CHECK
    is_amount_limit = habit.is_limit and not is_check
    weeks = tuple(frame.tally(chosen, on, first=week.first, last=week.last) for week in frame.weeks)
    return DailyRow(
        facts=_facts(chosen, frame),
        tally=frame.tally(chosen, on, first=frame.first, last=frame.last),
        mean=None if is_check else figures.mean_amount(habit, on, first=frame.first, last=frame.last),
        shares=tuple(
            tally.share if frame.is_reported(week) else None
            for week, tally in zip(frame.weeks, weeks, strict=True)
        ),
        trend=frame.trend_of_amounts(chosen, on) if is_amount_limit else frame.trend_of_shares(chosen, on),
        weeks=weeks,
        longest_gap=frame.longest_gap(chosen, on),
    )


def _weekly_row(chosen: Chosen, on: Days, frame: Frame) -> WeeklyRow:
    return WeeklyRow(
        facts=_facts(chosen, frame),
        tally=frame.tally(chosen, on, first=frame.first, last=frame.last),
        mean=frame.mean_of_weeks(chosen, on),
        weeks=tuple(_week_value(chosen, on, week, frame) for week in frame.weeks),
        trend=frame.trend_of_amounts(chosen, on),
        longest_gap=frame.longest_gap(chosen, on),
    )


def _week_value(chosen: Chosen, on: Days, week: days.Week, frame: Frame) -> WeekValue:
    return WeekValue(
        first=week.first,
        amount=frame.amount_of_week(chosen, on, week=week),
        goal=chosen.habit.goal_on(week.last).amount,
        state=frame.week_state(chosen, on, week=week),
        is_reported=frame.is_in_means(chosen, on, week=week),
    )
