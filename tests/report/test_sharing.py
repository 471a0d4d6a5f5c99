"""The link to a summary and its code: made once, opened by both, over after a week or five other codes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import flask_babel
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist.models import Habit
from app.config import Settings
from app.messages import consent, outbox
from app.messages.message import Message, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import queries as reminders
from app.reminders.models import ReleasedNumber
from app.report import forms, letters, queries, share_wording, sharing
from app.report.model import Included
from app.report.models import Look, SharedSummary, SummaryChoice, SummaryOpening
from app.report.sharing import LinkIsOver, Minted, TooManyLinks, WrongCode
from app.rules import texts
from app.visits.models import Visit
from tests import make
from tests.make import NOW, TODAY
from tests.reminders import steps

KEY = "k" * 40
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
FIRST, LAST = date(2026, 8, 22), date(2026, 11, 19)
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def link(session: Session, anna: User) -> Minted:
    """A link of Anna's."""
    made = minted(session, anna)
    session.commit()
    return made


def minted(session: Session, user: User, **over: Any) -> Minted:
    """A link made at noon."""
    values = {"first": FIRST, "last": LAST, "key": KEY, "now": NOW}
    return sharing.make(session, user.id or 0, **{**values, **over})


def open_with(session: Session, link: Minted, digits: str, **over: Any) -> SharedSummary:
    """Try a code at noon."""
    return sharing.open_with(session, link.token, **{"digits": digits, "key": KEY, "now": NOW, **over})


def other(digits: str) -> str:
    """Six digits that are not these."""
    return f"{(int(digits) + 1) % 10**6:06d}"


def row(session: Session) -> SharedSummary:
    """The one link there is."""
    return session.exec(select(SharedSummary).execution_options(populate_existing=True)).one()


def test_only_hashes_are_kept(session, link):
    assert len(link.token) == 22
    assert len(link.digits) == 6
    kept = repr(row(session).model_dump())
    assert link.token not in kept
    assert link.digits not in kept.replace(row(session).token_hash, "").replace(row(session).code_hash, "")


def test_link_and_code_open_it_and_openings_are_counted(session, link):
    found = open_with(session, link, link.digits)
    assert (found.first, found.last, found.opened, found.last_opened_at) == (FIRST, LAST, 1, NOW)
    open_with(session, link, link.digits, look=Look.PDF, now=NOW + SECOND)
    assert (row(session).opened, row(session).tries) == (1, 0)
    (shared,) = queries.links_of(session, found.user_id, now=NOW)
    assert [(each.look, each.opened_at) for each in shared.looks] == [
        (Look.PDF, NOW + SECOND),
        (Look.PAGE, NOW),
    ]


def test_twenty_latest_looks_at_each_link_are_listed(session, anna, link):
    second = minted(session, anna)
    for minute in range(25):
        open_with(session, link, link.digits, now=NOW + minute * timedelta(minutes=1))
    open_with(session, second, second.digits)
    newer, older = queries.links_of(session, anna.id, now=NOW)
    assert [len(newer.looks), len(older.looks)] == [1, 20]
    assert older.looks[0].opened_at == NOW + timedelta(minutes=24)
    headings = [each.looks_heading for each in share_wording.links([newer, older], zone="UTC")]
    assert headings == ["When it was opened", "When it was opened: the latest 20 times"]


def test_one_press_makes_one_link_however_often_it_arrives(session, anna, berta):
    def press(user: User, change: str = "a", **over: Any) -> Minted:
        values = {"first": FIRST, "last": LAST, "lasts": timedelta(hours=1), "key": KEY, "now": NOW}
        return sharing.make_once(session, user.id or 0, change=change, **{**values, **over})

    link = press(anna)
    assert press(anna, now=NOW + timedelta(minutes=59)) == link
    assert row(session).expires_at == NOW + timedelta(hours=1)
    assert link.token not in repr(row(session).model_dump())
    assert (
        len({each.token for each in (link, press(anna, "b"), press(berta), press(anna, "c", key="x"))}) == 4
    )
    open_with(session, link, link.digits)
    sharing.end(session, anna.id or 0, link_id=link.link_id, now=NOW)
    with pytest.raises(LinkIsOver):
        press(anna)
    for change in "de":
        press(anna, change)
    with pytest.raises(TooManyLinks):
        press(anna, "f")


@ONLY_SQLITE
@pytest.mark.parametrize("start", [0, 13, 29])
def test_page_loaded_again_never_revives_a_link_that_was_forgotten(session, anna, start):
    def press(now: datetime) -> Minted:
        values: dict[str, Any] = {"first": FIRST, "last": LAST, "lasts": timedelta(hours=1), "key": KEY}
        return sharing.make_once(session, anna.id or 0, change="a", now=now, **values)

    made_at = NOW + timedelta(days=start)
    link = press(made_at)
    for later in range(1, 30):
        with pytest.raises(LinkIsOver):
            press(made_at + timedelta(days=later))
    session.exec(sa.delete(SharedSummary))
    another = press(made_at + timedelta(days=30, hours=1))
    assert another.token != link.token


@ONLY_SQLITE
def test_link_shows_what_was_chosen_when_it_was_made(session, anna):
    session.add(SummaryChoice(user_id=anna.id, has_name=False, has_notes=True))
    session.flush()
    minted(session, anna)
    assert queries.included_of(row(session)) == Included(has_name=False, has_notes=True)
    session.exec(sa.update(SummaryChoice).values(has_notes=False, has_name=True))
    assert queries.included_of(row(session)) == Included(has_name=False, has_notes=True)


@ONLY_SQLITE
def test_link_ended_by_wrong_codes_stays_in_her_list_until_she_puts_it_away(session, anna, link):
    for _ in range(5):
        with pytest.raises((WrongCode, LinkIsOver)):
            open_with(session, link, other(link.digits))
    (shared,) = queries.links_of(session, anna.id, now=NOW)
    assert shared.link.tries == 5
    sharing.end(session, anna.id or 0, link_id=link.link_id, now=NOW)
    assert queries.links_of(session, anna.id, now=NOW) == []


def test_fifth_other_code_ends_the_link(session, link):
    for _ in range(4):
        with pytest.raises(WrongCode):
            open_with(session, link, other(link.digits))
    with pytest.raises(LinkIsOver):
        open_with(session, link, other(link.digits))
    with pytest.raises(LinkIsOver):
        open_with(session, link, link.digits)
    assert row(session).tries == 5
    assert queries.live_with(session, link.token, now=NOW) is None


def test_code_that_fits_begins_the_count_anew(session, link):
    for _ in range(4):
        with pytest.raises(WrongCode):
            open_with(session, link, other(link.digits))
    open_with(session, link, link.digits)
    with pytest.raises(WrongCode):
        open_with(session, link, other(link.digits))


@ONLY_SQLITE
def test_code_of_another_link_opens_nothing(session, anna, link):
    second = minted(session, anna)
    if second.digits != link.digits:
        with pytest.raises(WrongCode):
            open_with(session, second, link.digits)


@ONLY_SQLITE
def test_link_works_for_a_week(session, link):
    open_with(session, link, link.digits, now=NOW + WEEK - SECOND)
    with pytest.raises(LinkIsOver):
        open_with(session, link, link.digits, now=NOW + WEEK)


@ONLY_SQLITE
def test_ended_link_opens_nothing_and_only_she_may_end_it(session, anna, berta, link):
    assert not sharing.end(session, berta.id or 0, link_id=link.link_id, now=NOW)
    open_with(session, link, link.digits)
    assert sharing.end(session, anna.id or 0, link_id=link.link_id, now=NOW)
    assert sharing.end(session, anna.id or 0, link_id=link.link_id, now=NOW + SECOND)
    assert row(session).ended_at == NOW
    with pytest.raises(LinkIsOver):
        open_with(session, link, link.digits)


@ONLY_SQLITE
@pytest.mark.parametrize(("is_by_text", "is_over"), [(True, True), (False, False)])
def test_link_that_went_by_text_is_over_when_the_number_is_let_go(session, anna, is_by_text, is_over):
    link = minted(session, anna, is_by_text=is_by_text)
    session.add(
        ReleasedNumber(
            user_id=anna.id, number_hash="h", ending="123", reason="wrong", released_at=NOW + SECOND
        )
    )
    session.commit()

    assert (queries.links_of(session, anna.id, now=NOW) == []) is is_over
    if is_over:
        with pytest.raises(LinkIsOver):
            open_with(session, link, link.digits)
    else:
        open_with(session, link, link.digits)
    assert minted(session, anna, is_by_text=True, now=NOW + 2 * SECOND), "a new number has links again"
    assert len(queries.links_of(session, anna.id, now=NOW + 2 * SECOND)) == 1 + (not is_over)


@ONLY_SQLITE
def test_five_links_a_day_and_the_older_ones_work_on(session, anna, berta, link):
    for _ in range(4):
        minted(session, anna)
    with pytest.raises(TooManyLinks):
        minted(session, anna)
    minted(session, berta)
    open_with(session, link, link.digits)
    minted(session, anna, now=NOW + timedelta(days=1))


def test_links_are_forgotten_once_they_were_over_for_long(session, link):
    open_with(session, link, link.digits)
    sharing.tidy(session, before=NOW + WEEK)
    assert row(session).id == link.link_id
    sharing.tidy(session, before=NOW + WEEK + SECOND)
    assert session.exec(select(SharedSummary)).all() == []
    assert session.exec(select(SummaryOpening)).all() == []


@pytest.fixture
def texter(session: Session, now: Any) -> User:
    """Anna with a phone, who agreed to texts, and one habit for some weeks."""
    user = steps.make_texter(session)
    make.make_habit(session, user, "prunes")
    return user


@pytest.fixture
def answer(app: Flask, session: Session, texter: User) -> Iterator[Callable[..., Message | Withheld]]:
    """Write the answer to "doctor" at noon, planned as the reminders room plans it."""
    settings: Settings = app.extensions["bonny.settings"]
    kind = letters.kinds(settings)[reminders.SUMMARY_LINK]

    def write(key: str = "a", channel: Channel = Channel.SMS) -> Message | Withheld:
        outbox.enqueue(
            session,
            key=key,
            kind=reminders.SUMMARY_LINK,
            channel=channel,
            user_id=texter.id,
            due_at=NOW,
            expires_at=NOW + timedelta(minutes=15),
            now=NOW,
            payload={"meaning": "summary"},
        )
        delivery = session.exec(select(Delivery).where(Delivery.key == key)).one()
        found = kind.prepare(session, delivery, now=NOW)
        session.commit()
        assert isinstance(found, Message | Withheld)
        return found

    with app.test_request_context(), flask_babel.force_locale("en_GB"):
        yield write


def link_in(text: str) -> tuple[str, str]:
    """Token and digits of a text."""
    before, _, after = text.partition(" Code ")
    return before.rsplit("/", 1)[1], after[:6]


@ONLY_SQLITE
def test_answer_carries_link_and_code_in_one_segment(answer, session):
    message = answer()
    token, digits = link_in(message.text)
    assert message.address == steps.PHONE
    assert message.text == (
        f"Your summary of 90 days: http://127.0.0.1:8000/s/{token} Code {digits}. "
        "Works 7 days. Show or tell your doctor both."
    )
    assert texts.segments(message.text) == 1
    found = sharing.open_with(session, token, digits=digits, key=KEY, now=NOW)
    assert (found.first, found.last) == (FIRST, LAST)


@ONLY_SQLITE
def test_answer_shows_the_days_since_her_last_visit(answer, session, texter):
    session.add(Visit(user_id=texter.id, day=date(2026, 9, 2), with_whom="Dr Novak", created_at=NOW))
    session.commit()
    message = answer()
    assert message.text.startswith("Your summary since 3 Sept: http")
    token, digits = link_in(message.text)
    found = sharing.open_with(session, token, digits=digits, key=KEY, now=NOW)
    assert (found.first, found.last) == (date(2026, 9, 3), LAST)
    assert "Open the summary since 3 September 2026" in answer(key="m", channel=Channel.EMAIL).html


@ONLY_SQLITE
def test_visit_of_long_ago_is_followed_by_ten_years_at_most(session, texter):
    session.add(Visit(user_id=texter.id, day=date(2009, 1, 1), with_whom="", created_at=NOW))
    session.commit()
    first, last = letters.period_of(session, texter, today=TODAY)
    assert (last - first).days + 1 == forms.MOST_DAYS


@ONLY_SQLITE
def test_message_tried_twice_leaves_one_link(answer, session):
    first, second = link_in(answer().text), link_in(answer().text)
    assert first != second
    assert row(session).opened == 0
    sharing.open_with(session, second[0], digits=second[1], key=KEY, now=NOW)
    with pytest.raises(LinkIsOver):
        sharing.open_with(session, first[0], digits=first[1], key=KEY, now=NOW)


@ONLY_SQLITE
def test_email_tried_twice_keeps_both_links_working(answer, session):
    answer(channel=Channel.EMAIL)
    message = answer(channel=Channel.EMAIL)
    assert message.address == "anna@example.org"
    assert len(session.exec(select(SharedSummary)).all()) == 2
    assert "http://127.0.0.1:8000/s/" in message.text
    assert "http://127.0.0.1:8000/s/" in message.html


@ONLY_SQLITE
def test_nothing_is_sent_after_stop(answer, session, texter):
    consent.revoke(session, user_id=texter.id, channel=Channel.SMS, by="text", words="STOP", now=NOW)
    assert answer() == Withheld(Reason.OPTED_OUT)
    assert session.exec(select(SharedSummary)).all() == []


@ONLY_SQLITE
def test_no_link_goes_to_a_number_that_others_read_too(answer, session, texter):
    texter.phone, texter.shared_phone = None, texter.phone
    session.commit()
    assert answer().text == (
        "A link to your summary can go only to a number or an address that is yours alone. ? shows today."
    )
    assert session.exec(select(SharedSummary)).all() == []


@ONLY_SQLITE
def test_sixth_link_of_a_day_is_refused_kindly(answer, session):
    for key in "abcde":
        answer(key)
    assert answer("f").text == "5 links a day are the most, ended ones too. Please ask again tomorrow."
    assert len(session.exec(select(SharedSummary)).all()) == 5


@ONLY_SQLITE
@pytest.mark.parametrize("has_habit", [False, True])
def test_without_a_whole_day_there_is_no_empty_page(answer, session, texter, has_habit):
    for habit in session.exec(select(Habit)).all():
        session.delete(habit)
    session.commit()
    if has_habit:
        make.make_habit(session, texter, "prunes", since=TODAY)
    sentence = "There is nothing for a summary yet: it begins with your first whole day. ? shows today."
    assert answer().text == sentence
    assert answer(key="m", channel=Channel.EMAIL).text == f"{sentence}\n\nBonny\n"
    assert session.exec(select(SharedSummary)).all() == []


@ONLY_SQLITE
@pytest.mark.parametrize("length", [20, 45, 60, 80, 110])
def test_long_address_of_the_site_leaves_room_for_link_and_code(app, length):
    host = f"https://{'x' * (length - 8)}"
    with app.test_request_context(), flask_babel.force_locale("en_GB"):
        text = letters.text_of(f"{host}/s/{'t' * 22}", code="012345")
    assert texts.segments(text) == 1
    assert f"{host}/s/{'t' * 22} Code 012345" in text
