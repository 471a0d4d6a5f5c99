"""What a link shows: the figures of a shared summary as they are now, and the sheet of them."""

from flask import Response

from app import web
from app.accounts import queries as accounts
from app.accounts.models import User
from app.report import gather, pdf, queries, sheet, wording
from app.report.model import Paper
from app.report.models import SharedSummary
from app.report.page import Page


def words(link: SharedSummary, person: User) -> Page:
    """The page of what the link was made to show, with today's figures, in the language in force.

    The caller has committed: it may take a while, and nothing is written from here on.
    """
    web.only_read()
    now = web.now()
    report = gather.gather(
        web.session(),
        person,
        first=link.first,
        last=link.last,
        today=accounts.today_of(person, now=now),
        now=now,
        included=queries.included_of(link),
        has_log=False,
    )
    return wording.page_of(report)


def pdf_of(page: Page, link: SharedSummary, *, paper: Paper) -> Response:
    """The page as a file to keep; nothing of the database is held while it is set."""
    now = web.now()
    web.session().close()
    response = Response(pdf.render(page, paper=paper, made_at=now), content_type="application/pdf")
    name = sheet.filename(link.first, link.last, ending="pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
