"""Changes made without a network count in the order she made them, in whatever order they arrive."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, delete, select

from app.accounts.models import User
from app.checklist import undoing
from app.checklist.actions import Change
from app.checklist.models import ChangeKind, Habit, Mark, MarkChange, PlantEaten, Source
from app.rules.marks import Skip
from tests import make
from tests.checklist.looking import holds
from tests.make import NOW, TODAY

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SLUGS = ("prunes", "weight-bearing", "plants")

EVENTS = st.one_of(
    st.tuples(
        st.sampled_from([ChangeKind.SET, ChangeKind.ADD]),
        st.integers(0, 1),
        st.sampled_from([None, 0.0, 2.0, 30.0, 90.0]),
    ),
    st.tuples(st.sampled_from([ChangeKind.SKIP, ChangeKind.CLEAR]), st.integers(0, 1), st.none()),
    st.tuples(st.just(ChangeKind.NOTE), st.integers(0, 1), st.sampled_from(["sore knee", ""])),
    st.tuples(
        st.sampled_from([ChangeKind.EAT, ChangeKind.UNEAT]), st.just(2), st.sampled_from(["oats", "kale"])
    ),
)


def made(habits: list[int], number: int, kind: ChangeKind, place: int, value: object) -> Change:
    """The event as her phone made it, so many minutes after the first."""
    return Change(
        str(UUID(int=number)),
        habits[place],
        TODAY,
        kind,
        amount=value if isinstance(value, float) else None,
        skip=Skip.ILL if kind is ChangeKind.SKIP else None,
        plant=str(value) if place == 2 else None,
        note=str(value) if kind is ChangeKind.NOTE else "",
        made_at=NOW - timedelta(minutes=100 - number // 2),
    )


def content(session: Session) -> tuple[object, ...]:
    session.expire_all()
    marks = [(row.habit_id, row.amount, row.skip, row.note) for row in session.exec(select(Mark)).all()]
    kept = [mark for mark in marks if mark[1:] != (None, None, "")]
    return sorted(kept, key=str), sorted(row.plant for row in session.exec(select(PlantEaten)).all())


def arrive(session: Session, user: User, changes: list[Change]) -> tuple[object, ...]:
    """What is there when they come in this order, one by one."""
    for model in (Mark, PlantEaten, MarkChange):
        session.exec(delete(model))
    session.commit()
    for one in changes:
        make.make_changes(session, user, [one], source=Source.OFFLINE)
    return content(session)


@ONLY_SQLITE
@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), events=st.lists(EVENTS, min_size=2, max_size=9))
def test_two_orders_of_the_same_events_end_equal(anna, session, data, events):
    session.exec(delete(Habit))
    session.commit()
    habits = [make.make_habit(session, anna, slug) for slug in SLUGS]
    changes = [made(habits, number, *event) for number, event in enumerate(events)]
    shuffled = data.draw(st.permutations(changes))
    assert arrive(session, anna, changes) == arrive(session, anna, shuffled)


def test_skip_made_between_two_amounts_does_not_outlive_the_later_one(anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=3, made_at=NOW)
    make.make_mark(
        session,
        anna,
        prunes,
        kind=ChangeKind.SKIP,
        skip=Skip.AWAY,
        made_at=NOW - timedelta(minutes=5),
    )
    assert holds(session, prunes) == {TODAY: 3}


def test_change_that_was_taken_back_does_not_come_back_with_a_late_one(anna, session):
    prunes = make.make_habit(session, anna)
    first = make.make_mark(session, anna, prunes, kind=ChangeKind.ADD, amount=2)
    undoing.undo(
        session,
        anna,
        batch=first.batch,
        uuid_of_undo=str(uuid4()),
        source=Source.TAP,
        today=TODAY,
        now=NOW,
    )
    session.commit()
    make.make_mark(session, anna, prunes, kind=ChangeKind.ADD, amount=1, made_at=NOW - timedelta(minutes=5))
    assert holds(session, prunes) == {TODAY: 1}


def test_change_of_the_release_before_leads_to_what_it_led_to_then(anna, session):
    prunes = make.make_habit(session, anna)
    old = make.make_mark(session, anna, prunes, amount=4)
    old.asked = None
    session.add(old)
    session.commit()
    make.make_mark(session, anna, prunes, kind=ChangeKind.ADD, amount=1, made_at=NOW + timedelta(minutes=5))
    assert holds(session, prunes) == {TODAY: 5}


def test_sum_that_grew_past_what_a_day_can_hold_stays_at_its_most(anna, session):
    prunes = make.make_habit(session, anna)
    for minutes in (5, 10):
        make.make_mark(
            session,
            anna,
            prunes,
            kind=ChangeKind.ADD,
            amount=60,
            made_at=NOW - timedelta(minutes=minutes),
        )
    assert holds(session, prunes) == {TODAY: 100}


def test_note_stays_beside_the_amount_and_the_amount_beside_the_note(anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, kind=ChangeKind.NOTE, note="with porridge")
    make.make_mark(session, anna, prunes, amount=3)
    row = session.exec(select(Mark)).one()
    assert (row.amount, row.note) == (3, "with porridge")
    noted = make.make_mark(session, anna, prunes, kind=ChangeKind.NOTE, note="alone")
    session.expire_all()
    assert (session.exec(select(Mark)).one().amount, noted.before) == (3, {"note": "with porridge"})


def test_change_that_undo_left_alone_still_counts_with_a_late_one(anna, session):
    prunes, walk = make.make_habit(session, anna), make.make_habit(session, anna, "weight-bearing")
    both = [
        Change(str(uuid4()), prunes, TODAY, ChangeKind.SET, amount=3.0),
        Change(str(uuid4()), walk, TODAY, ChangeKind.ADD, amount=30.0),
    ]
    batch = make.make_changes(session, anna, both, source=Source.TAP)[0].batch
    make.make_mark(session, anna, walk, kind=ChangeKind.ADD, amount=10)
    undone = undoing.undo(
        session, anna, batch=batch, uuid_of_undo=str(uuid4()), source=Source.TAP, today=TODAY, now=NOW
    )
    session.commit()
    assert [row.habit_id for row in undone] == [prunes]
    make.make_mark(session, anna, walk, kind=ChangeKind.ADD, amount=5, made_at=NOW - timedelta(minutes=5))
    assert holds(session, walk) == {TODAY: 45}
