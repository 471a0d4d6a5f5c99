"""A quarter made by hand, whose figures were worked out on paper, and the small pieces it is made of."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from app.accounts.models import User
from app.checklist.models import Goal, Habit, Mark, PlantEaten, Source, Spell
from app.report import gather
from app.report.model import Report
from app.rules.habits import Direction, Measure, Period, SetBy
from app.rules.marks import Skip

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
FIRST = date(2026, 8, 24)  # a Monday: twelve whole weeks follow, and six days
LAST = date(2026, 11, 21)
BEFORE = date(2026, 6, 1)

ILL = range(10, 16)
BLANK = range(20, 26)
PARTLY = range(30, 40)
ZERO = 40
NOTHING_AT_ALL = range(20, 25)
WEEK_WITHOUT_RECORD = 3
MINUTES = (97, 88, 112, None, 159, 120, 81, 47, 151, 153, 89, 101)
PLANTS = (23, 20, 18, None, 24, 30, 24, 22, 22, 28, 32, 30)


def make_user(session: Session, *, name: str = "Anna Example", week_start: int = 0) -> User:
    """A stored person in Prague."""
    user = User(name=name, zone="Europe/Prague", locale="en_GB", week_start=week_start, created_at=NOW)
    session.add(user)
    session.commit()
    return user


def make_habit(
    session: Session,
    user: User,
    slug: str = "prunes",
    *,
    goal: float = 5,
    name: str | None = None,
    set_by: SetBy = SetBy.SELF,
    set_by_name: str = "",
    measure: Measure = Measure.AMOUNT,
    period: Period = Period.DAY,
    direction: Direction = Direction.AT_LEAST,
    weekdays: str = "0123456",
    started_on: date = BEFORE,
    ended_on: date | None = None,
    position: int = 0,
) -> int:
    """A stored habit with one goal; its id."""
    habit = Habit(
        user_id=user.id or 0,
        slug=slug,
        name=name,
        measure=measure,
        direction=direction,
        period=period,
        weekdays=weekdays,
        position=position,
        started_on=started_on,
        ended_on=ended_on,
        created_at=NOW,
    )
    session.add(habit)
    session.flush()
    make_goal(
        session, habit.id or 0, from_day=started_on, amount=goal, set_by=set_by, set_by_name=set_by_name
    )
    return habit.id or 0


def make_goal(
    session: Session,
    habit_id: int,
    *,
    from_day: date,
    amount: float,
    set_by: SetBy = SetBy.SELF,
    set_by_name: str = "",
) -> None:
    """A stored goal that holds from a day on."""
    session.add(
        Goal(habit_id=habit_id, from_day=from_day, amount=amount, set_by=set_by, set_by_name=set_by_name)
    )
    session.commit()


def make_marks(
    session: Session,
    user: User,
    habit_id: int,
    on: Mapping[date, float | Skip],
    *,
    source: Source = Source.TAP,
) -> None:
    """Stored marks: a number is an amount, a reason a skip."""
    for day, held in on.items():
        session.add(
            Mark(
                user_id=user.id or 0,
                habit_id=habit_id,
                day=day,
                amount=None if isinstance(held, Skip) else held,
                skip=held if isinstance(held, Skip) else None,
                source=source,
                changed_at=NOW,
            )
        )
    session.commit()


def make_spell(
    session: Session,
    user: User,
    first: int,
    last: int,
    reason: Skip = Skip.AWAY,
    *,
    habit_ids: list[int] | None = None,
) -> None:
    """Stored days set aside, by their numbers, for all habits or for some."""
    session.add(
        Spell(
            user_id=user.id or 0,
            reason=reason,
            first=day(first),
            last=day(last),
            habit_ids=habit_ids,
            created_at=NOW,
        )
    )
    session.commit()


def make_eaten(session: Session, user: User, *, day: date, numbers: Iterable[int]) -> None:
    """Stored plants of a day, each a number."""
    for number in numbers:
        plant = PlantEaten(
            user_id=user.id or 0, day=day, plant=f"plant-{number}", source=Source.TAP, changed_at=NOW
        )
        session.add(plant)
    session.commit()


def day(number: int) -> date:
    """The quarter's day of that number; the first is 0."""
    return FIRST + timedelta(days=number)


def make_quarter(session: Session, *, user: User | None = None) -> User:
    """Prunes and vitamin D by the day, walking and plants by the week; a new person's when none is given."""
    user = user or make_user(session)
    prunes = make_habit(session, user, goal=5, name="Prunes")
    make_marks(session, user, prunes, {day(n): _prunes(n) for n in range(90) if n not in BLANK})
    vitamin = make_habit(
        session, user, "vitamin-d", name="Vitamin D", goal=1000, set_by=SetBy.DOCTOR, set_by_name="Dr Novak"
    )
    make_marks(session, user, vitamin, {day(n): 1000.0 for n in range(90) if n not in NOTHING_AT_ALL})
    walking = make_habit(
        session,
        user,
        "weight-bearing",
        name="Walking",
        goal=150,
        period=Period.WEEK,
        set_by=SetBy.PHYSIOTHERAPIST,
    )
    wednesdays = {day(7 * week + 2): minutes for week, minutes in enumerate(MINUTES) if minutes is not None}
    make_marks(session, user, walking, wednesdays)
    make_plants(session, user)
    return user


def make_plants(session: Session, user: User) -> None:
    """Each week's plants on its Tuesday, three of them again on Thursday."""
    make_habit(session, user, "plants", name="Plants", goal=30, measure=Measure.VARIETY, period=Period.WEEK)
    for week, count in enumerate(PLANTS):
        if count is not None:
            make_eaten(session, user, day=day(7 * week + 1), numbers=range(count))
            make_eaten(session, user, day=day(7 * week + 3), numbers=range(3))


def _prunes(number: int) -> float | Skip:
    if number in ILL:
        return Skip.ILL
    if number in PARTLY:
        return 3.0
    return 0.0 if number == ZERO else 5.0


def make_report(session: Session, user: User, *, first: date = FIRST, last: date = LAST) -> Report:
    """The person's report on 22 November."""
    return gather.gather(session, user, first=first, last=last, today=TODAY, now=NOW)
