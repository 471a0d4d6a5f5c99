"""What her phone keeps for the time without a network, and what it sends up afterwards."""

import logging

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from app import web
from app.accounts import guard, secrets
from app.accounts import queries as accounts
from app.offline import actions, forms, snapshot, wording

# A blueprint of its own: whatever goes wrong here is said in JSON.
bp = Blueprint("replay", __name__)
log = logging.getLogger("bonny.offline")
MARK_LENGTH = 32


@bp.get("/offline/snapshot")
def kept() -> Response:
    """What the phone keeps: today, the last seven days and the next, plants, and the words around them."""
    has_plants = request.args.get("plants", "")
    found = snapshot.read(web.session(), guard.person(), mark=_mark(), has_plants=has_plants, now=web.now())
    return jsonify(found)


@bp.post("/offline/changes")
def changes() -> tuple[Response, int] | Response:
    """Record what the phone kept; each change has its own answer."""
    try:
        batch = forms.read_batch(request.get_json(force=True))
    except forms.Unreadable:
        return _say_unreadable(BadRequest())
    if not secrets.is_same(batch.person, _mark()):
        return _say(
            409, _("This phone keeps things for somebody else. They wait until that person signs in here.")
        )
    session, person = web.session(), guard.person()
    results = actions.replay(session, person, batch=batch, now=web.now())
    answer = wording.answer(results, accounts.today_of(person, now=web.now()))
    session.commit()
    log.info("late changes", extra={"user_id": person.id, "count": len(results)})
    return jsonify(answer)


def _mark() -> str:
    """What the phone knows her queue by: nobody can tell her id from it."""
    return secrets.keyed_hash(web.settings().secret_key, "offline", guard.person().id)[:MARK_LENGTH]


def _say(status: int, words: str, **more: object) -> tuple[Response, int]:
    return jsonify({"words": words, **more}), status


@bp.errorhandler(BadRequest)
def _say_unreadable(_error: BadRequest) -> tuple[Response, int]:
    return _say(400, _("That did not arrive whole. Everything is still on this phone."))


@bp.errorhandler(RequestEntityTooLarge)
def _say_too_much(_error: RequestEntityTooLarge) -> tuple[Response, int]:
    return _say(413, _("That was too much at once. Everything is still on this phone."))


@bp.errorhandler(CSRFError)
def _say_stale(_error: CSRFError) -> tuple[Response, int]:
    """The token is another session's: the phone fetches a fresh one with a snapshot, and tries once more."""
    if not guard.is_known():
        return guard.say_signed_out()
    return _say(400, _("Everything is still on this phone. It tries once more."), again=True)
