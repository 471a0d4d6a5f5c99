"""Mails as programs write them and services hand them over: whom they are from, what stands in them."""

import json
import time
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.messages import mail_bodies, mail_cutting, mail_headers, mail_in
from app.messages.mail_in import Mail
from tests.messages.mails import HEAD, REMINDER, TO, raw_of, words_of


def test_headers_of_a_raw_mail_are_read() -> None:
    assert mail_in.from_mime(raw_of("1")) == Mail(
        sender="anna@example.org",
        recipients=(TO,),
        message_id="<CAF7q@mail.example.org>",
        text="1",
        is_automatic=False,
        sent_at="Fri, 20 Nov 2026 08:10:00 +0000",
    )


@pytest.mark.parametrize(
    ("charset", "encoding", "body", "text"),
    [
        ("iso-8859-1", "8bit", "Grünkohl".encode("latin-1"), "Grünkohl"),
        ("windows-1252", "quoted-printable", b"1 =96 Gr=FCn=\r\nkohl", "1 – Grünkohl"),
        ("utf-8", "base64", b"R3LDvG5rb2hs", "Grünkohl"),
        ("utf-8", "base64", b"R3LDvG5rb2h", "Grünkoh"),
        ("klingon", "8bit", "Grünkohl".encode(), "Grünkohl"),
        ("utf-8", "8bit", "Grünkohl".encode("latin-1"), "Grünkohl"),
        ("punycode", "7bit", b"1 2", "1 2"),
        ("zlib", "7bit", b"1 2", "1 2"),
    ],
)
def test_any_charset_and_encoding_is_read(charset: str, encoding: str, body: bytes, text: str) -> None:
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    assert mail_in.from_mime(head.encode() + body).text == text


def test_flowed_lines_are_put_together() -> None:
    head = f"{HEAD}Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
    body = "plants oats, kale and \nlentils\n-- \nAnna\n"
    assert words_of(mail_in.from_mime((head + body).encode())) == "plants oats, kale and lentils"


GMAIL_HTML = f"""\
<div dir="ltr">1 2<br><div>and a walk</div></div><br>
<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">
On Fri, Nov 20, 2026 at 8:00 AM Bonny &lt;<a href="mailto:h@b.example">h@b.example</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote">{REMINDER}</blockquote></div>"""


@pytest.mark.parametrize(
    ("html", "hers"),
    [
        (GMAIL_HTML, "1 2\nand a walk"),
        (f"<html><head><title>3</title><style>p {{}} 4</style></head><body><p>1 2</p>{REMINDER}", "1 2"),
        (
            '<body><div>1 2</div><div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg">3',
            "1 2",
        ),
        (f'<div>1 2</div><blockquote type="cite"><div>On 20 Nov, Bonny wrote:</div>{REMINDER}', "1 2"),
        ('<p>1 2</p><div class="moz-cite-prefix">On 20/11/2026 08:00, Bonny wrote:</div>3', "1 2"),
        ('<p>1 2</p><div class="yahoo_quoted" id="y1"><div>On Friday</div>3', "1 2"),
        ('1&nbsp;2<div class="x_gmail_signature">Tel. 3</div>', "1 2"),
        ("<p>1 &amp; 2</p><!-- 3 --><p>Von meinem iPhone gesendet</p>", "1 & 2"),
        ("<!--[if mso]><p>3</p><![endif]--><p>all</p><script>4</script>", "all"),
        ("<p>1 2", "1 2"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("<p>1</p><!-- 3", "1"),
    ],
)
def test_mail_in_html_alone_is_read_as_text(html: str, hers: str) -> None:
    head = f"{HEAD}Content-Type: text/html; charset=utf-8\n\n"
    assert words_of(mail_in.from_mime((head + html).encode())) == hers


def test_plain_part_counts_before_html_unless_it_is_empty() -> None:
    for plain, hers in (("1 2\n", "1 2"), (" \n", "all")):
        mail = EmailMessage()
        mail["From"] = "anna@example.org"
        mail.set_content(plain)
        mail.add_alternative("<p>all</p>", subtype="html")
        mail.add_attachment(b"3", maintype="text", subtype="plain", filename="3.txt")
        assert words_of(mail_in.from_mime(bytes(mail))) == hers


AUTOMATIC = {
    "vacation": "Auto-Submitted: auto-replied\n",
    "exchange": "X-Auto-Response-Suppress: All\n",
    "autoreply": "X-Autoreply: yes\n",
    "bulk": "Precedence: bulk\n",
    "list": "List-Id: <walkers.example.org>\n",
    "bounce": "Return-Path: <>\n",
    "report": "Content-Type: multipart/report; report-type=delivery-status\n",
    "read": "Subject: Read: 3 things are open today\n",
    "away": "Subject: Out of Office Re: 3 things are open today\n",
    "away, encoded": "Subject: =?utf-8?q?R=C3=A9ponse_automatique?=\n",
    "away, german": "Subject: Automatische Antwort: 3 things\n",
    "away, spanish": "Subject: Respuesta automática: 3 things\n",
}


@pytest.mark.parametrize("kind", AUTOMATIC)
def test_what_a_machine_wrote_is_known(kind: str) -> None:
    raw = AUTOMATIC[kind] + "From: Anna <anna@example.org>\nTo: x@example.org\n\n1 2"
    assert mail_in.from_mime(raw.encode()).is_automatic


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: no", "Precedence: normal", "Subject: Re: Out of office", "Return-Path: <a@b.org>"],
)
def test_what_a_person_wrote_is_not_taken_for_a_machines(header: str) -> None:
    assert not mail_in.from_mime(f"{header}\nFrom: anna@example.org\n\n1".encode()).is_automatic


def test_mail_from_a_machine_by_name_is_automatic() -> None:
    assert mail_in.from_mime(b"From: MAILER-DAEMON@example.org\n\n1").is_automatic


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        ("Anna <ANNA@Example.org>", "anna@example.org"),
        ("anna@example.org", "anna@example.org"),
        ("=?utf-8?q?=C3=84nne?= <a@b.org>", "a@b.org"),
        ('"eve@example.org" <a@b.org>', "a@b.org"),
        ("a@b.org, c@d.org", ""),
        ("Anna", ""),
        ("", ""),
        ("(" * 5000, ""),
        ("a@b.org\nFrom: c@d.org", ""),
    ],
)
def test_sender_is_the_one_address_or_nobody(written: str, sender: str) -> None:
    assert mail_in.from_mime(f"From: {written}\n\n1".encode()).sender == sender


def test_message_id_that_cannot_be_written_back_counts_as_none() -> None:
    for written in ("", "abc", "<a b@c>", f"<{'a' * 300}@b>", "<ä@b>"):
        assert mail_in.from_mime(f"Message-ID: {written}\n\n1".encode()).message_id == ""


def test_receivers_stand_in_several_headers_and_the_envelope() -> None:
    raw = b"To: A <a@x.org>, b@x.org\nCc: c@x.org\nDelivered-To: D@x.org\n\n1"
    mail = mail_in.from_mime(raw, recipients=("e@x.org",))
    assert mail.recipients == ("e@x.org", "a@x.org", "b@x.org", "c@x.org", "d@x.org")


def test_envelope_without_a_sender_is_a_machines() -> None:
    assert mail_in.from_mime(raw_of("1"), envelope_from="").is_automatic
    assert mail_in.from_mime(raw_of("1"), envelope_from="<>").is_automatic
    form = {"envelope": json.dumps({"to": [TO], "from": ""}), "from": "anna@example.org", "text": "1"}
    mail = mail_in.from_form(form)
    assert mail is not None
    assert mail.is_automatic


def test_postmark_hands_over_json() -> None:
    given = {
        "From": "anna@example.org",
        "FromFull": {"Email": "anna@example.org", "Name": "Anna", "MailboxHash": ""},
        "To": f'"Bonny" <{TO}>',
        "OriginalRecipient": TO,
        "Subject": "Re: 3 things are open today",
        "MessageID": "22c74902-a0c1-4511-804f2-341342852c90",
        "Date": "Fri, 20 Nov 2026 08:10:00 +0000",
        "TextBody": "1 2\n\n> 3",
        "HtmlBody": "",
        "StrippedTextReply": "1 2",
        "Headers": [{"Name": "X-Spam-Status", "Value": "No"}],
        "Attachments": [],
    }
    mail = mail_in.from_json(json.dumps(given).encode())
    assert mail == Mail(
        "anna@example.org",
        (TO,),
        "<22c74902-a0c1-4511-804f2-341342852c90@inbound.postmarkapp.com>",
        "1 2\n\n> 3",
        is_automatic=False,
        sent_at="Fri, 20 Nov 2026 08:10:00 +0000",
    )
    away = {**given, "Headers": [{"Name": "Auto-Submitted", "Value": "auto-replied"}]}
    assert mail_in.from_json(json.dumps(away).encode()).is_automatic  # type: ignore[union-attr]
    html = {**given, "TextBody": "", "HtmlBody": GMAIL_HTML}
    assert words_of(mail_in.from_json(json.dumps(html).encode())) == "1 2\nand a walk"
    raw = {**given, "RawEmail": raw_of("all").decode()}
    assert words_of(mail_in.from_json(json.dumps(raw).encode())) == "all"


def test_mailgun_and_sendgrid_may_hand_over_html_alone() -> None:
    for name, fields in {
        "html": {"headers": HEAD},
        "body-html": {"recipient": TO, "body-plain": " "},
    }.items():
        assert words_of(mail_in.from_form({**fields, name: GMAIL_HTML})) == "1 2\nand a walk"


@pytest.mark.parametrize("fields", [{}, {"text": "1"}, {"Body": "1", "From": "+14155550123"}])
def test_form_that_is_no_mail_is_none(fields: dict[str, str]) -> None:
    assert mail_in.from_form(fields) is None
    assert mail_in.read("image/png", b"1", fields) is None


@pytest.mark.parametrize("data", [b"", b"1", b"[]", b"{}", b'{"From": 1}', b"[" * 100_000, b"\xff", b'"x"'])
def test_json_that_is_no_mail_is_none(data: bytes) -> None:
    assert mail_in.from_json(data) is None


HOSTILE = {
    "header without end": b"Content-Transfer-Encoding: " + b"a;" * 100_000 + b"\n\n1",
    "parameters without end": b"Content-Type: text/plain; " + b"a=b; " * 50_000 + b"\n\n1",
    "brackets": b"From: " + b"(<," * 50_000 + b"\n\n1",
    "nested": b"Content-Type: multipart/mixed; boundary=a\n\n"
    + b"".join(b"--a%d\nContent-Type: multipart/mixed; boundary=a%d\n\n" % (n, n + 1) for n in range(3000)),
    "tags": b"Content-Type: text/html\n\n" + b"<a " * 60_000,
    "comments": b"Content-Type: text/html\n\n" + b"<!--" * 40_000,
    "rules": b"Content-Type: text/plain\n\n" + b"-" * 100_000 + b"x",
    "openings": b"Content-Type: text/plain\n\n" + b"on wrote " * 20_000 + b":",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_mail_takes_no_time(kind: str) -> None:
    """Without the bounds, the first of them takes minutes (measured: 53 s for half as long a header)."""
    began = time.process_time()
    words_of(mail_in.from_mime(HOSTILE[kind]))
    assert time.process_time() - began < 5


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
@example(b"From: \xff@\nTo: =?utf-8?b?\xff?=\nContent-Type: text/plain; charset=\xff\n\n\xff")
@example(b"Content-Type: multipart/mixed; boundary=\n\n--\n\n1")
@example(b"Content-Type: text/html\n\n<![foo[ <!bar &#x110000; <")
def test_no_bytes_raise(raw: bytes) -> None:
    for kind in ("message/rfc822", "application/json", "application/x-www-form-urlencoded"):
        mail = mail_in.read(kind, raw, {"email": raw.decode("latin-1")} if kind.endswith("ed") else {})
        if mail is not None:
            words_of(mail).encode()
            mail.sender.encode()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_no_text_raises(text: str, name: str) -> None:
    mail_bodies.text_of_html(text)
    mail_cutting.own_words(text, names=[name])
    mail_headers.addresses_in([text, name])
    form = {"sender": name, "headers": text, "message-headers": text, "envelope": text, "text": text}
    mail = mail_in.from_form(form)
    assert mail is not None
    mail.text.encode()
