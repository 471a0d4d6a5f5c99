"""Writes to the list of habits itself: taking one on, its goal, its cue, giving it up. Callers commit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from app import database
from app.accounts import actions as accounts
from app.accounts.models import User
from app.catalogue import book
from app.checklist import queries, standings
from app.checklist.models import Goal, Habit, Mark
from app.rules.habits import SetBy

YESTERDAY = timedelta(days=1)


class BadGoal(ValueError):
    """The goal lies outside what the catalogue allows; ``least`` and ``most`` are its bounds."""

    def __init__(self, least: float, most: float) -> None:
        super().__init__(f"{least:g} to {most:g}")
        self.least, self.most = least, most


class NeedsDoctor(ValueError):
    """A goal this high is accepted only as set by her doctor."""

    def __init__(self, above: float) -> None:
        super().__init__(f"above {above:g}")
        self.above = above


@dataclass(frozen=True, slots=True)
class NewGoal:
    """A goal as she enters it."""

    amount: float
    from_day: date
    set_by: SetBy = SetBy.SELF
    set_by_name: str = ""


def take_on(session: Session, user: User, *, slug: str, today: date, now: datetime) -> Habit:
    """Begin a habit of the catalogue today at its default goal; one that is hers already stays as it is.

    One given up earlier begins anew, with its history kept beside it; one that would have ended only today
    simply goes on. Raises book.UnknownHabit.
    """
    accounts.lock_person(session, user.id or 0)
    entry = book.book().habit(slug)
    mine = session.exec(
        select(Habit)
        .where(Habit.user_id == user.id, Habit.slug == slug)
        .where(col(Habit.ended_on).is_(None) | (col(Habit.ended_on) >= today))
    ).one_or_none()
    if mine is not None:
        mine.ended_on = None
        session.add(mine)
        session.flush()
        return mine
    last = session.exec(select(func.max(Habit.position)).where(Habit.user_id == user.id)).one()
    habit = Habit(
        user_id=user.id or 0,
        slug=slug,
        measure=entry.measure,
        direction=entry.direction,
        period=entry.period,
        unit=entry.unit,
        position=(last or 0) + 1,
        started_on=today,
        created_at=now,
    )
    session.add(habit)
    session.flush()
    session.add(Goal(habit_id=habit.id or 0, from_day=today, amount=entry.goal))
    session.flush()
    return habit


def set_goal(session: Session, user: User, *, habit_id: int, goal: NewGoal, today: date) -> None:
    """Let a goal hold from a day on; earlier days keep theirs. Raises NoSuchHabit, BadGoal, NeedsDoctor."""
    accounts.lock_person(session, user.id or 0)
    chosen = queries.chosen_of(session, user, habit_id=habit_id)
    entry = chosen.entry
    if not entry.goal_min <= goal.amount <= entry.goal_max:
        raise BadGoal(entry.goal_min, entry.goal_max)
    if entry.needs_doctor(goal.amount) and goal.set_by is not SetBy.DOCTOR:
        raise NeedsDoctor(entry.goal_ask_above or 0.0)
    from_day = max(goal.from_day, chosen.habit.started_on)
    values = {
        "habit_id": habit_id,
        "from_day": from_day,
        "amount": goal.amount,
        "set_by": goal.set_by,
        "set_by_name": goal.set_by_name,
    }
    database.upsert(session, Goal, values, key=("habit_id", "from_day"))
    changed = queries.chosen_of(session, user, habit_id=habit_id)
    standings.refresh(session, user, chosen=changed, changed=from_day, today=today)


def set_cue(session: Session, user: User, *, habit_id: int, cue: str) -> None:
    """Keep her own words for when she does it. Raises NoSuchHabit."""
    habit = queries.habit_of(session, user.id or 0, habit_id=habit_id)
    habit.cue = cue
    session.add(habit)
    session.flush()


def give_up(session: Session, user: User, *, habit_id: int, today: date) -> None:
    """End a habit with its history kept: today when something is recorded today, else yesterday.

    A habit begun today with nothing recorded leaves no trace. Raises NoSuchHabit.
    """
    accounts.lock_person(session, user.id or 0)
    habit = queries.habit_of(session, user.id or 0, habit_id=habit_id)
    has_mark = session.exec(
        select(Mark.id).where(Mark.user_id == user.id, Mark.habit_id == habit_id, Mark.day == today)
    ).first()
    ended_on = today if has_mark else today - YESTERDAY
    if ended_on < habit.started_on:
        session.delete(habit)
    else:
        habit.ended_on = ended_on
        session.add(habit)
    session.flush()
