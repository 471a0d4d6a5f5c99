"""Questions by text of somebody whose habits are named in other letters: one segment, and nothing lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import flask_babel
import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import choosing
from app.checklist.choosing import OwnHabit
from app.reminders import questions
from app.reminders.models import Meaning
from app.rules import texts
from app.rules.habits import Direction, Goal, Measure, Period
from tests import make
from tests.make import NOW, TODAY

# Words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Ask = Callable[[Meaning], str]
NAMES = {
    "Cyrillic": ("Прогулка", "Чернослив", "Молоко", "Витамин"),
    "Hebrew": ("הליכה", "שזיפים", "ויטמין", "חלב"),
    "Greek": ("Περπάτημα", "Δαμάσκηνα", "Γάλα", "Βιταμίνη"),
    "Chinese": ("散步三十分钟", "喝牛奶", "维生素", "李子"),
    "mixed": ("Walk", "Prunes", "Молоко", "€uro {tea}"),
}
LONG_AGO = TODAY - timedelta(days=40)


@pytest.fixture
def ask(app: Flask, anna: User, session: Session) -> Iterator[Ask]:
    """Ask a question as Anna, on Friday noon; the answer is one segment that holds every letter."""

    def answer(meaning: Meaning) -> str:
        text = questions.text_of(session, anna, meaning=meaning, payload={}, now=NOW)
        assert texts.segments(text) == 1, text
        assert "??" not in text
        return text

    with app.test_request_context(), flask_babel.force_locale("en_GB"):
        yield answer


def make_own(session: Session, user: User, name: str, *, kept: int, over: int = 0) -> None:
    """A habit of her own, kept so many days until yesterday, or until ``over`` days before."""
    goal = Goal(LONG_AGO, 1)
    own = OwnHabit(name, Measure.CHECK, Direction.AT_LEAST, Period.DAY, unit="", goal=goal)
    habit = choosing.create(session, user, own=own, today=LONG_AGO, now=NOW)
    session.commit()
    for ago in range(over + 1, over + 1 + kept):
        make.make_mark(session, user, habit.id or 0, day=TODAY - timedelta(days=ago))


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("meaning", [Meaning.WEEK, Meaning.MONTH, Meaning.STREAK])
def test_any_letters_are_one_segment(
    ask: Ask, anna: User, session: Session, names: tuple[str, ...], meaning: Meaning
) -> None:
    for number, name in enumerate(names):
        make_own(session, anna, name, kept=3 + number, over=(number % 2) * 5)

    assert any(name[:6] in ask(meaning) for name in names)


def test_week_and_month_name_what_has_room_and_count_the_rest(ask: Ask, anna: User, session: Session) -> None:
    for name in NAMES["Cyrillic"]:
        make_own(session, anna, name, kept=3)

    assert ask(Meaning.WEEK) == "Week: Прогулка 3 of 4 days, Черносли 3 of 4 days, +2."
    assert ask(Meaning.MONTH) == "November 2026 so far: Прогулка 3 of 19 days, +3."


def test_streaks_in_other_letters_leave_room_beside_the_strengths(
    ask: Ask, anna: User, session: Session
) -> None:
    make_own(session, anna, "Сон", kept=3)
    for name in ("Walk", "Tea", "Yoga", "Sleep", "Oats"):
        make_own(session, anna, name, kept=3, over=2)

    assert ask(Meaning.STREAK) == "In a row now: Сон 3 days (your best). Strength kept: Walk 13 %, +4."
