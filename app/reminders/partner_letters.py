"""The emails around a care partner: the question, the note after silent days, the news and the farewell.

A partner's emails say her name and for how many days nothing was recorded, and nothing else of hers; not
even the partner's name as she typed it, so that nobody's words reach a stranger through an invitation.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import flask_babel
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.config import Settings
from app.messages import writing
from app.messages.message import Kind, Message, OneWay, Reason, Withheld
from app.messages.models import Delivery
from app.reminders import partner_links as links
from app.reminders import partner_queries as queries
from app.reminders.models import CarePartner
from app.reminders.partner_links import Use

# What makes a mail program take a part of a name for an address.
LINK_LIKE = re.compile(r"[/\\@:<>]|\.(?=\w)")
PAGE = "/reminders/partner"


def kinds(settings: Settings) -> dict[str, Kind]:
    """Every kind of email around a partner, by the name it is planned under."""
    return {
        queries.INVITATION: Invitation(settings),
        queries.NOTE: Note(settings),
        queries.NEWS: News(settings),
        queries.FAREWELL: Farewell(),
    }


def plain(name: str) -> str:
    """A name without what would turn into a link."""
    return " ".join(LINK_LIKE.sub(" ", name).split())


@dataclass(frozen=True, slots=True)
class Invitation(OneWay):
    """Asks somebody whether Bonny may write."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Write the question while it is open and has no answer."""
        found = queries.with_person(session, _partner_id(delivery))
        if found is None or not queries.is_running(found[0], now=now) or found[0].accepted_at is not None:
            return Withheld(Reason.GONE)
        partner, user = found
        token = links.token_of(self.settings.secret_key, Use.ANSWER, partner_id=partner.id or 0)
        url = f"{self.settings.public_url}{links.ANSWER_PATH}{token}"
        return _to_partner("partner-invitation", self.settings, partner, user, answer_url=url)


@dataclass(frozen=True, slots=True)
class Note(OneWay):
    """Says that she has recorded nothing for some days."""

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Look once more whether she is silent, then write it."""
        found = queries.with_person(session, _partner_id(delivery))
        if found is None:
            return Withheld(Reason.GONE)
        partner, user = found
        since = queries.silent_since(session, user, partner=partner)
        today = accounts.today_of(user, now=now)
        reason = queries.why_no_note(session, user, partner=partner, since=since, today=today)
        if reason is not None:
            return Withheld(reason)
        return _to_partner("partner-note", self.settings, partner, user)


@dataclass(frozen=True, slots=True)
class News(OneWay):
    """Tells her what her partner answered."""

    settings: Settings

    def prepare(
        self,
        session: Session,
        delivery: Delivery,
        *,
        now: datetime,  # noqa: ARG002 (every kind is asked so)
    ) -> Message | Withheld:
        """Write it where she has an email; her page says it anyway."""
        found = queries.with_person(session, _partner_id(delivery))
        if found is None or found[1].email is None:
            return Withheld(Reason.GONE)
        partner, user = found
        with flask_babel.force_locale(user.locale):
            return writing.mail(
                "partner-news",
                address=user.email or "",
                partner=partner,
                news=delivery.payload["news"],
                page_url=f"{self.settings.public_url}{PAGE}",
            )


class Farewell(OneWay):
    """Tells a partner that she ended it."""

    def prepare(
        self,
        session: Session,
        delivery: Delivery,
        *,
        now: datetime,  # noqa: ARG002 (every kind is asked so)
    ) -> Message | Withheld:
        """Write it, once and for good."""
        found = queries.with_person(session, _partner_id(delivery))
        if found is None:
            return Withheld(Reason.GONE)
        partner, user = found
        with flask_babel.force_locale(user.locale):
            return writing.mail("partner-farewell", address=partner.email, person_name=plain(user.name))


def _to_partner(
    template: str, settings: Settings, partner: CarePartner, user: User, **values: str
) -> Message:
    """An email that the partner can end with one click, in her language."""
    token = links.token_of(settings.secret_key, Use.END, partner_id=partner.id or 0)
    end = f"{settings.public_url}{links.END_PATH}{token}"
    with flask_babel.force_locale(user.locale):
        return writing.mail(
            template,
            address=partner.email,
            headers=(
                ("List-Unsubscribe", f"<{end}>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ),
            person_name=plain(user.name),
            silent_days=partner.silent_days,
            end_url=end,
            **values,
        )


def _partner_id(delivery: Delivery) -> int:
    return int(delivery.payload["partner"])
