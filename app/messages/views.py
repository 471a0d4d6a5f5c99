"""Pages of the messages room: the provider's reports, and the letterbox of this machine."""

import logging

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from app import web
from app.messages import callbacks, queries, webhook
from app.messages.models import Channel

bp = Blueprint("messages", __name__)
log = logging.getLogger("bonny.messages")

MOST_LETTERS = 50


@bp.post("/webhooks/twilio/status/<token>")
@web.public
@web.csrf_exempt
def status(token: str) -> ResponseReturnValue:
    """What became of a text, as the provider tells it: an empty answer, and 404 for a token we never made."""
    try:
        fields = webhook.read(
            web.settings(),
            path=request.path,
            fields=request.form.lists(),
            signature=request.headers.get(webhook.SIGNATURE),
        )
    except webhook.NoProvider:
        abort(404)
    except webhook.NotGenuine as error:
        log.warning("status refused", extra={"reason": str(error)})
        abort(403)
    session = web.session()
    reported, code = fields.get("MessageStatus", ""), fields.get("ErrorCode")
    is_known = callbacks.apply_callback(
        session, token, reported, code, now=web.now(), provider_id=fields["MessageSid"]
    )
    session.commit()
    return Response(status=204 if is_known else 404)


@bp.get("/letterbox")
@web.public
def letterbox() -> str:
    """The newest messages that this machine kept because nothing is set up to carry them."""
    letterbox_only()
    letters = queries.newest_letters(web.session(), limit=MOST_LETTERS)
    takes_texts = web.settings().twilio is None
    return render_template(
        "messages/letterbox.html", letters=letters, sms=Channel.SMS, takes_texts=takes_texts
    )


@bp.get("/letterbox/<int:letter_id>/html")
@web.public
def letter_source(letter_id: int) -> Response:
    """The HTML part of a kept email, as plain text."""
    letterbox_only()
    letter = queries.letter(web.session(), letter_id)
    if letter is None or not letter.html:
        abort(404)
    return Response(letter.html, mimetype="text/plain")


def letterbox_only() -> None:
    """End the request with 404 unless there is a letterbox and this machine's own browser asks."""
    settings = web.settings()
    if not (settings.has_letterbox and settings.is_own_machine and web.is_from_here()):
        abort(404)
