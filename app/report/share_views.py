"""Pages behind the link to a summary, opened by a code: no cookie, no script, and looking changes nothing."""

import logging
import re
from collections.abc import Callable

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard
from app.accounts import queries as accounts
from app.accounts.models import User
from app.accounts.secrets import CODE_DIGITS
from app.notices import Notice
from app.report import forms, gather, letters, pdf, queries, share_wording, sharing, sheet, wording
from app.report.models import SharedSummary
from app.report.page import Page
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
        return _opened(token, _page, is_counted=True)
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
    return _opened(token, _pdf, is_counted=False)


def _opened(token: str, show: Show, *, is_counted: bool) -> ResponseReturnValue:
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
            link = _use(token, digits, is_counted=is_counted)
        except sharing.WrongCode:
            return _ask(token, typed=typed, error=share_wording.wrong_code())
        except sharing.LinkIsOver:
            return _over()
        log.info("summary opened", extra={"user_id": person.id, "link_id": link.id})
        return show(link, person, digits)


def _use(token: str, digits: str, *, is_counted: bool) -> SharedSummary:
    """The summary that the digits open. Commits, so that a wrong try counts too. Raises as ``open_with``."""
    session, key = web.session(), web.settings().secret_key
    try:
        return sharing.open_with(session, token, digits=digits, key=key, now=web.now(), is_counted=is_counted)
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
    page = _words(link, person)
    return _private(
        render_template("report/shared.html", page=page, token=token, code=digits, is_shared=True)
    )


def _pdf(link: SharedSummary, person: User, _digits: str) -> ResponseReturnValue:
    ready, now = _words(link, person), web.now()
    name = sheet.filename(link.first, link.last, ending="pdf")
    paper = forms.paper_of({}, territory=getattr(get_locale(), "territory", None))
    web.session().close()
    response = Response(pdf.render(ready, paper=paper, made_at=now), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _private(response)


def _words(link: SharedSummary, person: User) -> Page:
    """The figures of her summary as they are now, in her language."""
    now = web.now()
    today = accounts.today_of(person, now=now)
    report = gather.gather(web.session(), person, first=link.first, last=link.last, today=today, now=now)
    return wording.page_of(report)


def _private(answer: str | Response, status: int = 200) -> Response:
    """An answer that no search engine keeps and that tells no other site its address."""
    response = make_response(answer, status)
    response.headers.update(HEADERS)
    return response


@bp.post("/report/links/<int:link_id>/end")
def end_link(link_id: int) -> ResponseReturnValue:
    """End a link of hers at once."""
    session, person = web.session(), guard.person()
    if not sharing.end(session, person.id or 0, link_id=link_id, now=web.now()):
        abort(404)
    session.commit()
    log.info("summary link ended", extra={"user_id": person.id, "link_id": link_id})
    notices.keep(Notice(_("The link is ended: it opens nothing any more.")))
    return redirect(url_for("report.page"), 303)
