"""The door for texts that come in: the provider's, and those that the letterbox page sends."""

import logging
from uuid import uuid4

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import contacts, door
from app.messages import queries as letters
from app.messages import webhook
from app.messages.models import Channel
from app.messages.views import letterbox_only
from app.notices import Notice
from app.reminders import inbound, waiting
from app.reminders.views import bp

log = logging.getLogger("bonny.reminders")

NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@bp.post("/webhooks/twilio/sms")
@web.public
@web.csrf_exempt
def text_in() -> ResponseReturnValue:
    """A text from the provider: kept here, read by the clock process, answered through the outbox."""
    try:
        fields = webhook.read_text(
            web.settings(),
            path=request.path,
            fields=request.form.lists(),
            signature=request.headers.get(webhook.SIGNATURE),
        )
        _keep(fields["MessageSid"], fields["From"], fields["Body"])
    except webhook.NoProvider:
        abort(404)
    except webhook.NotGenuine as error:
        log.warning("text refused", extra={"reason": str(error)})
        abort(403)
    except inbound.Replayed:
        log.info("text came twice", extra={"message_sid": fields["MessageSid"]})
        abort(403)
    return Response(NO_ANSWER, mimetype="text/xml")


def _keep(sid: str, sender: str, body: str) -> None:
    session = web.session()
    waiting.keep(session, sid=sid, sender=sender, body=body, now=web.now())
    session.commit()


@bp.post("/letterbox/answer")
@web.public
def answer_letter() -> ResponseReturnValue:
    """Answer a kept text as its receiver's phone would."""
    letterbox_only()
    letter = letters.letter(web.session(), request.form.get("letter", 0, type=int))
    if letter is None or letter.channel is not Channel.SMS:
        abort(404)
    return _text_as(letter.address)


@bp.post("/letterbox/text")
@web.public
def text_letter() -> ResponseReturnValue:
    """Text from a number that had no letter yet, as a stranger's phone would."""
    letterbox_only()
    if web.settings().twilio is not None:
        abort(404)
    try:
        contact = door.read_contact(request.form.get("sender", ""))
    except contacts.BadContact as error:
        notices.keep(Notice(door.why_not(error)))
        return redirect(url_for("messages.letterbox"), 303)
    if contact.channel is not Channel.SMS:
        abort(400)
    return _text_as(contact.address)


def _text_as(sender: str) -> ResponseReturnValue:
    """Take the words of the form as a text from this number, and show the letterbox again."""
    body = request.form.get("body", "")[: inbound.LONGEST_BODY]
    _keep(f"LB{uuid4().hex}", sender, body)
    notices.keep(Notice(_("Sent. The answer comes in a few seconds: reload the page.")))
    return redirect(url_for("messages.letterbox"), 303)
