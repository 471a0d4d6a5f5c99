"""Taking an answer back whole: newest first, notes and days set aside too; what was changed since stays."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest

from app.checklist import notes, spells
from app.checklist.journal import Edit
from app.checklist.models import ChangeKind, DayNote, MarkChange, PlanKind, PlantEaten, Spell
from app.reminders import text_queries
from app.reminders.models import InboundText, Meaning
from app.rules.marks import Skip
from app.rules.reply_meanings import Answer, Aside, Eaten, Item
from app.rules.spells import Stretch
from tests import make
from tests.reminders.answered import make_text
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Mean = Callable[..., str]
SUNDAY = make.TODAY + timedelta(days=2)
TEN_PAST = MORNING + 10 * MINUTE
WEEK = timedelta(days=7)
TOO_OLD = "The last answer is older than a week: change it on its day's page."
SOON = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def everything(talk: Conversation) -> Answer:
    """An answer with one of each: a mark, a skip, a plant, days set aside, a note."""
    return Answer(
        items=(Item(talk.habits["prunes"], 3.0), Item(talk.habits["weight-bearing"], skip=Skip.ILL)),
        plants=(Eaten("oats"),),
        aside=Aside(Skip.ILL, make.TODAY, SUNDAY),
        note="feeling tired",
    )


def test_answer_with_everything_is_recorded_once_and_taken_back_whole(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    answer = reminder_mean(everything(reminder_talk), MessageSid="SM" + "a" * 32)

    assert answer == (
        "Got it: Prunes 3 of 5, Walk left out (ill), Oats, your note, set aside until 22 Nov (ill). "
        "1 of 2 today. 1 plant this week. UNDO to take back."
    )
    assert [row.text for row in reminder_talk.rows(DayNote)] == ["feeling tired"]
    assert len(reminder_talk.rows(Spell)) == 1
    assert reminder_talk.text("the same", MessageSid="SM" + "a" * 32) == 403
    assert len(reminder_talk.rows(MarkChange)) == 3

    assert reminder_talk.say("undo") == "Taken back: Prunes, Walk, Oats, your note, days set aside."
    assert reminder_talk.holds() == {}
    for table in (PlantEaten, Spell, DayNote):
        assert reminder_talk.rows(table) == []
    assert reminder_talk.say("undo") == "Nothing to take back."


def test_notes_stand_under_each_other_and_go_one_by_one(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    notes.write(reminder_talk.session, reminder_talk.user, day=make.TODAY, text="Slept well", now=make.NOW)
    reminder_talk.session.commit()

    assert reminder_mean(Answer(note="Tired")) == (
        "Got it: your note. 0 of 4 today. Open: 1 Prunes 2 Vit D 3 Plants 4 Walk. UNDO to take back."
    )
    reminder_mean(Answer(note="Knee hurts"))
    assert [row.text for row in reminder_talk.rows(DayNote)] == ["Slept well\nTired\nKnee hurts"]
    assert reminder_talk.say("undo") == "Taken back: your note."
    assert reminder_talk.say("undo") == "Taken back: your note."
    assert [row.text for row in reminder_talk.rows(DayNote)] == ["Slept well"]


def test_note_without_room_is_said_and_nothing_is_lost(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    full = "a" * notes.LONGEST
    notes.write(reminder_talk.session, reminder_talk.user, day=make.TODAY, text=full, now=make.NOW)
    reminder_talk.session.commit()
    prunes = reminder_talk.habits["prunes"]

    assert reminder_mean(Answer((Item(prunes),), note="Tired")) == (
        "Got it: Prunes. 1 of 4 today. The note of that day has no room for more, so yours was not kept. "
        "UNDO to take back."
    )
    assert [row.text for row in reminder_talk.rows(DayNote)] == [full]


def test_what_was_changed_since_stays_and_is_said(reminder_talk: Conversation) -> None:
    reminder_talk.say("1 2")
    make.make_mark(reminder_talk.session, reminder_talk.user, reminder_talk.habits["prunes"], amount=2)

    assert reminder_talk.say("undo") == "Taken back: Vit D. Changed since, so it stays: Prunes."
    assert reminder_talk.holds() == {"prunes": 2.0}


def test_answer_that_was_changed_whole_stays_and_the_next_undo_means_the_one_before(
    reminder_talk: Conversation,
) -> None:
    reminder_talk.say("2")
    reminder_talk.say("1")
    make.make_mark(
        reminder_talk.session, reminder_talk.user, reminder_talk.habits["prunes"], kind=ChangeKind.CLEAR
    )

    assert reminder_talk.say("undo") == "It was changed since, so it stays: Prunes."
    assert reminder_talk.say("undo") == "Taken back: Vit D."
    assert reminder_talk.holds() == {}


def test_days_set_aside_that_a_later_edit_touched_stay(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    reminder_mean(everything(reminder_talk))
    more = Stretch(make.TODAY, SUNDAY + timedelta(days=3), Skip.ILL)
    edit = Edit("6b1f4a2e-0000-4000-8000-000000000001", PlanKind.SPELL, make.NOW)
    spells.set_aside(reminder_talk.session, reminder_talk.user, spell=more, today=make.TODAY, edit=edit)
    reminder_talk.session.commit()

    assert reminder_talk.say("undo") == (
        "Taken back: Prunes, Walk, Oats, your note. Changed since, so it stays: days set aside."
    )
    assert len(reminder_talk.rows(Spell)) == 1


@pytest.mark.parametrize("again", ["1", "prunes 5"])
def test_answer_that_changed_nothing_is_passed_over(reminder_talk: Conversation, again: str) -> None:
    reminder_talk.say("1")
    assert reminder_talk.say(again, at=SOON).startswith("Got it: Prunes")

    assert reminder_talk.say("undo", at=SOON) == "Taken back: Prunes."
    first, second, _undo = reminder_talk.rows(InboundText)
    assert (first.is_undone, second.batch) == (True, None)


def test_undo_reaches_back_a_week_and_then_says_where_it_is_changed(reminder_talk: Conversation) -> None:
    reminder_talk.say("2", at=TEN_PAST - MINUTE)
    reminder_talk.say("1", at=TEN_PAST)

    assert reminder_talk.say("undo", at=TEN_PAST + WEEK - MINUTE) == "Taken back for 20 Nov: Prunes."
    assert reminder_talk.say("undo", at=TEN_PAST + WEEK) == TOO_OLD
    assert reminder_talk.holds() == {"vitamin-d": 800.0}
    assert reminder_talk.say("undo", at=TEN_PAST + 52 * WEEK) == TOO_OLD


def test_undo_that_reaches_too_far_says_so_to_a_discreet_person_too(reminder_talk: Conversation) -> None:
    reminder_talk.say("1")
    reminder_talk.say("discreet on")

    assert reminder_talk.say("undo", at=TEN_PAST + WEEK + MINUTE) == TOO_OLD


def test_answers_of_long_ago_that_were_taken_back_are_nothing_to_take_back(
    reminder_talk: Conversation,
) -> None:
    reminder_talk.say("1")
    reminder_talk.say("?")
    reminder_talk.say("undo")

    assert reminder_talk.say("undo", at=TEN_PAST + WEEK + MINUTE) == "Nothing to take back."


def test_undo_looks_at_one_index_and_at_no_change_of_hers(
    reminder_talk: Conversation, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    make_text(reminder_talk.session, reminder_talk.user, at=MORNING - 2 * WEEK)
    session, user_id = reminder_talk.session, reminder_talk.user_id
    with statements() as seen:
        assert text_queries.last_recorded(session, user_id, since=MORNING - WEEK) is None
        assert text_queries.has_recorded_before(session, user_id, at=MORNING - WEEK)

    looked = [each for each in seen if each.startswith("SELECT")]
    assert len(looked) == 2
    for each in looked:
        assert "mark_change" not in each
        given = (1,) * each.count("?")
        plan = str(session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", given).all())
        assert "ix_inbound_text_user_id_received_at (user_id=? AND received_at" in plan
        assert "TEMP B-TREE" not in plan


def test_a_hundred_texts_that_recorded_nothing_hide_no_answer_of_the_week(
    reminder_talk: Conversation,
) -> None:
    reminder_talk.say("1")
    for number in range(text_queries.MOST_READ + 1):
        make_text(
            reminder_talk.session,
            reminder_talk.user,
            "thanks",
            at=TEN_PAST + timedelta(seconds=number + 1),
            meaning=Meaning.NOTHING,
            batch=None,
        )

    assert reminder_talk.say("undo", at=SOON) == "Taken back: Prunes."
