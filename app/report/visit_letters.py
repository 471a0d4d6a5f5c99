"""The word of a visit that is tomorrow, which offers her summary: by text, email and notification."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app import words
from app.accounts import actions as account_actions
from app.accounts import queries as accounts
from app.accounts.models import User
from app.config import Settings
from app.messages import faults, outbox, writing
from app.messages.message import Message, Reason, Withheld
from app.messages.models import Channel, Delivery
from app.reminders import discreet, sharing, ways, wishes
from app.report import queries, visit_planner
from app.rules import days, texts
from app.visits import queries as visits
from app.visits.models import Visit


@dataclass(frozen=True, slots=True)
class VisitWord:
    """Tells of a visit the day before it, when it still is on that day and she may be reached so.

    A pause of her reminders is not meant for it, and it asks for nothing.
    """

    settings: Settings

    def prepare(self, session: Session, delivery: Delivery, *, now: datetime) -> Message | Withheld:
        """Look once more, then write it in her language.

        Her record is locked first, so that two visits of one day are told once.
        """
        account_actions.lock_person(session, delivery.user_id or 0)
        user = accounts.person(session, delivery.user_id or 0)
        address = ways.address_of(user, delivery.channel) if user is not None else None
        if user is None or address is None:
            return Withheld(Reason.GONE)
        those = _visits_of(session, user, delivery, now)
        if not those:
            return Withheld(Reason.GONE)
        reason = _why_not(session, user, delivery, address, now)
        if reason is not None:
            return Withheld(reason)
        with flask_babel.force_locale(user.locale):
            return self._write(session, user, delivery, address, those)

    def gone_astray(self, session: Session, delivery: Delivery, *, now: datetime) -> None:
        """Take another way to her, while the day before the visit lasts."""
        user = accounts.person(session, delivery.user_id or 0)
        other = ways.instead_of(session, user, delivery.channel) if user is not None else None
        if user is None or other is None or delivery.local_date is None or delivery.expires_at <= now:
            return
        outbox.enqueue(
            session,
            key=visit_planner.key_of(delivery.payload["visit"], delivery.local_date, other),
            kind=delivery.kind,
            channel=other,
            user_id=user.id,
            due_at=now,
            expires_at=delivery.expires_at,
            now=now,
            payload=delivery.payload,
            local_date=delivery.local_date,
        )

    def _write(
        self, session: Session, user: User, delivery: Delivery, address: str, those: Sequence[Visit]
    ) -> Message:
        url = f"{self.settings.public_url}/report"
        is_discreet = wishes.of(session, user.id or 0).is_discreet
        subject = discreet.visit_title() if is_discreet else _("Your visit is tomorrow")
        if delivery.channel is Channel.EMAIL:
            return writing.mail(
                "visit",
                subject=subject,
                address=address,
                day=words.long_day(those[0].day),
                with_whom="; ".join(each.with_whom for each in those),
                questions=len(visits.open_questions(session, user.id or 0)),
                report_url=url,
            )
        if delivery.channel is Channel.PUSH:
            text = _("Tap to open Bonny.") if is_discreet else _("Tap for your one-page summary.")
            return writing.notification(user.id or 0, text, title=subject, open_url=url)
        text = text_of(user, is_discreet=is_discreet)
        return Message(address, "", sharing.signed(sharing.whose(session, user), text))


def text_of(user: User, *, is_discreet: bool) -> str:
    """One segment, and how to answer; a link never goes to a number that she shares."""
    is_by_mail = user.phone is None
    if is_discreet:
        return discreet.visit(is_by_mail=is_by_mail)
    if is_by_mail:
        return texts.to_gsm(
            _("Bonny: your visit is tomorrow. Reply DOCTOR MAIL for your one-page summary by email.")
        )
    return texts.to_gsm(_("Bonny: your visit is tomorrow. Reply DOCTOR for your one-page summary."))


def _visits_of(session: Session, user: User, delivery: Delivery, now: datetime) -> Sequence[Visit]:
    """Her visits on that day, while that day is tomorrow: they may be moved or taken away since."""
    day = delivery.local_date
    if day is None or words.local(now, user.zone).date() + days.ONE_DAY != day:
        return ()
    return queries.visits_on(session, user.id or 0, day=day)


def _why_not(session: Session, user: User, delivery: Delivery, address: str, now: datetime) -> Reason | None:
    """The first reason not to send it, if any."""
    if delivery.channel is Channel.SMS and not ways.has_consent(session, user):
        return Reason.OPTED_OUT
    if delivery.channel not in ways.open_to(session, user):
        return Reason.NO_DEVICE
    if faults.current(session, user.id or 0, channel=delivery.channel, address=address) is not None:
        return Reason.BAD_ADDRESS
    if wishes.is_quiet(wishes.of(session, user.id or 0), user, now):
        return Reason.QUIET
    return Reason.MERGED if queries.was_told_of_visit(session, delivery) else None
