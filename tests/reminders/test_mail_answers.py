"""Answers by email: from a signed address and her own, taken once, done like a text, answered by email."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist.models import MarkChange, Source
from app.messages import consent, mail_cutting
from app.messages.channels import Envelope, email
from app.messages.models import Channel, Consent, Delivery, State
from app.reminders import queries, reply_addresses
from app.reminders.models import Meaning, ReleasedNumber, Slot
from app.reminders.reply_addresses import Address
from tests import make
from tests.reminders import mail_steps, steps
from tests.reminders.mail_steps import ANSWERS_TO, HERS, HOOK, Correspondence, header
from tests.reminders.steps import MINUTE, MORNING

# What the database does for answers is tested with those by text.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEY = "k" * 40


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app that takes answers by email."""
    return make_app(MAIL_ANSWERS_TO=ANSWERS_TO, MAIL_HOOK_TOKEN=HOOK)


@pytest.fixture
def talk(app: Flask, session: Session, now: Callable[[datetime], None]) -> Correspondence:
    """Anna was reminded by email at eight; it is ten past."""
    found = mail_steps.begin(app, session)
    now(MORNING + 10 * MINUTE)
    return found


def test_reminder_says_how_to_answer_and_numbers_its_list(talk: Correspondence) -> None:
    text = talk.reminder.text
    assert text.startswith("~ ~ ~ To answer, write above this line\n\nAnna, good morning.")
    assert "\n1 Prunes: " in text
    assert "\n2 Vitamin D: " in text
    assert "Reply with the numbers that are done, such as 1 2, or “all”." in text
    assert "1 Prunes" in talk.reminder.html
    assert talk.reminder.html.index("write above this line") < talk.reminder.html.index("Prunes")
    local, _, domain = header(talk.reminder, "Reply-To").partition("@")
    assert domain == "answers.example.org"
    assert local.startswith("bonny+")
    assert len(local) == len("bonny+") + 29 <= 64


def test_without_an_address_for_answers_the_reminder_says_nothing_of_it(
    make_app: Callable[..., Flask], session: Session, now: Callable[[datetime], None]
) -> None:
    app = make_app()
    talk = mail_steps.begin(app, session)
    assert header(talk.reminder, "Reply-To") == ""
    assert "~" not in talk.reminder.text + talk.reminder.html
    assert "\n- Prunes: " in talk.reminder.text
    assert talk.post(talk.mail("1")) == 404


def test_answer_is_recorded_as_by_email_and_answered_as_a_reply(
    talk: Correspondence, session: Session
) -> None:
    (answer,) = talk.write("1 2\n\n> quoted 3")

    assert talk.holds() == {"prunes": 5.0, "vitamin-d": 800.0}
    assert {row.source for row in session.exec(select(MarkChange))} == {Source.EMAIL}
    said = mail_steps.words_of(answer)
    assert said.startswith("Got it: Prunes, Vit D. 2 of 3 today. ")
    assert said.endswith("UNDO to take back.")
    assert answer.address == HERS
    assert answer.subject == "Re: 3 things are open today"
    assert header(answer, "In-Reply-To") == "<1@mail.example.org>"
    assert header(answer, "References").endswith(" <1@mail.example.org>")
    assert header(answer, "Reply-To") == header(talk.reminder, "Reply-To")
    (row,) = talk.taken()
    assert (row.channel, row.meaning, row.body) == (Channel.EMAIL, Meaning.RECORD, "1 2")
    assert row.sender_hash != HERS


def test_answer_leaves_as_a_mail_that_no_machine_answers(talk: Correspondence) -> None:
    (answer,) = talk.write("1")
    envelope = Envelope(1, queries.ECHO, Channel.EMAIL, MORNING)
    mail = email.email_of(answer, envelope, settings=talk.app.extensions["bonny.settings"], now=MORNING)
    assert mail.get_all("Auto-Submitted") == ["auto-replied"]
    reference = str(mail["References"]).split()[0]
    asked_by = steps.deliveries(talk.database)[0]
    assert reference == f"<delivery.{asked_by.id}.{int(asked_by.expires_at.timestamp())}@127.0.0.1>"


@pytest.mark.parametrize(
    ("body", "holds"),
    [
        ("all", {"prunes": 5.0, "vitamin-d": 800.0, "weight-bearing": 30.0}),
        ("Hi Bonny,\n\n3\n\nBest wishes\nAnna Smith\nTel. +1", None),
        ("Hello,\n1\n\nKind regards,\nAnna", {"prunes": 5.0}),
        ("prunes 4\nSent from my iPhone", {"prunes": 4.0}),
        ("1\nAnna", {"prunes": 5.0}),
    ],
)
def test_what_she_wrote_is_read_as_a_text_would_be(
    talk: Correspondence, body: str, holds: dict[str, float] | None
) -> None:
    talk.write(body)
    if holds is not None:
        assert talk.holds() == holds


def test_undo_by_answering_the_answer_takes_it_back(talk: Correspondence) -> None:
    (answer,) = talk.write("1 2")
    assert talk.say("undo\n\n> " + answer.text, To=header(answer, "Reply-To")).startswith("Taken back: ")
    assert talk.holds() == {}


def test_question_is_answered_with_the_numbers_of_that_reminder(talk: Correspondence) -> None:
    assert talk.say("?") == "Today: nothing yet. Open: 1 Prunes 2 Vit D 3 Walk."


def test_doctor_by_email_brings_the_link_to_the_summary_by_email(talk: Correspondence) -> None:
    talk.post(talk.mail("doctor"))
    (link,) = steps.deliveries(talk.database, kind=queries.SUMMARY_LINK)
    assert (link.channel, link.payload["meaning"]) == (Channel.EMAIL, Meaning.SUMMARY.value)


def test_mail_that_comes_twice_is_taken_once(talk: Correspondence) -> None:
    mail = talk.mail("1")
    assert [talk.post(mail), talk.post(mail)] == [200, 200]
    assert len(talk.sent()) == 1
    assert len(talk.taken()) == 1


def test_mail_without_message_id_is_known_by_its_words_and_date(talk: Correspondence) -> None:
    talk.post(talk.mail("1", Message_ID=""))
    talk.post(talk.mail("1", Message_ID=""))
    talk.post(talk.mail("2", Message_ID=""))
    assert len(talk.taken()) == 2
    (first, second) = talk.sent()
    assert header(first, "In-Reply-To") == header(second, "In-Reply-To") == ""


def test_address_may_change_its_case_and_its_domain(talk: Correspondence) -> None:
    local = header(talk.reminder, "Reply-To").partition("@")[0]
    talk.write("1", To=f"{local.upper()}@Inbound.Example.NET", From=HERS.upper())
    assert talk.holds() == {"prunes": 5.0}


NOT_HERS = (
    {"From": "Eve <eve@example.org>"},
    {"From": ""},
    {"From": f"{HERS}, eve@example.org"},
    {"From": f'"{HERS}" <eve@example.org>'},
    {"To": ANSWERS_TO},
    {"To": "bonny+aaaaaaaaaaaaaaaaaaaaaaaaaaaaa@answers.example.org"},
    {"To": ""},
)
AUTOMATIC = (
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated (vacation)"},
    {"X_Autoreply": "yes"},
    {"Precedence": "bulk"},
    {"Precedence": "auto_reply"},
    {"Return_Path": "<>"},
    {"Subject": "Out of office: Re: 3 things are open today"},
    {"Subject": "Automatische Antwort: Abwesend"},
    {"List_Id": "<walkers.example.org>"},
)


@pytest.mark.parametrize("cases", [NOT_HERS, AUTOMATIC], ids=["not hers", "automatic"])
def test_what_is_not_surely_hers_records_nothing_and_is_not_answered(
    talk: Correspondence, cases: tuple[dict[str, str], ...]
) -> None:
    assert [talk.post(talk.mail("1", **over)) for over in cases] == [200] * len(cases)
    assert talk.sent() == []
    assert talk.holds() == {}
    assert talk.taken() == []


def test_another_person_can_not_use_the_address(talk: Correspondence, session: Session) -> None:
    make.make_user(session, name="Berta", email="berta@example.org")
    assert talk.write("1", From="berta@example.org") == []
    assert talk.holds() == {}


def test_every_letter_of_the_token_counts(talk: Correspondence) -> None:
    address = Address(talk.user_id, 1)
    token = reply_addresses.token_of(KEY, address)
    assert reply_addresses.read(KEY, [f"b+{token}@x"]) == address
    for at in range(len(token)):
        for letter in "ab7":
            forged = token[:at] + letter + token[at + 1 :]
            assert reply_addresses.read(KEY, [f"b+{forged}@x"]) in {
                None,
                address if forged == token else None,
            }
    assert reply_addresses.read("q" * 40, [f"b+{token}@x"]) is None
    assert reply_addresses.read(KEY, [f"{token}@x", "b+@x", "x", "", f"b+{token}a@x", "b+ä@x"]) is None


@pytest.mark.parametrize(("hours", "is_recorded"), [(36, True), (37, False)])
def test_answer_is_good_for_as_long_as_one_by_text(
    talk: Correspondence, now: Callable[[datetime], None], hours: int, is_recorded: bool
) -> None:
    at = MORNING + timedelta(hours=hours)
    now(at)
    talk.post(talk.mail("1"))
    (said,) = [mail_steps.words_of(message) for message in talk.sent(at)]
    assert bool(talk.holds()) is is_recorded
    late = "This reminder is from some days ago, so nothing was recorded. Open the day to tick it."
    assert (said == late) is not is_recorded


def test_next_morning_it_answers_the_day_that_was_asked_about(
    talk: Correspondence, now: Callable[[datetime], None]
) -> None:
    at = MORNING + timedelta(hours=24, minutes=5)
    now(at)
    talk.post(talk.mail("1"))
    (answer,) = talk.sent(at)
    assert mail_steps.words_of(answer).startswith("Got it for yesterday: Prunes")
    assert talk.holds() == {"prunes": 5.0}


@pytest.mark.parametrize("body", ["", "> 1 2\n", "On Fri, 20 Nov 2026, Bonny wrote:\n> 1", "walked " * 300])
def test_mail_without_a_short_answer_is_asked_about_and_records_nothing(
    talk: Correspondence, body: str
) -> None:
    said = "No short answer stood above the line, so nothing was recorded. Write it at the very top."
    assert talk.say(body) == said
    assert talk.holds() == {}


def test_thanks_are_not_answered(talk: Correspondence) -> None:
    assert talk.write("Thanks!") == []
    assert talk.taken()[0].meaning is Meaning.NOTHING


def slots_of(talk: Correspondence) -> list[tuple[bool, tuple[Channel, ...]]]:
    with talk.database.reading() as session:
        return [(slot.is_active, slot.channels) for slot in session.exec(select(Slot))]


@pytest.mark.parametrize("words", ["STOP", "stop please\n\nAnna", "Unsubscribe"])
def test_stop_ends_these_emails_and_says_so_once(talk: Correspondence, words: str) -> None:
    said = "You get no more of these emails. Reply START to have them again."
    assert talk.say(words) == said
    assert slots_of(talk) == [(False, (Channel.EMAIL,))]
    assert talk.write(words) == []
    assert talk.holds() == {}
    assert talk.say("START").startswith("These emails come again")
    assert slots_of(talk) == [(True, (Channel.EMAIL,))]


def test_stop_by_email_leaves_texts_as_they_are(
    app: Flask, session: Session, now: Callable[[datetime], None]
) -> None:
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes")
    steps.make_slot(session, user, channel=Channel.SMS)
    slot = session.exec(select(Slot)).one()
    slot.also, slot.again_after = [Channel.EMAIL.value], 120
    session.commit()
    steps.plan(app.extensions["bonny.database"])
    (reminder,) = [each for each in steps.send(app) if each.address == HERS]
    now(MORNING + 10 * MINUTE)
    talk = Correspondence(app, app.extensions["bonny.database"], user.id or 0, {}, reminder)

    talk.write("stop")

    assert slots_of(talk) == [(True, (Channel.SMS,))]
    assert [row.revoked_at for row in session.exec(select(Consent))] == [None]
    waiting = session.exec(select(Delivery).where(Delivery.state == State.QUEUED)).all()
    assert {each.channel for each in waiting} == {Channel.SMS}


def test_yes_and_start_by_email_give_no_consent_to_texts(talk: Correspondence, session: Session) -> None:
    """She ended her texts before: by text, YES and START would begin them again."""
    user = session.get_one(User, talk.user_id)
    user.phone = steps.PHONE
    steps.agree(session, user)
    consent.revoke(session, user_id=talk.user_id, channel=Channel.SMS, by="text", words="stop", now=MORNING)
    session.commit()
    for word in ("yes", "start", "unstop", "Yes!"):
        talk.write(word)
    with talk.database.reading() as later:
        assert [row.revoked_at for row in later.exec(select(Consent))] == [MORNING]


STYLES: dict[str, Callable[[str], str]] = {
    "gmail": lambda text: (
        f"\n\nOn Fri, Nov 20, 2026 at 8:00 AM Bonny <b@x.org>\nwrote:\n\n{_in_arrows(text)}"
    ),
    "gmail, german": lambda text: (
        f"\n\nAm Fr., 20. Nov. 2026 um 08:00 schrieb Bonny <\nb@x.org>:\n\n{_in_arrows(text)}"
    ),
    "apple": lambda text: (
        f"\n\nSent from my iPhone\n\n> On 20 Nov 2026, at 08:00, Bonny wrote:\n{_in_arrows(text)}"
    ),
    "apple, french": lambda text: (
        f"\nLe 20 nov. 2026 à 08:00, Bonny <b@x.org> a écrit :\n\n{_in_arrows(text)}"
    ),
    "outlook": lambda text: (
        f"\n\n{'_' * 32}\nFrom: Bonny <b@x.org>\nSent: Friday\nTo: Anna\nSubject: x\n\n{text}"
    ),
    "outlook, spanish": lambda text: (
        f"\n\nDe: Bonny <b@x.org>\nEnviado: viernes\nPara: Anna\nAsunto: x\n\n{text}"
    ),
    "old outlook": lambda text: f"\n\n-----Original Message-----\nFrom: Bonny\n\n{text}",
    "samsung": lambda text: (
        f"\n\n-------- Original message --------\nFrom: Bonny\nDate: 20/11/2026\n\n{text}"
    ),
    "yahoo": lambda text: (
        f"\n\nSent from Yahoo Mail on Android\n\n  On Fri, 20 Nov 2026, Bonny<b@x.org> wrote:   {text}"
    ),
    "finnish": lambda text: f"\n\npe 20. marrask. 2026 klo 8.00 Bonny (b@x.org) kirjoitti:\n\n{text}",
    "wholly unknown": lambda text: f"\n\nBonny 20-11-2026 08:00:\n{text}",
    "bare": lambda text: f"\n{text}",
    "wrapped": lambda text: "\n\n" + "\n".join(_wrapped(f"> {line}") for line in text.splitlines()),
}


def _in_arrows(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def _wrapped(line: str) -> str:
    """As programs do that break quoted lines and forget the arrow."""
    return "\n".join(line[at : at + 60] for at in range(0, len(line), 60))


def test_our_own_words_quoted_back_are_no_answer(talk: Correspondence) -> None:
    (answer,) = talk.write("3")
    for message, (name, style) in itertools.product((talk.reminder, answer), STYLES.items()):
        assert mail_cutting.own_words(style(message.text)) == "", name
        assert mail_cutting.own_words("1 2" + style(message.text)) == "1 2", name
    talk.write(STYLES["gmail"](talk.reminder.text))
    assert talk.holds() == {"weight-bearing": 30.0}


def test_our_own_html_quoted_back_is_no_answer(talk: Correspondence) -> None:
    mail = talk.mail("x")
    mail.set_content(f"<div>all</div><br><div>Bonny:</div>{talk.reminder.html}", subtype="html")
    talk.post(mail)
    assert talk.taken()[0].body == "all"


def test_wrong_number_by_email_ends_these_emails_alone(talk: Correspondence, session: Session) -> None:
    user = session.exec(select(User).where(User.email == HERS)).one()
    user.phone = steps.PHONE
    session.add(user)
    steps.agree(session, user)

    assert talk.say("wrong number").startswith("You get no more of these emails.")
    session.expire_all()
    assert user.phone == steps.PHONE
    assert [row.revoked_at for row in session.exec(select(Consent))] == [None]
    assert session.exec(select(ReleasedNumber)).all() == []
