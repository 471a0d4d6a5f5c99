"""The door for answers by email: what services and pipes post, and what is turned away."""

import logging
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from tests.reminders import mail_steps
from tests.reminders.mail_steps import ANSWERS_TO, HERS, HOOK, PATH, Correspondence, header
from tests.reminders.steps import MINUTE, MORNING

# What the database does for answers is tested with those by text.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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


def test_more_than_a_megabyte_is_too_much(talk: Correspondence) -> None:
    assert talk.post(bytes(talk.mail("1")) + b"x" * 1_000_000) == 413
    assert talk.holds() == {}


def test_long_attachment_below_a_megabyte_is_left_out(talk: Correspondence) -> None:
    mail = talk.mail("1")
    mail.add_attachment(b"\xff\xd8" * 300_000, maintype="image", subtype="jpeg", filename="2 3.jpg")
    assert talk.post(mail) == 200
    assert talk.holds() == {"prunes": 5.0}


@pytest.mark.parametrize("path", ["/webhooks/mail/another-token-of-tests", "/webhooks/mail/ä"])
def test_another_token_is_refused(talk: Correspondence, path: str) -> None:
    assert talk.post(talk.mail("1"), path=path) == 403
    assert talk.taken() == []


def test_log_tells_ids_alone(talk: Correspondence) -> None:
    log = logging.getLogger("bonny")
    seen: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(str(record.__dict__))

    handler = Keep()
    log.addHandler(handler)
    try:
        talk.write("prunes 4")
        talk.write("prunes 4", From="eve@example.org")
        talk.post(talk.mail("1"), path="/webhooks/mail/another-token-of-tests")
    finally:
        log.removeHandler(handler)
    told = " ".join(seen)
    assert "'event'" not in told
    assert "mail taken" in told
    assert "mail not taken" in told
    for secret in (HERS, "eve@", "prunes", "bonny+", HOOK, "another-token"):
        assert secret not in told


def forms_of(talk: Correspondence, said: str, message_id: str) -> dict[str, dict[str, str]]:
    """What services post for a mail of Anna's, as far as their documentation names it."""
    to = header(talk.reminder, "Reply-To")
    raw = bytes(talk.mail(said, Message_ID=message_id)).decode()
    block = f"Message-ID: {message_id}\nFrom: Anna <{HERS}>\nTo: {to}\nSubject: Re: x"
    envelope = f'{{"to":["{to}"],"from":"{HERS}"}}'
    return {
        "mailgun raw": {"recipient": to, "sender": HERS, "body-mime": raw, "signature": "x"},
        "mailgun parsed": {
            "recipient": to,
            "sender": "bounce+7@mail.example.org",
            "from": f"Anna <{HERS}>",
            "subject": "Re: x",
            "body-plain": f"{said}\n\n> 2",
            "stripped-text": said,
            "Message-Id": message_id,
            "message-headers": f'[["From", "Anna <{HERS}>"], ["Message-Id", "{message_id}"]]',
        },
        "sendgrid raw": {"email": raw, "to": to, "from": HERS, "envelope": envelope},
        "sendgrid parsed": {
            "headers": block,
            "to": to,
            "from": f"Anna <{HERS}>",
            "text": f"{said}\n\n> 2",
            "envelope": envelope,
        },
    }


@pytest.mark.parametrize("form", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_services_post_forms(talk: Correspondence, form: str) -> None:
    client = talk.app.test_client()
    for count, service in enumerate(forms_of(talk, "", "<0@x>"), start=1):
        fields = forms_of(talk, f"prunes {count}", f"<{count}@mail.example.org>")[service]
        assert client.post(PATH, data=fields, content_type=form).status_code == 200
        assert talk.holds() == {"prunes": float(count)}, service
        assert client.post(PATH, data=fields, content_type=form).status_code == 200
        assert len(talk.taken()) == count, service
        assert header(talk.sent()[0], "In-Reply-To") == f"<{count}@mail.example.org>"


def test_raw_mail_may_be_piped(talk: Correspondence) -> None:
    kinds = (None, "text/plain", "application/octet-stream", "message/rfc822; charset=utf-8")
    for count, kind in enumerate(kinds, start=1):
        raw = bytes(talk.mail(f"prunes {count}"))
        talk.app.test_client().post(PATH, data=raw, headers={"Content-Type": kind} if kind else {})
        assert talk.holds() == {"prunes": float(count)}, kind


def test_raw_mail_that_curl_calls_a_form_is_read(talk: Correspondence) -> None:
    raw = bytes(talk.mail("1 & 2 = 2"))
    answer = talk.app.test_client().post(PATH, data=raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert len(talk.taken()) == 1


def test_postmark_posts_json(talk: Correspondence) -> None:
    posted = {
        "From": HERS,
        "To": "hash@inbound.postmarkapp.com",
        "OriginalRecipient": header(talk.reminder, "Reply-To"),
        "MessageID": "22c74902-a0c1-4511-804f2-341342852c90",
        "Subject": "Re: x",
        "TextBody": "1\n\nOn Friday, Bonny wrote:\n> 2",
        "Headers": [{"Name": "Message-ID", "Value": "<7@mail.example.org>"}],
    }
    assert talk.app.test_client().post(PATH, json=posted).status_code == 200
    assert talk.holds() == {"prunes": 5.0}
    assert header(talk.sent()[0], "In-Reply-To") == "<7@mail.example.org>"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400), is_text=st.booleans())
def test_whatever_is_posted_is_answered_and_records_nothing(
    talk: Correspondence, raw: bytes, is_text: bool
) -> None:
    # Bytes as her mail's text may well be an answer: here they never hold a digit, a letter or a thumb.
    hers = bytes(talk.mail("")) + bytes(each for each in raw if not chr(each).isalnum() and each < 128)
    assert talk.post(hers if is_text else raw) == 200
    assert talk.holds() == {}
