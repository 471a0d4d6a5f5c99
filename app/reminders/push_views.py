"""Notifications on her phone or computer: the card that turns them on, and what her browser posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app import notices, web
from app.accounts import actions, guard
from app.accounts import queries as accounts
from app.messages import faults, subscriptions, vapid
from app.messages.models import Channel, PushSubscription
from app.notices import Notice
from app.reminders import devices, reach
from app.rules import moments

bp = Blueprint("push", __name__)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser of hers; ``mark`` lets that very browser know itself again."""

    id: int
    name: str
    since: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class Card:
    """What ``push/_card.html`` shows as ``push``: the key to subscribe with, and her browsers."""

    key: str
    devices: Sequence[Device]


def card() -> Card:
    """The card of the person who asks."""
    hers = subscriptions.of(web.session(), guard.person().id or 0)
    return Card(vapid.public_key_of(web.settings().secret_key), [_device(row) for row in hers])


def _device(row: PushSubscription) -> Device:
    return Device(
        id=row.id or 0,
        name=row.device or _("A browser"),
        since=row.created_at,
        mark=sha256(row.endpoint.encode()).hexdigest(),
    )


@bp.post("/push/subscription")
def subscribe() -> ResponseReturnValue:
    """Keep the browser that asks: from the page with words, from its service worker without any.

    ``old`` is the endpoint it had before, when its push service gave it another one.
    """
    session, person = web.session(), guard.person()
    try:
        subscription = subscriptions.read(
            *(request.form.get(name, "") for name in ("endpoint", "p256dh", "auth")),
            is_own_machine=web.settings().is_own_machine,
        )
    except subscriptions.NotASubscription:
        abort(400)
    subscriptions.forget_endpoint(session, person.id or 0, endpoint=request.form.get("old", ""))
    name = devices.name_of(request.user_agent.string)
    subscriptions.keep(session, person.id or 0, subscription=subscription, device=name, now=web.now())
    actions.answer_push(session, person, on=_today())
    # Whatever became of her browsers before, this one listens.
    faults.end(session, person.id or 0, channel=Channel.PUSH, address=str(person.id), now=web.now())
    session.commit()
    if "old" in request.form:
        return Response(status=204)
    notices.keep(Notice(_("Notifications are on here. Set a time to be reminded.")))
    return redirect(url_for("reminders.page"), 303)


@bp.get("/push/ask")
def ask() -> Response:
    """The question on the page of today, where notifications would help her; else nothing.

    That it is the right moment, the page has found; its script asks where a browser can show them.
    """
    session, person = web.session(), guard.person()
    here = reach.of(session, person, today=_today())
    if person.push_answered_on is not None or not moments.needs_notifications(here):
        return Response(status=204)
    key = vapid.public_key_of(web.settings().secret_key)
    return web.fragment("push/_ask.html", key=key, is_phone="Mobi" in request.user_agent.string)


@bp.post("/push/ask")
def answer() -> ResponseReturnValue:
    """Keep that she wants no notifications for now, or take that back."""
    session, person = web.session(), guard.person()
    match request.form.get("answer"):
        case "later":
            actions.answer_push(session, person, on=_today())
            words = _("Good. You can turn them on at any time under Reminders.")
            notices.keep(Notice(words, url=url_for("push.answer"), fields=(("answer", "again"),)))
        case "again":
            actions.answer_push(session, person, on=None)
            notices.keep(Notice(_("Taken back.")))
        case _:
            abort(400)
    session.commit()
    return redirect(url_for("checklist.today"), 303)


def _today() -> date:
    return accounts.today_of(guard.person(), now=web.now())


@bp.post("/push/subscription/<int:subscription_id>/off")
def off(subscription_id: int) -> ResponseReturnValue:
    """Send nothing to one browser of hers any more."""
    session, person = web.session(), guard.person()
    if not subscriptions.forget(session, person.id or 0, ids=[subscription_id]):
        abort(404)
    session.commit()
    notices.keep(Notice(_("Notifications are off there.")))
    return redirect(url_for("reminders.page"), 303)


@bp.get("/push/key")
def key() -> ResponseReturnValue:
    """What her service worker needs to subscribe anew, when no page is open."""
    return {"key": vapid.public_key_of(web.settings().secret_key), "csrf_token": generate_csrf()}
