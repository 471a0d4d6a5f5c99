"""What she does to her list can be taken back, each edit once and whole, by her alone."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist import choosing, goals, journal, queries, spells
from app.checklist.choosing import NeedsAsking, Wish
from app.checklist.journal import AlreadyKept, Edit
from app.checklist.models import (
    Habit,
    PlanChange,
    PlanKind,
)
from app.rules.habits import Goal
from app.rules.marks import Skip
from app.rules.spells import Stretch
from tests import make
from tests.checklist.edits import edit, rows, undo
from tests.checklist.looking import holds, shown
from tests.make import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)
SINCE = TODAY - timedelta(days=30)
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def change_goal(session: Session, user: User, habit_id: int, amount: float, **values) -> Edit:
    one = edit()
    with journal.kept(session, user, one):
        goal = Goal(values.pop("from_day", TODAY), amount, **values)
        goals.set_goal(session, user, habit_id=habit_id, goal=goal, today=TODAY, is_sure=True)
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


def test_undo_of_another_with_the_same_id_is_not_hers(anna, berta, session):
    prunes, hers = make.make_habit(session, anna), make.make_habit(session, berta)
    one = edit()
    for person, habit_id in ((anna, prunes), (berta, hers)):
        with journal.kept(session, person, one):
            goals.set_goal(session, person, habit_id=habit_id, goal=Goal(TODAY, 4), today=TODAY)
        session.commit()
    assert undo(session, berta, one) is not None
    assert undo(session, anna, one) is not None


def test_spell_taken_back_lets_the_streak_break_again(anna, session):
    prunes = make.make_habit(session, anna)
    for back in (1, 2, 5, 6, 7):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    one = edit(PlanKind.SPELL)
    spell = Stretch(TODAY - timedelta(days=4), TODAY - timedelta(days=3), Skip.ILL)
    spells.set_aside(session, anna, spell=spell, today=TODAY, edit=one)
    session.commit()
    assert shown(session, anna, prunes, today=TODAY).current == 5
    assert undo(session, anna, one) is not None
    assert shown(session, anna, prunes, today=TODAY).current == 2
