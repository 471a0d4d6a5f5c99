"""What a day's dot says when some habits are set aside, and which habit the next offer asks about."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.checklist import daysheet
from app.checklist.models import ChangeKind, Goal, Habit, Spell
from app.rules.marks import Skip
from tests import make
from tests.make import NOW, TODAY

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
YESTERDAY = TODAY - timedelta(days=1)
SLUGS = ("prunes", "vitamin-d", "fermented", "weight-bearing")


def set_aside(session: Session, user: User, *habit_ids: int) -> None:
    """Yesterday set aside by the doctor for some habits."""
    spell = Spell(
        user_id=user.id or 0,
        reason=Skip.DOCTOR,
        first=YESTERDAY,
        last=YESTERDAY,
        habit_ids=list(habit_ids),
        created_at=NOW,
    )
    session.add(spell)
    session.commit()


def dot_of(session: Session, user: User, day: date = YESTERDAY) -> daysheet.Dot:
    week = daysheet.read(session, user, day=TODAY, today=TODAY).week
    return next(dot for dot in week if dot.day == day)


# Four habits, one by the week: d done, p paused, s skipped, - nothing there.
@ONLY_SQLITE
@pytest.mark.parametrize(
    ("signs", "done", "of", "reason"),
    [
        ("----", 0, 4, None),
        ("p---", 0, 3, None),
        ("---p", 0, 3, None),
        ("s---", 0, 4, None),
        ("ppp-", 0, 1, None),
        ("sss-", 0, 4, None),
        ("pppp", 0, 0, Skip.DOCTOR),
        ("ssss", 0, 4, Skip.AWAY),
        ("ppss", 0, 2, Skip.DOCTOR),
        ("dppp", 1, 1, None),
        ("dsss", 1, 4, None),
        ("pdd-", 2, 3, None),
    ],
)
def test_dot_gives_a_reason_only_when_nothing_is_left_to_count(session, anna, signs, done, of, reason):
    ids = [make.make_habit(session, anna, slug) for slug in SLUGS]
    for habit_id, sign in zip(ids, signs, strict=True):
        if sign == "d":
            make.make_mark(session, anna, habit_id, day=YESTERDAY)
        if sign == "s":
            make.make_mark(session, anna, habit_id, day=YESTERDAY, kind=ChangeKind.SKIP, skip=Skip.AWAY)
    paused = [habit_id for habit_id, sign in zip(ids, signs, strict=True) if sign == "p"]
    if paused:
        set_aside(session, anna, *paused)
    dot = dot_of(session, anna)
    assert (dot.done, dot.of, dot.skip) == (done, of, reason)


def make_settled(session: Session, user: User, slug: str, *, weeks: int, weekdays: str | None = None) -> int:
    """A habit taken on so many weeks ago and done on every day of it; its id."""
    began = TODAY - timedelta(weeks=weeks)
    habit_id = make.make_habit(session, user, slug, since=began)
    for number in range(7 * weeks):
        make.make_mark(session, user, habit_id, day=began + timedelta(days=number))
    if weekdays is not None:
        change_goal(session, habit_id, weekdays=weekdays)
    return habit_id


def change_goal(session: Session, habit_id: int, **values: object) -> None:
    for goal in session.exec(select(Goal).where(col(Goal.habit_id) == habit_id)).all():
        goal.sqlmodel_update(values)
        session.add(goal)
    session.commit()


def asked_about(session: Session, user: User, today: date = TODAY) -> tuple[int, int, int] | None:
    offer = daysheet.read(session, user, day=today, today=today).offer
    return None if offer is None else (offer.chosen.id, offer.met, offer.counted)


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("weeks", "weekdays", "expected"),
    [
        (2, None, None),
        (3, None, (21, 21)),
        (2, "024", (6, 6)),
        (4, "024", (12, 12)),
        (5, "01", (10, 10)),
    ],
)
def test_habit_that_is_not_due_every_day_settles_too(session, anna, weeks, weekdays, expected):
    latest = make_settled(session, anna, "prunes", weeks=weeks, weekdays=weekdays)
    assert asked_about(session, anna) == (expected and (latest, *expected))


@ONLY_SQLITE
@pytest.mark.parametrize("rhythm", [{"month_day": 1}, {"weekdays": "0"}])
def test_offer_asks_about_the_latest_habit_that_can_ever_be_judged(session, anna, rhythm):
    prunes = make_settled(session, anna, "prunes", weeks=4)
    rare = make.make_habit(session, anna, "vitamin-d", since=TODAY - timedelta(days=10))
    assert asked_about(session, anna) is None
    change_goal(session, rare, **rhythm)
    assert asked_about(session, anna) == (prunes, 21, 21)
    # One day a week, that on which the habit asked about began.
    assert asked_about(session, anna, TODAY + timedelta(days=4)) is None
    habit = session.exec(select(Habit).where(col(Habit.id) == prunes)).one()
    assert (TODAY - habit.started_on).days % 7 == 0


@ONLY_SQLITE
def test_habit_that_can_be_judged_and_is_young_puts_the_offer_off(session, anna):
    make_settled(session, anna, "prunes", weeks=5)
    make_settled(session, anna, "vitamin-d", weeks=1)
    assert asked_about(session, anna) is None


@ONLY_SQLITE
def test_person_with_nothing_but_a_monthly_habit_is_asked_nothing(session, anna):
    monthly = make_settled(session, anna, "prunes", weeks=5)
    change_goal(session, monthly, month_day=1)
    assert asked_about(session, anna) is None
