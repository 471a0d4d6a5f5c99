"""What every page shares: the request's session and time, page or fragment, security headers, error pages."""

import datetime as dt
import ipaddress
import logging
import re
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_htmx import HTMX
from flask_wtf.csrf import CSRFError
from sqlmodel import Session
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import IntegerConverter, Map

from app import clock, config
from app.database import Database

HTMX_FLAG = HTMX()
LARGEST_ID = 2**31 - 1
INDENTATION = re.compile(r"\s*\n\s*")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# By this the worker of her phone tells the house from a hotel's page that answers in its place.
HEADERS = {
    "Bonny": "here",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), browsing-topics=()",
}
View = TypeVar("View", bound=Callable[..., Any])
log = logging.getLogger("bonny.web")


def public(view: View) -> View:
    """Mark a view that needs no sign-in; every other one is guarded."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def anonymous(view: View) -> View:
    """Mark a public view that is the same for everyone: nobody looks up who asks."""
    view.is_anonymous = True  # type: ignore[attr-defined]
    return view


def csrf_exempt(view: View) -> View:
    """Mark a view that machines post to: a signature of its own proves that the request is meant."""
    view.is_csrf_exempt = True  # type: ignore[attr-defined]
    return view


def settings() -> config.Settings:
    """The settings of the running app."""
    return cast(config.Settings, current_app.extensions["bonny.settings"])


def database() -> Database:
    """The database of the running app."""
    return cast(Database, current_app.extensions["bonny.database"])


def session() -> Session:
    """The request's one session: reading for a GET, writing for a POST; the view commits."""
    if "session" not in g:
        g.session = database().reading() if request.method in READING_METHODS else database().writing()
    return cast(Session, g.session)


def only_read() -> None:
    """From here on a POST writes nothing more, so that whoever waits to write goes first.

    What is not committed by then is lost; rows that were read keep their values.
    """
    _close_session(None)
    g.session = database().reading()


def now() -> dt.datetime:
    """The request's one instant: every part of a page agrees on it."""
    if "now" not in g:
        g.now = clock.now()
    return cast(dt.datetime, g.now)


def is_from_here() -> bool:
    """Whether nothing stands between: both ends are this machine, by name too, and nobody forwarded it."""
    if any(name in request.headers for name in FORWARDED):
        return False
    host = urlsplit(f"//{request.host}").hostname
    return host in config.OWN_HOSTS and _is_loopback(request.remote_addr or "")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def is_fragment() -> bool:
    """Whether htmx asked for a piece of the page instead of all of it."""
    return bool(HTMX_FLAG) and not HTMX_FLAG.history_restore_request


def fragment(template: str, **values: Any) -> Response:
    """A piece of a page as an answer to htmx, without the indentation of its templates."""
    return varied(make_response(INDENTATION.sub("\n", render_template(template, **values))))


def varied(response: Response) -> Response:
    """Tell caches that the answer depends on who asks for it: the browser or htmx."""
    response.vary.add("HX-Request")
    return response


class RowId(IntegerConverter):
    """A row's id in an address; one that no table can hold is no page of ours."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


def start(app: Flask) -> None:
    """Join headers, error pages and the session's end to the app."""
    HTMX_FLAG.init_app(app)
    app.url_map.converters["int"] = RowId
    app.after_request(_add_headers)
    app.teardown_appcontext(_close_session)
    app.register_error_handler(HTTPException, _say_http_error)
    app.register_error_handler(CSRFError, _say_stale_form)
    app.register_error_handler(sa.exc.DataError, _say_not_whole)
    app.register_error_handler(sa.exc.OperationalError, _say_database_is_away)
    app.register_error_handler(sa.exc.TimeoutError, _say_database_is_away)
    app.register_error_handler(Exception, _say_our_mistake)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _close_session(_error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()


def page_of_error(status: int, title: str, words: str) -> ResponseReturnValue:
    """An error page in the product's voice, as text where no page was asked for."""
    _roll_back()
    if request.path.startswith("/webhooks/"):
        return Response(f"{title}\n", status, mimetype="text/plain")
    return render_template("error.html", title=title, words=words, status=status), status


def _roll_back() -> None:
    """Let go of whatever the broken request held; the error page reads nothing."""
    _close_session(None)


def _let_go() -> None:
    """Roll back, and forget who asks: her row may be stale, and the database could not be asked again."""
    _roll_back()
    g.pop("person", None)


def _say_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    texts = {
        400: (_("That did not arrive whole"), _("Nothing was changed. Go back and try once more.")),
        403: (_("This is not open to you"), _("Nothing was changed.")),
        404: (_("There is no such page"), _("The address may be old or mistyped. Your record is safe.")),
        405: (_("That cannot be done here"), _("Nothing was changed. Go back and use the button there.")),
        413: (_("That was too long"), _("Nothing was changed. Send a shorter text.")),
        429: (_("A little too fast"), _("Wait a few minutes, then try again. Nothing is lost.")),
    }
    title, words = texts.get(error.code, texts[400])
    return page_of_error(error.code, title, words)


def _say_stale_form(error: CSRFError) -> ResponseReturnValue:
    log.info("stale form", extra={"reason": error.description})
    words = _(
        "This page was open for long, or you signed in again since. Nothing was changed. "
        "Go back, reload, try again."
    )
    return page_of_error(400, _("The page is no longer fresh"), words)


def _say_not_whole(error: Exception) -> ResponseReturnValue:
    """The database takes no such value (PostgreSQL: a zero byte in a text), so no form of ours sent it."""
    _let_go()
    log.info("value refused", extra={"error": type(error).__name__, "endpoint": request.endpoint})
    return _say_http_error(BadRequest())


def _say_database_is_away(error: Exception) -> ResponseReturnValue:
    _let_go()
    log.error("database away", extra={"error": type(error).__name__})
    words = _(
        "Bonny cannot reach its records right now. Nothing was half saved. Please try again in a minute."
    )
    response = make_response(page_of_error(503, _("One moment, please"), words))
    response.headers["Retry-After"] = "30"
    return response


def _say_our_mistake(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    _let_go()
    log.error(
        "unexpected error",
        extra={"error": type(error).__name__, "endpoint": request.endpoint},
        exc_info=error,
    )
    words = _("The mistake is ours. What you recorded before is safe. Please try again in a minute.")
    return page_of_error(500, _("Something went wrong here"), words)
