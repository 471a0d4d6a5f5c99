"""Mails as people's programs write them, for the tests of mails that come in."""

from app.messages import mail_cutting
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
