"""Plants by text: eaten on their day, counted for the week, named back when nobody knows them."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from app.checklist import choosing
from app.checklist.models import MarkChange, PlantEaten, Source
from app.reminders.models import InboundText, Meaning
from app.rules.reply_meanings import Answer, Eaten, Item
from tests import make
from tests.reminders.conftest import Conversation

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Mean = Callable[..., str]
YESTERDAY = date(2026, 11, 19)
OATS_AND_KALE = Answer(plants=(Eaten("oats"), Eaten("kale")))


def eaten(talk: Conversation) -> list[tuple[date, str, Source]]:
    """Every plant of hers."""
    return [(row.day, row.plant, row.source) for row in talk.rows(PlantEaten)]


def test_plants_are_eaten_on_the_day_and_counted_for_the_week(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    make.make_plants(
        reminder_talk.session, reminder_talk.user, reminder_talk.habits["plants"], "walnut", day=YESTERDAY
    )

    answer = reminder_mean(OATS_AND_KALE)

    assert answer == (
        "Got it: Oats, Kale. 1 of 4 today. 3 plants this week. "
        "Open: 1 Prunes 2 Vit D 4 Walk. UNDO to take back."
    )
    assert eaten(reminder_talk)[1:] == [
        (make.TODAY, "oats", Source.TEXT),
        (make.TODAY, "kale", Source.TEXT),
    ]
    changes = reminder_talk.rows(MarkChange)[1:]
    (inbound,) = reminder_talk.rows(InboundText)
    assert {row.batch for row in changes} == {inbound.batch}


def test_plants_of_another_day_are_named_with_it(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    answer = reminder_mean(Answer(plants=(Eaten("oats"), Eaten("kale", YESTERDAY))))

    assert answer == "Got it: today: Oats, yesterday: Kale. UNDO to take back."
    assert {(day, plant) for day, plant, _ in eaten(reminder_talk)} == {
        (make.TODAY, "oats"),
        (YESTERDAY, "kale"),
    }


def test_plants_beside_habits_are_one_answer(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    prunes = reminder_talk.habits["prunes"]

    answer = reminder_mean(Answer(items=(Item(prunes),), plants=(Eaten("oats"),)))

    assert answer.startswith("Got it: Prunes, Oats. 2 of 4 today. 1 plant this week. Open: 2 Vit D")
    assert reminder_talk.say("undo") == "Taken back: Prunes, Oats."
    assert eaten(reminder_talk) == []
    assert reminder_talk.holds() == {}


def test_plant_eaten_already_is_not_taken_away_by_undo(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    make.make_plants(reminder_talk.session, reminder_talk.user, reminder_talk.habits["plants"], "oats")

    assert reminder_mean(OATS_AND_KALE).startswith("Got it: Oats, Kale.")
    assert reminder_talk.say("undo") == "Taken back: Kale."
    assert eaten(reminder_talk) == [(make.TODAY, "oats", Source.TAP)]


def test_unknown_plants_are_named_back_in_her_words(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    reply = Answer(plants=(Eaten("oats"),), unknown_plants=("frobs", "glorp"))

    answer = reminder_mean(reply, body="+ oats Frobs glorp")

    assert answer == (
        "Got it: Oats. 1 of 4 today. 1 plant this week. Not known as plants: Frobs, glorp. UNDO to take back."
    )


@pytest.mark.parametrize(
    ("unknown", "body", "answer"),
    [
        (("frobs",), "plants frobs", "Not known as a plant: frobs. Nothing was recorded."),
        (("frobs",), "plants f.robs", "Some plants are not known here. Nothing was recorded."),
        (("фробс",), "plants фробс", "Not known as a plant: фробс. Nothing was recorded."),
        (
            tuple(f"frobnicate{number}" for number in range(9)),
            " ".join(f"frobnicate{number}" for number in range(9)),
            "Not known as plants: frobnicate0, frobnicate1, frobnicate2, +6. Nothing was recorded.",
        ),
    ],
)
def test_unknown_plants_alone_record_nothing(
    reminder_talk: Conversation, reminder_mean: Mean, unknown: tuple[str, ...], body: str, answer: str
) -> None:
    assert reminder_mean(Answer(unknown_plants=unknown), body=body) == answer
    assert reminder_talk.rows(MarkChange) == []
    (inbound,) = reminder_talk.rows(InboundText)
    assert (inbound.meaning, inbound.batch) == (Meaning.UNCLEAR, None)


def test_plants_wait_until_they_are_on_her_list(reminder_talk: Conversation, reminder_mean: Mean) -> None:
    plants = reminder_talk.habits["plants"]
    choosing.give_up(reminder_talk.session, reminder_talk.user, habit_id=plants, today=YESTERDAY)
    reminder_talk.session.commit()

    answer = reminder_mean(OATS_AND_KALE)

    assert answer == "Plants are not on your list yet. Nothing was recorded."
    assert eaten(reminder_talk) == []


def test_hundred_plants_of_one_answer_are_taken_back_whole(
    reminder_talk: Conversation, reminder_mean: Mean
) -> None:
    own = tuple(Eaten(f"~plant {number:03}") for number in range(120))

    answer = reminder_mean(Answer(plants=own))

    assert answer.startswith("Got it: plant 000, plant 001,")
    assert answer.endswith(" 1 of 4 today. UNDO to take back.")
    assert len(eaten(reminder_talk)) == 120
    assert reminder_talk.say("undo").startswith("Taken back: plant 000,")
    assert reminder_talk.session.exec(select(PlantEaten)).all() == []
