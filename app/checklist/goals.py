"""Goals with a history: what one may be, who set it, and writing one that holds from a day on."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from app import database
from app.accounts import actions as accounts
from app.accounts.models import User
from app.catalogue.entries import HabitEntry, OtherGoal
from app.checklist import cautions, queries, standings
from app.checklist.models import Goal
from app.checklist.queries import Chosen
from app.rules import habits
from app.rules.habits import EVERY_DAY, Measure, Period, SetBy

FARTHEST_DAYS = 366
LAST_MONTH_DAY = 31


class BadGoal(ValueError):
    """The goal lies outside what may be chosen; ``least`` and ``most`` are its bounds."""

    def __init__(self, least: float, most: float) -> None:
        super().__init__(f"{least:g} to {most:g}")
        self.least, self.most = least, most


class NeedsDoctor(ValueError):
    """A goal this high, or this habit with her condition, is accepted only as set by her doctor."""

    def __init__(self, above: float | None = None) -> None:
        super().__init__("set by her doctor")
        self.above = above


class NeedsWho(ValueError):
    """Her doctor set it, but which one and when is not said."""


class SameSetter(ValueError):
    """The goal is another, and who set it and when are those of the goal before."""


class NoWeekday(ValueError):
    """A daily habit needs at least one day on which it is due."""


class NoSuchSession(ValueError):
    """Sessions are counted whole."""


class NoSuchPeriod(ValueError):
    """The habit is not counted over this period."""


class BadFromDay(ValueError):
    """The goal would hold from too far ahead."""


class RewritesPast(ValueError):
    """The goal would judge days that are over anew; ``days`` says how many, ``from_day`` since when."""

    def __init__(self, from_day: date, count: int) -> None:
        super().__init__(f"{count} days")
        self.from_day, self.count = from_day, count


def columns(goal: habits.Goal, habit_id: int) -> dict[str, Any]:
    """The columns of a goal's row."""
    return {
        "habit_id": habit_id,
        "from_day": goal.from_day,
        "amount": goal.amount,
        "set_by": goal.set_by,
        "set_by_name": goal.set_by_name,
        "set_on": goal.set_on,
        "weekdays": _digits(goal.weekdays),
        "month_day": goal.month_day,
    }


def _digits(weekdays: frozenset[int] | None) -> str | None:
    return None if weekdays is None else "".join(map(str, sorted(weekdays)))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a goal may be, over one period; above ``ask_above`` only as her doctor has set it."""

    goal: float
    least: float
    most: float
    ask_above: float | None
    is_whole: bool
    is_daily: bool


def bounds_of(entry: HabitEntry, period: Period) -> Bounds:
    """The bounds of an entry counted over a period; raises NoSuchPeriod."""
    offers: list[HabitEntry | OtherGoal] = [entry, *entry.also]
    offer = next((each for each in offers if each.period is period), None)
    if offer is None:
        raise NoSuchPeriod(period.value)
    return Bounds(
        goal=offer.goal,
        least=offer.goal_min,
        most=offer.goal_max,
        ask_above=entry.goal_ask_above if offer is entry else None,
        is_whole=entry.measure is not Measure.AMOUNT,
        is_daily=period is Period.DAY,
    )


def check(goal: habits.Goal, bounds: Bounds) -> None:
    """Raise BadGoal, NeedsDoctor, NeedsWho, NoWeekday or NoSuchSession when the goal cannot be kept."""
    if not bounds.least <= goal.amount <= bounds.most:
        raise BadGoal(bounds.least, bounds.most)
    if bounds.is_whole and goal.amount != round(goal.amount):
        raise NoSuchSession
    if bounds.ask_above is not None and goal.amount > bounds.ask_above:
        check_doctor(goal, above=bounds.ask_above)
    if bounds.is_daily and goal.weekdays is not None and not goal.weekdays & EVERY_DAY:
        raise NoWeekday
    if goal.month_day is not None and not 1 <= goal.month_day <= LAST_MONTH_DAY:
        raise NoWeekday


def check_doctor(goal: habits.Goal | None, *, above: float | None = None) -> None:
    """Raise NeedsDoctor unless her doctor set the goal, NeedsWho unless it says which one and when."""
    if goal is None or goal.set_by is not SetBy.DOCTOR:
        raise NeedsDoctor(above)
    if not goal.set_by_name or goal.set_on is None:
        raise NeedsWho


def differs(chosen: Chosen, goal: habits.Goal) -> bool:
    """Whether the goal is another than the one that holds on its day anyway."""
    habit = chosen.habit
    there = habit.goal_on(goal.from_day)
    weekdays = habit.weekdays_of(there)
    before = (there.amount, there.set_by, there.set_by_name, there.set_on, there.month_day)
    after = (goal.amount, goal.set_by, goal.set_by_name, goal.set_on, goal.month_day)
    return before != after or (not habit.is_weekly and goal.weekdays != weekdays)


def check_setter(chosen: Chosen, goal: habits.Goal) -> None:
    """Raise SameSetter when an amount that somebody else set is changed, and their word for it is not."""
    there = chosen.habit.goal_on(goal.from_day)
    word = (goal.set_by, goal.set_by_name, goal.set_on)
    is_theirs = there.set_by is not SetBy.SELF
    if is_theirs and goal.amount != there.amount and word == (there.set_by, there.set_by_name, there.set_on):
        raise SameSetter


def days_rewritten(chosen: Chosen, from_day: date, *, today: date) -> int:
    """How many days that are over a goal from that day on would judge: those before the next goal."""
    later = [goal.from_day for goal in chosen.habit.goals if goal.from_day > from_day]
    end = min([today, *later])
    return max((end - max(from_day, chosen.habit.started_on)).days, 0)


def set_goal(
    session: Session, user: User, *, habit_id: int, goal: habits.Goal, today: date, is_sure: bool = False
) -> None:
    """Let a goal hold from a day on, at the earliest the habit's first; earlier days keep theirs.

    ``is_sure``: she knows that days which are over will be judged by it. Without weekdays and day of the
    month it is due as the goal before it. Raises NoSuchHabit, BadFromDay, RewritesPast (unless she is sure),
    and what ``check`` raises.
    """
    accounts.lock_person(session, user.id or 0)
    chosen = queries.chosen_of(session, user, habit_id=habit_id)
    check(goal, bounds_of(chosen.entry, chosen.habit.period))
    if any(each.needs_doctor for each in cautions.touching(user, chosen.entry)):
        check_doctor(goal)
    goal = replace(goal, from_day=max(goal.from_day, chosen.habit.started_on))
    if (goal.from_day - today).days > FARTHEST_DAYS:
        raise BadFromDay
    rewritten = days_rewritten(chosen, goal.from_day, today=today)
    if rewritten and not is_sure:
        raise RewritesPast(goal.from_day, rewritten)
    if goal.weekdays is None and goal.month_day is None:
        before = chosen.habit.goal_on(goal.from_day)
        goal = replace(goal, weekdays=before.weekdays, month_day=before.month_day)
    database.upsert(session, Goal, columns(goal, habit_id), key=("habit_id", "from_day"))
    session.expire_all()
    changed = queries.chosen_of(session, user, habit_id=habit_id)
    standings.refresh(session, user, chosen=changed, changed=goal.from_day, today=today)
