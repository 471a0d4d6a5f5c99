"""Answers of other days, what is left out, and days set aside by text."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from app.checklist import choosing
from app.checklist.models import Mark, MarkChange, PlanChange, PlanKind, Source, Spell
from app.reminders.models import InboundText, Meaning
from app.rules.marks import Skip
from app.rules.reply_meanings import Answer, Aside, Item
from tests import make
from tests.reminders.conftest import Conversation

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Mean = Callable[..., str]
DAY = timedelta(days=1)
YESTERDAY = make.TODAY - DAY
MONDAY = date(2026, 11, 16)
SUNDAY = date(2026, 11, 22)


def skips(talk: Conversation, day: date = make.TODAY) -> dict[int, Skip | None]:
    """What is left out on a day, by habit."""
    return {row.habit_id: row.skip for row in talk.rows(Mark) if row.day == day and row.skip is not None}


def test_named_day_is_recorded_and_named(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    prunes, vitamin = reminder_talk.habits["prunes"], reminder_talk.habits["vitamin-d"]
    items = (Item(prunes, day=YESTERDAY), Item(vitamin, day=YESTERDAY))

    assert reminder_mean(Answer(items)) == (
        "Got it for yesterday: Prunes, Vit D. 2 of 4 that day. Open: Plants Walk. UNDO to take back."
    )
    assert reminder_talk.holds(YESTERDAY) == {"prunes": 5.0, "vitamin-d": 800.0}
    assert reminder_talk.holds() == {}


def test_several_days_are_each_named(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    prunes, walk = reminder_talk.habits["prunes"], reminder_talk.habits["weight-bearing"]
    items = (Item(walk, 20.0, day=MONDAY), Item(prunes), Item(walk, 25.0), Item(prunes, day=MONDAY))

    assert reminder_mean(Answer(items)) == (
        "Got it: 16 Nov: Walk 20 min, Prunes, today: Prunes, Walk 25 min. UNDO to take back."
    )
    assert reminder_talk.holds(MONDAY) == {"weight-bearing": 20.0, "prunes": 5.0}
    assert reminder_talk.say("undo") == "Taken back: 16 Nov: Walk, Prunes, today: Prunes, Walk."
    assert reminder_talk.holds(MONDAY) == {}


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2026, 10, 20), "Prunes began on 21 Oct."),
        (SUNDAY, "22 Nov is still to come."),
    ],
)
def test_day_that_cannot_be_is_said_and_the_rest_recorded(
    reminder_talk: Conversation, reminder_mean: Mean, day: date, refusal: str
) -> None:
    prunes, vitamin = reminder_talk.habits["prunes"], reminder_talk.habits["vitamin-d"]

    assert reminder_mean(Answer((Item(prunes, day=day),))) == f"{refusal} Nothing was recorded."
    assert reminder_talk.rows(MarkChange) == []
    assert reminder_mean(Answer((Item(prunes, day=day), Item(vitamin)))) == (
        f"Got it: Vit D. 1 of 4 today. {refusal} UNDO to take back."
    )


def test_day_on_which_a_habit_was_hers_no_more_is_said(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    prunes, saturday = reminder_talk.habits["prunes"], make.TODAY + DAY
    choosing.give_up(reminder_talk.session, reminder_talk.user, habit_id=prunes, today=saturday)
    reminder_talk.session.commit()
    early = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)

    answer = reminder_mean(Answer((Item(prunes), Item(prunes, day=saturday))), at=early)

    assert answer == (
        "Got it for yesterday: Prunes. 1 of 4 that day. Prunes: not on your list today. UNDO to take back."
    )


def test_several_refusals_are_each_said(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    items = (
        Item(reminder_talk.habits["prunes"], 400.0),
        Item(reminder_talk.habits["weight-bearing"], day=SUNDAY),
        Item(reminder_talk.habits["vitamin-d"]),
    )

    assert reminder_mean(Answer(items)) == (
        "Got it: Vit D. 1 of 4 today. 22 Nov is still to come. Prunes: a number from 0 to 100, please. "
        "UNDO to take back."
    )
    assert reminder_talk.holds() == {"vitamin-d": 800.0}


def test_habit_is_left_out_for_its_reason(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    walk = reminder_talk.habits["weight-bearing"]

    assert reminder_mean(Answer((Item(walk, skip=Skip.ILL),))) == (
        "Got it: Walk left out (ill). 0 of 3 today. Open: 1 Prunes 2 Vit D 3 Plants. UNDO to take back."
    )
    assert skips(reminder_talk) == {walk: Skip.ILL}
    assert reminder_talk.say("undo") == "Taken back: Walk."
    assert skips(reminder_talk) == {}


def test_what_is_done_is_not_left_out_with_the_rest(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    """She ticked the prunes by tap after the reminder: "skip all away" does not take them away."""
    prunes, vitamin, plants, _walk = reminder_talk.habits.values()
    make.make_mark(reminder_talk.session, reminder_talk.user, prunes)
    items = tuple(Item(each, skip=Skip.AWAY) for each in (prunes, vitamin, plants))

    assert reminder_mean(Answer(items)) == (
        "Got it: Prunes done already, Vit D left out (away). 1 of 3 today. "
        "Plants count by the week, so no day is left out. UNDO to take back."
    )
    assert reminder_talk.holds() == {"prunes": 5.0, "vitamin-d": None}


def test_weekly_goal_that_is_met_takes_one_more_walk(reminder_talk: Conversation) -> None:
    walk = reminder_talk.habits["weight-bearing"]
    make.make_mark(reminder_talk.session, reminder_talk.user, walk, day=YESTERDAY, amount=200)

    assert reminder_talk.say("4").startswith("Got it: Walk 30 min.")
    assert reminder_talk.holds() == {"weight-bearing": 30.0}


def test_drink_that_is_recorded_is_not_made_none(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    alcohol = make.make_habit(reminder_talk.session, reminder_talk.user, "alcohol")
    make.make_mark(reminder_talk.session, reminder_talk.user, alcohol, amount=3)

    assert reminder_mean(Answer((Item(alcohol),))).startswith("Got it: Alcohol")
    assert [row.amount for row in reminder_talk.rows(Mark)] == [3.0]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (make.TODAY, SUNDAY, "set aside until 22 Nov (ill)"),
        (make.TODAY, make.TODAY, "today set aside (ill)"),
        (YESTERDAY, YESTERDAY, "yesterday set aside (ill)"),
        (MONDAY, SUNDAY, "16 Nov to 22 Nov set aside (ill)"),
    ],
)
def test_days_are_set_aside_and_taken_back(
    reminder_talk: Conversation, reminder_mean: Mean, first: date, last: date, said: str
) -> None:
    assert reminder_mean(Answer(aside=Aside(Skip.ILL, first, last))) == f"Got it: {said}. UNDO to take back."
    (spell,) = reminder_talk.rows(Spell)
    assert (spell.first, spell.last, spell.reason, spell.habit_ids) == (first, last, Skip.ILL, None)
    (edit,) = reminder_talk.rows(PlanChange)
    assert (edit.kind, edit.source) == (PlanKind.SPELL, Source.TEXT)
    assert reminder_talk.say("undo") == "Taken back: days set aside."
    assert reminder_talk.rows(Spell) == []
    assert [row.source for row in reminder_talk.rows(PlanChange)] == [Source.TEXT] * 2


def test_today_set_aside_is_what_status_tells(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    reminder_mean(Answer(aside=Aside(Skip.AWAY, make.TODAY, SUNDAY)))

    assert reminder_talk.say("?") == "Today is set aside (away)."


def test_days_too_far_away_are_not_set_aside(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    far = make.TODAY + 400 * DAY

    assert reminder_mean(Answer(aside=Aside(Skip.AWAY, make.TODAY, far))) == (
        "Those days cannot be set aside: choose some within a year. Nothing was recorded."
    )
    assert reminder_talk.rows(Spell) == []


@pytest.mark.parametrize(
    ("guess", "answer"),
    [
        (
            lambda habits: (Item(habits["prunes"]), Item(habits["plants"])),
            "Did you mean 1 Prunes, 3 Plants? Reply 1 3. Nothing was recorded.",
        ),
        (
            lambda habits: (Item(habits["prunes"], 2.5), Item(habits["weight-bearing"])),
            "Did you mean Prunes 2.5, 4 Walk? Reply prunes 2.5, 4. Nothing was recorded.",
        ),
        (
            lambda habits: (Item(habits["weight-bearing"], day=MONDAY),),
            "Did you mean Walk? Reply mon 4. Nothing was recorded.",
        ),
        (
            lambda habits: (Item(habits["weight-bearing"], skip=Skip.ILL),),
            "Did you mean Walk left out (ill)? Reply skip 4 ill. Nothing was recorded.",
        ),
    ],
)
def test_guess_is_asked_in_words_and_records_nothing(
    reminder_talk: Conversation, reminder_mean: Mean, guess: Callable[..., tuple[Item, ...]], answer: str
) -> None:
    reply = Answer(unclear="her words", guess=guess(reminder_talk.habits))

    assert reminder_mean(reply) == answer
    assert reminder_talk.rows(MarkChange) == []
    (inbound,) = reminder_talk.rows(InboundText)
    assert inbound.meaning is Meaning.UNCLEAR


def test_guess_beside_a_record_is_asked_too(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    prunes, walk = reminder_talk.habits["prunes"], reminder_talk.habits["weight-bearing"]
    reply = Answer(items=(Item(prunes),), unclear="wlk", guess=(Item(walk),))

    assert reminder_mean(reply) == (
        "Got it: Prunes. 1 of 4 today. Did you mean 4 Walk? Reply 4. UNDO to take back."
    )
