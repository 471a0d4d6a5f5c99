"""Pages of the report room: the summary on the screen, what it holds, as a PDF and as a CSV file."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard, queries
from app.notices import Notice
from app.report import choosing, forms, gather, hints, pdf, share_wording, sheet, wording
from app.report import queries as own
from app.report.forms import Asked, BadBirthDate, BadPeriod, Boxes
from app.report.model import Paper, Report

bp = Blueprint("report", __name__)
log = logging.getLogger("bonny.report")


@bp.get("/report")
def page() -> ResponseReturnValue:
    """The figures of a period and the ways to take them along; htmx asks for the figures alone."""
    return answer(_shown)


@bp.post("/report")
def choose() -> ResponseReturnValue:
    """Keep what the summary shall hold, and show it."""
    return answer(_choose, args=request.form)


@bp.get("/report.pdf")
def pdf_file() -> ResponseReturnValue:
    """The one page to print; nothing of the database is held while it is set."""
    return answer(_pdf)


@bp.get("/report.csv")
def csv_file() -> ResponseReturnValue:
    """Every day behind the page."""
    return answer(_csv)


def answer(
    make: Callable[[Asked], ResponseReturnValue], *, args: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    """What ``make`` makes of the period asked for, or the page that says why it cannot be."""
    person = guard.person()
    today = queries.today_of(person, now=web.now())
    usual = gather.usual_period(web.session(), person, today=today)
    try:
        asked = forms.period_of(request.args if args is None else args, today=today, usual=usual)
    except BadPeriod as problem:
        return _page(problem=problem), 400
    return make(asked)


def _shown(asked: Asked) -> Response:
    values = _values(asked=asked, report=gathered(asked))
    if web.is_fragment():
        return web.fragment("report/_answer.html", **values)
    return web.varied(make_response(render_template("report/page.html", **values)))


def _choose(asked: Asked) -> ResponseReturnValue:
    session, person = web.session(), guard.person()
    try:
        choice = forms.choice_of(request.form, today=queries.today_of(person, now=web.now()))
    except BadBirthDate as problem:
        return _refused(asked, problem)
    choosing.keep(session, person.id or 0, choice=choice)
    session.commit()
    log.info("summary chosen", extra={"user_id": person.id})
    notices.keep(Notice(_("Kept. The page shows it.")))
    address: dict[str, Any] = {**_period(asked), forms.PAPER: _paper().value}
    return redirect(url_for("report.page", _anchor="summary", **address), 303)


def _refused(asked: Asked, problem: BadBirthDate) -> ResponseReturnValue:
    """The same page once more, with everything as she left it and nothing kept."""
    web.only_read()
    boxes = Boxes(forms.ticked(request.form), request.form.get(forms.BORN, ""), problem.sentence)
    values = _values(asked=asked, report=gathered(asked), boxes=boxes)
    if not web.is_fragment():
        return render_template("report/page.html", **values), 422
    piece = web.fragment("report/_answer.html", **values)
    piece.status_code = 422
    return piece


def _pdf(asked: Asked) -> Response:
    report = gathered(asked)
    ready = wording.page_of(report)
    web.session().close()
    made = pdf.render(ready, paper=_paper(), made_at=report.made_at)
    return download(made, asked, ending="pdf", kind="application/pdf")


def _csv(asked: Asked) -> Response:
    report = gathered(asked, has_log=True)
    web.session().close()
    return download(sheet.render(report), asked, ending="csv", kind="text/csv; charset=utf-8")


def gathered(asked: Asked, *, has_log: bool = False) -> Report:
    """Her report; only the files ask for the log of days and weeks."""
    person, now = guard.person(), web.now()
    return gather.gather(
        web.session(),
        person,
        first=asked.first,
        last=asked.last,
        today=queries.today_of(person, now=now),
        now=now,
        has_log=has_log,
    )


def _paper() -> Paper:
    return forms.paper_of(request.values, territory=getattr(get_locale(), "territory", None))


def download(content: bytes, asked: Asked, *, ending: str, kind: str) -> Response:
    name = sheet.filename(asked.first, asked.last, ending=ending)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, content_type=kind)


def _page(*, problem: BadPeriod) -> str:
    return render_template("report/page.html", **_values(problem=problem))


def _period(asked: Asked) -> dict[str, str]:
    """The period as an address says it."""
    return {forms.FROM: asked.first.isoformat(), forms.TO: asked.last.isoformat()}


def _values(
    *,
    asked: Asked | None = None,
    report: Report | None = None,
    problem: BadPeriod | None = None,
    boxes: Boxes | None = None,
) -> dict[str, Any]:
    """All that the page shows; without ``boxes`` she did not just choose, and they are as they are kept."""
    session, person, now = web.session(), guard.person(), web.now()
    today = queries.today_of(person, now=now)
    links = own.links_of(session, person.id or 0, now=now)
    typed = _period(asked) if asked else request.values
    return {
        "asked": asked,
        "page": wording.page_of(report) if report is not None else None,
        "problem": problem,
        "presets": forms.presets(today, usual=gather.usual_period(session, person, today=today)),
        "links": share_wording.links(links, zone=person.zone),
        "typed_first": typed.get(forms.FROM, ""),
        "typed_last": typed.get(forms.TO, ""),
        "paper": _paper().value,
        "boxes": boxes or _kept_boxes(),
        "hint": hints.of(session, person, report=report, today=today) if report is not None else None,
    }


def _kept_boxes() -> Boxes:
    kept = own.choice_of(web.session(), guard.person().id or 0)
    return Boxes(own.included_of(kept), kept.birth_date.isoformat() if kept.birth_date else "")
