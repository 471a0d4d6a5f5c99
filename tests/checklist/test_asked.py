"""What she has asked about: hers alone, for each habit by itself, and never skipped."""

import pytest
from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist import cautions, choosing, journal
from app.checklist.choosing import NeedsAsking, Wish
from app.checklist.models import Asked, Habit, PlanKind
from app.rules.habits import Goal, SetBy
from tests.checklist.edits import edit, undo
from tests.make import NOW, TODAY

ASKED = Wish(has_asked=True)


def ticks(session: Session, *people: User, conditions: tuple[str, ...] = ("warfarin",)) -> None:
    for person in people:
        person.conditions = list(conditions)
        session.add(person)
    session.commit()


def take_on(session: Session, user: User, slug: str = "prunes", wish: Wish = ASKED) -> Habit:
    return choosing.take_on(session, user, slug=slug, today=TODAY, now=NOW, wish=wish)


def asked_by(session: Session, user: User) -> set[tuple[str, str]]:
    rows = session.exec(select(Asked.slug, Asked.condition).where(Asked.user_id == user.id)).all()
    return {(slug, condition) for slug, condition in rows}


def test_what_another_asked_says_nothing_of_her(anna, berta, session):
    ticks(session, anna, berta)
    take_on(session, anna)
    with pytest.raises(NeedsAsking):
        take_on(session, berta, wish=Wish())


def test_asked_about_one_habit_is_not_asked_about_another(anna, session):
    ticks(session, anna)
    take_on(session, anna)
    with pytest.raises(NeedsAsking):
        take_on(session, anna, "leafy-greens", wish=Wish())


def test_doctors_word_does_not_stand_for_what_she_has_to_ask(anna, session):
    ticks(session, anna, conditions=("breast-cancer", "warfarin"))
    goal = Goal(TODAY, 40, SetBy.DOCTOR, "Dr Novak", TODAY)
    with pytest.raises(NeedsAsking):
        take_on(session, anna, "soy-isoflavones", wish=Wish(goal=goal))
    assert asked_by(session, anna) == set()
    take_on(session, anna, "soy-isoflavones", wish=Wish(goal=goal, has_asked=True))
    assert asked_by(session, anna) == {("soy-isoflavones", "breast-cancer"), ("soy-isoflavones", "warfarin")}


def test_what_she_unticks_leaves_what_another_asked(anna, berta, session):
    ticks(session, anna, berta)
    take_on(session, anna)
    take_on(session, berta)
    cautions.set_conditions(session, anna, ticked=[])
    assert asked_by(session, anna) == set()
    assert asked_by(session, berta) == {("prunes", "warfarin")}


def test_habit_taken_back_leaves_what_was_asked_of_others(anna, berta, session):
    ticks(session, anna, berta)
    take_on(session, berta)
    take_on(session, anna, "leafy-greens")
    one = edit(PlanKind.TAKE_ON)
    with journal.kept(session, anna, one):
        take_on(session, anna)
    session.commit()
    assert undo(session, anna, one) is not None
    assert asked_by(session, anna) == {("leafy-greens", "warfarin")}
    assert asked_by(session, berta) == {("prunes", "warfarin")}
