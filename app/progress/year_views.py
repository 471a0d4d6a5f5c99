"""The page of a year."""

from datetime import date

from flask import abort, render_template

from app import web
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import queries
from app.progress import month_views, outside, wording, year_wording, years
from app.progress.room import bp


@bp.get("/progress/<int:year>")
def year(year: int) -> str:
    """Any year, kindly also one to come or before her first day; 404 for a number that is none."""
    person = guard.person()
    if not date.min.year <= year <= date.max.year:
        abort(404)
    today = accounts.today_of(person, now=web.now())
    began = queries.first_day_of(web.session(), person)
    if not (began or today).year <= year <= today.year:
        return outside.page(str(year), is_to_come=year > today.year, began=began, today=today)
    return _page(year, began=began, today=today)


def _page(year: int, *, began: date | None, today: date) -> str:
    return render_template(
        "progress/year.html",
        year=years.read(web.session(), guard.person(), year=year, today=today),
        said=year_wording,
        month_said=wording,
        bars_of=month_views.bars_of,
        earlier=year - 1 if began and began.year < year else None,
        later=year + 1 if year < today.year else None,
    )
