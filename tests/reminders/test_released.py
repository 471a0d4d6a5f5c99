"""Numbers that change hands: let go at once, after thirty days, or never; and how one comes back."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlmodel import Session

from app import jobs
from app.accounts import actions, contacts, links
from app.accounts import queries as accounts
from app.accounts.models import User
from app.database import Database
from app.messages import consent, dispatch, faults
from app.messages.message import Message
from app.messages.models import Channel, Consent, Delivery, Fault, Letter
from app.reminders import numbers, slots
from app.reminders.models import InboundText, Meaning, ReleasedNumber, Slot
from app.reminders.numbers import Why
from app.reminders.slots import Wanted
from app.rules import replies
from app.rules.reply_meanings import WrongNumber
from tests import make
from tests.make import NOW
from tests.page import Page
from tests.reminders import steps
from tests.reminders.phones import Phone
from tests.reminders.steps import PHONE

DAY = timedelta(days=1)
LATER = NOW + 30 * DAY
NEUTRAL = "This is Bonny. This number is not known here, so nothing was kept."
SORRY = "Sorry for the mix-up. No more texts come from Bonny to this number."
DOUBTED = (
    "You get no more texts. If this phone is new to you, reply WRONG NUMBER once more and Bonny lets "
    "the number go. START brings texts back."
)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app with no provider, and an operator who can be written to."""
    return make_app(OPERATOR_EMAIL="olga@example.org")


@pytest.fixture
def released_anna(session: Session, now: Callable[[datetime], None]) -> User:
    """Anna, texted at eight and by email at seven in the evening."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes")
    steps.make_slot(session, user, now=NOW)
    steps.make_slot(session, user, channel=Channel.EMAIL, at=time(19), now=NOW)
    return user


@pytest.fixture
def phone(app: Flask, database: Database, released_anna: User) -> Phone:
    """The phone that has Anna's number."""
    return Phone(app, database, PHONE)


def anna_of(phone: Phone) -> User:
    (user,) = [row for row in phone.rows(User) if row.name == "Anna"]
    return user


def tidy(app: Flask, now: Callable[[datetime], None], at: datetime) -> None:
    now(at)
    with app.app_context():
        jobs.tidy(app)


def say_wrong(phone: Phone, monkeypatch: pytest.MonkeyPatch, words: str = "Wrong number!") -> str:
    """Somebody else has the phone and says so twice; the parser's part is done for it here."""
    understand_wrong(monkeypatch, words)
    return phone.say(words, words)


def understand_wrong(monkeypatch: pytest.MonkeyPatch, words: str = "Wrong number!") -> None:
    parse = replies.parse
    monkeypatch.setattr(
        replies, "parse", lambda body, given: WrongNumber(words) if body == words else parse(body, given)
    )


@on_sqlite
def test_wrong_number_ends_texts_and_is_asked_about_before_it_is_let_go(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand_wrong(monkeypatch)

    assert phone.say("Wrong number!") == DOUBTED
    assert (anna_of(phone).phone, phone.rows(ReleasedNumber)) == (PHONE, [])
    (given,) = phone.rows(Consent)
    assert (given.revoked_by, given.revoked_words) == ("wrong_number", "Wrong number!")


@on_sqlite
def test_start_after_a_wrong_number_brings_texts_back_and_the_next_one_is_asked_about_again(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand_wrong(monkeypatch)

    assert phone.say("Wrong number!", "START").startswith("Bonny reminders on.")
    assert phone.say("Wrong number!") == DOUBTED
    assert anna_of(phone).phone == PHONE


@on_sqlite
def test_wrong_number_a_week_later_is_asked_about_again(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand_wrong(monkeypatch)
    phone.say("Wrong number!")
    phone.at += 7 * DAY

    assert phone.say("Wrong number!") == DOUBTED
    assert anna_of(phone).phone == PHONE


@on_sqlite
def test_release_ends_links_to_her_pages_that_were_not_used(
    session: Session, phone: Phone, released_anna: User
) -> None:
    token = links.make(session, released_anna, now=NOW)
    device = actions.sign_in(session, released_anna, now=NOW)
    numbers.release(session, released_anna, why=Why.WRONG, key="k", now=NOW)
    session.commit()

    assert links.use(session, token, now=NOW) is None
    assert accounts.person_signed_in(session, device, now=NOW) is not None


@on_sqlite
def test_wrong_number_is_let_go_when_it_is_said_again(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    assert say_wrong(phone, monkeypatch) == SORRY

    assert anna_of(phone).phone is None
    (given,) = phone.rows(Consent)
    assert (given.revoked_by, given.revoked_words) == ("wrong_number", "Wrong number!")
    (released,) = phone.rows(ReleasedNumber)
    assert (released.ending, released.reason) == ("123", "wrong")
    assert PHONE not in released.number_hash
    _first, text = phone.rows(InboundText)
    assert (text.meaning, text.body, text.user_id) == (Meaning.WRONG_NUMBER, "", None)
    assert phone.say("1") == NEUTRAL, "from now on it is a stranger's"


@on_sqlite
def test_her_times_go_on_by_email_and_she_is_told(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    say_wrong(phone, monkeypatch)

    assert [slot.channels for slot in phone.rows(Slot)] == [(Channel.EMAIL,), (Channel.EMAIL,)]
    (told,) = [row for row in phone.rows(Delivery) if row.kind == "released"]
    assert (told.channel, told.address, told.state) == (Channel.EMAIL, "anna@example.org", "accepted")


@on_sqlite
def test_letter_says_what_happened_and_what_is_safe(
    app: Flask, session: Session, released_anna: User, now: Callable[[datetime], None]
) -> None:
    numbers.release(session, released_anna, why=Why.UNDELIVERED, key="k", now=NOW)
    session.commit()

    (letter,) = steps.send(app, NOW)
    assert letter.subject == "No more texts go to your number"
    assert "did not arrive for 30 days" in letter.text
    assert "what you recorded is kept" in letter.text
    assert "/settings/contact" in letter.text


@on_sqlite
def test_page_says_so_until_she_has_a_number_again(
    app: Flask, session: Session, database: Database, released_anna: User
) -> None:
    numbers.release(session, released_anna, why=Why.STOPPED, key="k", now=NOW)
    page = Page(app).signed_in(session, released_anna)

    assert "Texts to •••• 123 were ended 30 days ago." in page.get("/reminders").text
    with database.writing() as other:
        hers = other.get(User, released_anna.id)
        assert hers is not None
        actions.add_contact(other, hers, contact=contacts.Contact(Channel.SMS, PHONE))
        other.commit()
    assert "30 days ago" not in page.get("/reminders").text


def test_number_that_did_not_work_for_thirty_days_is_let_go(
    app: Flask,
    session: Session,
    phone: Phone,
    released_anna: User,
    now: Callable[[datetime], None],
) -> None:
    note_fault(session, released_anna, PHONE)

    tidy(app, now, LATER - DAY)
    assert anna_of(phone).phone == PHONE
    tidy(app, now, LATER)
    assert anna_of(phone).phone is None
    assert [row.reason for row in phone.rows(ReleasedNumber)] == ["undelivered"]
    tidy(app, now, LATER + DAY)
    assert len(phone.rows(ReleasedNumber)) == 1


def note_fault(session: Session, user: User, address: str) -> None:
    faults.note(session, user.id or 0, channel=Channel.SMS, address=address, fault=Fault.UNREACHABLE, now=NOW)
    session.commit()


@on_sqlite
def test_number_that_works_again_and_a_former_number_are_left_alone(
    app: Flask,
    session: Session,
    phone: Phone,
    released_anna: User,
    now: Callable[[datetime], None],
) -> None:
    note_fault(session, released_anna, PHONE)
    note_fault(session, released_anna, "+14155550199")
    faults.end(session, released_anna.id or 0, channel=Channel.SMS, address=PHONE, now=NOW + DAY)
    session.commit()

    tidy(app, now, LATER)
    assert anna_of(phone).phone == PHONE


def stop(session: Session, user: User, *, by: str = "text") -> None:
    consent.revoke(session, user_id=user.id or 0, channel=Channel.SMS, by=by, words="STOP", now=NOW)
    session.commit()


@pytest.mark.parametrize("by", ["text", "provider"])
def test_number_stopped_for_thirty_days_is_let_go(
    app: Flask,
    session: Session,
    phone: Phone,
    released_anna: User,
    now: Callable[[datetime], None],
    by: str,
) -> None:
    stop(session, released_anna, by=by)

    tidy(app, now, LATER - DAY)
    assert anna_of(phone).phone == PHONE
    tidy(app, now, LATER)
    assert anna_of(phone).phone is None
    assert [row.reason for row in phone.rows(ReleasedNumber)] == ["stopped"]
    assert phone.say("START") == NEUTRAL, "whoever has it now is a stranger"


@on_sqlite
def test_start_within_thirty_days_keeps_the_number(
    app: Flask,
    session: Session,
    phone: Phone,
    released_anna: User,
    now: Callable[[datetime], None],
) -> None:
    stop(session, released_anna)
    phone.say("START")

    tidy(app, now, LATER + DAY)
    assert anna_of(phone).phone == PHONE


@on_sqlite
@pytest.mark.parametrize(("has_email", "is_kept"), [(False, True), (True, False)])
def test_number_that_is_her_only_door_stays_while_she_comes_through_it(
    app: Flask,
    session: Session,
    phone: Phone,
    released_anna: User,
    now: Callable[[datetime], None],
    has_email: bool,
    is_kept: bool,
) -> None:
    if not has_email:
        released_anna.email = None
    stop(session, released_anna)
    actions.sign_in(session, released_anna, now=NOW + DAY)
    session.commit()

    tidy(app, now, LATER)
    assert (anna_of(phone).phone == PHONE) is is_kept


@on_sqlite
def test_without_an_email_her_record_is_kept_and_the_operator_is_told(
    app: Flask, session: Session, phone: Phone, released_anna: User
) -> None:
    released_anna.email = None
    session.add(released_anna)
    numbers.release(session, released_anna, why=Why.UNDELIVERED, key="k", now=NOW)
    session.commit()

    (letter,) = send_all(app)
    assert letter.address == "olga@example.org"
    assert letter.subject == "A person of Bonny has no number any more"
    assert f"flask --app app accounts number {released_anna.id} +44" in letter.text
    assert PHONE not in letter.text
    assert [slot.is_active for slot in phone.rows(Slot)] == [False, True]
    assert anna_of(phone).name == "Anna"


def send_all(app: Flask) -> list[Message]:
    """What leaves now, whatever room plans it."""
    postman = steps.Postman()
    with app.app_context():
        dispatch.deliver_due(
            app.extensions["bonny.database"],
            kinds=jobs.kinds(app),
            carriers=dict.fromkeys(Channel, postman),
            settings=app.extensions["bonny.settings"],
            now=lambda: NOW,
        )
    return postman.sent


@on_sqlite
def test_time_with_two_ways_keeps_the_other_one(session: Session, released_anna: User) -> None:
    both = slots.add(
        session,
        released_anna,
        wanted=Wanted(time(12), (Channel.SMS, Channel.EMAIL)),
        now=NOW,
    )

    slots.leave(session, released_anna.id or 0, channel=Channel.SMS, instead=None)

    assert (both.channels, both.is_active) == ((Channel.EMAIL,), True)


@on_sqlite
def test_new_owner_who_signs_in_opens_an_account_of_their_own(
    app: Flask, session: Session, page: Page, phone: Phone, released_anna: User
) -> None:
    released_anna_id = released_anna.id
    numbers.release(session, released_anna, why=Why.UNDELIVERED, key="k", now=NOW)
    session.commit()

    enter(app, page, phone, PHONE)
    assert page.path == "/sign-up"
    page.submit(page.form("#name"), name="Nora", zone="Europe/London")

    (nora,) = [row for row in phone.rows(User) if row.phone == PHONE]
    assert (nora.name, nora.id != released_anna_id) == ("Nora", True)


def enter(app: Flask, page: Page, phone: Phone, number: str) -> None:
    """Sign in with a number and the code that came."""
    page.get("/sign-in")
    page.submit(page.form("#contact"), contact=number)
    with app.app_context():
        jobs.deliver(app)
    code = [row.text for row in phone.rows(Letter) if row.address == number][-1][:6]
    page.submit(page.form("#code"), code=code)


@on_sqlite
def test_command_gives_an_account_its_number_back(
    app: Flask, session: Session, phone: Phone, released_anna: User
) -> None:
    numbers.release(session, released_anna, why=Why.UNDELIVERED, key="k", now=NOW)
    session.commit()
    anna_id = str(released_anna.id)

    done = app.test_cli_runner().invoke(args=["accounts", "number", anna_id, "+1 415 555 0123"])

    assert (done.exit_code, done.output) == (0, f"Person {anna_id} has this number now.\n")
    assert anna_of(phone).phone == PHONE


@on_sqlite
@pytest.mark.parametrize(
    ("user_id", "typed", "said"),
    [
        ("99", "+1 415 555 0123", "There is no person 99."),
        ("1", "4155550123", "This is no mobile number"),
        ("1", "anna@example.org", "A mobile number is needed"),
        ("1", "+14155550177", "That number is another person's"),
    ],
)
def test_command_changes_nothing_when_something_is_wrong(
    app: Flask, session: Session, phone: Phone, user_id: str, typed: str, said: str
) -> None:
    make.make_user(session, phone="+14155550177")

    done = app.test_cli_runner().invoke(args=["accounts", "number", user_id, typed])

    assert done.exit_code == 1
    assert said in done.output
    assert anna_of(phone).phone == PHONE
