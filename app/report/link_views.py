"""Links that she makes on her page: the new link with its code and picture, its PDF, and its end."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard, secrets
from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import forms as checklist_forms
from app.checklist import queries as checklist
from app.notices import Notice
from app.report import forms, letters, qr, queries, share_wording, shared_pages, sharing
from app.report.forms import Asked, BadPeriod
from app.report.models import SharedSummary
from app.report.sharing import Minted
from app.report.views import bp

log = logging.getLogger("bonny.report")

LASTS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}


@bp.post("/report/links")
def make_link() -> ResponseReturnValue:
    """Make a link and show it, this once: of token and code nothing but hashes is kept.

    The answer is the page itself. Loaded once more, it is the same page with the same link.
    """
    person = guard.person()
    today = accounts.today_of(person, now=web.now())
    try:
        asked = forms.period_of(request.form, today=today)
    except BadPeriod:
        return _back()
    began = checklist.first_day_of(web.session(), person)
    if began is None or began > asked.last:
        return _back(share_wording.nothing_yet())
    try:
        made = _make(person, asked)
    except sharing.TooManyLinks:
        return _back(share_wording.enough_today())
    except sharing.LinkIsOver:
        return _back(share_wording.ended_since())
    return _shown(person, made)


def _make(person: User, asked: Asked) -> Minted:
    """The link of this press of the button. Commits. Raises as ``make_once``."""
    made = sharing.make_once(
        web.session(),
        person.id or 0,
        change=checklist_forms.read_uuid(request.form.get("change")),
        first=asked.first,
        last=asked.last,
        lasts=LASTS.get(request.form.get("lasts", ""), sharing.LINK_LASTS),
        key=web.settings().secret_key,
        now=web.now(),
    )
    web.session().commit()
    log.info("summary link made", extra={"user_id": person.id, "link_id": made.link_id})
    return made


def _shown(person: User, made: Minted) -> ResponseReturnValue:
    web.only_read()
    link = queries.link_of(web.session(), person.id or 0, link_id=made.link_id)
    if link is None:
        abort(404)
    said = share_wording.made(
        link, url=_url(made.token), token=made.token, digits=made.digits, zone=person.zone
    )
    return render_template("report/link.html", made=said, paper=_paper())


def _url(token: str) -> str:
    return f"{web.settings().public_url}{letters.PATH}{token}"


def _back(words: str = "") -> ResponseReturnValue:
    """Her page for the same days, which says what is wrong with them, or the words given."""
    if words:
        notices.keep(Notice(words))
    given = ((name, request.form.get(name)) for name in (forms.FROM, forms.TO))
    period: dict[str, Any] = {name: text for name, text in given if text}
    return redirect(url_for("report.page", **period), 303)


@bp.post("/report/links/<int:link_id>/pdf")
def link_pdf(link_id: int) -> ResponseReturnValue:
    """The sheet that the link shows, with the picture of the link on it, to whoever still has its token."""
    person, token = guard.person(), request.form.get("token", "")
    link = queries.link_of(web.session(), person.id or 0, link_id=link_id)
    if link is None or not secrets.is_same(link.token_hash, secrets.hash_of(token)):
        abort(404)
    if not queries.is_open(link, now=web.now()):
        return _back(share_wording.ended_since())
    return _sheet(link, person, token)


def _sheet(link: SharedSummary, person: User, token: str) -> Response:
    said = share_wording.beside_qr(link, zone=person.zone)
    page = replace(shared_pages.words(link, person), qr=qr.svg(_url(token)), qr_words=said)
    return shared_pages.pdf_of(page, link, paper=forms.paper_of(request.form, territory=_territory()))


def _paper() -> str:
    return forms.paper_of(request.form, territory=_territory()).value


def _territory() -> str | None:
    return getattr(get_locale(), "territory", None)


@bp.post("/report/links/<int:link_id>/end")
def end_link(link_id: int) -> ResponseReturnValue:
    """End a link of hers at once."""
    session, person = web.session(), guard.person()
    if not sharing.end(session, person.id or 0, link_id=link_id, now=web.now()):
        abort(404)
    session.commit()
    log.info("summary link ended", extra={"user_id": person.id, "link_id": link_id})
    notices.keep(Notice(_("The link is ended: it opens nothing any more.")))
    return redirect(url_for("report.page", _anchor="links"), 303)
