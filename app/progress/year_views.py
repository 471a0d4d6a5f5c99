"""The page of a year."""

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import web
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import queries
from app.progress import month_views, outside, wording, year_wording, years
from app.progress.room import bp


@bp.get("/progress/<int:year>")
def year(year: int) -> ResponseReturnValue:
    """Any year, kindly also one to come or before her first day; 404 for a number that is none.

    A year with zeros before it leads to its one address.
    """
    person = guard.person()
    if not date.min.year <= year <= date.max.year:
        abort(404)
    if request.path.rsplit("/", 1)[-1] != str(year):
        return redirect(url_for("progress.year", year=year), 301)
    today = accounts.today_of(person, now=web.now())
    began = queries.first_day_of(web.session(), person)
    if not (began or today).year <= year <= today.year:
        return _outside(year, began=began, today=today)
    return _page(year, began=began, today=today)


def _outside(year: int, *, began: date | None, today: date) -> str:
    is_to_come = year > today.year
    nearest = today.year if is_to_come else (began or today).year
    way = outside.Way(url_for("progress.year", year=nearest), str(nearest))
    return outside.page(str(year), is_to_come=is_to_come, began=began, today=today, nearest=way)


def _page(year: int, *, began: date | None, today: date) -> str:
    return render_template(
        "progress/year.html",
        year=years.read(web.session(), guard.person(), year=year, today=today),
        today=today,
        said=year_wording,
        month_said=wording,
        bars_of=month_views.bars_of,
        earlier=year - 1 if began and began.year < year else None,
        later=year + 1 if year < today.year else None,
    )
