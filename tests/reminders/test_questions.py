"""What she asks by text is answered in one segment, in the figures that the pages show."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import flask_babel
import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.catalogue import book
from app.catalogue.entries import EVERYONE, Group
from app.checklist import choosing
from app.checklist.choosing import OwnHabit
from app.checklist.models import ChangeKind, Spell
from app.progress import months
from app.progress import wording as month_words
from app.reminders import about, questions
from app.reminders.models import Meaning
from app.rules import texts
from app.rules.habits import Direction, Goal, Measure, Period, SetBy
from app.rules.marks import Skip
from app.rules.reply_meanings import About
from tests import make
from tests.make import NOW, TODAY

# Words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MONDAY = date(2026, 11, 16)  # today is Friday the 20th
SINCE = date(2026, 9, 1)
NO_HABITS = "There is no habit on your list now. WEB sends a link to choose one."
Ask = Callable[..., str]


@pytest.fixture
def ask(app: Flask, anna: User, session: Session) -> Iterator[Ask]:
    """Ask a question as Anna, on Friday noon; the answer is one segment, always."""

    def answer(meaning: Meaning, **payload: Any) -> str:
        text = questions.text_of(session, anna, meaning=meaning, payload=payload, now=NOW)
        assert texts.is_gsm(text), text
        assert texts.segments(text) == 1, text
        return text

    with app.test_request_context(), flask_babel.force_locale("en_GB"):
        yield answer


def amounts(session: Session, user: User, habit: int, on: dict[date, float]) -> None:
    """Amounts of a habit by day."""
    for day, amount in on.items():
        make.make_mark(session, user, habit, day=day, amount=amount)


def days_from(first: date, *amounts_of_days: float) -> dict[date, float]:
    """Amounts of one day after another."""
    return {first + timedelta(days=number): amount for number, amount in enumerate(amounts_of_days)}


def whole_list(session: Session, anna: User) -> None:
    """Prunes on 3 of 4 days, vitamin D on all 5, 90 minutes of walking, 3 plants, in that order of hers."""
    prunes = make.make_habit(session, anna, "prunes")
    vitamin = make.make_habit(session, anna, "vitamin-d")
    walk = make.make_habit(session, anna, "weight-bearing")
    plants = make.make_habit(session, anna, "plants")
    amounts(session, anna, prunes, days_from(MONDAY, 5, 3, 5, 6))
    amounts(session, anna, vitamin, days_from(MONDAY, 800, 800, 800, 800, 800))
    amounts(session, anna, walk, days_from(MONDAY, 40, 0, 50))
    make.make_plants(session, anna, plants, "oats", "kale", "lentil")


def test_week_names_what_was_kept_the_fullest_first(ask, anna, session):
    whole_list(session, anna)
    assert ask(Meaning.WEEK) == (
        "Week: Vit D 5 of 5 days, Prunes 3 of 4 days, Walk 90 of 150 min, Plants 3 of 30."
    )


def test_week_counts_sessions_and_one_day_rightly(ask, anna, session):
    strength = make.make_habit(session, anna, "strength")
    prunes = make.make_habit(session, anna, "prunes", since=TODAY)
    make.make_mark(session, anna, strength, day=MONDAY)
    make.make_mark(session, anna, prunes, amount=5)
    assert ask(Meaning.WEEK) == "Week: Prunes 1 of 1 day, Strength 1 of 2."


def test_week_leaves_out_skipped_days_and_what_is_set_aside(ask, anna, session):
    whole_list(session, anna)
    prunes = make.make_habit(session, anna, "fermented")
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        make.make_mark(session, anna, prunes, day=day, kind=ChangeKind.SKIP, skip=Skip.ILL)
    amounts(session, anna, prunes, days_from(MONDAY + timedelta(days=2), 1, 0))
    assert "Ferments 1 of 2 days" in ask(Meaning.WEEK)


def test_week_that_is_all_set_aside_asks_for_nothing(ask, anna, session):
    make.make_habit(session, anna, "prunes")
    make.make_habit(session, anna, "weight-bearing")
    session.add(
        Spell(user_id=anna.id, first=MONDAY, last=MONDAY + timedelta(days=6), reason=Skip.ILL, created_at=NOW)
    )
    session.commit()
    assert ask(Meaning.WEEK) == "Week: 5 days set aside."


def test_week_without_a_record_is_said_kindly(ask, anna, session):
    make.make_habit(session, anna, "prunes")
    assert ask(Meaning.WEEK) == "Nothing is recorded yet this week, and there is time. ? shows today."


def test_first_day_has_nothing_to_count_yet(ask, anna, session):
    make.make_habit(session, anna, "prunes", since=TODAY)
    assert ask(Meaning.WEEK) == "Nothing counts yet this week. ? shows what is open today."
    assert ask(Meaning.STREAK) == "A run begins with the first goal you meet. ? shows what is open today."


def test_limit_of_the_week_is_said_as_one(ask, anna, session):
    goal = Goal(MONDAY, 3, SetBy.SELF)
    own = OwnHabit("Cake", Measure.AMOUNT, Direction.AT_MOST, Period.WEEK, "pieces", goal)
    habit = choosing.create(session, anna, own=own, today=MONDAY, now=NOW)
    make.make_mark(session, anna, habit.id or 0, day=MONDAY, amount=2)
    assert ask(Meaning.WEEK) == "Week: Cake 2, at most 3 pieces."
    assert ask(Meaning.ABOUT, habit_id=habit.id) == ("Cake: a habit of your own, at most 3 pieces a week.")


def test_month_of_days_left_out_alone_says_what_was_recorded(ask, anna, session):
    prunes = make.make_habit(session, anna, since=TODAY)
    make.make_mark(session, anna, prunes, kind=ChangeKind.SKIP, skip=Skip.ILL)
    assert ask(Meaning.MONTH) == "November 2026 so far: Something recorded on 1 of 1 day."


@pytest.mark.parametrize("meaning", [Meaning.WEEK, Meaning.MONTH, Meaning.STREAK])
def test_without_habits_she_is_shown_where_to_begin(ask, meaning):
    assert ask(meaning) == NO_HABITS


def test_long_list_is_counted_not_cut(ask, anna, session):
    for entry in book.book().habits[:20]:
        habit = make.make_habit(session, anna, entry.slug)
        make.make_mark(session, anna, habit, day=MONDAY)
    for meaning in (Meaning.WEEK, Meaning.MONTH, Meaning.STREAK):
        assert " +" in ask(meaning)


def test_month_says_what_its_page_says(ask, anna, session, annas_page):
    whole_list(session, anna)
    month = months.read(session, anna, first=date(2026, 11, 1), today=TODAY)
    session.commit()
    kept = {each.chosen.entry.slug: month_words.kept(each) for each in month.habits}
    assert kept == {
        "prunes": "3 of 19 days",
        "vitamin-d": "5 of 20 days",
        "weight-bearing": "0 of 2 weeks",
        "plants": "0 of 2 weeks",
    }
    assert ask(Meaning.MONTH) == (
        "November 2026 so far: Vit D 5 of 20 days, Prunes 3 of 19 days, Walk 0 of 2 weeks, "
        "Plants 0 of 2 weeks. Something recorded on 5 of 20 days."
    )
    page = annas_page.get("/progress/2026-11").text
    for words in (*kept.values(), "Something recorded on 5 of 20 days."):
        assert words in page


def test_month_in_its_first_week_says_what_a_week_came_to(ask, anna, session, now):
    first = date(2026, 11, 16)
    walk = make.make_habit(session, anna, "weight-bearing", since=first)
    amounts(session, anna, walk, days_from(MONDAY, 40, 0, 50))
    assert ask(Meaning.MONTH) == "November 2026 so far: Walk 90 min. Something recorded on 3 of 4 days."


def test_month_without_a_record_is_said_kindly(ask, anna, session):
    make.make_habit(session, anna, "prunes")
    assert ask(Meaning.MONTH) == (
        "November 2026 so far: nothing recorded yet, and there is time. ? shows today."
    )


def test_plants_say_what_is_there_what_is_missing_and_one_idea(ask, anna, session):
    habit = make.make_habit(session, anna, "plants")
    slugs = ("oats", "kale", "lentil", "apple", "basil", "tea", "chia-seed")
    make.make_plants(session, anna, habit, "pecan", day=MONDAY - timedelta(days=3))
    make.make_plants(session, anna, habit, *slugs)
    assert ask(Meaning.PLANTS) == (
        "7 of 30 plants this week. Still missing: nuts, mushrooms and seaweed. Perhaps pecan."
    )


def test_plants_keep_to_her_cautions(ask, anna, session):
    habit = make.make_habit(session, anna, "plants")
    anna.conditions = ["warfarin"]
    make.make_plants(session, anna, habit, "oats", "walnut", "lentil", "apple", "basil", "tea", "chia-seed")
    text = ask(Meaning.PLANTS)
    assert "Still missing: vegetables, mushrooms and seaweed." in text
    assert "kale" not in text


def test_plants_with_every_family_say_so(ask, anna, session):
    habit = make.make_habit(session, anna, "plants")
    slugs = ("kale", "apple", "lentil", "oats", "walnut", "chia-seed", "basil", "nori", "tea")
    make.make_plants(session, anna, habit, *slugs)
    assert ask(Meaning.PLANTS) == "9 of 30 plants this week. Every family is there."


def test_first_plants_are_encouraged(ask, anna, session):
    make.make_habit(session, anna, "plants")
    assert ask(Meaning.PLANTS).startswith(
        "No plants recorded yet this week. Each one counts once, a pinch of herbs too. Perhaps "
    )


def test_plants_that_are_not_on_her_list(ask, anna, session):
    make.make_habit(session, anna, "prunes")
    assert ask(Meaning.PLANTS) == "Plants are not on your list yet. WEB sends a link where you can add them."


def test_streaks_run_on_and_one_that_is_over_keeps_its_strength(ask, anna, session):
    prunes = make.make_habit(session, anna, "prunes", since=SINCE)
    vitamin = make.make_habit(session, anna, "vitamin-d", since=SINCE)
    walk = make.make_habit(session, anna, "weight-bearing", since=date(2026, 10, 26))
    amounts(session, anna, prunes, days_from(TODAY - timedelta(days=4), 5, 5, 5, 5))
    amounts(session, anna, vitamin, days_from(TODAY - timedelta(days=30), *[800.0] * 20))
    amounts(session, anna, walk, {date(2026, 10, 27): 150, date(2026, 11, 3): 150, date(2026, 11, 10): 150})
    text = ask(Meaning.STREAK)
    assert text == (
        "In a row now: Prunes 4 days (your best), Walk 3 weeks (your best). Strength kept: Vit D 38 %."
    )


def test_streak_shows_the_best_beside_a_shorter_one(ask, anna, session):
    prunes = make.make_habit(session, anna, "prunes", since=SINCE)
    amounts(session, anna, prunes, days_from(TODAY - timedelta(days=9), 5, 5, 5, 5, 0, 0, 0, 0, 5, 5))
    assert ask(Meaning.STREAK) == "In a row now: Prunes 2 days (best 4)."


def test_streak_of_none_is_answered_with_what_remains(ask, anna, session, annas_page):
    prunes = make.make_habit(session, anna, "prunes", since=SINCE)
    amounts(session, anna, prunes, days_from(TODAY - timedelta(days=9), 5, 5, 5, 5, 0, 0, 0, 0, 0))
    text = ask(Meaning.STREAK)
    assert text == "Strength kept: Prunes 15 %. A new run can begin any day."
    session.commit()
    assert "15 % strength" in annas_page.get("/").text


def test_help_says_what_a_habit_is_how_much_and_how_sure(ask, anna, session):
    habit = make.make_habit(session, anna, "prunes")
    noted = about.noted(About(habit, "prunes"))
    assert noted == {"habit_id": habit}
    assert ask(Meaning.ABOUT, **noted) == (
        "Prunes: Dried plums, eaten as a snack or cut into porridge, yogurt or a stew. "
        "Usually 5 prunes a day, from 2 to 10. Evidence: fair."
    )


def test_caution_that_is_hers_goes_before_everything_else(ask, anna, session):
    habit = make.make_habit(session, anna, "prunes")
    anna.conditions = ["warfarin"]
    assert ask(Meaning.ABOUT, habit_id=habit) == (
        "Prunes: Usually 5 prunes a day. Each prune has about 6 micrograms of vitamin K: "
        "keep the number steady from day to day, and ask your clinic before you begin."
    )


def test_help_knows_the_catalogue_by_any_of_its_words(ask):
    noted = about.noted(About(None, "Vitamin D"))
    assert noted == {"slug": "vitamin-d"}
    assert ask(Meaning.ABOUT, **noted) == (
        "Vit D: Only if your doctor agrees. Usually 800 IU a day, from 200 to 4,000. "
        "Count what is in your other tablets too, so that the day stays at 4,000 IU or less."
    )


def test_help_with_an_unknown_word_says_what_she_may_ask(ask, anna, session):
    assert about.noted(About(None, "my neighbour Erna")) == {"slug": None}
    make.make_habit(session, anna, "prunes")
    make.make_habit(session, anna, "vitamin-d")
    assert ask(Meaning.ABOUT, slug=None) == (
        "There is no habit by that word here. You may ask: HELP PRUNES, HELP VIT D"
    )


def test_somebody_elses_habit_is_unknown(ask, anna, berta, session):
    bertas = make.make_habit(session, berta, "bone-medicine")
    assert ask(Meaning.ABOUT, habit_id=bertas).startswith("There is no habit by that word here.")


def test_every_habit_is_told_in_one_segment_with_the_caution_of_each_condition(ask, anna):
    for entry in book.book().habits:
        for condition in {caution.condition for caution in entry.cautions}:
            anna.conditions = [] if condition == EVERYONE else [condition]
            text = ask(Meaning.ABOUT, slug=entry.slug)
            if condition != EVERYONE:
                sentence = next(each.sentence for each in entry.cautions if each.condition == condition)
                assert texts.to_gsm(sentence) in text, (entry.slug, condition)


def test_what_is_taken_only_if_the_doctor_agrees_says_so(app):
    for entry in book.book().habits:
        is_careful = entry.how_much.startswith("Only if your doctor agrees")
        assert is_careful == (entry.group is Group.SUPPLEMENTS), entry.slug
