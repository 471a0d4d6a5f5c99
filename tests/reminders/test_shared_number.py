"""One number, two people: how it comes about, whose a text is, and how it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from app import jobs
from app.accounts import actions
from app.accounts import queries as accounts
from app.accounts import sharing as numbers_shared
from app.accounts.contacts import Contact
from app.accounts.models import User
from app.database import Database
from app.messages import consent
from app.messages.models import Channel, Consent, Letter
from app.reminders import numbers, sharing, ways
from app.reminders.models import InboundText, Meaning, ReleasedNumber
from app.reminders.numbers import Why
from app.rules import replies, texts
from app.rules.reply_meanings import WrongNumber
from app.settings import actions as settings_actions
from tests import make
from tests.make import NOW
from tests.page import Page
from tests.reminders import steps
from tests.reminders.phones import Phone
from tests.reminders.steps import MORNING, PHONE
from tests.reminders.test_lists import make_own

# What the database does for a number is asked on both in test_released and test_joining_at_once.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WHOSE = "Whose answer is it? Begin with ANNA or BERTA, e.g. ANNA 1"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app with no provider."""
    return make_app()


@pytest.fixture
def owner(session: Session, now: Callable[[datetime], None]) -> User:
    """Anna, whose own number it is."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "weight-bearing")
    return user


@pytest.fixture
def sharer(session: Session, owner: User) -> User:
    """Berta, who gets her texts there too."""
    user = make.make_user(session, name="Berta Blum", email="berta@example.org")
    numbers_shared.share(session, user, number=PHONE, name="Berta Blum")
    steps.make_habits(session, user, "vitamin-d")
    agree(session, user)
    return user


def agree(session: Session, user: User) -> None:
    consent.give(
        session,
        user_id=user.id or 0,
        channel=Channel.SMS,
        address=PHONE,
        words="Yes",
        words_version="test",
        source="test",
        proved_by="code",
        now=NOW,
    )
    session.commit()


@pytest.fixture
def phone(app: Flask, database: Database, sharer: User) -> Phone:
    """Their phone."""
    return Phone(app, database, PHONE)


def holds(phone: Phone, user: User) -> list[float | None]:
    return list(steps.amounts(phone.database, user.id or 0).values())


def test_reminders_say_whose_they_are(app: Flask, session: Session, owner: User, sharer: User) -> None:
    steps.make_slot(session, owner)
    steps.make_slot(session, sharer)

    assert sorted(steps.remind(app, MORNING)) == [
        "Anna: Bonny reminders on. Up to 3 msgs/day. Msg&data rates may apply. HELP for help, STOP to end.",
        "Berta: Bonny reminders on. Up to 3 msgs/day. Msg&data rates may apply. HELP for help, STOP to end.",
        "Bonny for Anna: good morning. Open today: 1 Prunes 2 Walk. Reply e.g. 1 2",
        "Bonny for Berta: good morning. Open today: 1 Vit D. Reply 1",
    ]


@pytest.mark.parametrize("said", ["anna prunes 4", "ANNA: prunes 4", "Ánna, prunes 4", " anna\nprunes 4"])
def test_first_word_says_whose_answer_it_is(phone: Phone, owner: User, sharer: User, said: str) -> None:
    assert (
        phone.say(said) == "Anna: Got it: Prunes 4 of 5. 0 of 2 today. Open: Prunes Walk. UNDO to take back."
    )
    assert (holds(phone, owner), holds(phone, sharer)) == ([4.0], [])
    assert [text.body.strip() for text in phone.rows(InboundText)] == ["prunes 4"], "kept as it was read"


def test_answer_of_the_one_who_shares_is_hers(phone: Phone, owner: User, sharer: User) -> None:
    assert phone.say("berta vit d 800").startswith("Berta: Got it: Vit D 800 of 800.")
    assert (holds(phone, owner), holds(phone, sharer)) == ([], [800.0])


@pytest.mark.parametrize("said", ["1", "prunes 4", "annabel 1", "all", "undo"])
def test_answer_of_nobody_records_nothing_and_is_asked_back(
    phone: Phone, owner: User, sharer: User, said: str
) -> None:
    assert phone.say(said) == WHOSE
    assert (holds(phone, owner), holds(phone, sharer)) == ([], [])
    (text,) = phone.rows(InboundText)
    assert (text.meaning, text.body, text.user_id) == (Meaning.WHOSE, "", None)


def test_question_comes_back_ten_times_an_hour_at_most(phone: Phone) -> None:
    answers = [phone.say("1") for _ in range(12)]

    assert answers == [WHOSE] * 10 + ["", ""]


def test_answer_is_hers_who_alone_agreed_to_texts(
    phone: Phone, session: Session, owner: User, sharer: User
) -> None:
    consent.revoke(session, user_id=sharer.id or 0, channel=Channel.SMS, by="page", words=None, now=NOW)
    session.commit()

    assert phone.say("prunes 4").startswith("Anna: Got it")
    assert holds(phone, owner) == [4.0]


def test_stop_ends_it_for_all_and_start_begins_it_for_all(phone: Phone) -> None:
    assert phone.say("STOP") == "You get no more texts from Bonny. Text START to have them again."
    assert [row.revoked_words for row in phone.rows(Consent)] == ["STOP", "STOP"]

    phone.say("START")
    assert [row.revoked_at is None for row in phone.rows(Consent)] == [False, False, True, True]


def test_help_is_answered_without_a_name(phone: Phone) -> None:
    assert phone.say("HELP").startswith("Bonny: habit reminders you answer by text")


def test_wrong_number_lets_it_go_for_all(
    phone: Phone, owner: User, sharer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "parse", lambda body, _given: WrongNumber(body))

    assert phone.say("wrong number").startswith("You get no more texts.")
    assert [row.revoked_by for row in phone.rows(Consent)] == ["wrong_number", "wrong_number"]
    assert phone.say("wrong number").startswith("Sorry for the mix-up.")
    assert [user.number for user in phone.rows(User)] == [None, None]


def test_number_that_is_let_go_takes_those_along_who_share_it(
    phone: Phone, session: Session, owner: User
) -> None:
    numbers.release(session, owner, why=Why.UNDELIVERED, key="k", now=NOW)
    session.commit()

    assert [user.number for user in phone.rows(User)] == [None, None]


def test_sharer_who_leaves_takes_nobody_along(phone: Phone, session: Session, sharer: User) -> None:
    numbers.release(session, sharer, why=Why.STOPPED, key="k", now=NOW)
    session.commit()

    assert [user.number for user in phone.rows(User)] == [PHONE, None]


def test_shared_number_signs_in_its_owner_alone(session: Session, owner: User, sharer: User) -> None:
    found = accounts.person_with(session, Contact(Channel.SMS, PHONE))

    assert found is not None
    assert found.id == owner.id


def test_deleting_an_account_leaves_the_other_ones_messages(
    app: Flask, session: Session, owner: User, sharer: User
) -> None:
    steps.make_slot(session, sharer)
    steps.remind(app, MORNING)
    settings_actions.delete(session, owner)
    session.commit()

    assert [each.user_id for each in steps.deliveries(app.extensions["bonny.database"])] == [sharer.id]


def prove(app: Flask, page: Page, session: Session) -> None:
    """Ask for a code at their number on Berta's contact page, and answer it."""
    page.get("/settings/contact")
    page.submit(page.form("#contact"), contact=PHONE)
    with app.app_context():
        jobs.deliver(app)
    session.rollback()
    code = session.exec(select(Letter.text).where(Letter.address == PHONE)).all()[-1][:6]
    session.rollback()
    page.submit(page.form("#code"), code=code)


def test_second_person_proves_the_number_and_shares_it(
    app: Flask, session: Session, owner: User, bertas_page: Page
) -> None:
    prove(app, bertas_page, session)
    assert bertas_page.path == "/settings/contact/share"

    bertas_page.submit(bertas_page.form("#name"))

    assert bertas_page.path == "/reminders"
    assert "Texts there begin with your name." in bertas_page.text
    assert [user.name for user in accounts.people_at(session, PHONE)] == ["Anna", "Berta"]
    assert bertas_page.get("/settings/contact/share").path == "/settings/contact", "the code is used"


def test_same_first_name_asks_for_another_one(
    app: Flask, session: Session, owner: User, bertas_page: Page
) -> None:
    prove(app, bertas_page, session)

    bertas_page.submit(bertas_page.form("#name"), name="ÁNNA Blum", status=422)
    assert "Somebody with this name is texted there already." in bertas_page.text
    bertas_page.submit(bertas_page.form("#name"), name="Annie Blum")
    assert [user.name for user in accounts.people_at(session, PHONE)] == ["Anna", "Annie Blum"]


def test_nobody_loses_her_only_door_by_sharing(session: Session, owner: User) -> None:
    user = make.make_user(session, name="Clara", email=None, phone="+14155550177")

    with pytest.raises(numbers_shared.NoOtherDoor):
        numbers_shared.share(session, user, number=PHONE, name="Clara")


def test_everybody_at_a_shared_number_has_a_name(session: Session, owner: User) -> None:
    owner.name = ""
    session.add(owner)
    user = make.make_user(session, name="Clara")

    with pytest.raises(numbers_shared.NoName):
        numbers_shared.share(session, user, number=PHONE, name="Clara")


def test_four_people_share_a_number_at_most(session: Session, owner: User) -> None:
    for name in ("Berta", "Clara", "Dora"):
        user = make.make_user(session, name=name)
        numbers_shared.share(session, user, number=PHONE, name=name)

    with pytest.raises(numbers_shared.TooMany):
        numbers_shared.share(session, make.make_user(session, name="Eva"), number=PHONE, name="Eva")


def test_own_number_ends_the_sharing(session: Session, sharer: User) -> None:
    actions.add_contact(session, sharer, contact=Contact(Channel.SMS, "+14155550177"))

    assert (sharer.number, sharer.shared_phone) == ("+14155550177", None)


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Bonny: still open: 1 Walk. Reply 1", "Bonny for Anna: still open: 1 Walk. Reply 1"),
        ("Bonny for Anna: still open", "Bonny for Anna: still open"),
        ("Got it: Walk. UNDO to take back.", "Anna: Got it: Walk. UNDO to take back."),
        (f"Got it: {'x' * 130}. UNDO to take back.", f"Anna: Got it: {'x' * 130}."),
        (f"{'word ' * 31}end", f"{'word ' * 31}end"),
        (f"{'x' * 130}. Reply e.g. PAUSE 3 DAYS", f"Anna: {'x' * 130}."),
        ("Привет " * 9 + "end", "Привет " * 9 + "end"),
    ],
)
def test_signed_text_stays_in_one_segment(app: Flask, text: str, signed: str) -> None:
    with app.app_context():
        assert sharing.signed("Anna", text) == signed
        assert sharing.signed("", text) == text
    assert texts.segments(signed) == 1


def test_question_with_the_longest_names_is_one_segment(app: Flask) -> None:
    people = [User(name=letter * 40, zone="UTC", created_at=NOW - timedelta(days=1)) for letter in "ABCD"]

    with app.app_context():
        asked = sharing.question(people)
    assert texts.segments(asked) == 1
    assert asked.endswith(f"Begin with {' or '.join(letter * 12 for letter in 'ABCD')}, e.g. {'A' * 12} 1")


NAMES = ["Maximiliane-Rose Blum", "Ольга", "Zoë Ng", "O’Neil", "Weiß", "ქეთევანი", "İpek", "अनीता", "(Bo)"]


@pytest.mark.parametrize("name", NAMES)
def test_name_that_we_show_is_one_that_works(phone: Phone, session: Session, sharer: User, name: str) -> None:
    sharer.name = name
    session.add(sharer)
    session.commit()

    whose = sharing.whose(session, sharer)
    session.rollback()
    shown = phone.say("1").removeprefix("Whose answer is it? Begin with ANNA or ").partition(",")[0]
    assert "?" not in f"{shown}{whose}"
    for said in (shown, name.split()[0], whose):
        assert phone.say(f"{said} vit d 800").startswith(f"{whose}: Got it: Vit D 800 of 800."), said
        assert phone.say(f"{said} ?").startswith(f"{whose}: Today: Vit D done."), said


def test_names_that_are_shown_alike_are_the_same(session: Session, owner: User) -> None:
    owner.name = "Maximiliane-Rose"
    session.add(owner)
    user = make.make_user(session, name="Maximiliane-Eva")

    with pytest.raises(numbers_shared.NameIsTaken):
        numbers_shared.share(session, user, number=PHONE, name="Maximiliane-Eva")


def test_she_may_not_take_the_name_of_another_one_there(
    session: Session, owner: User, bertas_page: Page
) -> None:
    berta = bertas_person(session)
    numbers_shared.share(session, berta, number=PHONE, name="Berta Blum")
    session.commit()

    bertas_page.get("/settings/about")
    bertas_page.submit(bertas_page.form("#name"), name="ÁNNA Blum", status=422)
    assert "Please choose another first name." in bertas_page.text
    session.expire_all()
    assert bertas_person(session).name == "Berta Blum"
    session.rollback()
    bertas_page.submit(bertas_page.form("#name"), name="Berta Maria")
    assert bertas_page.path == "/settings"


def bertas_person(session: Session) -> User:
    return session.exec(select(User).where(User.email == "berta@example.org")).one()


def test_list_after_a_name_is_shortened_and_counted(phone: Phone, session: Session, owner: User) -> None:
    owner.name = "Maximiliane Rose"
    session.add(owner)
    session.commit()
    names = ("Gymnastics", "Tennis", "Stretching", "Breathing", "Gardening", "Yoga", "Skittles")
    for name in names:
        make_own(session, owner, name)
    session.commit()

    named = ", ".join(f"{name.lower()} 3" for name in names) + ", prunes 4"
    assert phone.say(f"maximiliane {named}") == (
        "Maximiliane: Got it: Gymnasti 3 of 3, Tennis 3 of 3, Stretchi 3 of 3, Breathin 3 of 3, "
        "Gardenin 3 of 3, Yoga 3 of 3, +2. 7 of 9 today. UNDO to take back."
    )
    assert phone.say("maximiliane ?").endswith("Skittles done. Open: Prunes Walk.")
    assert phone.say("maximiliane week").startswith("Maximiliane: Week: Gymnasti")


def end_on_her_page(session: Session, user: User) -> None:
    consent.revoke(session, user_id=user.id or 0, channel=Channel.SMS, by="web", words="", now=NOW)
    session.commit()


def test_start_brings_back_only_whose_texts_were_stopped_from_the_phone(
    phone: Phone, session: Session, owner: User, sharer: User
) -> None:
    end_on_her_page(session, sharer)
    phone.say("STOP", "START")

    assert ways.has_consent(session, owner)
    assert not ways.has_consent(session, sharer), "she ended texts on her page"


def test_start_where_nobody_stopped_from_the_phone_is_asked_back(
    phone: Phone, session: Session, sharer: User
) -> None:
    end_on_her_page(session, sharer)

    assert phone.say("START") == WHOSE
    assert phone.say("berta START").startswith("Berta: Bonny reminders on.")


def test_number_that_its_owner_left_is_shared_by_nobody_and_who_did_is_told(
    app: Flask, phone: Phone, session: Session, owner: User, sharer: User, now: Callable[[datetime], None]
) -> None:
    phone.say("berta vit d 800")
    actions.add_contact(session, owner, contact=Contact(Channel.SMS, "+14155550177"))
    session.commit()
    zoe = make.make_user(session, name="Zoe", email="zoe@example.org")
    actions.add_contact(session, zoe, contact=Contact(Channel.SMS, PHONE))
    session.commit()

    assert "Vit D" not in phone.say("berta week")
    now(NOW)
    with app.app_context():
        jobs.tidy(app)
        jobs.deliver(app)
    (released,) = phone.rows(ReleasedNumber)
    assert (released.user_id, released.reason, released.ending) == (sharer.id, "left", "123")
    (letter,) = [row for row in phone.rows(Letter) if row.address == "berta@example.org"]
    assert "it changed hands" in letter.text
    assert not consent.is_given(session, user_id=sharer.id or 0, channel=Channel.SMS, address=PHONE)


def test_number_of_a_deleted_account_is_shared_by_nobody(
    phone: Phone, session: Session, owner: User, sharer: User
) -> None:
    settings_actions.delete(session, owner)
    session.commit()

    assert [user.number for user in phone.rows(User)] == [None]


def test_owner_who_proves_her_own_number_again_keeps_who_shares_it(
    session: Session, owner: User, sharer: User
) -> None:
    actions.add_contact(session, owner, contact=Contact(Channel.SMS, PHONE))

    assert sharer.number == PHONE
