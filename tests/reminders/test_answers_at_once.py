"""Answers of one person that come at the same moment are taken one after the other."""

import threading
from datetime import timedelta

from app.checklist.models import MarkChange
from app.reminders.models import InboundText, Meaning
from tests.reminders import steps
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING


def send_at_once(talk: Conversation, bodies: list[str]) -> list[int]:
    """Send texts from as many threads; the statuses of the webhook."""
    start = threading.Barrier(len(bodies))
    statuses: list[int] = []

    def send(body: str) -> None:
        start.wait()
        statuses.append(talk.text(body))

    threads = [threading.Thread(target=send, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_two_texts_at_once_are_both_taken_and_nothing_is_recorded_twice(reminder_talk: Conversation) -> None:
    assert send_at_once(reminder_talk, ["1", "1 2"]) == [200, 200]

    changes = reminder_talk.rows(MarkChange)
    texts = reminder_talk.rows(InboundText)
    assert [text.meaning for text in texts] == [Meaning.RECORD] * 2
    prunes, vitamin = reminder_talk.habits["prunes"], reminder_talk.habits["vitamin-d"]
    assert sorted(change.habit_id for change in changes) == [prunes, vitamin]
    assert {change.batch for change in changes} <= {text.batch for text in texts}
    answers = [message.text for message in steps.send(reminder_talk.app, MORNING + 10 * MINUTE)]
    assert len(answers) == 2
    assert all("2 of 4 today. Open: 3 Plants 4 Walk." in answer for answer in answers)
    assert reminder_talk.holds() == {"prunes": 5.0, "vitamin-d": 800.0}


def test_two_undos_at_once_take_back_two_answers(reminder_talk: Conversation) -> None:
    reminder_talk.say("1")
    reminder_talk.say("2")

    assert send_at_once(reminder_talk, ["undo", "undo"]) == [200, 200]

    later = MORNING + 10 * MINUTE + timedelta(seconds=1)
    answers = sorted(message.text for message in steps.send(reminder_talk.app, later))
    assert answers == ["Taken back: Prunes.", "Taken back: Vit D."]
    assert reminder_talk.holds() == {}
