"""Pages of the report room: the summary on the screen, as a PDF and as a CSV file."""

from collections.abc import Callable

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app import web
from app.accounts import guard, queries
from app.report import forms, gather, pdf, share_wording, sheet, wording
from app.report import queries as shared
from app.report.forms import Asked, BadPeriod
from app.report.model import Paper, Report

bp = Blueprint("report", __name__)


@bp.get("/report")
def page() -> ResponseReturnValue:
    """The figures of a period and the ways to take them along."""
    return _answer(lambda asked: _page(asked=asked, report=_gathered(asked)))


@bp.get("/report.pdf")
def pdf_file() -> ResponseReturnValue:
    """The one page to print; nothing of the database is held while it is set."""
    return _answer(_pdf)


@bp.get("/report.csv")
def csv_file() -> ResponseReturnValue:
    """Every day behind the page."""
    return _answer(_csv)


def _answer(make: Callable[[Asked], ResponseReturnValue]) -> ResponseReturnValue:
    """What ``make`` makes of the period asked for, or the page that says why it cannot be."""
    today = queries.today_of(guard.person(), now=web.now())
    try:
        asked = forms.period_of(request.args, today=today)
    except BadPeriod as problem:
        return _page(problem=problem), 400
    return make(asked)


def _pdf(asked: Asked) -> Response:
    report = _gathered(asked)
    ready = wording.page_of(report)
    web.session().close()
    made = pdf.render(ready, paper=_paper(), made_at=report.made_at)
    return _download(made, asked, ending="pdf", kind="application/pdf")


def _csv(asked: Asked) -> Response:
    return _download(sheet.render(_gathered(asked)), asked, ending="csv", kind="text/csv; charset=utf-8")


def _gathered(asked: Asked) -> Report:
    person, now = guard.person(), web.now()
    today = queries.today_of(person, now=now)
    return gather.gather(web.session(), person, first=asked.first, last=asked.last, today=today, now=now)


def _paper() -> Paper:
    return forms.paper_of(request.args, territory=getattr(get_locale(), "territory", None))


def _download(content: bytes, asked: Asked, *, ending: str, kind: str) -> Response:
    name = sheet.filename(asked.first, asked.last, ending=ending)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, content_type=kind)


def _page(
    *, asked: Asked | None = None, report: Report | None = None, problem: BadPeriod | None = None
) -> str:
    person, now = guard.person(), web.now()
    today = queries.today_of(person, now=now)
    links = shared.links_of(web.session(), person.id or 0, now=now)
    typed = request.args
    return render_template(
        "report/page.html",
        asked=asked,
        page=wording.page_of(report) if report is not None else None,
        problem=problem,
        presets=forms.presets(today),
        links=share_wording.links(links, zone=person.zone),
        typed_first=asked.first.isoformat() if asked else typed.get(forms.FROM, ""),
        typed_last=asked.last.isoformat() if asked else typed.get(forms.TO, ""),
        paper=_paper().value,
    )
