"""Beginning by text alone: whole talks from several countries, and everything that ends one."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import flask_babel
import pytest
from flask import Flask
from sqlmodel import Session

from app import jobs
from app.accounts.models import User
from app.catalogue import book
from app.checklist import queries as checklist
from app.database import Database
from app.messages.models import Channel, Consent, Delivery
from app.reminders import inbound, join_words, joining
from app.reminders.models import InboundText, Joining, Meaning, Slot
from app.reminders.talks import Say
from app.rules import replies, texts
from app.rules.reply_meanings import Join
from tests import make
from tests.reminders import steps
from tests.reminders.phones import LONDON, NOON, Phone

# What the talk does is the same on both databases; what only PostgreSQL could spoil is asked there by name.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NEW_YORK, LOS_ANGELES = "+12125550123", "+13105550123"
PHOENIX, SYDNEY, MADRID = "+16025550123", "+61412345678", "+34612345678"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TERMS = " Terms: 127.0.0.1:8000/terms"
CONSENT = (
    f"Bonny texts you what is open each day, up to 3 msgs/day. Msg&data rates may apply.{TERMS} "
    "Reply AGREE to begin. HELP for help, STOP to end."
)
TIME = "What time is it where you are now? Reply e.g. 8:30 pm"
WHICH = "What shall we begin with? Reply with one or two numbers: 1 Prunes 2 Ferments 3 Vit D 4 Plants 5 Walk"
SET = (
    "You are set. I text at 08:00 what is open; reply e.g. 1. REMIND 9:30 changes the time, WEB opens your "
    "pages, ? shows today."
)
NEUTRAL = "This is Bonny. This number is not known here, so nothing was kept."


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app with no provider, so that its own words come back for HELP and STOP too."""
    return make_app()


@pytest.fixture
def phone(app: Flask, session: Session, database: Database, now: Callable[[datetime], None]) -> Phone:
    """A stranger's phone, where somebody runs Bonny already."""
    make.make_user(session, name="Olga", email="olga@example.org", is_operator=True)
    return Phone(app, database)


def test_whole_talk_from_britain_needs_no_question_about_the_clock(phone: Phone) -> None:
    assert phone.say("JOIN") == CONSENT
    assert phone.say("I agree") == WHICH
    closing, care = phone.say("1 and 5").split(" / ")

    assert closing == SET
    assert care == (
        "Ask your doctor first if this is you: diabetes, warfarin, a sensitive gut, a spine fracture, "
        "a fall this year. HELP PRUNES or HELP WALK tells more."
    )
    user = phone.person()
    assert user is not None
    assert (user.name, user.zone, user.locale, user.week_start) == ("", "Europe/London", "en_GB", 0)
    assert not user.is_operator
    assert user.conditions is None


def test_talk_leaves_habits_a_time_and_a_consent_in_exact_words(phone: Phone, database: Database) -> None:
    phone.say("join bonny", "AGREE", "prunes and walk")

    user = phone.person()
    assert user is not None
    with database.reading() as session:
        chosen = checklist.chosen_between(session, user, first=make.TODAY, last=make.TODAY)
    assert [each.entry.slug for each in chosen] == ["prunes", "weight-bearing"]
    (slot,) = phone.rows(Slot)
    assert (slot.channel, slot.at, slot.next_due_at) == (
        Channel.SMS,
        time(8),
        datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
    )
    (consent,) = phone.rows(Consent)
    assert (consent.words, consent.words_version, consent.source, consent.proved_by) == (
        CONSENT,
        "join-2026-11",
        "text",
        "text from this number",
    )
    assert (consent.address, consent.given_at) == (LONDON, NOON + 2 * MINUTE)


def test_first_reminder_comes_the_next_morning_and_is_answered(phone: Phone, app: Flask) -> None:
    phone.say("JOIN", "AGREE", "1")

    phone.at = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    assert steps.remind(app, phone.at) == ["Bonny: good morning. Open today: 1 Prunes. Reply 1"]
    assert phone.say("1") == "Got it: Prunes. 1 of 1 today. UNDO to take back."


def test_nothing_she_said_is_kept_but_what_she_agreed_to(phone: Phone) -> None:
    phone.say("JOIN", "AGREE", "1")

    assert {(row.meaning, row.body) for row in phone.rows(InboundText)} == {(Meaning.JOIN, "")}
    (talk,) = phone.rows(Joining)
    assert (talk.sender_hash, talk.step, talk.zone, talk.agreed_words) == (f"done/{talk.id}", "done", "", "")


@pytest.mark.parametrize(
    ("number", "clock", "said", "zone", "locale", "time"),
    [
        (NEW_YORK, "7:05 am", "New York", "America/New_York", "en_US", "8:00 AM"),
        (NEW_YORK, "4", "Los Angeles", "America/Los_Angeles", "en_US", "8:00 AM"),
        (LOS_ANGELES, "4:05 am", "Los Angeles", "America/Los_Angeles", "en_US", "8:00 AM"),
        (PHOENIX, "5:04", "Phoenix", "America/Phoenix", "en_US", "8:00 AM"),
        (LOS_ANGELES, "5:04", "Denver", "America/Denver", "en_US", "8:00 AM"),
        (SYDNEY, "11:03 pm", "Sydney", "Australia/Sydney", "en_AU", "8:00 am"),
        (SYDNEY, "22:03", "Brisbane", "Australia/Brisbane", "en_AU", "8:00 am"),
        (SYDNEY, "8 in the evening", "Perth", "Australia/Perth", "en_AU", "8:00 am"),
    ],
)
def test_clock_she_names_finds_her_zone(
    phone: Phone, number: str, clock: str, said: str, zone: str, locale: str, time: str
) -> None:
    phone.number = number
    phone.say("JOIN")

    assert phone.say("yes") == TIME
    assert phone.say(clock) == f"Your clock: {said}. {WHICH}"
    closing = phone.say("4").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert f"I text at {time} what is open" in closing
    user = phone.person()
    assert user is not None
    assert (user.zone, user.locale) == (zone, locale)


@pytest.mark.parametrize(
    ("clock", "said", "zone"),
    [
        ("13:03", "Madrid", "Europe/Madrid"),
        ("son las 12 y 3", "", ""),
        ("las 12:03", "Canary", "Atlantic/Canary"),
        ("la 1:03 de la tarde", "Madrid", "Europe/Madrid"),
    ],
)
def test_somebody_in_spain_begins_in_spanish(phone: Phone, clock: str, said: str, zone: str) -> None:
    phone.number = MADRID
    phone.say("Quiero unirme")
    assert "ACEPTO" in phone.say("¿como?")
    assert "qué hora" in phone.say("si, acepto").lower()

    asked = phone.say(clock)
    assert said in asked
    if not zone:
        assert "8:30 pm" in asked
        return
    assert "RECORDAR 9:30" in phone.say("el 4, por favor")
    user = phone.person()
    assert user is not None
    assert (user.zone, user.locale) == (zone, "es_ES")


def test_somebody_in_the_us_may_answer_in_spanish_too(phone: Phone) -> None:
    phone.number = LOS_ANGELES
    assert phone.say("UNIRME") == CONSENT
    assert phone.say("ACEPTO") == TIME
    assert phone.say("son las 4:03 de la mañana").endswith(WHICH)
    assert phone.say("ciruelas y caminata").startswith("You are set.")


@pytest.mark.parametrize(
    ("number", "zone"),
    [(NEW_YORK, "New York"), (PHOENIX, "Phoenix"), (SYDNEY, "Sydney")],
)
def test_time_that_is_not_understood_three_times_is_guessed_and_said(
    phone: Phone, number: str, zone: str
) -> None:
    phone.number = number
    phone.say("JOIN", "AGREE")

    again = "Please reply with the time on your clock, for example 8:30 pm"
    assert phone.say("why?") == again
    assert phone.say("in the kitchen") == again
    assert phone.say("3:33 in the kitchen") == f"Your clock: {zone}. {WHICH}"


def test_unclear_answers_are_asked_again(phone: Phone) -> None:
    phone.say("JOIN")
    assert phone.say("what is it") == (
        "To begin, please reply AGREE. To leave it, reply STOP and nothing is kept."
    )
    phone.say("AGREE")
    assert phone.say("something healthy") == f"Please choose by number. {WHICH}"
    assert phone.say("1 2 3").startswith("Small is a good start: please choose one or two, e.g. 1 5.")
    assert phone.say("JOIN") == WHICH, "the question once more"
    assert phone.person() is None


def test_stop_ends_the_talk_and_keeps_nothing(phone: Phone) -> None:
    phone.say("JOIN", "AGREE")

    assert phone.say("STOP").startswith("You get no texts from Bonny, and nothing was kept.")
    assert phone.rows(Joining) == []
    assert phone.say("1") == NEUTRAL
    assert phone.person() is None


def test_no_ends_the_talk_kindly(phone: Phone) -> None:
    phone.say("JOIN")

    assert phone.say("No thanks") == "All right, nothing was kept. Text JOIN when you like to begin."
    (talk,) = phone.rows(Joining)
    assert (talk.sender_hash, talk.step) == (f"done/{talk.id}", "done"), "it counts, and leads to nobody"
    assert phone.say("1") == NEUTRAL


def test_help_is_answered_and_the_talk_goes_on(phone: Phone) -> None:
    phone.say("JOIN")

    assert phone.say("HELP").startswith("Bonny: habit reminders you answer by text")
    assert phone.say("AGREE") == WHICH


def test_talk_is_forgotten_after_a_day(phone: Phone, app: Flask, now: Callable[[datetime], None]) -> None:
    phone.say("JOIN")
    phone.at += DAY

    assert phone.say("AGREE") == NEUTRAL
    assert phone.rows(Joining) == []
    phone.say("JOIN")
    now(phone.at + DAY)
    with app.app_context():
        jobs.tidy(app)
    assert phone.rows(Joining) == [], "also when no text comes any more"


def test_join_from_somebody_known_says_so(
    phone: Phone, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.make_texter(session, phone=LONDON)
    monkeypatch.setattr(replies, "parse", lambda _body, _context: Join())

    assert phone.say("JOIN") == "You are with Bonny already. ? shows today."


def test_text_never_makes_the_operator(app: Flask, database: Database) -> None:
    phone = Phone(app, database)

    assert phone.say("JOIN") == "Bonny is not open yet, so nothing was kept. Please try again another day."
    assert phone.say("AGREE") == NEUTRAL
    assert phone.rows(User) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"JOIN_BY_TEXT": "off"},
        {"SIGN_UP": "invite"},
        {"PUBLIC_URL": "https://bonny.example"},
        {"SMS_COUNTRIES": "US,CA"},
    ],
)
def test_closed_house_and_other_countries_hear_the_neutral_sentence(
    make_app: Callable[..., Flask], phone: Phone, settings: dict[str, str]
) -> None:
    phone.app = make_app(**settings)

    assert phone.say("JOIN") == NEUTRAL
    assert phone.rows(Joining) == []


def test_house_by_invitation_may_open_for_texts_alone(make_app: Callable[..., Flask], phone: Phone) -> None:
    phone.app = make_app(SIGN_UP="invite", JOIN_BY_TEXT="on")

    assert phone.say("JOIN") == CONSENT


def test_one_day_has_room_for_so_many_talks(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_JOINS_A_DAY", 2)
    phone.say("JOIN", "AGREE", "1")
    phone.number = "+447400123457"
    phone.say("JOIN")
    phone.number = "+447400123458"

    assert phone.say("JOIN") == "Many people have begun with Bonny today. Please text JOIN again tomorrow."
    phone.at += DAY
    assert phone.say("JOIN") == CONSENT


def test_no_and_join_again_counts_among_the_talks_of_a_day(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "MOST_JOINS_A_DAY", 2)

    assert phone.say("JOIN", "no", "JOIN", "no", "JOIN").startswith("Many people have begun")


def test_stop_counts_also_when_a_talk_is_answered_no_more(phone: Phone) -> None:
    phone.say("JOIN", *["hm"] * joining.MOST_ANSWERS_A_DAY)
    assert phone.say("hm") == ""

    assert phone.say("STOP").startswith("You get no texts from Bonny, and nothing was kept.")
    assert phone.rows(Joining) == []


@pytest.mark.parametrize("said", ["agree?", "do I agree?", "Yes?", "I agree to what?"])
def test_question_agrees_to_nothing(phone: Phone, said: str) -> None:
    phone.say("JOIN")

    assert phone.say(said).startswith("To begin, please reply AGREE.")


def test_address_of_the_terms_comes_in_a_text_of_its_own_where_it_has_no_room(
    make_app: Callable[..., Flask], phone: Phone
) -> None:
    url = "https://bonny.of-the-osteoporosis-society.example.org"
    phone.app = make_app(PUBLIC_URL=url, JOIN_BY_TEXT="on")

    terms = f"Bonny, terms and privacy: {url}/terms"
    assert phone.say("JOIN") == f"{CONSENT.replace(TERMS, '')} / {terms}"
    phone.say("AGREE")
    (talk,) = phone.rows(Joining)
    assert talk.agreed_words == f"{CONSENT.replace(TERMS, '')} {terms}"


def test_machine_that_talks_to_us_is_left_alone(phone: Phone) -> None:
    phone.say("JOIN")
    answered = [phone.say("I am out of the office") for _ in range(joining.MOST_ANSWERS_A_DAY + 3)]

    assert len([answer for answer in answered if answer]) == joining.MOST_ANSWERS_A_DAY - 1
    assert answered[-1] == ""


def test_our_own_words_sent_back_agree_to_nothing(phone: Phone) -> None:
    phone.say("JOIN")

    phone.say(CONSENT, f"Liked “{CONSENT}”", "👍", "thanks")
    (talk,) = phone.rows(Joining)
    assert (talk.step, talk.agreed_at) == ("consent", None)


def test_text_that_comes_twice_opens_one_account(phone: Phone) -> None:
    phone.say("JOIN", "AGREE", "1")

    with pytest.raises(inbound.Replayed):
        phone.receive(phone.posted[-1], "1")
    assert len([row for row in phone.rows(User) if row.phone]) == 1


def test_stop_right_after_beginning_takes_back_what_is_on_its_way(phone: Phone) -> None:
    phone.say("JOIN", "AGREE")
    for number, body in enumerate(["1", "STOP"]):
        phone.receive(f"LBs{number}", body)

    said = [message.text for message in steps.send(phone.app, phone.at + MINUTE)]
    assert said == ["You get no more texts from Bonny. Text START to have them again."]
    assert {row.reason for row in phone.rows(Delivery) if row.state == "suppressed"} == {"opted_out"}


@pytest.mark.parametrize("say", [say for say in Say if say not in (Say.CARE, Say.HABITS)])
@pytest.mark.parametrize("locale", ["en", "en_US"])
def test_every_text_of_the_talk_is_one_segment(app: Flask, say: Say, locale: str) -> None:
    with app.app_context(), flask_babel.force_locale(locale):
        text = join_words.text_of({"say": say.value}, settings=app.extensions["bonny.settings"])

    assert texts.is_gsm(text)
    assert texts.segments(text) == 1


def test_cautions_of_any_two_habits_are_one_segment(app: Flask) -> None:
    core = book.book().core
    with app.app_context(), flask_babel.force_locale("en"):
        for one in core:
            for other in core:
                text = join_words.care([one, other] if one != other else [one])
                assert texts.segments(text) == 1, text
                asked = [c for entry in (one, other) for c in entry.cautions if c.is_asked]
                assert all(str(join_words.CONDITIONS[c.condition]) in text for c in asked)
