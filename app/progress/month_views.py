"""The page of a month."""

import re
from datetime import date

from flask import abort, render_template

from app import web
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import queries
from app.progress import bars, months, wording
from app.progress.room import bp
from app.rules import days

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@bp.get("/progress/<text>")
def month(text: str) -> str:
    """Any month, such as 2026-10; 404 for one that does not exist or is still to come."""
    match = MONTH.fullmatch(text)
    today = accounts.today_of(guard.person(), now=web.now())
    if match is None or not queries.FIRST_YEAR.year <= int(match[1]) <= today.year:
        abort(404)
    first = date(int(match[1]), int(match[2]), 1)
    if first > today:
        abort(404)
    return _page(first, today)


def _page(first: date, today: date) -> str:
    session, person = web.session(), guard.person()
    began = queries.first_day_of(session, person)
    of = months.read(session, person, first=first, today=today)
    last = days.month_days(first.year, first.month)[1]
    return render_template(
        "progress/month.html",
        month=of,
        today=today,
        said=wording,
        bars=bars.picture,
        earlier=(first - days.ONE_DAY).replace(day=1) if began and began < first else None,
        later=last + days.ONE_DAY if last < today else None,
    )
