"""What she does to her list can be taken back, each edit once and whole, by her alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select

from app.accounts.models import User
from app.checklist import choosing, goals, journal, notes, queries, spells, undoing
from app.checklist.actions import BadAmount, BadDay, Change
from app.checklist.choosing import NeedsAsking, OwnHabit, Wish
from app.checklist.goals import NewGoal
from app.checklist.journal import AlreadyKept, Edit
from app.checklist.models import (
    ChangeKind,
    DayNote,
    Habit,
    Mark,
    MarkChange,
    PlanChange,
    PlanKind,
    Source,
    Spell,
)
from app.rules import figures
from app.rules.habits import Direction, Measure, Period
from app.rules.marks import Skip
from app.rules.spells import Stretch
from tests import make
from tests.checklist.looking import fold, holds, is_same, shown
from tests.make import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)
SINCE = TODAY - timedelta(days=30)
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def edit(kind: PlanKind = PlanKind.GOAL, **values) -> Edit:
    return Edit(str(uuid4()), kind, NOW, **values)


def rows(session: Session, user: User) -> journal.Rows:
    """Her whole list as it is stored, notes of every day included."""
    session.expire_all()
    notes_kept = {f"note:{row.day}": row.text for row in session.exec(select(DayNote)).all()}
    return {**journal._rows(session, user, day=None), "notes": notes_kept}


def undo(session: Session, user: User, one: Edit) -> PlanChange | None:
    undone = journal.undo(session, user, uuid=one.uuid, uuid_of_undo=str(uuid4()), today=TODAY, now=NOW)
    session.commit()
    return undone


def change_goal(session: Session, user: User, habit_id: int, amount: float, **values) -> Edit:
    one = edit()
    with journal.kept(session, user, one):
        goal = NewGoal(amount, values.pop("from_day", TODAY), **values)
        goals.set_goal(session, user, habit_id=habit_id, goal=goal, today=TODAY)
    session.commit()
    return one


def give_up(session: Session, user: User, habit_id: int) -> Edit:
    one = edit(PlanKind.GIVE_UP)
    with journal.kept(session, user, one):
        choosing.give_up(session, user, habit_id=habit_id, today=TODAY)
    session.commit()
    return one


def test_goal_of_the_past_is_taken_back_with_the_streaks_it_made(anna, session):
    prunes = make.make_habit(session, anna)
    for back in range(4, 14):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back), amount=4)
    before = rows(session, anna)
    one = change_goal(session, anna, prunes, 4, from_day=TODAY - timedelta(days=9))
    assert shown(session, anna, prunes, today=TODAY).best == 6
    assert undo(session, anna, one) is not None
    assert rows(session, anna) == before
    assert shown(session, anna, prunes, today=TODAY).best == 0


def test_habit_that_left_no_trace_comes_back_with_its_goal(anna, session):
    prunes = make.make_habit(session, anna, since=TODAY)
    before = rows(session, anna)
    one = give_up(session, anna, prunes)
    assert session.exec(select(Habit)).all() == []
    assert undo(session, anna, one) is not None
    assert rows(session, anna) == before
    make.make_mark(session, anna, prunes)
    assert holds(session, prunes) == {TODAY: 5}


def test_habit_just_taken_on_goes_away_again_unless_something_is_recorded(anna, session):
    def begin(slug: str) -> tuple[int, Edit]:
        one = edit(PlanKind.TAKE_ON)
        with journal.kept(session, anna, one):
            habit = choosing.take_on(session, anna, slug=slug, today=TODAY, now=NOW)
        session.commit()
        return habit.id or 0, one

    prunes, began_prunes = begin("prunes")
    vitamin, began_vitamin = begin("vitamin-d")
    make.make_mark(session, anna, prunes)
    assert undo(session, anna, began_prunes) is None
    assert undo(session, anna, began_vitamin) is not None
    assert [row.id for row in session.exec(select(Habit)).all()] == [prunes]
    assert vitamin != prunes


@ONLY_SQLITE
def test_step_is_taken_back_once_and_not_when_it_was_changed_since(anna, session):
    prunes = make.make_habit(session, anna)
    first = change_goal(session, anna, prunes, 6)
    second = change_goal(session, anna, prunes, 7)
    assert undo(session, anna, first) is None
    assert undo(session, anna, second) is not None
    assert undo(session, anna, second) is None
    assert undo(session, anna, first) is not None
    assert make.chosen(session, anna, prunes).habit.goal_on(TODAY).amount == 5


@ONLY_SQLITE
def test_undo_of_an_undo_and_of_nothing_are_refused(anna, session):
    prunes = make.make_habit(session, anna)
    one = change_goal(session, anna, prunes, 6)
    undone = edit()
    journal.undo(session, anna, uuid=one.uuid, uuid_of_undo=undone.uuid, today=TODAY, now=NOW)
    session.commit()
    assert undo(session, anna, undone) is None
    assert undo(session, anna, edit()) is None


@ONLY_SQLITE
def test_step_that_changes_nothing_is_not_kept(anna, session):
    prunes = make.make_habit(session, anna)
    with journal.kept(session, anna, edit(PlanKind.WORDS)):
        choosing.set_words(session, anna, habit_id=prunes, name="", cue="")
    assert session.exec(select(PlanChange)).all() == []


def test_another_persons_step_cannot_be_taken_back(anna, berta, session):
    one = change_goal(session, anna, make.make_habit(session, anna), 6)
    assert undo(session, berta, one) is None
    assert journal.knows(session, anna, one.uuid)
    assert not journal.knows(session, berta, one.uuid)


def test_what_she_put_off_is_taken_back(anna, session):
    one = edit(PlanKind.OFFER)
    with journal.kept(session, anna, one):
        anna.offer_declined_on = YESTERDAY
        session.add(anna)
    session.commit()
    assert undo(session, anna, one) is not None
    assert anna.offer_declined_on is None


def test_row_of_another_never_takes_the_place_of_one_that_went(anna, berta, session):
    """SQLite would give the id of a row that went to the next one, whoever's it is."""
    hers, others = make.make_habit(session, anna, since=TODAY), []
    one = give_up(session, anna, hers)
    spell = Stretch(TODAY, TODAY, Skip.ILL)
    set_aside = edit(PlanKind.SPELL)
    vitamin = make.make_habit(session, anna, "vitamin-d")
    spells.set_aside(session, anna, spell=spell, today=TODAY, edit=set_aside)
    removed = edit(PlanKind.SPELL)
    (row,) = queries.spells_of(session, anna)
    spells.remove(session, anna, spell_id=row.id or 0, today=TODAY, edit=removed)
    session.commit()
    others = [make.make_habit(session, berta, slug) for slug in ("strength", "prunes")]
    spells.set_aside(session, berta, spell=spell, today=TODAY, edit=edit(PlanKind.SPELL))
    session.commit()
    before = rows(session, berta)
    assert undo(session, anna, one) is not None
    assert undo(session, anna, removed) is not None
    assert rows(session, berta) == before
    assert {each.id for each in queries.chosen_between(session, anna, first=TODAY, last=TODAY)} == {
        hers,
        vitamin,
    }
    assert not {hers, vitamin} & set(others)


def test_habit_whose_place_is_taken_does_not_come_back(anna, session):
    one = give_up(session, anna, make.make_habit(session, anna, since=TODAY))
    again = make.make_habit(session, anna, since=TODAY)
    assert undo(session, anna, one) is None
    assert [row.id for row in session.exec(select(Habit)).all()] == [again]


def test_same_edit_twice_is_refused_as_kept(anna, session):
    prunes = make.make_habit(session, anna)
    one = change_goal(session, anna, prunes, 6)
    with pytest.raises(AlreadyKept), journal.kept(session, anna, one):
        raise AssertionError("the block must not run")


def test_habit_taken_away_again_is_asked_about_again(anna, session):
    anna.conditions = ["warfarin"]
    session.add(anna)
    one = edit(PlanKind.TAKE_ON)
    with journal.kept(session, anna, one):
        wish = Wish(has_asked=True)
        choosing.take_on(session, anna, slug="prunes", today=TODAY, now=NOW, wish=wish)
    session.commit()
    assert undo(session, anna, one) is not None
    with pytest.raises(NeedsAsking):
        choosing.take_on(session, anna, slug="prunes", today=TODAY, now=NOW)
    session.rollback()


PLAN = st.tuples(
    st.sampled_from(["goal", "give up", "take up", "own", "spell", "end", "order", "note", "words"]),
    st.integers(0, 4),
    st.integers(0, 12),
)
DAY = st.tuples(
    st.sampled_from([ChangeKind.SET, ChangeKind.ADD, ChangeKind.SKIP, ChangeKind.CLEAR, ChangeKind.NOTE]),
    st.integers(0, 4),
    st.integers(0, 29),
)


def act(session: Session, user: User, habits: list[int], what: str, number: int, back: int) -> Edit:
    """One thing she does to her list; the edit it is kept as."""
    one = edit(PlanKind.SPELL, day=TODAY - timedelta(days=back) if what == "note" else None)
    habit_id = habits[number % len(habits)]
    if what in ("spell", "end"):
        first = TODAY - timedelta(days=back)
        reason = list(Skip)[number % len(Skip)]
        only = None if number % 2 else frozenset({habit_id})
        if what == "spell":
            spell = Stretch(first, first + timedelta(days=number), reason, only)
            spells.set_aside(session, user, spell=spell, today=TODAY, edit=one)
        elif there := queries.spells_of(session, user):
            spells.end(session, user, spell_id=there[0].id or 0, today=TODAY, edit=one)
        return one
    with journal.kept(session, user, one):
        match what:
            case "goal":
                goal = NewGoal(float(2 + number), TODAY - timedelta(days=back))
                goals.set_goal(session, user, habit_id=habit_id, goal=goal, today=TODAY)
            case "give up":
                choosing.give_up(session, user, habit_id=habit_id, today=TODAY - timedelta(days=back))
            case "take up":
                choosing.take_up(session, user, habit_id=habit_id, today=TODAY)
            case "own":
                own = OwnHabit(
                    f"Own {back}", Measure.AMOUNT, Direction.AT_LEAST, Period.DAY, "cups", NewGoal(3, TODAY)
                )
                choosing.create(session, user, own=own, today=TODAY, now=NOW)
            case "order":
                choosing.set_order(session, user, habit_ids=[habit_id])
            case "note":
                notes.write(session, user, day=one.day or TODAY, text="x" * number, now=NOW)
            case _:
                choosing.set_words(session, user, habit_id=habit_id, name=f"N{number}", cue=f"C{back}")
    return one


@ONLY_SQLITE
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(actions=st.lists(st.one_of(PLAN, DAY), min_size=8, max_size=30))
def test_undo_of_everything_in_a_month_of_anything_returns_to_the_start(anna, session, actions):
    for model in (PlanChange, MarkChange, DayNote, Spell, Habit):
        session.exec(delete(model))
    session.commit()
    slugs = ("prunes", "weight-bearing", "vitamin-d", "fermented")
    habits = [make.make_habit(session, anna, slug, since=SINCE) for slug in slugs]
    start, taken = rows(session, anna), list[Edit | str]()
    for what, number, back in actions:
        try:
            if isinstance(what, ChangeKind):
                day = TODAY - timedelta(days=back)
                amount = None if what in (ChangeKind.SKIP, ChangeKind.CLEAR) else float(number)
                change = Change(str(uuid4()), habits[number % 4], day, what, amount=amount, note="n" * number)
                taken.append(make.make_changes(session, anna, [change])[0].batch)
            else:
                taken.append(act(session, anna, habits, what, number, back))
                session.commit()
        except (BadAmount, BadDay, goals.BadGoal, spells.BadRange):
            session.rollback()
    check_sums(session, anna)
    for one in reversed(taken):
        if isinstance(one, Edit):
            undo(session, anna, one)
        else:
            undoing.undo(
                session,
                anna,
                batch=one,
                uuid_of_undo=str(uuid4()),
                source=Source.TAP,
                today=TODAY,
                now=NOW,
            )
            session.commit()
    assert rows(session, anna) == start
    marks = session.exec(select(Mark)).all()
    assert {(row.amount, row.skip, row.note) for row in marks} <= {(None, None, "")}
    for habit_id in habits:
        told, expected = (
            shown(session, anna, habit_id, today=TODAY),
            fold(session, anna, habit_id, today=TODAY),
        )
        assert is_same(told, expected)


def check_sums(session: Session, user: User) -> None:
    """The figures of the month add up to what the marks of due days say."""
    record = queries.record_between(session, user, first=SINCE, last=TODAY)
    for each in record.chosen:
        amounts = session.exec(
            select(col(Mark.day), col(Mark.amount)).where(
                Mark.habit_id == each.id, col(Mark.amount).is_not(None)
            )
        ).all()
        total = sum(amount or 0.0 for day, amount in amounts if each.habit.is_due_on(day))
        mean = figures.mean_amount(each.habit, record.of(each.id), first=SINCE, last=TODAY)
        count = sum(each.habit.is_due_on(day) for day, _ in amounts)
        assert (mean or 0.0) * count == pytest.approx(total)
        told = figures.tally(
            each.habit, record.of(each.id), first=SINCE, last=TODAY, today=TODAY, spells=each.spells
        )
        assert told.due == told.met + told.partial + told.not_met + told.skipped + told.not_recorded
