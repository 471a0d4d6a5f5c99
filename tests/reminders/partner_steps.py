"""What the tests of care partners do again and again: ask, answer, look, send."""

import re
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlmodel import Session, select

from app import jobs
from app.accounts.models import User
from app.database import Database
from app.messages import dispatch
from app.messages.channels import Carriers, Refused
from app.messages.message import Message
from app.messages.models import Channel
from app.reminders import partner_actions as actions
from app.reminders.models import CarePartner
from tests import make
from tests.conftest import NOON
from tests.page import Page
from tests.reminders.steps import Postman

DAY = timedelta(days=1)
PAGE = "/reminders/partner"
CARLA = "carla@example.org"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/partner/\S+)")


class Refusing(Postman):
    """A mail server that knows no such address."""

    def send(self, *_args: Any, **_named: Any) -> Refused:  # type: ignore[override]
        return Refused("550", bad_address=True)


def invite(session: Session, user: User, *, now: datetime = make.NOW, **over: Any) -> CarePartner:
    """She asks Carla, to be told after three silent days."""
    values = {"name": "Carla", "email": CARLA, "silent_days": 3, **over}
    partner = actions.invite(session, user, now=now, **values)
    session.commit()
    return partner


def run(session: Session, user: User, *, now: datetime = make.NOW, **over: Any) -> CarePartner:
    """A partner who said yes and whom she confirmed, all at the same instant."""
    partner = invite(session, user, now=now, **over)
    assert actions.accept(session, partner.id or 0, now=now)
    assert actions.confirm(session, user, partner_id=partner.id or 0, now=now)
    session.commit()
    return partner


def send(app: Flask, now: datetime, *, postman: Postman | None = None) -> list[Message]:
    """Let the dispatcher run once; what left."""
    postman = postman or Postman()
    carriers: Carriers = {Channel.SMS: postman, Channel.EMAIL: postman}
    with app.app_context():
        dispatch.deliver_due(
            app.extensions["bonny.database"],
            kinds=jobs.kinds(app),
            carriers=carriers,
            settings=app.extensions["bonny.settings"],
            now=lambda: now,
        )
    return postman.sent


def links_of(message: Message) -> list[str]:
    """The partner's links in the text of an email."""
    return LINK.findall(message.text)


def partners(database: Database) -> list[CarePartner]:
    """Every partner, as the rows are now."""
    with database.reading() as session:
        return list(session.exec(select(CarePartner).order_by("id")).all())


def the_partner(database: Database) -> CarePartner:
    """The only partner."""
    (partner,) = partners(database)
    return partner


def letter(app: Flask, now: datetime = NOON) -> Message:
    """The one email that leaves now."""
    (mail,) = send(app, now)
    return mail


def ask(page: Page, *, status: int = 200, **over: str) -> Page:
    """She fills in the form."""
    values = {"name": "Carla", "email": "Carla@Example.org", "silent_days": "3", **over}
    page.get(PAGE)
    return page.submit(page.form("input[name=email]"), status=status, **values)
