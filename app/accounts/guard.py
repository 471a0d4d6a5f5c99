"""Who is asking: the person of the request's cookie, and the door every other page stands behind."""

from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, redirect, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import locales, sight, web
from app.accounts import actions, queries
from app.accounts.models import SignIn, User
from app.sight import Sight

COOKIE = "bonny"
SIGHT_COOKIE = "bonny-sight"
SEEN_EVERY = timedelta(days=1)
COOKIE_LASTS = timedelta(days=400)
FIRST_PAGE = "checklist.today"


def start(app: Flask) -> None:
    """Guard every view of the app that is not marked public."""
    app.before_request(_ask_who)
    app.context_processor(lambda: {"person": g.get("person")})


def person() -> User:
    """The signed-in person of a guarded view."""
    return cast(User, g.person)


def visitor() -> User | None:
    """The signed-in person of a public view, if any."""
    return cast(User | None, g.get("person"))


def here_since() -> datetime:
    """When the signed-in person of a guarded view signed in with this browser."""
    return cast(SignIn, g.sign_in).created_at


def cookie_name() -> str:
    """The cookie's name; over https browsers then refuse it from anyone but this very host."""
    return f"__Host-{COOKIE}" if web.settings().is_secure else COOKIE


def remember(response: Response, token: str) -> None:
    """Give the browser a device's token, and a fresh form session with it."""
    form_session.clear()
    _let_keep(response, cookie_name(), value=token)


def forget(response: Response) -> None:
    """Take the token out of the browser, and whatever it kept of her for the time without a network.

    Not its HTTP cache: nothing of hers is in there, and emptying it holds up Chrome for seconds.
    """
    form_session.clear()
    response.headers["Clear-Site-Data"] = '"storage"'
    response.delete_cookie(
        cookie_name(), secure=web.settings().is_secure, httponly=True, samesite="Lax", path="/"
    )


def seen_by() -> Sight:
    """How the page shall look: as she chose, or as this browser's visitor did."""
    known = visitor()
    return known.sight if known is not None else sight.read(request.cookies.get(SIGHT_COOKIE, ""))


def remember_sight(response: Response, chosen: Sight) -> None:
    """Let the browser keep it for the pages before the door."""
    _let_keep(response, SIGHT_COOKIE, value=chosen.as_text())


def remember_language(response: Response, code: str) -> None:
    """Let the browser keep the language of a visitor."""
    _let_keep(response, locales.COOKIE, value=code)


def _let_keep(response: Response, name: str, *, value: str) -> None:
    """A cookie of this house alone, which no script can read."""
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_LASTS,
        secure=web.settings().is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def token() -> str:
    """The token the browser brought, or nothing."""
    return request.cookies.get(cookie_name(), "")


def is_known() -> bool:
    """Whether the token the browser brought is a device's, for who asks before the door did."""
    return bool(token()) and queries.person_signed_in(web.session(), token(), now=web.now()) is not None


def wants_json() -> bool:
    """Whether a script asks for data, which no page can stand in for."""
    accepts = request.accept_mimetypes
    return request.is_json or accepts["application/json"] > accepts["text/html"]


def say_signed_out() -> tuple[Response, int]:
    """Nobody is signed in, told to a script."""
    words = _("You are signed out. Everything is still on this phone: sign in, and it is sent.")
    return jsonify({"words": words}), 401


def _ask_who() -> ResponseReturnValue | None:
    view = current_app.view_functions.get(request.endpoint or "", _no_such_page)
    is_public = getattr(view, "is_public", False)
    if token() and not getattr(view, "is_anonymous", False):
        found = queries.person_signed_in(web.session(), token(), now=web.now())
        if found is not None:
            g.person, g.sign_in = found
            _note_seen(found[1])
            return _to_her_name(is_public=is_public)
    return None if is_public else _to_the_door()


def _to_her_name(*, is_public: bool) -> ResponseReturnValue | None:
    """Who began by text is asked for a name at her first visit, before any page of hers speaks to her."""
    is_asked_here = request.endpoint == FIRST_PAGE or not is_public
    is_whole_page = request.method in web.READING_METHODS and not web.is_fragment() and not wants_json()
    is_settings = (request.endpoint or "").startswith("settings.")
    if person().name or not is_asked_here or not is_whole_page or is_settings:
        return None
    return redirect(url_for("settings.about"), 303)


@web.public
def _no_such_page() -> None:
    """Stands for the view of an address that has none: the error page still knows her."""


def _note_seen(sign_in: SignIn) -> None:
    """Keep a device that is used alive, at most once a day, in a transaction of its own."""
    if web.now() - sign_in.last_seen_at < SEEN_EVERY or request.method not in web.READING_METHODS:
        return
    with web.database().writing() as session:
        actions.seen(session, sign_in.id or 0, now=web.now())
        session.commit()


def _to_the_door() -> ResponseReturnValue:
    """Send a stranger to sign in, and back to the page afterwards."""
    if wants_json():
        return say_signed_out()
    here = request.full_path.rstrip("?") if request.method in web.READING_METHODS else "/"
    door = url_for("accounts.sign_in", next=here if here != "/" else None)
    if web.is_fragment():
        return Response(status=204, headers={"HX-Redirect": door})
    return redirect(door, 303)


def safe_target(text: str | None) -> str:
    """A path of our own to go on to; anything else becomes the first page."""
    parts = urlsplit(text or "")
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in parts.path
    return text if text and is_ours and not parts.path.startswith("//") else "/"
