"""Her texts as plain values, and taking back what one of them recorded."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist import choosing, notes
from app.checklist.models import Mark, PlantEaten, Spell
from app.messages.models import Channel
from app.reminders import conversation, conversation_words, unsaying
from app.reminders.conversation import NoSuchText
from app.reminders.models import Meaning
from app.rules.marks import Skip
from tests import make
from tests.make import TODAY
from tests.reminders import answered, steps
from tests.reminders.answered import change, make_text, make_unclear, record
from tests.reminders.steps import MINUTE, MORNING

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOW = MORNING + 60 * MINUTE
YESTERDAY = TODAY - timedelta(days=1)
UNDO = "6ba7b812-9dad-11d1-80b4-00c04fd430c9"


@pytest.fixture
def anna(session: Session) -> User:
    """Anna, in London."""
    return make.make_user(session, name="Anna")


@pytest.fixture
def habits(session: Session, anna: User) -> dict[str, int]:
    """Prunes, vitamin D, plants and a walk."""
    slugs = ("prunes", "vitamin-d", "plants", "weight-bearing")
    return dict(zip(slugs, steps.make_habits(session, anna, *slugs), strict=True))


def lines(session: Session, user: User, text_id: int | None) -> list[str]:
    """What her page says that the text did."""
    said = conversation.one(session, user, text_id=text_id or 0, now=NOW)
    found = conversation_words.lines(said)
    return [f"({line.words})" if line.is_taken_back else line.words for line in found]


def take_back(session: Session, user: User, text_id: int | None, *, uuid: str = UNDO) -> tuple[int, int]:
    """How many things were taken back, and how many stayed."""
    found = unsaying.take_back(session, user, text_id=text_id or 0, uuid_of_undo=uuid, today=TODAY, now=NOW)
    session.commit()
    return len(found.changes) + len(found.edits), len(found.stayed) + len(found.edits_stayed)


def test_openings_hold_fifty_texts_newest_first_and_lead_on(session: Session, anna: User) -> None:
    """The last three came in the same instant."""
    ids = [
        make_text(session, anna, f"{number}", at=MORNING + min(number, 57) * MINUTE, batch=None).id
        for number in range(60)
    ]

    newest = conversation.read(session, anna, now=NOW)
    assert [each.id for each in newest.said] == ids[:9:-1]
    assert newest.earlier == ids[10]
    rest = conversation.read(session, anna, now=NOW, before=newest.earlier)
    assert [each.id for each in rest.said] == ids[9::-1]
    assert rest.earlier is None
    among_equals = conversation.read(session, anna, now=NOW, before=ids[58])
    assert among_equals.said[0].id == ids[57]


def test_text_of_thirty_days_ago_is_not_shown(session: Session, anna: User) -> None:
    old = make_text(session, anna, at=NOW - timedelta(days=30), batch=None)
    young = make_text(session, anna, at=NOW - timedelta(days=30) + MINUTE, batch=None)

    assert [each.id for each in conversation.read(session, anna, now=NOW).said] == [young.id]
    with pytest.raises(NoSuchText):
        conversation.read(session, anna, now=NOW, before=old.id)


@SQLITE
def test_texts_of_others_are_not_hers(session: Session, anna: User, habits: dict[str, int]) -> None:
    other = make.make_user(session)
    text = make_text(session, anna)
    record(session, anna, text, change(text, habits["prunes"]))

    assert conversation.read(session, other, now=NOW).said == ()
    with pytest.raises(NoSuchText):
        conversation.one(session, other, text_id=text.id or 0, now=NOW)
    with pytest.raises(NoSuchText):
        conversation.read(session, other, now=NOW, before=text.id)
    with pytest.raises(NoSuchText):
        take_back(session, other, text.id)
    assert lines(session, anna, text.id) == ["Recorded: Prunes 5 of 5"]


@SQLITE
def test_lines_say_amounts_goals_ticks_and_days(session: Session, anna: User, habits: dict[str, int]) -> None:
    own = make.make_habit(session, anna, "bone-medicine")
    text = make_text(session, anna)
    record(
        session,
        anna,
        text,
        change(text, habits["vitamin-d"]),
        change(text, habits["prunes"], amount=3),
        change(text, own),
        change(text, habits["weight-bearing"], day=YESTERDAY, amount=20),
        change(text, habits["prunes"], day=TODAY - timedelta(days=4)),
    )

    assert lines(session, anna, text.id) == [
        "Recorded: Vit D 800 of 800, Prunes 3 of 5, Bone med",
        "For yesterday, Nov 19: Walk 20 min",
        "For Monday, November 16: Prunes 5 of 5",
    ]


@SQLITE
def test_lines_say_what_was_left_out_plants_days_set_aside_and_a_note(
    session: Session, anna: User, habits: dict[str, int]
) -> None:
    text = make_text(session, anna)
    record(
        session,
        anna,
        text,
        change(text, habits["weight-bearing"], skip=Skip.ILL),
        change(text, habits["prunes"], day=YESTERDAY, skip=Skip.AWAY),
        change(text, habits["plants"], plant="oats"),
        change(text, habits["plants"], plant="~Nettles"),
    )
    answered.set_aside(session, anna, text, first=TODAY, last=TODAY + timedelta(days=7))
    answered.write_note(session, anna, text, "feeling tired")

    assert lines(session, anna, text.id) == [
        "Recorded: Oats, Nettles",
        "Left out: Walk (ill)",
        "For yesterday, Nov 19, left out: Prunes (away)",
        "Set aside till Friday, November 27: ill",
        "Kept as the day’s note.",
    ]


@SQLITE
@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        (Meaning.RECORD, "It was recorded already, so nothing changed."),
        (Meaning.UNCLEAR, "Not understood, nothing recorded."),
        (Meaning.UNDO, "There was nothing to take back."),
        (Meaning.STATUS, "You asked what is open."),
        (Meaning.OPT_OUT, "You ended texts."),
    ],
)
def test_text_that_recorded_nothing_says_what_it_was(
    session: Session, anna: User, meaning: Meaning, said: str
) -> None:
    text = make_text(session, anna, meaning=meaning)

    assert lines(session, anna, text.id) == [said]
    assert not conversation.one(session, anna, text_id=text.id or 0, now=NOW).can_be_undone


@pytest.mark.parametrize("meaning", Meaning)
def test_every_meaning_has_words_that_blame_nobody(meaning: Meaning) -> None:
    assert conversation_words.understood(meaning).endswith(".")


def test_undo_takes_back_the_whole_of_a_text_once(
    session: Session, anna: User, habits: dict[str, int]
) -> None:
    text = make_text(session, anna)
    record(
        session,
        anna,
        text,
        change(text, habits["prunes"]),
        change(text, habits["plants"], plant="oats"),
        change(text, habits["weight-bearing"], day=YESTERDAY, skip=Skip.ILL),
    )
    answered.set_aside(session, anna, text, first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=2))
    answered.write_note(session, anna, text, "feeling tired")

    assert take_back(session, anna, text.id) == (5, 0)
    assert session.exec(select(PlantEaten)).all() == []
    assert session.exec(select(Spell)).all() == []
    assert notes.of_day(session, anna, day=TODAY) == ""
    assert [(row.amount, row.skip) for row in session.exec(select(Mark))] == [(None, None)] * 2
    assert lines(session, anna, text.id) == [
        "(Recorded: Prunes 5 of 5, Oats)",
        "(For yesterday, Nov 19, left out: Walk (ill))",
        "(Set aside till Sunday, November 22: ill)",
        "(Kept as the day’s note.)",
    ]
    assert take_back(session, anna, text.id, uuid=answered.NAMESPACE) == (0, 0)


@SQLITE
def test_what_was_changed_since_stays_and_is_told_apart(
    session: Session, anna: User, habits: dict[str, int]
) -> None:
    text = make_text(session, anna)
    record(session, anna, text, change(text, habits["prunes"]), change(text, habits["vitamin-d"]))
    make.make_mark(session, anna, habits["prunes"], amount=2)

    assert take_back(session, anna, text.id) == (1, 1)
    assert lines(session, anna, text.id) == ["Recorded: Prunes 5 of 5", "(Recorded: Vit D 800 of 800)"]
    said = conversation.one(session, anna, text_id=text.id or 0, now=NOW)
    assert said.is_changed_since
    assert not said.can_be_undone


@SQLITE
def test_undo_of_what_was_all_changed_since_does_nothing(
    session: Session, anna: User, habits: dict[str, int]
) -> None:
    text = make_text(session, anna)
    record(session, anna, text, change(text, habits["prunes"]))
    make.make_mark(session, anna, habits["prunes"], amount=2)

    assert take_back(session, anna, text.id) == (0, 1)
    assert [row.amount for row in session.exec(select(Mark))] == [2]


@SQLITE
def test_habit_given_up_since_is_still_named(session: Session, anna: User, habits: dict[str, int]) -> None:
    text = make_text(session, anna)
    record(session, anna, text, change(text, habits["prunes"], day=YESTERDAY))
    choosing.give_up(session, anna, habit_id=habits["prunes"], today=TODAY)
    session.commit()

    assert lines(session, anna, text.id) == ["For yesterday, Nov 19: Prunes 5 of 5"]


@SQLITE
def test_night_belongs_to_the_day_before(session: Session, anna: User, habits: dict[str, int]) -> None:
    text = make_text(session, anna, at=MORNING - timedelta(hours=7))
    record(session, anna, text, change(text, habits["prunes"], day=YESTERDAY))

    assert lines(session, anna, text.id) == ["Recorded: Prunes 5 of 5"]
    assert conversation.one(session, anna, text_id=text.id or 0, now=NOW).about == YESTERDAY


@SQLITE
def test_answer_by_email_says_so(session: Session, anna: User) -> None:
    text = make_text(session, anna, channel=Channel.EMAIL, batch=None)
    said = conversation.one(session, anna, text_id=text.id or 0, now=NOW)

    assert conversation_words.way(said, anna).endswith("by email")


@SQLITE
def test_opening_takes_the_same_few_statements_whatever_it_holds(
    app: Flask,
    session: Session,
    anna: User,
    habits: dict[str, int],
    statements: Callable[[], Any],
) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            text = make_text(session, anna, f"prunes {number}", at=MORNING + number * MINUTE)
            record(session, anna, text, change(text, habits["prunes"], amount=number + 1))
            answered.write_note(session, anna, text, f"note {text.id}")

    def count() -> int:
        with app.extensions["bonny.database"].reading() as reading, statements() as seen:
            conversation.read(reading, anna, now=NOW, before=None)
        return len(seen)

    fill(2)
    few = count()
    fill(8)
    make_unclear(session, anna, "hm")
    assert count() == few <= 8
