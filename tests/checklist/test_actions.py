"""Every way a day or a habit can change, and that streaks and strength follow from what is recorded."""

import math
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select

from app.accounts.models import User
from app.checklist import choosing, queries, standings, undoing
from app.checklist.actions import BadAmount, BadDay, Change, NoSuchPlant
from app.checklist.models import ChangeKind, Habit, Mark, MarkChange, PlantEaten, Source
from app.checklist.queries import NoSuchHabit
from app.rules.closings import Span
from app.rules.marks import Skip
from tests import make
from tests.checklist.looking import closed, fold, holds, is_same, shown
from tests.make import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)
SINCE = TODAY - timedelta(days=30)
SLUGS = ("prunes", "weight-bearing", "plants")
PLANTS = ("oats", "kale", "lentil")
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def change(habit_id: int, kind: ChangeKind = ChangeKind.SET, *, day: date = TODAY, **values) -> Change:
    return Change(values.pop("uuid", str(uuid4())), habit_id, day, kind, **values)


def undo(session: Session, user: User, batch: str, *, today: date = TODAY) -> list[MarkChange]:
    rows = undoing.undo(
        session, user, batch=batch, uuid_of_undo=str(uuid4()), source=Source.TAP, today=today, now=NOW
    )
    session.commit()
    return rows


def content(session: Session, user: User) -> tuple[object, ...]:
    """All that counts of what she recorded."""
    marks = {habit.id: holds(session, habit.id or 0) for habit in session.exec(select(Habit)).all()}
    eaten = session.exec(select(PlantEaten).where(PlantEaten.user_id == user.id)).all()
    return marks, sorted((row.day, row.plant) for row in eaten)


DAYS_BACK = st.integers(0, 9)
STEPS = st.one_of(
    st.tuples(
        st.sampled_from([ChangeKind.SET, ChangeKind.ADD]),
        st.integers(0, 1),
        DAYS_BACK,
        st.sampled_from([None, 0.0, 2.0, 5.0, 30.0, 90.0]),
    ),
    st.tuples(st.just(ChangeKind.SET), st.integers(0, 1), DAYS_BACK, st.none()),
    st.tuples(st.sampled_from([ChangeKind.SKIP, ChangeKind.CLEAR]), st.integers(0, 1), DAYS_BACK, st.none()),
    st.tuples(
        st.sampled_from([ChangeKind.EAT, ChangeKind.UNEAT]), st.just(2), DAYS_BACK, st.sampled_from(PLANTS)
    ),
    st.tuples(st.just("undo"), st.integers(0, 9), st.just(0), st.none()),
    st.tuples(st.just("night"), st.integers(1, 4), st.just(0), st.none()),
)


def begin_anew(session: Session, user: User) -> list[int]:
    session.exec(delete(Habit).where(col(Habit.user_id) == user.id))
    session.exec(delete(PlantEaten))
    session.exec(delete(MarkChange))
    session.commit()
    return [make.make_habit(session, user, slug, since=SINCE) for slug in SLUGS]


def check_standings(session: Session, user: User, habits: list[int], *, today: date) -> None:
    for habit_id in habits:
        expected = fold(session, user, habit_id, today=today)
        assert is_same(shown(session, user, habit_id, today=today), expected)
        for span in Span:
            read, anew = closed(session, user, habit_id, span=span, today=today)
            assert read == anew


def tried(session: Session, user: User, one: Change, *, today: date) -> list[MarkChange]:
    """What a change wrote; nothing when the day cannot hold it."""
    try:
        return make.make_changes(session, user, [one], today=today)
    except BadAmount:
        return []


@ONLY_SQLITE
@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.generate,),  # at most fourteen steps can be read as they are
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
def test_standings_equal_a_fold_from_scratch_after_any_changes(anna, session, steps):
    habits, today, batches = begin_anew(session, anna), TODAY, list[str]()
    start, was_undone = content(session, anna), False
    for kind, number, back, value in steps:
        if kind == "night":
            today += timedelta(days=number)
        elif kind == "undo":
            was_undone = True
            undo(session, anna, batches[number % len(batches)] if batches else "none", today=today)
        else:
            of = {"plant": value} if isinstance(value, str) else {"amount": value}
            one = change(habits[number], kind, day=today - timedelta(days=back), **of)
            batches += [row.batch for row in tried(session, anna, one, today=today)]
    check_standings(session, anna, habits, today=today)
    for batch in reversed(batches):
        undo(session, anna, batch, today=today)
    check_standings(session, anna, habits, today=today)
    assert was_undone or content(session, anna) == start


@ONLY_SQLITE
def test_standings_hold_while_she_lives_from_day_to_day(anna, session):
    habits = [make.make_habit(session, anna, slug, since=SINCE) for slug in SLUGS]
    for number in range(24):
        day = SINCE + timedelta(days=number)
        changes = [
            change(habits[0], day=day, amount=float(5 - number % 4)),
            change(habits[1], day=day, amount=40.0 * (number % 3)),
            change(habits[2], ChangeKind.EAT, day=day, plant=PLANTS[number % 3]),
        ]
        make.make_changes(session, anna, changes, today=day)
        check_standings(session, anna, habits, today=day)


@ONLY_SQLITE
@pytest.mark.parametrize("back", range(1, 9))
def test_standing_follows_a_change_of_any_day_and_its_undo(anna, session, back):
    prunes = make.make_habit(session, anna)
    for each in range(1, 13):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=each))
    before = shown(session, anna, prunes, today=TODAY)
    made = make.make_mark(
        session, anna, prunes, day=TODAY - timedelta(days=back), kind=ChangeKind.SET, amount=0.0
    )
    changed = shown(session, anna, prunes, today=TODAY)
    assert (changed.current, changed.best) == (back - 1, max(back - 1, 12 - back))
    undo(session, anna, made.batch)
    assert is_same(shown(session, anna, prunes, today=TODAY), before)


@ONLY_SQLITE
def test_stored_standing_is_not_just_the_start(anna, session):
    prunes = make.make_habit(session, anna)
    for back in range(4, 12):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    stored = queries.chosen_of(session, anna, habit_id=prunes).standing
    assert stored.through == TODAY - standings.OPEN_DAYS
    assert (stored.current, stored.best) == (0, 8)


def test_undo_of_a_whole_answer_returns_every_day_to_what_it_was(anna, session):
    prunes, vitamin = make.make_habit(session, anna), make.make_habit(session, anna, "vitamin-d")
    make.make_mark(session, anna, prunes, amount=2)
    before = content(session, anna)
    answer = [
        change(prunes, amount=4),
        change(vitamin),
        change(prunes, ChangeKind.ADD, amount=1),
        change(prunes, ChangeKind.SKIP, day=YESTERDAY, skip=Skip.ILL),
    ]
    make.make_changes(session, anna, answer)
    assert holds(session, prunes) == {TODAY: 5, YESTERDAY: Skip.ILL}
    assert len(undo(session, anna, answer[0].uuid)) == 4
    assert content(session, anna) == before
    assert undo(session, anna, answer[0].uuid) == []


def test_undo_of_an_undo_changes_nothing(anna, session):
    prunes = make.make_habit(session, anna)
    made = make.make_mark(session, anna, prunes, amount=4)
    assert len(undo(session, anna, made.batch)) == 1
    batch = session.exec(select(MarkChange.batch).where(MarkChange.kind == ChangeKind.UNDO)).one()
    assert undo(session, anna, batch) == []
    assert holds(session, prunes) == {}


@pytest.mark.parametrize(("minutes", "amount", "is_applied"), [(-5, 4, False), (5, 2, True)])
def test_change_made_offline_yields_to_a_newer_one(anna, session, minutes, amount, is_applied):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=4)
    late = make.make_mark(session, anna, prunes, amount=2, made_at=NOW + timedelta(minutes=minutes))
    assert holds(session, prunes) == {TODAY: amount}
    assert late.is_applied is is_applied


def test_older_plant_taken_back_offline_stays_when_eaten_since(anna, session):
    plants = make.make_habit(session, anna, "plants")
    make.make_plants(session, anna, plants, "oats")
    before = NOW - timedelta(minutes=5)
    make.make_mark(session, anna, plants, kind=ChangeKind.UNEAT, plant="oats", made_at=before)
    assert session.exec(select(PlantEaten.plant)).all() == ["oats"]


def test_sum_takes_every_part_however_late(anna, session):
    walk = make.make_habit(session, anna, "weight-bearing")
    make.make_mark(session, anna, walk, kind=ChangeKind.ADD, amount=20)
    earlier = NOW - timedelta(hours=5)
    make.make_mark(session, anna, walk, kind=ChangeKind.ADD, amount=15, made_at=earlier)
    assert holds(session, walk) == {TODAY: 35}
    make.make_mark(session, anna, walk, amount=50)
    make.make_mark(session, anna, walk, kind=ChangeKind.ADD, amount=5, made_at=earlier - timedelta(hours=1))
    assert holds(session, walk) == {TODAY: 50}, "what she said of the whole day later holds"


@ONLY_SQLITE
def test_taking_off_more_than_is_there_leaves_nothing_below_zero(anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=1)
    make.make_mark(session, anna, prunes, kind=ChangeKind.ADD, amount=-3)
    assert holds(session, prunes) == {TODAY: 0}


@ONLY_SQLITE
def test_tenths_add_up_without_a_rest(anna, session):
    prunes = make.make_habit(session, anna)
    for _ in range(3):
        make.make_mark(session, anna, prunes, kind=ChangeKind.ADD, amount=0.1)
    assert holds(session, prunes) == {TODAY: 0.3}


def test_same_uuid_is_one_change(anna, session):
    prunes = make.make_habit(session, anna)
    add = change(prunes, ChangeKind.ADD, amount=1)
    assert len(make.make_changes(session, anna, [add])) == 1
    assert make.make_changes(session, anna, [add]) == []
    assert holds(session, prunes) == {TODAY: 1}


def test_same_uuid_twice_in_one_batch_is_one_change(anna, session):
    prunes = make.make_habit(session, anna)
    add = change(prunes, ChangeKind.ADD, amount=1)
    assert len(make.make_changes(session, anna, [add, add])) == 1
    assert holds(session, prunes) == {TODAY: 1}


def test_two_people_may_bring_the_same_uuid(anna, berta, session):
    mine, hers = make.make_habit(session, anna), make.make_habit(session, berta)
    uuid = str(uuid4())
    make.make_changes(session, anna, [change(mine, uuid=uuid, amount=3)])
    make.make_changes(session, berta, [change(hers, uuid=uuid, amount=4)])
    assert (holds(session, mine), holds(session, hers)) == ({TODAY: 3}, {TODAY: 4})
    assert len(undo(session, anna, uuid)) == 1
    assert (holds(session, mine), holds(session, hers)) == ({}, {TODAY: 4})


def test_another_persons_habit_is_no_habit_of_hers(anna, berta, session):
    mine, hers = make.make_habit(session, anna), make.make_habit(session, berta)
    with pytest.raises(NoSuchHabit):
        make.make_changes(session, anna, [change(mine), change(hers)])
    session.rollback()
    assert session.exec(select(Mark)).all() == []


@ONLY_SQLITE
@pytest.mark.parametrize("days", [-31, 1])
def test_day_outside_the_habit_is_refused(anna, session, days):
    prunes = make.make_habit(session, anna, since=SINCE)
    with pytest.raises(BadDay):
        make.make_mark(session, anna, prunes, day=TODAY + timedelta(days=days))


@ONLY_SQLITE
def test_day_after_she_gave_it_up_is_refused(anna, session):
    prunes = make.make_habit(session, anna)
    choosing.give_up(session, anna, habit_id=prunes, today=YESTERDAY)
    make.make_mark(session, anna, prunes, day=YESTERDAY - timedelta(days=1))
    with pytest.raises(BadDay):
        make.make_mark(session, anna, prunes, day=YESTERDAY)


@ONLY_SQLITE
def test_plant_outside_the_catalogue_is_refused(anna, session):
    plants = make.make_habit(session, anna, "plants")
    with pytest.raises(NoSuchPlant):
        make.make_plants(session, anna, plants, "unobtainium")


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        (ChangeKind.SET, 101),
        (ChangeKind.SET, -1),
        (ChangeKind.SET, math.nan),
        (ChangeKind.SET, math.inf),
        (ChangeKind.ADD, 101),
        (ChangeKind.ADD, -101),
        (ChangeKind.ADD, 98),
    ],
)
def test_bad_amount_writes_nothing_of_its_batch(anna, session, kind, amount):
    prunes, vitamin = make.make_habit(session, anna), make.make_habit(session, anna, "vitamin-d")
    make.make_mark(session, anna, prunes, amount=3)
    with pytest.raises(BadAmount):
        make.make_changes(session, anna, [change(vitamin), change(prunes, kind, amount=amount)])
    session.commit()
    assert (holds(session, prunes), holds(session, vitamin)) == ({TODAY: 3}, {})
    assert len(session.exec(select(MarkChange)).all()) == 1


@ONLY_SQLITE
def test_change_remembers_before_and_after(anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=3)
    row = make.make_mark(session, anna, prunes, kind=ChangeKind.SKIP, skip=Skip.AWAY)
    assert row.before == {"amount": 3, "skip": None}
    assert row.after == {"amount": None, "skip": "away"}
