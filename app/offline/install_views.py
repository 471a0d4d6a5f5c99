"""Bonny on the home screen: the manifest, how it gets there, and her answer to whether it shall."""

from babel import Locale
from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app import notices, web
from app.accounts import actions, guard
from app.accounts import queries as accounts
from app.notices import Notice
from app.offline import manifest
from app.offline.room import bp

APPLE = ("iPhone", "iPad")
KEPT_FOR = 3600


@bp.get("/manifest.webmanifest")
@web.public
def web_manifest() -> Response:
    """The manifest in the language of who asks; it says nothing of anybody, and no proxy keeps it."""
    told = manifest.of(get_locale() or Locale("en"), guard.seen_by())
    response = Response(current_app.json.dumps(told), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = f"private, max-age={KEPT_FOR}"
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@bp.get("/home-screen")
def home_screen() -> str:
    """How Bonny gets onto the home screen, with a button where the browser lends one."""
    agent = request.user_agent.string
    return render_template("offline/home-screen.html", is_apple=any(name in agent for name in APPLE))


@bp.post("/home-screen")
def answer() -> ResponseReturnValue:
    """Keep her answer to whether Bonny shall stand on her home screen, so that she is not asked again.

    That it is there, a script says by itself when she has opened it from its icon.
    """
    session, person = web.session(), guard.person()
    today = accounts.today_of(person, now=web.now())
    match request.form.get("answer"):
        case "there":
            actions.answer_home(session, person, on=today)
            session.commit()
            return Response(status=204)
        case "done":
            actions.answer_home(session, person, on=today)
            notice = Notice(_("Good. Look for the Bonny icon on your home screen."))
        case "later":
            actions.answer_home(session, person, on=today)
            words = _("Good. You find it in More whenever you like.")
            notice = Notice(words, url=url_for("offline.answer"), fields=(("answer", "again"),))
        case "again":
            actions.answer_home(session, person, on=None)
            notice = Notice(_("Taken back."))
        case _:
            abort(400)
    session.commit()
    notices.keep(notice)
    return redirect(url_for("checklist.today"), 303)
