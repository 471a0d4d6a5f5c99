"""What a text is read against: numbers, units, her plants, her wishes, what she named a moment ago."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.accounts import queries as accounts
from app.checklist import daysheet
from app.checklist.models import MarkChange, Source
from app.messages.models import Channel
from app.reminders import answers, contexts, queries
from app.reminders.models import Meaning, Wishes
from app.rules import replies
from app.rules.replies import Context
from app.rules.reply_meanings import Answer, Eaten, OptIn, OptOut
from tests import make
from tests.reminders import steps
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Mean = Callable[..., str]
AT = MORNING + 10 * MINUTE


def context_of(talk: Conversation) -> Context:
    """The context of a text of hers at ten past eight."""
    session, user = talk.session, talk.user
    asked = queries.asked_by_text(session, talk.user_id, now=AT)
    today = accounts.today_of(user, now=AT)
    sheet = daysheet.read(session, user, day=today, today=today)
    return contexts.context_of(session, user, asked=asked, sheet=sheet, opted_out=False, now=AT)


def test_context_tells_numbers_units_and_which_habit_counts_plants(reminder_talk: Conversation) -> None:
    context = context_of(reminder_talk)

    assert [(each.number, each.unit, each.is_variety) for each in context.listed] == [
        (1, "prune", False),
        (2, "IU", False),
        (3, "plant", True),
        (4, "minute", False),
    ]
    assert [each.number for each in context.habits] == [None] * 4
    assert (context.takes_notes, context.just_named) == (False, None)


def test_her_own_plants_are_read_when_a_word_needs_them(
    reminder_talk: Conversation, reminder_mean: Mean, statements: Callable[[], object]
) -> None:
    reminder_mean(Answer(plants=(Eaten("~Tante Annes Kohl"),)))
    context = context_of(reminder_talk)

    with statements() as seen:  # type: ignore[attr-defined]
        assert context.plants[0].find("oats") is not None
    assert seen == []
    found = [index.find("tante annes kohl") for index in context.plants]
    assert [plant and plant.slug for plant in found] == [None, None, "~Tante Annes Kohl"]


def test_plants_count_only_where_a_habit_of_hers_counts_them(reminder_talk: Conversation) -> None:
    other = steps.make_texter(reminder_talk.session, phone="+14155550177", email=None)
    steps.make_habits(reminder_talk.session, other, "prunes")
    sheet = daysheet.read(reminder_talk.session, other, day=make.TODAY, today=make.TODAY)

    context = contexts.context_of(
        reminder_talk.session, other, asked=None, sheet=sheet, opted_out=False, now=AT
    )

    assert list(context.plants) == []


def test_her_wish_for_notes_is_told(reminder_talk: Conversation) -> None:
    reminder_talk.session.add(Wishes(user_id=reminder_talk.user_id, takes_notes=True))
    reminder_talk.session.commit()

    assert context_of(reminder_talk).takes_notes


@pytest.mark.parametrize(
    ("texts", "minutes", "is_named"),
    [
        (["prunes"], 1, True),
        (["had my prunes"], 1, True),
        (["prunes"], 2, False),
        (["1"], 1, False),
        (["one"], 1, False),
        (["prunes and walk"], 1, False),
        (["prunes 5"], 1, False),
        (["prunes", "?"], 1, False),
        (["prunes", "undo"], 1, False),
        (["2", "prunes"], 1, True),
    ],
)
def test_habit_named_a_moment_ago_without_its_amount(
    reminder_talk: Conversation, texts: list[str], minutes: int, is_named: bool
) -> None:
    for text in texts:
        reminder_talk.say(text)

    found = contexts.just_named(
        reminder_talk.session, reminder_talk.user_id, now=AT + timedelta(minutes=minutes)
    )

    assert found == (reminder_talk.habits["prunes"] if is_named else None)


def test_answer_by_email_is_recorded_as_such_and_binds_to_its_own_reminder(
    reminder_talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk, yesterday = reminder_talk.habits["weight-bearing"], make.TODAY - timedelta(days=1)
    (nudge,) = steps.deliveries(reminder_talk.database)
    asked = queries.Asked(nudge.id or 0, yesterday, (walk,))

    outcome = answers.take(
        reminder_talk.session,
        reminder_talk.user,
        sid="mail-1",
        body="1",
        now=AT,
        channel=Channel.EMAIL,
        has_provider=False,
        asked=asked,
    )
    reminder_talk.session.commit()

    assert outcome.meaning is Meaning.RECORD
    assert reminder_talk.holds(yesterday) == {"weight-bearing": 30.0}
    assert [row.source for row in reminder_talk.rows(MarkChange)] == [Source.EMAIL]


@pytest.mark.parametrize(
    ("reply", "meaning"), [(OptOut("stop", True), Meaning.OPT_OUT), (OptIn(), Meaning.HELP)]
)
def test_email_neither_ends_texts_nor_begins_them(
    reminder_talk: Conversation, monkeypatch: pytest.MonkeyPatch, reply: object, meaning: Meaning
) -> None:
    monkeypatch.setattr(replies, "parse", lambda *_given: reply)

    outcome = answers.take(
        reminder_talk.session,
        reminder_talk.user,
        sid="mail-2",
        body="stop",
        now=AT,
        channel=Channel.EMAIL,
        has_provider=False,
        asked=None,
    )

    assert outcome.meaning is meaning
    consent = queries.consent_to_texts(
        reminder_talk.session, reminder_talk.user_id, phone=reminder_talk.user.phone or ""
    )
    assert consent is not None
    assert consent.revoked_at is None
