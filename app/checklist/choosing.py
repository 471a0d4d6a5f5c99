"""Writes to the list of habits: taking one on or up again, making one's own, giving it up. Callers commit."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from app.accounts import actions as accounts
from app.accounts.models import User
from app.catalogue import book
from app.catalogue.entries import Caution, HabitEntry
from app.checklist import cautions, goals, journal, own_habits, queries, standings
from app.checklist.models import Goal, Habit, Mark, PlantEaten
from app.rules import days, habits
from app.rules.habits import Direction, Measure, Period


class NeedsAsking(ValueError):
    """A caution for a condition of hers has not been put to her yet, or she has not asked."""

    def __init__(self, open_cautions: Collection[Caution]) -> None:
        super().__init__(f"{len(open_cautions)} open")
        self.cautions = tuple(open_cautions)


@dataclass(frozen=True, slots=True)
class Wish:
    """How she takes a habit of the catalogue on; what she leaves open is the catalogue's default."""

    name: str = ""
    cue: str = ""
    period: Period | None = None
    goal: habits.Goal | None = None
    has_asked: bool = False


@dataclass(frozen=True, slots=True)
class OwnHabit:
    """A habit of her own as she describes it."""

    name: str
    measure: Measure
    direction: Direction
    period: Period
    unit: str
    goal: habits.Goal
    cue: str = ""


def take_on(
    session: Session, user: User, *, slug: str, today: date, now: datetime, wish: Wish | None = None
) -> Habit:
    """Begin a habit of the catalogue today; one that is hers already stays as it is.

    One given up earlier is taken up again with its history, unless she now counts it over another period:
    then it begins anew beside it. One that would have ended only today simply goes on.

    Raises book.UnknownHabit, NeedsAsking, and what ``goals.check`` raises.
    """
    accounts.lock_person(session, user.id or 0)
    entry = book.book().habit(slug)
    wish = wish or Wish()
    row = _newest(session, user, slug)
    if row is not None and (row.ended_on is None or row.ended_on >= today):
        row.ended_on = None
        session.add(row)
        session.flush()
        return row
    _ask(session, user, entry, wish, today)
    if row is None or wish.period not in (None, row.period):
        return _begin(session, user, entry, wish, today, now)
    habit = take_up(session, user, habit_id=row.id or 0, today=today)
    return _as_wished(session, user, habit, wish, today)


def _as_wished(session: Session, user: User, habit: Habit, wish: Wish, today: date) -> Habit:
    """A habit that was taken up again, with the goal and the words she gives it now."""
    habit_id = habit.id or 0
    chosen = queries.chosen_of(session, user, habit_id=habit_id)
    if wish.goal is not None and goals.differs(chosen, replace(wish.goal, from_day=today)):
        goals.set_goal(session, user, habit_id=habit_id, goal=replace(wish.goal, from_day=today), today=today)
    if wish.name or wish.cue:
        set_words(session, user, habit_id=habit_id, name=wish.name, cue=wish.cue)
    return habit


def _newest(session: Session, user: User, slug: str) -> Habit | None:
    """Her habit of that slug; of several from earlier times the one that ended last, or goes on."""
    rows = session.exec(select(Habit).where(Habit.user_id == user.id, Habit.slug == slug)).all()
    return max(rows, key=lambda row: row.ended_on or date.max, default=None)


def _ask(session: Session, user: User, entry: HabitEntry, wish: Wish, today: date) -> None:
    """Refuse while a caution for her is open; else remember that she has asked."""
    waiting = cautions.waiting(session, user, entry)
    if any(each.needs_doctor for each in waiting):
        goals.check_doctor(wish.goal)
    to_ask = [each for each in waiting if not each.needs_doctor]
    if to_ask and not wish.has_asked:
        raise NeedsAsking(to_ask)
    cautions.settle(session, user, entry, waiting, today=today)


def _begin(session: Session, user: User, entry: HabitEntry, wish: Wish, today: date, now: datetime) -> Habit:
    period = wish.period or entry.period
    bounds = goals.bounds_of(entry, period)
    goal = replace(wish.goal or habits.Goal(today, bounds.goal), from_day=today)
    goals.check(goal, bounds)
    habit = Habit(
        user_id=user.id or 0,
        slug=entry.slug,
        name=wish.name or None,
        measure=entry.measure,
        direction=entry.direction,
        period=period,
        unit=entry.unit,
        cue=wish.cue,
        position=_last_place(session, user) + 1,
        started_on=today,
        created_at=now,
    )
    return _stored(session, habit, goal)


def _stored(session: Session, habit: Habit, goal: habits.Goal) -> Habit:
    session.add(habit)
    session.flush()
    session.add(Goal(**goals.columns(goal, habit.id or 0)))
    session.flush()
    return habit


def create(session: Session, user: User, *, own: OwnHabit, today: date, now: datetime) -> Habit:
    """Begin a habit of her own today. Raises goals.BadGoal."""
    accounts.lock_person(session, user.id or 0)
    habit = Habit(
        user_id=user.id or 0,
        name=own.name,
        measure=own.measure,
        direction=own.direction,
        period=own.period,
        unit=own.unit,
        cue=own.cue,
        position=_last_place(session, user) + 1,
        started_on=today,
        created_at=now,
    )
    goal = replace(own.goal, from_day=today)
    goals.check(goal, goals.bounds_of(own_habits.entry_of(habit, goals=[goal.amount]), own.period))
    return _stored(session, habit, goal)


def _last_place(session: Session, user: User) -> int:
    return session.exec(select(func.max(Habit.position)).where(Habit.user_id == user.id)).one() or 0


def take_up(session: Session, user: User, *, habit_id: int, today: date) -> Habit:
    """Go on with a habit that was given up, its history intact; the days between are left out of every count.

    Where she has begun the same habit anew since, that one goes on. Raises NoSuchHabit.
    """
    accounts.lock_person(session, user.id or 0)
    habit = queries.habit_of(session, user.id or 0, habit_id=habit_id)
    if habit.ended_on is None:
        return habit
    if habit.slug is not None and (other := _active(session, user, habit.slug)) is not None:
        return other
    first, last = habit.ended_on + days.ONE_DAY, today - days.ONE_DAY
    if first <= last:
        habit.gaps = [*(habit.gaps or []), [first.isoformat(), last.isoformat()]]
    habit.ended_on = None
    habit.position = _last_place(session, user) + 1
    session.add(habit)
    session.flush()
    chosen = queries.chosen_of(session, user, habit_id=habit_id)
    standings.refresh(session, user, chosen=chosen, changed=first, today=today)
    return habit


def _active(session: Session, user: User, slug: str) -> Habit | None:
    """Her habit of that slug which she has not given up."""
    return session.exec(
        select(Habit).where(Habit.user_id == user.id, Habit.slug == slug, col(Habit.ended_on).is_(None))
    ).one_or_none()


def give_up(session: Session, user: User, *, habit_id: int, today: date) -> None:
    """End a habit with its history kept: today when something is recorded today, else yesterday.

    A habit begun today of which nothing was ever recorded leaves no trace; one given up before stays as it
    is. Raises NoSuchHabit.
    """
    accounts.lock_person(session, user.id or 0)
    habit = queries.habit_of(session, user.id or 0, habit_id=habit_id)
    if habit.ended_on is not None:
        return
    ended_on = today if _holds_something(session, user, habit, today) else today - days.ONE_DAY
    if ended_on >= habit.started_on:
        habit.ended_on = ended_on
        session.add(habit)
    elif journal.is_recorded(session, [habit_id]):
        habit.ended_on = habit.started_on
        session.add(habit)
    else:
        session.delete(habit)
    session.flush()


def _holds_something(session: Session, user: User, habit: Habit, day: date) -> bool:
    """Whether anything is recorded of the habit on a day: an amount, a skip, a note, or plants."""
    if habit.measure is Measure.VARIETY:
        eaten = select(PlantEaten.id).where(PlantEaten.user_id == user.id, PlantEaten.day == day)
        return session.exec(eaten.limit(1)).first() is not None
    marked = (
        select(Mark.id)
        .where(Mark.user_id == user.id, Mark.habit_id == habit.id, Mark.day == day)
        .where(col(Mark.amount).is_not(None) | col(Mark.skip).is_not(None) | (Mark.note != ""))
    )
    return session.exec(marked).first() is not None


def put_off(session: Session, user: User, *, today: date) -> None:
    """Let the next habit not be offered for a while."""
    user.offer_declined_on = today
    session.add(user)


def set_words(session: Session, user: User, *, habit_id: int, name: str, cue: str) -> None:
    """Keep her own words: what she calls it (empty: the catalogue's name) and when she does it.

    A habit of her own keeps its name when the new one is empty. Raises NoSuchHabit.
    """
    habit = queries.habit_of(session, user.id or 0, habit_id=habit_id)
    habit.cue = cue
    if name or habit.slug:
        habit.name = name or None
    session.add(habit)
    session.flush()


def set_order(session: Session, user: User, *, habit_ids: Collection[int]) -> None:
    """Put her habits in this order; those left out follow in theirs. Raises NoSuchHabit."""
    accounts.lock_person(session, user.id or 0)
    rows = session.exec(
        select(Habit).where(Habit.user_id == user.id).order_by(col(Habit.position), col(Habit.id))
    ).all()
    by_id = {row.id or 0: row for row in rows}
    wanted = list(dict.fromkeys(habit_ids))
    for habit_id in wanted:
        if habit_id not in by_id:
            raise queries.NoSuchHabit(habit_id)
    rest = [habit_id for habit_id in by_id if habit_id not in set(wanted)]
    for place, habit_id in enumerate([*wanted, *rest], start=1):
        by_id[habit_id].position = place
        session.add(by_id[habit_id])
    session.flush()
