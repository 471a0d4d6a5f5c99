"""Pages behind the link to a summary, opened by a code: no cookie, no script, and looking changes nothing."""

import logging
import re
from collections.abc import Callable

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale

from app import web
from app.accounts.models import User
from app.accounts.secrets import CODE_DIGITS
from app.report import forms, letters, queries, share_wording, shared_pages, sharing
from app.report.models import Look, SharedSummary
from app.report.views import bp

log = logging.getLogger("bonny.report")

# The address alone lets nobody in, and still no other site shall be told it.
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
LONGEST_TYPED = 40

Show = Callable[[SharedSummary, User, str], ResponseReturnValue]


@bp.route(f"{letters.PATH}<token>", methods=["GET", "POST"])
@web.public
@web.anonymous
@web.csrf_exempt
def shared(token: str) -> ResponseReturnValue:
    """The page that asks for the code, or with the code the figures themselves."""
    if request.method == "POST":
        return _opened(token, _page, look=Look.PAGE)
    found = queries.live_with(web.session(), token, now=web.now())
    if found is None:
        return _over()
    with force_locale(found[1].locale):
        return _ask(token)


@bp.post(f"{letters.PATH}<token>/pdf")
@web.public
@web.anonymous
@web.csrf_exempt
def shared_pdf(token: str) -> ResponseReturnValue:
    """The same as one sheet to print."""
    return _opened(token, _pdf, look=Look.PDF)


def _opened(token: str, show: Show, *, look: Look) -> ResponseReturnValue:
    """What ``show`` makes of the summary when the code fits; else the question once more, or the end."""
    found = queries.live_with(web.session(), token, now=web.now())
    if found is None:
        return _over()
    person = found[1]
    typed = request.form.get("code", "")[:LONGEST_TYPED]
    digits = re.sub(r"[\s-]", "", typed)
    with force_locale(person.locale):
        if re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", digits) is None:
            return _ask(token, typed=typed, error=share_wording.not_six_digits())
        try:
            link = _use(token, digits, look=look)
        except sharing.WrongCode:
            return _ask(token, typed=typed, error=share_wording.wrong_code())
        except sharing.LinkIsOver:
            return _over()
        log.info("summary opened", extra={"link_id": link.id, "look": look.value})
        return show(link, person, digits)


def _use(token: str, digits: str, *, look: Look) -> SharedSummary:
    """The summary that the digits open. Commits, so that a wrong try counts too. Raises as ``open_with``."""
    session, key = web.session(), web.settings().secret_key
    try:
        return sharing.open_with(session, token, digits=digits, key=key, now=web.now(), look=look)
    finally:
        session.commit()


def _ask(token: str, *, typed: str = "", error: str = "") -> ResponseReturnValue:
    page = render_template("report/share-code.html", token=token, typed=typed, error=error)
    return _private(page, 422 if error else 200)


def _over() -> ResponseReturnValue:
    """One page for guessed, expired and ended links, and for an account that is gone."""
    return _private(render_template("report/share-over.html"), 404)


def _page(link: SharedSummary, person: User, digits: str) -> ResponseReturnValue:
    token = (request.view_args or {})["token"]
    page = shared_pages.words(link, person)
    return _private(
        render_template("report/shared.html", page=page, token=token, code=digits, is_shared=True)
    )


def _pdf(link: SharedSummary, person: User, _digits: str) -> ResponseReturnValue:
    paper = forms.paper_of({}, territory=getattr(get_locale(), "territory", None))
    return _private(shared_pages.pdf_of(shared_pages.words(link, person), link, paper=paper))


def _private(answer: str | Response, status: int = 200) -> Response:
    """An answer that no search engine keeps and that tells no other site its address."""
    response = make_response(answer, status)
    response.headers.update(HEADERS)
    return response
