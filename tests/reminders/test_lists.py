"""What reminders and answers make of her own habits, of days set aside, and of habits that are not due."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import choosing, daysheet, goals, own_habits, spells
from app.checklist.choosing import OwnHabit
from app.checklist.journal import Edit
from app.checklist.models import PlanKind
from app.database import Database
from app.messages.models import State
from app.rules import texts
from app.rules.habits import Direction, Goal, Measure, Period
from app.rules.marks import Skip
from app.rules.spells import Stretch
from tests import make
from tests.make import NOW, TODAY
from tests.reminders import steps


@pytest.fixture
def reminder_anna(session: Session) -> User:
    """Anna, who is texted at eight."""
    user = steps.make_texter(session)
    steps.make_slot(session, user)
    return user


def make_own(session: Session, user: User, name: str, **values) -> int:
    own = OwnHabit(
        name=name,
        measure=values.get("measure", Measure.AMOUNT),
        direction=values.get("direction", Direction.AT_LEAST),
        period=Period.DAY,
        unit="cups",
        goal=Goal(TODAY, 3) if "measure" not in values else Goal(TODAY, 1),
    )
    habit = choosing.create(session, user, own=own, today=TODAY - timedelta(days=9), now=NOW)
    session.commit()
    return habit.id or 0


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Tea", "Tea"),
        ("Slow stretching on the mat", "Slow"),
        ("Stretching", "Stretchi"),
        ("<b>Tea</b>", "<b>Tea</"),
        ("Crème brûlée", "Crème"),
        ("🧘‍♀️", "My own"),
        ("🧘 Yoga", "Yoga"),
        ("", "My own"),
    ],
)
def test_own_habit_has_a_word_that_every_phone_can_show(name, short):
    assert own_habits.short_of(name) == short
    assert texts.is_gsm(own_habits.short_of(name))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Пить воду", "Пить"),
        ("Утренняя зарядка", "Утренняя"),
        ("שתיית מים", "שתיית"),
        ("散步三十分钟", "散步三十分钟"),
        ("Прогулка👟", "Прогулка"),
        ("दौड़ना", "दौड़ना"),
        ("κα\u0301λαμος\x00", "κάλαμος"),
    ],
)
def test_own_habit_whose_letters_few_phones_had_keeps_them(name, short):
    assert own_habits.short_of(name) == short


def test_own_habits_stand_in_the_text_and_are_answered_by_number(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    names = ("<b>Tea</b> & more", "🧘‍♀️", "Stretch")
    ids = [make_own(session, reminder_anna, name) for name in names]

    text = steps.remind(app)[-1]

    assert text == "Bonny: good morning. Open today: 1 <b>Tea</ 2 My own 3 Stretch. Reply e.g. 1 2"
    assert steps.deliveries(database)[0].payload["habits"] == ids


def test_nothing_is_asked_in_a_spell(
    app: Flask, session: Session, database: Database, reminder_anna: User
) -> None:
    steps.make_habits(session, reminder_anna, "prunes", "weight-bearing")
    spell = Stretch(TODAY - timedelta(days=1), TODAY + timedelta(days=3), Skip.HOSPITAL)
    edit = Edit(str(uuid4()), PlanKind.SPELL, NOW)
    spells.set_aside(session, reminder_anna, spell=spell, today=TODAY, edit=edit)
    session.commit()

    assert len(steps.remind(app)) == 1, "the welcome text alone"
    assert steps.deliveries(database)[0].state is State.SUPPRESSED


def test_habit_that_is_not_due_is_not_asked_for(app: Flask, session: Session, reminder_anna: User) -> None:
    prunes, _vitamin = steps.make_habits(session, reminder_anna, "prunes", "vitamin-d")
    monday = Goal(TODAY, 5, weekdays=frozenset({0}))
    goals.set_goal(session, reminder_anna, habit_id=prunes, goal=monday, today=TODAY)
    session.commit()

    assert steps.remind(app)[-1] == "Bonny: good morning. Open today: 1 Vit D. Reply 1"


def test_limit_answered_as_done_means_none(session: Session, reminder_anna: User) -> None:
    alcohol = make.make_habit(session, reminder_anna, "alcohol")
    make.make_mark(session, reminder_anna, alcohol)

    (row,) = daysheet.read(session, reminder_anna, day=TODAY, today=TODAY).rows
    assert (row.amount, row.is_done) == (0, True)
