"""A link to her pages, asked for by text or email: it signs in once, and exists only from its sending on.

Callers commit.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import links
from app.accounts import queries as people
from app.accounts.models import User
from app.config import Settings
from app.messages import outbox, writing
from app.messages.message import Message, OneWay, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import queries, told, ways
from app.reminders.models import Meaning
from app.reminders.told import Payload, Told
from app.rules import texts

LASTS = timedelta(minutes=15)
WITHIN = timedelta(hours=24)
MOST_LINKS = 5


def act(
    session: Session, user: User, *, now: datetime, channel: Channel = Channel.SMS
) -> tuple[Meaning, Payload]:
    """Plan a link to her own number or address; with a payload, an echo says why there is none.

    An empty payload: the link is the answer, and no echo is wanted. Her record is locked by the caller.
    """
    if channel is Channel.SMS and user.phone and not ways.has_consent(session, user):
        return Meaning.WEB, told.payload(Told.TEXTS_OFF)
    if channel is Channel.PUSH or _own_address(user, channel) is None:
        return Meaning.WEB, told.payload(Told.NO_LINK)
    since = now - WITHIN
    if queries.planned_since(session, user.id or 0, kind=queries.WEB_LINK, since=since) >= MOST_LINKS:
        return Meaning.WEB, told.payload(Told.LINKS_USED_UP)
    _plan(session, user, channel, now)
    return Meaning.WEB, {}


def _own_address(user: User, channel: Channel) -> str | None:
    """Where she alone is reached: a number that she shares signs nobody in."""
    return {Channel.SMS: user.phone, Channel.EMAIL: user.email, Channel.PUSH: None}[channel]


def _plan(session: Session, user: User, channel: Channel, now: datetime) -> None:
    outbox.enqueue(
        session,
        key=f"{queries.WEB_LINK}/{user.id}/{int(now.timestamp())}/{channel.value}",
        kind=queries.WEB_LINK,
        channel=channel,
        user_id=user.id,
        due_at=now,
        expires_at=now + LASTS,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class WebLink(OneWay):
    """Writes the link, in a text or a mail; every attempt makes a new one."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Make the link while the number or address is hers and, for a text, her consent stands."""
        user = people.person(session, delivery.user_id or 0)
        address = None if user is None else _own_address(user, delivery.channel)
        if user is None or address is None:
            return Withheld(Reason.GONE)
        if delivery.channel is Channel.SMS and not ways.has_consent(session, user):
            return Withheld(Reason.OPTED_OUT)
        token = links.make(session, user, now=now)
        url = f"{self.settings.public_url}{links.PATH}{token}"
        with flask_babel.force_locale(user.locale):
            if delivery.channel is Channel.EMAIL:
                return writing.mail("web", address=address, link_url=url)
            return Message(address, "", text_of(url))


def text_of(url: str) -> str:
    """The link with as many words around it as one segment has room for; a link alone may need more."""
    said = (
        _("Your pages: %(url)s Works once, until tomorrow. Do not pass it on.", url=url),
        _("Your pages: %(url)s Works once, until tomorrow.", url=url),
    )
    fitting = (text for text in map(texts.to_gsm, said) if texts.gsm_length(text) <= texts.ONE_SEGMENT)
    return next(fitting, url)
