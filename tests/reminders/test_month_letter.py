"""The letter of the 1st: last month in the words of its page, by every way, and when none is sent."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.database import Database
from app.messages import consent, dispatch, outbox, subscriptions
from app.messages.message import Message, Postponed, Reason, Withheld
from app.messages.models import Channel, Delivery, State
from app.progress import months
from app.reminders import letters, month_letter, planner, queries, ways
from app.reminders.models import Wishes
from app.reminders.month_letter import MonthLetter
from app.rules import texts
from tests import make
from tests.fakes.push import Browser
from tests.page import Page
from tests.progress.test_month import fill_october
from tests.reminders import steps
from tests.reminders.steps import Postman

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST = date(2026, 11, 1)
EIGHT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WALK = (
    "- Walk or exercise: 1 of 3 weeks · the most so far · 400 min in all, the month before 40 min"
    " · On average 80 min in a whole week"
)
PLANTS = (
    "- Plants: 0 of 3 weeks · On average 1.7 plants in a whole week"
    " · 5 different plants, the month before 2 · New this month: Lentil, Pear, Plum, Walnut"
)
LEFT_OUT = "Left out: ill 3 days, away 1 day."
BEST = "Prunes on 19 of 27 days: the most so far."
URL = "http://127.0.0.1:8000/progress/2026-10"


@pytest.fixture
def month_anna(session: Session) -> User:
    """Anna with her October and a slot for texts at eight."""
    user = steps.make_texter(session)
    fill_october(session, user)
    steps.make_slot(session, user, now=EIGHT - HOUR)
    return user


def plan(session: Session, user: User, channel: Channel = Channel.EMAIL, *, day: date = FIRST) -> Delivery:
    """The letter as the planner puts it into the outbox, under her first slot."""
    assert outbox.enqueue(
        session,
        key=f"month/{user.id}/1/{day}/{channel.value}",
        kind=queries.MONTH,
        channel=channel,
        user_id=user.id,
        due_at=EIGHT,
        expires_at=EIGHT + planner.LETTER_LIFE,
        now=EIGHT,
        slot_id=1,
        local_date=day,
    )
    (delivery,) = (each for each in outbox.recent(session, user.id or 0, limit=9) if each.local_date == day)
    session.commit()
    return delivery


def write(
    app: Flask, session: Session, delivery: Delivery, now: datetime = EIGHT
) -> Message | Withheld | Postponed:
    with app.app_context():
        written = MonthLetter(app.extensions["bonny.settings"]).prepare(session, delivery, now=now)
    session.commit()
    return written


def turn_on_notifications(session: Session, user: User) -> None:
    """A browser of hers takes notifications."""
    browser = subscriptions.Subscription("https://push.example/push/one", **Browser().keys)
    subscriptions.keep(session, user.id or 0, subscription=browser, device="", now=EIGHT)
    session.commit()


def letter(app: Flask, session: Session, user: User, channel: Channel = Channel.EMAIL) -> Message:
    written = write(app, session, plan(session, user, channel))
    assert isinstance(written, Message), written
    return written


def test_email_tells_the_month_kindest_first(app: Flask, session: Session, month_anna: User) -> None:
    mail = letter(app, session, month_anna)

    assert mail.subject == "Your October 2026"
    assert mail.address == "anna@example.org"
    lines = [line for line in mail.text.splitlines() if line]
    assert lines[:-1] == [
        "Anna, this was your October 2026.",
        BEST,
        "Something recorded on 30 of 31 days.",
        "- Prunes: 19 of 27 days · the most so far · 70 %, the month before 50 %",
        WALK,
        PLANTS,
        LEFT_OUT,
        f"The whole month: {URL}",
    ]


def test_email_says_in_html_what_its_text_says(app: Flask, session: Session, month_anna: User) -> None:
    mail = letter(app, session, month_anna)

    for said in (BEST, LEFT_OUT, "70 %, the month before 50 %", "400 min in all", f'href="{URL}"'):
        assert said in mail.html
    assert "osteo" not in (mail.subject + mail.text).lower()


def test_email_can_be_ended_with_one_click(
    app: Flask, session: Session, month_anna: User, page: Page
) -> None:
    delivery = plan(session, month_anna)
    mail = write(app, session, delivery)
    assert isinstance(mail, Message)
    headers = dict(mail.headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    end = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert end in mail.text

    assert page.client.post(end, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    session.expire_all()

    assert write(app, session, delivery) == Withheld(Reason.OFF)


def test_letter_and_page_say_the_same(app: Flask, session: Session, month_anna: User, now: object) -> None:
    mail = letter(app, session, month_anna)
    page = Page(app).signed_in(session, month_anna).get("/progress/2026-10")

    told = [line.removeprefix("- ").split(": ", 1)[-1] for line in mail.text.splitlines() if " · " in line]
    figures = [figure for line in told for figure in line.split(" · ")]
    assert len(figures) == 11
    assert not [figure for figure in [BEST, LEFT_OUT, *figures] if figure not in page.text]


def test_text_is_one_segment_with_one_figure_and_the_link(
    app: Flask, session: Session, month_anna: User
) -> None:
    sms = letter(app, session, month_anna, Channel.SMS)

    assert sms.text == f"Bonny: October 2026. {BEST} {URL}"
    assert sms.address == steps.PHONE
    assert texts.segments(sms.text) == 1


def test_text_with_a_long_address_leaves_out_what_has_no_room(
    app: Flask, session: Session, month_anna: User
) -> None:
    written = plan(session, month_anna)
    month = months.read(session, month_anna, first=date(2026, 10, 1), today=FIRST)
    assert written.id
    with app.test_request_context():
        short = month_letter.text_of(month, url="https://" + "x" * 131)
        none = month_letter.text_of(month, url="https://" + "x" * 180)

    assert short == "Bonny: October 2026. https://" + "x" * 131
    assert none == f"Bonny: October 2026. {BEST}"


def test_notification_opens_the_month(app: Flask, session: Session, month_anna: User) -> None:
    turn_on_notifications(session, month_anna)
    push = letter(app, session, month_anna, Channel.PUSH)

    assert (push.subject, push.text) == ("October 2026", BEST)
    assert push.links == (("open", URL),)
    assert push.address == str(month_anna.id)


def test_letter_of_january_tells_of_december(app: Flask, session: Session, month_anna: User) -> None:
    make.make_mark(session, month_anna, 1, day=date(2026, 12, 3), today=date(2027, 1, 1))
    written = write(
        app, session, plan(session, month_anna, day=date(2027, 1, 1)), datetime(2027, 1, 1, 8, 0, tzinfo=UTC)
    )

    assert isinstance(written, Message)
    assert written.subject == "Your December 2026"
    assert "/progress/2026-12" in written.text


@pytest.mark.parametrize("has_habit", [True, False])
def test_month_without_a_record_brings_no_letter(app: Flask, session: Session, has_habit: bool) -> None:
    user = steps.make_texter(session)
    if has_habit:
        make.make_habit(session, user, since=date(2026, 9, 1))
    steps.make_slot(session, user, now=EIGHT - HOUR)

    assert write(app, session, plan(session, user)) == Withheld(Reason.DONE)


def test_no_text_without_consent(app: Flask, session: Session, month_anna: User) -> None:
    delivery = plan(session, month_anna, Channel.SMS)
    consent.revoke(session, user_id=month_anna.id or 0, channel=Channel.SMS, by="page", words=None, now=EIGHT)

    assert write(app, session, delivery) == Withheld(Reason.OPTED_OUT)


@pytest.mark.parametrize(
    ("channel", "is_withheld"), [(Channel.SMS, True), (Channel.PUSH, True), (Channel.EMAIL, False)]
)
def test_only_an_email_may_come_at_night(
    app: Flask, session: Session, month_anna: User, channel: Channel, is_withheld: bool
) -> None:
    turn_on_notifications(session, month_anna)
    delivery = plan(session, month_anna, channel)
    session.add(Wishes(user_id=month_anna.id or 0, quiet_from=time(20), quiet_to=time(8)))
    session.commit()

    night = write(app, session, delivery, EIGHT.replace(hour=20))

    assert (night == Withheld(Reason.QUIET)) is is_withheld


def test_nobody_left_to_write_to_is_gone(app: Flask, session: Session, month_anna: User) -> None:
    delivery = plan(session, month_anna)
    month_anna.email = None
    session.add(month_anna)
    session.flush()

    assert write(app, session, delivery) == Withheld(Reason.GONE)


@pytest.mark.parametrize(
    ("channel", "hours", "expected"),
    [
        (Channel.SMS, 1, 1),
        (Channel.PUSH, 1, 1),
        (Channel.EMAIL, 1, 0),
        (Channel.SMS, 48, 0),
    ],
)
def test_text_gone_astray_is_followed_by_one_email(
    app: Flask, session: Session, month_anna: User, channel: Channel, hours: int, expected: int
) -> None:
    delivery = plan(session, month_anna, channel)
    kind = MonthLetter(app.extensions["bonny.settings"])

    kind.gone_astray(session, delivery, now=EIGHT + hours * HOUR)
    kind.gone_astray(session, delivery, now=EIGHT + hours * HOUR)

    emails = [each for each in outbox.recent(session, month_anna.id or 0, limit=9) if each.id != delivery.id]
    found = [each for each in emails if each.kind == queries.MONTH]
    assert [(each.channel, each.local_date, each.expires_at) for each in found] == [
        (Channel.EMAIL, FIRST, delivery.expires_at)
    ] * expected


def test_text_of_a_month_without_a_goal_met_says_what_was_recorded(app: Flask, session: Session) -> None:
    user = steps.make_texter(session)
    prunes = make.make_habit(session, user, since=date(2026, 10, 1))
    make.make_mark(session, user, prunes, day=date(2026, 10, 5), amount=3)
    with app.test_request_context():
        month = months.read(session, user, first=date(2026, 10, 1), today=FIRST)
        said = "Bonny: October 2026. Something recorded on 1 of 31 days. u"
        assert month_letter.text_of(month, url="u") == said


def test_letter_goes_through_the_dispatcher(
    app: Flask, session: Session, database: Database, month_anna: User
) -> None:
    plan(session, month_anna)
    postman = Postman()
    settings = app.extensions["bonny.settings"]
    with app.app_context():
        dispatch.deliver_due(
            database,
            kinds={queries.MONTH: MonthLetter(settings), **letters.kinds(settings)},
            carriers={Channel.SMS: postman, Channel.EMAIL: postman},
            settings=settings,
            now=lambda: EIGHT,
        )

    assert "Your October 2026" in [message.subject for message in postman.sent]
    (delivery,) = steps.deliveries(database, queries.MONTH)
    assert delivery.state is State.ACCEPTED
    assert ways.address_of(month_anna, Channel.EMAIL) == delivery.address
