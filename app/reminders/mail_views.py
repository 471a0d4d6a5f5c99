"""The door for answers by email: what a mail service, or a pipe, posts to a secret address."""

import logging

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app import web
from app.accounts import secrets
from app.messages import mail_in
from app.reminders import inbound, mail_answers
from app.reminders.mail_answers import NotTaken
from app.reminders.views import bp

log = logging.getLogger("bonny.reminders")

TAKEN = "OK\n"


@bp.post("/webhooks/mail/<token>")
@web.public
@web.anonymous
@web.csrf_exempt
def mail_posted(token: str) -> ResponseReturnValue:
    """A mail: 200 whatever it says, or the service would bring it again and again.

    404 where no answers by email are taken, 403 for another token, 413 for more than a megabyte.
    """
    wanted = web.settings().mail_hook_token
    if wanted is None:
        abort(404)
    if not secrets.is_same(token, wanted):
        log.warning("mail refused", extra={"reason": "token"})
        abort(403)
    request.max_content_length = request.max_form_memory_size = mail_in.LARGEST
    mail = mail_in.read(request.mimetype, request.get_data(), request.form.to_dict())
    session = web.session()
    try:
        if mail is None:
            raise NotTaken("no mail")
        outcome = mail_answers.receive(session, mail, now=web.now(), settings=web.settings())
    except NotTaken as error:
        session.rollback()
        _note_not_taken(error)
    except inbound.Replayed:
        session.rollback()
        log.info("mail came twice")
    else:
        session.commit()
        extra = {"user_id": outcome.user_id, "delivery": outcome.delivery_id}
        log.info("mail taken", extra={**extra, "meaning": outcome.meaning.value})
    return Response(TAKEN, mimetype="text/plain")


def _note_not_taken(error: NotTaken) -> None:
    ids = {}
    if error.address is not None:
        ids = {"user_id": error.address.user_id, "delivery": error.address.delivery_id}
    log.info("mail not taken", extra={"reason": str(error), **ids})
