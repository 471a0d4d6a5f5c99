"""What an answer by email is answered with, by email: the same words as by text, as a reply to hers."""

from datetime import datetime

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.config import Settings
from app.messages import mail_cutting, writing
from app.messages.channels import Envelope
from app.messages.channels.email import message_id_of
from app.messages.message import Message, Reason, Withheld
from app.messages.models import Delivery
from app.reminders import echoes, mail_answers, queries, reply_addresses
from app.reminders.mail_answers import Says
from app.reminders.models import Meaning


def write(session: Session, delivery: Delivery, *, now: datetime, settings: Settings) -> Message | Withheld:
    """The answer as a reply to her mail, written from ids and numbers as the day is now.

    Answering it is answering the same reminder.
    """
    user = accounts.person(session, delivery.user_id or 0)
    asked_by = queries.delivery_of(
        session, delivery.user_id or 0, delivery_id=delivery.payload[mail_answers.ANSWERS]
    )
    if user is None or user.email is None or asked_by is None:
        return Withheld(Reason.GONE)
    with flask_babel.force_locale(user.locale):
        return writing.mail(
            "answer",
            address=user.email,
            headers=(
                ("Auto-Submitted", "auto-replied"),
                *_thread(delivery, asked_by, settings),
                *reply_addresses.headers_for(settings, asked_by),
            ),
            said=_said(session, user, delivery, now=now, settings=settings),
            count=len(asked_by.payload.get("habits", ())),
            today_url=f"{settings.public_url}/",
            mark=mail_cutting.MARK,
        )


def _said(session: Session, user: User, delivery: Delivery, *, now: datetime, settings: Settings) -> str:
    """What the answer says; of what concerns emails alone in words of its own."""
    meaning = Meaning(delivery.payload["meaning"])
    if "told" in delivery.payload:
        return echoes.text_of(
            session, user, meaning=meaning, payload=delivery.payload, now=now, settings=settings
        )
    says = delivery.payload.get(mail_answers.SAYS)
    if says == Says.TOO_LATE:
        return _("This reminder is from some days ago, so nothing was recorded. Open the day to tick it.")
    if says == Says.NO_WORDS:
        return _("No short answer stood above the line, so nothing was recorded. Write it at the very top.")
    if meaning is Meaning.OPT_OUT:
        return _("You get no more of these emails. Reply START to have them again.")
    if meaning is Meaning.OPT_IN:
        return _("These emails come again at their usual time. Reply STOP to end them.")
    if meaning is Meaning.HELP:
        return _helping(settings)
    return echoes.text_of(
        session, user, meaning=meaning, payload=delivery.payload, now=now, settings=settings
    )


def _helping(settings: Settings) -> str:
    text = _("Bonny: habit reminders you answer by email, e.g. 1, or ? for today. STOP ends these emails.")
    if not settings.operator_email:
        return text
    return " ".join((text, _("Help: %(address)s", address=settings.operator_email)))


def _thread(delivery: Delivery, asked_by: Delivery, settings: Settings) -> tuple[tuple[str, str], ...]:
    """What lets a mail program show it below her mail."""
    envelope = Envelope(asked_by.id or 0, asked_by.kind, asked_by.channel, asked_by.expires_at)
    reminder, hers = message_id_of(envelope, settings=settings), delivery.payload[mail_answers.MESSAGE_ID]
    if not hers:
        return (("References", reminder),)
    return (("In-Reply-To", hers), ("References", f"{reminder} {hers}"))
