"""Mails as people's programs write them and services hand them over: whom they are from, what she wrote."""

import json
import time
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.messages import mail_bodies, mail_cutting, mail_headers, mail_in
from app.messages.mail_in import Mail

TO = "bonny+aaaaaaiaaaaadbdzgwspiz4jweb6a@answers.example.org"
HEAD = f"""\
Return-Path: <anna@example.org>
From: Anna Smith <anna@example.org>
To: {TO}
Subject: Re: 3 things are open today
Message-ID: <CAF7q@mail.example.org>
Date: Fri, 20 Nov 2026 08:10:00 +0000
MIME-Version: 1.0
"""
PLAIN = HEAD + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
QUOTED = """\
> ~ ~ ~ To answer, write above this line
>
> Anna, good morning.
>
> Open today:
> 1 Prunes: 5 prunes a day
> 2 Vitamin D: 800 IU a day
"""
REMINDER = QUOTED.replace("> ", "").replace(">", "")

# What stands below "1 2", in the plain part, as these programs write it.
BELOW = {
    "gmail": f"""
On Fri, Nov 20, 2026 at 8:00 AM Bonny <hello@bonny.example> wrote:

{QUOTED}""",
    "gmail, wrapped": f"""
On Fri, Nov 20, 2026 at 8:00\N{NARROW NO-BREAK SPACE}AM Bonny at our house <
hello@bonny.example> wrote:

{QUOTED}""",
    "gmail, german": f"""
Am Fr., 20. Nov. 2026 um 08:00 Uhr schrieb Bonny <hello@bonny.example>:

{QUOTED}""",
    "gmail, german, the other way": f"""
Bonny <hello@bonny.example> schrieb am Fr., 20. Nov. 2026,
08:00:

{QUOTED}""",
    "gmail, spanish": f"""
El vie, 20 nov 2026 a las 8:00, Bonny (<hello@bonny.example>) escribió:

{QUOTED}""",
    "gmail, french": f"""
Le ven. 20 nov. 2026 à 08:00, Bonny <hello@bonny.example> a écrit\N{NO-BREAK SPACE}:

{QUOTED}""",
    "gmail, italian": f"""
Il giorno ven 20 nov 2026 alle ore 08:00 Bonny <hello@bonny.example>
ha scritto:

{QUOTED}""",
    "gmail, finnish": f"""
pe 20. marrask. 2026 klo 8.00 Bonny (hello@bonny.example) kirjoitti:

{QUOTED}""",
    "gmail, japanese": f"""
2026年11月20日(金) 8:00 Bonny <hello@bonny.example>:

{QUOTED}""",
    "gmail on android": f"""

On Fri, 20 Nov 2026, 08:00 Bonny, <hello@bonny.example> wrote:

{QUOTED}""",
    "iphone": f"""
Sent from my iPhone

> On Nov 20, 2026, at 8:00\N{NARROW NO-BREAK SPACE}AM, Bonny <hello@bonny.example> wrote:
>
{QUOTED}""",
    "iphone, german": f"""

Von meinem iPhone gesendet

> Am 20.11.2026 um 08:00 schrieb Bonny <hello@bonny.example>:
>
{QUOTED}""",
    "iphone, spanish": f"""

Enviado desde mi iPhone

> El 20 nov 2026, a las 8:00, Bonny <hello@bonny.example> escribió:
{QUOTED}""",
    "iphone, french": f"""

Envoyé de mon iPhone

> Le 20 nov. 2026 à 08:00, Bonny <hello@bonny.example> a écrit :
{QUOTED}""",
    "ipad, signature alone": "\nSent from my iPad\n",
    "apple mail": f"""
> On 20 Nov 2026, at 08:00, Bonny <hello@bonny.example> wrote:
{QUOTED}""",
    "apple mail, plain text": f"""
On 20 Nov 2026, at 08:00, Bonny <hello@bonny.example> wrote:

{REMINDER}""",
    "outlook": f"""

From: Bonny <hello@bonny.example>
Sent: Friday, November 20, 2026 8:00 AM
To: Anna Smith <anna@example.org>
Subject: 3 things are open today

{REMINDER}""",
    "outlook, stars": f"""
________________________________
*From:* Bonny <hello@bonny.example>
*Sent:* Friday, November 20, 2026 8:00 AM

{REMINDER}""",
    "outlook, german": f"""

Von: Bonny
Gesendet: Freitag, 20. November 2026 08:00
An: Anna Smith
Betreff: 3 things are open today

{REMINDER}""",
    "outlook, spanish": f"""

De: Bonny
Enviado el: viernes, 20 de noviembre de 2026 8:00
Para: Anna

{REMINDER}""",
    "outlook, french": f"""

De : Bonny
Envoyé : vendredi 20 novembre 2026 08:00
À : Anna

{REMINDER}""",
    "outlook for ios": f"""

Get Outlook for iOS<https://aka.ms/o0ukef>
________________________________
From: Bonny <hello@bonny.example>
Sent: Friday, November 20, 2026 8:00:03 AM

{REMINDER}""",
    "outlook for android, german": f"""

Outlook für Android<https://aka.ms/AAb9ysg> herunterladen
________________________________
Von: Bonny <hello@bonny.example>
Gesendet: Freitag, 20. November 2026 08:00:03

{REMINDER}""",
    "windows mail": f"""

Sent from Mail for Windows

From: Bonny
Sent: Friday, 20 November 2026 08:00

{REMINDER}""",
    "old outlook": f"""

-----Original Message-----
From: Bonny [mailto:hello@bonny.example]
Sent: Friday, November 20, 2026 8:00 AM

{REMINDER}""",
    "old outlook, german": f"""

-----Ursprüngliche Nachricht-----
Von: Bonny

{REMINDER}""",
    "yahoo": f"""

    On Friday, November 20, 2026 at 08:00:03 AM GMT, Bonny <hello@bonny.example> wrote:

 {REMINDER}""",
    "yahoo on android": f"""

Sent from Yahoo Mail on Android

  On Fri, 20 Nov 2026 at 8:00, Bonny<hello@bonny.example> wrote:   {REMINDER}""",
    "samsung": f"""



Sent from my Galaxy


-------- Original message --------
From: Bonny <hello@bonny.example>
Date: 20/11/2026  08:00  (GMT+00:00)
To: anna@example.org
Subject: 3 things are open today

{REMINDER}""",
    "samsung, german": f"""

Von meinem Samsung Galaxy Smartphone gesendet.


-------- Ursprüngliche Nachricht --------
Von: Bonny <hello@bonny.example>

{REMINDER}""",
    "thunderbird": f"""

On 20/11/2026 08:00, Bonny wrote:
{QUOTED}
-- \nAnna Smith
""",
    "proton": f"""

Sent with Proton Mail secure email.

On Friday, November 20th, 2026 at 8:00 AM, Bonny <hello@bonny.example> wrote:

{QUOTED}""",
    "gmx": f"""

Gesendet: Freitag, 20. November 2026 um 08:00
Von: "Bonny" <hello@bonny.example>
An: anna@example.org
Betreff: 3 things are open today

{REMINDER}""",
    "k-9": f"""
-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.

Am 20. November 2026 08:00:03 MEZ schrieb Bonny <hello@bonny.example>:
{QUOTED}""",
    "aol": f"""

-----Original Message-----
From: Bonny <hello@bonny.example>
To: anna@example.org
Sent: Fri, Nov 20, 2026 8:00 am

{REMINDER}""",
    "forwarded": f"""

Begin forwarded message:

From: Bonny <hello@bonny.example>

{REMINDER}""",
    "scanned": """

Virus-free. www.avast.com <https://www.avast.com/sig-email>
""",
    "signed": """
-- \nAnna Smith
12 Mill Lane, tel. 4 5 6
""",
    "closing": "\nBest wishes,\nAnna\n",
    "closing, german": "\nLiebe Grüße\nAnna ❤️\n",
    "our line alone": f"\n{REMINDER}",
}


def raw_of(text: str) -> bytes:
    """A plain mail of hers with these words."""
    return (PLAIN + text).replace("\n", "\r\n").encode()


def words_of(mail: Mail | None) -> str:
    """What is hers of a mail."""
    assert mail is not None
    return mail_cutting.own_words(mail.text, names=["Anna Smith"])


@pytest.mark.parametrize("program", BELOW)
def test_what_a_program_adds_below_is_cut_off(program: str) -> None:
    mail = mail_in.from_mime(raw_of("1 2\n" + BELOW[program]))
    assert words_of(mail) == "1 2"
    assert (
        words_of(mail_in.from_mime(raw_of("prunes 4\nwalk 30 min\n" + BELOW[program])))
        == "prunes 4\nwalk 30 min"
    )
    assert not mail.is_automatic


@pytest.mark.parametrize("program", sorted(set(BELOW) - {"signed", "scanned", "closing", "closing, german"}))
def test_what_stands_there_without_an_answer_is_no_answer(program: str) -> None:
    assert words_of(mail_in.from_mime(raw_of(BELOW[program]))) == ""


@pytest.mark.parametrize(
    ("written", "hers"),
    [
        ("Hi Bonny,\n\n1 2\n\nThanks!\nAnna\n", "1 2"),
        ("Hallo\n\n1 2\nLG Anna", "1 2\nLG Anna"),
        ("*1 2*", "*1 2*"),
        ("*all*", "all"),
        ("Thanks!", "Thanks!"),
        ("Hello", "Hello"),
        ("Thanks\n1 2", "Thanks\n1 2"),
        ("1\nBest wishes\n2 Mill Lane", "1\nBest wishes\n2 Mill Lane"),
        ("am 20 prunes", "am 20 prunes"),
        ("on monday: 1", "on monday: 1"),
        ("de: 3", "de: 3"),
        ("- 1\n- 2", "- 1\n- 2"),
        ("+ oats kale", "+ oats kale"),
        ("walk 30 min at 8:30", "walk 30 min at 8:30"),
        ("\u200e1 2\u200b", "1 2"),
        ("1\N{NO-BREAK SPACE}2", "1 2"),
        ("\ufeff1 2", "1 2"),
        ("1\x002", "12"),
        ("", ""),
        ("Anna", "Anna"),
        (f"{QUOTED}\n1 2", ""),
        ("1 2\n> 3\n4", "1 2"),
    ],
)
def test_what_she_wrote_stays(written: str, hers: str) -> None:
    assert mail_cutting.own_words(written, names=["Anna Smith"]) == hers


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


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.sampled_from(sorted(BELOW)))
def test_nothing_she_writes_lets_the_quotation_through(text: str, program: str) -> None:
    hers = mail_cutting.own_words(f"{text}\n{BELOW[program]}")
    assert "Prunes" not in hers.removeprefix(text)
    assert "Vitamin" not in hers
