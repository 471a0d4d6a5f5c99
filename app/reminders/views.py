"""Pages of the reminders room: her times, the texts that come in, the link that ends an email's reminders."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard
from app.accounts import queries as accounts
from app.accounts.views import CONSENT_VERSION, consent_words
from app.messages import consent, outbox, webhook
from app.messages import queries as letters
from app.messages.models import Channel, Delivery
from app.messages.views import letterbox_only
from app.notices import Notice
from app.reminders import actions, forms, inbound, queries, unsubscribing, wording
from app.reminders.forms import TimeForm
from app.reminders.models import Slot

bp = Blueprint("reminders", __name__)
log = logging.getLogger("bonny.reminders")

USUAL_TIME = "08:00"
MOST_DELIVERIES = 10
NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
ONE_CLICK = "One-Click"


@dataclass(frozen=True, slots=True)
class Card:
    """One channel on the page: the slot while it is on, and the form that sets its time."""

    channel: Channel
    address: str
    form: TimeForm
    slot: Slot | None
    needs_consent: bool
    was_ended: bool


@bp.route("/reminders", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    """Her daily time on each channel she has, what comes next, and what became of the last messages."""
    posted = forms.read_channel(request.form.get("channel")) if request.method == "POST" else None
    if request.method == "POST" and posted is None:
        abort(400)
    cards = [_card(channel, is_posted=channel is posted) for channel in Channel if _address(channel)]
    card = next((each for each in cards if each.channel is posted), None)
    if posted is not None and card is None:
        abort(404)
    if card is not None and _is_good(card):
        return _keep(card)
    return render_template("reminders/page.html", **_page_values(cards)), 200 if card is None else 422


def _address(channel: Channel) -> str | None:
    return actions.address_of(guard.person(), channel)


def _card(channel: Channel, *, is_posted: bool) -> Card:
    session, person = web.session(), guard.person()
    slot = queries.slot_on(session, person.id or 0, channel=channel)
    address = _address(channel) or ""
    agreed = channel is Channel.EMAIL or consent.is_given(
        session, user_id=person.id or 0, channel=channel, address=address
    )
    ended = not agreed and queries.has_opted_out(session, person.id or 0, phone=address)
    at = slot.at.strftime("%H:%M") if slot is not None else USUAL_TIME
    prefix = f"{channel.value}-"
    form = TimeForm(prefix=prefix) if is_posted else TimeForm(formdata=None, prefix=prefix, at=at)
    is_on = slot is not None and slot.is_active and agreed
    return Card(channel, address, form, slot if is_on else None, not agreed, ended)


def _is_good(card: Card) -> bool:
    """Check the form; texts need the box ticked as well."""
    is_good = bool(card.form.validate_on_submit())
    if card.needs_consent and not card.form.texts.data:
        card.form.texts.errors = [_("Tick the box if Bonny may text you. Email works without it.")]
        return False
    return is_good


def _keep(card: Card) -> ResponseReturnValue:
    session, person = web.session(), guard.person()
    if card.needs_consent:
        actions.agree(session, person, words=consent_words(), words_version=CONSENT_VERSION, now=web.now())
    slot = actions.set_time(session, person, channel=card.channel, at=card.form.chosen_time(), now=web.now())
    session.commit()
    log.info("reminder set", extra={"user_id": person.id, "slot_id": slot.id})
    notices.keep(Notice(wording.slot(slot, card.address)))
    target = "checklist.today" if request.args.get("first") else "reminders.page"
    return redirect(url_for(target), 303)


def _page_values(cards: list[Card]) -> dict[str, Any]:
    person, settings = guard.person(), web.settings()
    recent = outbox.recent(web.session(), person.id or 0, limit=MOST_DELIVERIES)
    return {
        "cards": cards,
        "is_first": bool(request.args.get("first")),
        "deliveries": [(each, wording.state(each, is_kept_here=_is_kept_here(each))) for each in recent],
        "today": accounts.today_of(person, now=web.now()),
        "said": wording,
        "consent_words": consent_words(),
        "sms": Channel.SMS,
        "has_letterbox": settings.has_letterbox and settings.is_own_machine,
    }


def _is_kept_here(delivery: Delivery) -> bool:
    settings = web.settings()
    carrier = settings.twilio if delivery.channel is Channel.SMS else settings.smtp
    return carrier is None


@bp.post("/reminders/<int:slot_id>/off")
def off(slot_id: int) -> ResponseReturnValue:
    """End the reminders of one slot of hers."""
    session, person = web.session(), guard.person()
    if not actions.switch_off(session, person.id or 0, slot_id=slot_id):
        abort(404)
    session.commit()
    notices.keep(Notice(_("This reminder is off. What you recorded is kept.")))
    return redirect(url_for("reminders.page"), 303)


@bp.route(f"{unsubscribing.PATH}<token>", methods=["GET", "POST"])
@web.public
@web.csrf_exempt
def unsubscribe(token: str) -> ResponseReturnValue:
    """End an email's reminders: looking shows a button, only pressing it does something (RFC 8058)."""
    session = web.session()
    try:
        link = unsubscribing.read(web.settings().secret_key, token)
    except unsubscribing.BadLink:
        abort(404)
    if request.method == "POST":
        actions.switch_off(session, link.user_id, slot_id=link.slot_id)
        session.commit()
        log.info("unsubscribed", extra={"user_id": link.user_id, "slot_id": link.slot_id})
        if request.form.get("List-Unsubscribe") == ONE_CLICK:
            return Response("", mimetype="text/plain")  # a mail program follows no redirect
        return redirect(url_for("reminders.unsubscribe", token=token), 303)
    slot = queries.slot_of(session, link.user_id, slot_id=link.slot_id)
    return render_template("reminders/unsubscribe.html", is_on=slot is not None and slot.is_active)


@bp.post("/webhooks/twilio/sms")
@web.public
@web.csrf_exempt
def text_in() -> ResponseReturnValue:
    """A text from the provider. The answer to it goes through the outbox, so this reply is empty."""
    try:
        fields = webhook.read_text(
            web.settings(),
            path=request.path,
            fields=request.form.lists(),
            signature=request.headers.get(webhook.SIGNATURE),
        )
        _receive(fields["MessageSid"], fields["From"], fields["Body"])
    except webhook.NoProvider:
        abort(404)
    except webhook.NotGenuine as error:
        log.warning("text refused", extra={"reason": str(error)})
        abort(403)
    except inbound.Replayed:
        log.info("text came twice", extra={"message_sid": fields["MessageSid"]})
        abort(403)
    return Response(NO_ANSWER, mimetype="text/xml")


def _receive(sid: str, sender: str, body: str) -> None:
    session = web.session()
    outcome = inbound.receive(
        session, sid=sid, sender=sender, body=body, now=web.now(), settings=web.settings()
    )
    session.commit()
    log.info(
        "text taken",
        extra={"message_sid": sid, "user_id": outcome.user_id, "meaning": outcome.meaning.value},
    )


@bp.post("/letterbox/answer")
@web.public
def answer_letter() -> ResponseReturnValue:
    """Answer a kept text as its receiver's phone would."""
    letterbox_only()
    letter = letters.letter(web.session(), request.form.get("letter", 0, type=int))
    if letter is None or letter.channel is not Channel.SMS:
        abort(404)
    body = request.form.get("body", "")[: inbound.LONGEST_BODY]
    _receive(f"LB{uuid4().hex}", letter.address, body)
    notices.keep(Notice(_("Sent. The answer comes in a few seconds: reload the page.")))
    return redirect(url_for("messages.letterbox"), 303)
