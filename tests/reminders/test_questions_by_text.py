"""A question by text on its way: what is kept of it, and that the answer comes."""

from collections.abc import Callable

import pytest

from app import jobs
from app.messages.models import Channel, State
from app.reminders.models import InboundText, Meaning
from app.rules import replies
from app.rules.reply_meanings import About, Question, Reply, Topic
from tests.page import Page
from tests.reminders import steps

# Words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def means(monkeypatch: pytest.MonkeyPatch) -> Callable[[Reply], None]:
    """Let the next texts mean this, whatever they say."""
    return lambda reply: monkeypatch.setattr(replies, "parse", lambda _body, _context: reply)


def test_question_by_text_is_answered(reminder_talk, means):
    means(Question(Topic.WEEK))
    assert reminder_talk.say("week") == "Nothing is recorded yet this week, and there is time. ? shows today."
    means(About(None, "my neighbour Erna"))
    assert "You may ask: HELP PRUNES, HELP VIT D, HELP PLANTS, HELP WALK" in reminder_talk.say("help erna")
    assert [row.meaning for row in reminder_talk.rows(InboundText)] == [Meaning.WEEK, Meaning.ABOUT]
    echo = steps.deliveries(reminder_talk.database, "echo")[-1]
    assert "rna" not in repr(echo.payload)


def test_doctor_by_text_is_answered_with_link_and_code_that_open_the_page(reminder_talk, means, now):
    means(Question(Topic.SUMMARY))
    assert reminder_talk.text("doctor") == 200
    with reminder_talk.app.app_context():
        jobs.deliver(reminder_talk.app)
    (sent,) = [each for each in reminder_talk.provider.messages if "Code" in each.body]
    token, digits = sent.body.partition("/s/")[2][:22], sent.body.partition("Code ")[2][:6]
    (delivery,) = steps.deliveries(reminder_talk.database, "summary_link")
    assert token not in repr(delivery.model_dump())
    assert digits not in repr(delivery.payload)
    page = Page(reminder_talk.app).get(f"/s/{token}")
    page.submit(page.form("[name=code]"), code=digits)
    assert "22 Aug 2026 – 19 Nov 2026" in page.text


@pytest.mark.parametrize("has_email", [True, False])
def test_summary_by_email_asked_for_by_text_goes_to_her_proved_address(reminder_talk, has_email):
    if not has_email:
        reminder_talk.user.email = None
        reminder_talk.session.add(reminder_talk.user)
        reminder_talk.session.commit()
    assert reminder_talk.text("doctor mail") == 200
    with reminder_talk.app.app_context():
        jobs.deliver(reminder_talk.app)
    said = reminder_talk.provider.messages[-1].body
    planned = steps.deliveries(reminder_talk.database, "summary_link")
    if has_email:
        assert said == "On its way to your email: the link to your summary, and the code that opens it."
        assert [(each.channel, each.state) for each in planned] == [(Channel.EMAIL, State.ACCEPTED)]
    else:
        assert said.startswith("Bonny has no email of yours that works. Reply DOCTOR")
        assert planned == []
