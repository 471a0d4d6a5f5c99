"""The pages "How to answer" and "Your texts": what they show, lead to, and take back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist.models import Mark
from app.messages import consent
from app.messages.models import Channel
from app.rules.marks import Skip
from tests import make
from tests.make import TODAY
from tests.page import Page
from tests.reminders import steps
from tests.reminders.answered import change, make_text, make_unclear, record
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def texter(session: Session, now: Callable[[datetime], None]) -> User:
    """Anna at nine, who agreed to texts."""
    now(MORNING + 60 * MINUTE)
    return steps.make_texter(session)


@pytest.fixture
def texter_page(app: Flask, session: Session, texter: User) -> Page:
    """Her browser."""
    return Page(app).signed_in(session, texter)


def said(page: Page) -> list[str]:
    """The words that the page says she may text."""
    return [" ".join(each.get_text().split()) for each in page.soup.select("kbd")]


def test_answers_page_shows_her_habits_under_todays_numbers(
    texter_page: Page, session: Session, texter: User
) -> None:
    steps.make_habits(session, texter, "prunes", "vitamin-d")
    texter_page.get("/reminders/answers")

    assert said(texter_page)[:6] == ["1", "prunes", "4 prunes", "2", "vit d", "vit d 800"]
    assert {"1 2", "all", "undo", "?", "stop", "start", "help"} <= set(said(texter_page))
    assert "Prunes and Vit D: done" in texter_page.text
    assert "Texts are" not in texter_page.text


def test_answers_page_goes_by_the_reminder_she_may_answer(reminder_talk: Conversation) -> None:
    """Prunes were done when the reminder of the next day went out, so vitamin D is its 1."""
    tomorrow = TODAY + timedelta(days=1)
    make.make_mark(
        reminder_talk.session,
        reminder_talk.user,
        reminder_talk.habits["prunes"],
        day=tomorrow,
        today=tomorrow,
    )
    steps.remind(reminder_talk.app, MORNING + timedelta(days=1))
    reminder_talk.set_now(MORNING + timedelta(days=1))
    page = Page(reminder_talk.app).signed_in(reminder_talk.session, reminder_talk.user)
    page.get("/reminders/answers")

    assert said(page)[:4] == ["prunes", "4 prunes", "1", "vit d"]
    assert "Bonny’s number: +1" in page.text


def test_answers_page_without_habits_is_kind(texter_page: Page) -> None:
    texter_page.get("/reminders/answers")

    assert "No habits on your list yet" in texter_page.text
    assert texter_page.soup.select_one("a.button[href='/habits']")
    assert "undo" in said(texter_page)


@pytest.mark.parametrize(
    ("state", "words", "where"),
    [
        ("no number", "Add your mobile number first.", "/settings/contact"),
        ("not agreed", "tick the box that says that Bonny may text you", "/reminders/begin"),
        ("ended", "You ended them. Text START", "/reminders/begin"),
    ],
)
def test_answers_page_says_how_texts_are_turned_on(
    app: Flask, session: Session, now: Callable[[datetime], None], *, state: str, words: str, where: str
) -> None:
    now(MORNING)
    phone = None if state == "no number" else steps.PHONE
    user = make.make_user(session, phone=phone)
    if state == "ended":
        steps.agree(session, user)
        consent.revoke(
            session, user_id=user.id or 0, channel=Channel.SMS, by="text", words="stop", now=MORNING
        )
        session.commit()
    page = Page(app).signed_in(session, user).get("/reminders/answers")

    assert words in page.text
    assert page.soup.select_one(f"section.caution a.button[href='{where}']")


def test_texts_page_shows_words_way_reminder_and_record(reminder_talk: Conversation) -> None:
    reminder_talk.say("1 2")
    page = Page(reminder_talk.app).signed_in(reminder_talk.session, reminder_talk.user)
    page.get("/reminders/texts")

    assert page.soup.select_one("blockquote").get_text() == "1 2"  # type: ignore[union-attr]
    assert "08:10, by text · Answered the reminder of 08:00" in page.text
    assert "Recorded: Prunes 5 of 5, Vit D 800 of 800" in page.text


def test_text_taken_back_by_text_says_so_on_both(reminder_talk: Conversation) -> None:
    reminder_talk.say("1 2")
    reminder_talk.say("undo")
    page = Page(reminder_talk.app).signed_in(reminder_talk.session, reminder_talk.user)
    page.get("/reminders/texts")

    assert "Took back: Vit D, Prunes" in page.text
    assert "Recorded: Prunes 5 of 5, Vit D 800 of 800 (taken back)" in page.text
    assert not page.soup.select("main form")


def test_page_reads_what_the_door_records_and_takes_back(reminder_talk: Conversation) -> None:
    for body in ("skip 4 ill", "plants oats, kale", "yesterday walk 20", "sick till sunday", "undo", "week"):
        reminder_talk.say(body)
    page = Page(reminder_talk.app).signed_in(reminder_talk.session, reminder_talk.user)
    page.get("/reminders/texts")

    did = [each.get_text(" ", strip=True) for each in page.soup.select(".said-did")]
    assert did == [
        "You asked about the week.",
        "Took back: the days set aside",
        "Set aside till Sunday 22 November: ill (taken back)",
        "For yesterday, 19 Nov: Walk 20 min",
        "Recorded: Oats, Kale",
        "Left out: Walk (ill)",
    ]
    page.submit(page.form("main form button"))
    assert "For yesterday, 19 Nov: Walk 20 min (taken back)" in page.text
    assert reminder_talk.say("undo").startswith("Taken back: ")
    page.get("/reminders/texts")
    assert "Recorded: Oats, Kale (taken back)" in page.text


def test_unclear_text_leads_to_its_day(reminder_talk: Conversation) -> None:
    """At twenty past midnight the reminder's day is the one that is open."""
    reminder_talk.say("the thing", at=MORNING + timedelta(hours=16, minutes=20))
    page = Page(reminder_talk.app).signed_in(reminder_talk.session, reminder_talk.user)
    page.get("/reminders/texts")

    assert "Not understood, nothing recorded." in page.text
    assert page.soup.select_one(f"main a[href='/day/{TODAY}']")
    assert page.soup.select_one("#content .said-text a[href='/reminders/answers']")
    assert "Answered the reminder of 20 Nov, 08:00" in page.text


def test_undo_on_the_page_takes_the_text_back(texter_page: Page, session: Session, texter: User) -> None:
    (prunes,) = steps.make_habits(session, texter, "prunes")
    text = make_text(session, texter)
    text_id = record(session, texter, text, change(text, prunes))
    texter_page.get("/reminders/texts")
    texter_page.submit(texter_page.form(f"#undo-text-{text_id}"))

    assert texter_page.path == "/reminders/texts"
    assert texter_page.soup.select_one("#notice").get_text(strip=True) == "Taken back."  # type: ignore[union-attr]
    assert "Recorded: Prunes 5 of 5 (taken back)" in texter_page.text
    assert [row.amount for row in session.exec(select(Mark))] == [None]


def test_undo_by_htmx_answers_with_the_text_alone(texter_page: Page, session: Session, texter: User) -> None:
    (walk,) = steps.make_habits(session, texter, "weight-bearing")
    text = make_text(session, texter)
    text_id = record(session, texter, text, change(text, walk, skip=Skip.ILL))
    texter_page.post(f"/reminders/texts/{text_id}/undo", {}, headers=HTMX)

    assert [each["id"] for each in texter_page.soup.find_all(recursive=False)] == [
        f"text-{text_id}",
        "notice",
    ]
    assert "Left out: Walk (ill) (taken back)" in texter_page.text
    assert texter_page.response.headers["Vary"].count("HX-Request") == 1


def test_undo_of_what_was_changed_since_says_so(texter_page: Page, session: Session, texter: User) -> None:
    (prunes,) = steps.make_habits(session, texter, "prunes")
    text = make_text(session, texter)
    text_id = record(session, texter, text, change(text, prunes))
    make.make_mark(session, texter, prunes, amount=2)
    texter_page.post(f"/reminders/texts/{text_id}/undo", {})

    assert "Nothing to take back: it was changed since." in texter_page.text


def test_text_of_somebody_else_is_not_found(texter_page: Page, session: Session) -> None:
    other = make.make_user(session)
    (prunes,) = steps.make_habits(session, other, "prunes")
    text = make_text(session, other)
    text_id = record(session, other, text, change(text, prunes))

    texter_page.post(f"/reminders/texts/{text_id}/undo", {}, status=404)
    texter_page.get(f"/reminders/texts?before={text_id}", status=404)
    assert [row.amount for row in session.exec(select(Mark))] == [5]


def test_pager_leads_to_earlier_texts_and_back_after_an_undo(
    texter_page: Page, session: Session, texter: User
) -> None:
    (prunes,) = steps.make_habits(session, texter, "prunes")
    first = make_text(session, texter, "the first", at=MORNING)
    first_id = record(session, texter, first, change(first, prunes))
    for number in range(50):
        make_unclear(session, texter, f"{number}", at=MORNING + (number + 1) * MINUTE / 2)
    texter_page.get("/reminders/texts")

    assert len(texter_page.soup.select(".said-text")) == 50
    earlier = texter_page.soup.find("a", string="Earlier")
    texter_page.get(str(earlier["href"]))  # type: ignore[index]
    assert [each.get_text() for each in texter_page.soup.select("blockquote")] == ["the first"]
    texter_page.submit(texter_page.form(f"#undo-text-{first_id}"))
    assert [each.get_text() for each in texter_page.soup.select("blockquote")] == ["the first"]
    assert texter_page.soup.find("a", string="Newest")


def test_words_are_shown_as_words(texter_page: Page, session: Session, texter: User) -> None:
    make_unclear(session, texter, "<b>{{ 7 * 7 }}</b> & 'שלום'")
    texter_page.get("/reminders/texts")

    assert texter_page.soup.select_one("blockquote").get_text() == "<b>{{ 7 * 7 }}</b> & 'שלום'"  # type: ignore[union-attr]


def test_page_without_texts_says_what_will_stand_there(texter_page: Page) -> None:
    texter_page.get("/reminders/texts")

    assert "No texts in the last 30 days" in texter_page.text
    assert "Answer a reminder with the numbers in it" in texter_page.text


def test_page_of_somebody_without_texts_says_how_they_begin(
    app: Flask, session: Session, now: Callable[[datetime], None]
) -> None:
    now(MORNING)
    page = Page(app).signed_in(session, make.make_user(session)).get("/reminders/texts")

    assert "When Bonny may text you, you can answer its reminders." in page.text


def test_reminders_page_and_the_days_changes_lead_there(
    texter_page: Page, session: Session, texter: User
) -> None:
    (prunes,) = steps.make_habits(session, texter, "prunes")
    make.make_mark(session, texter, prunes, amount=1)
    texter_page.get(f"/day/{TODAY}/changes")
    assert not texter_page.soup.select("a[href='/reminders/texts']")
    text = make_text(session, texter)
    record(session, texter, text, change(text, prunes))

    for path in (f"/day/{TODAY}/changes", "/reminders", "/reminders/answers"):
        assert texter_page.get(path).soup.select("main a[href='/reminders/texts']"), path
    assert texter_page.get("/reminders").soup.select("main a[href='/reminders/answers']")
