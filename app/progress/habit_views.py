"""One habit over a year."""

import re
from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app import web
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import queries
from app.checklist.queries import Chosen
from app.progress import habit_pictures, habit_wording, habit_years
from app.progress.room import bp

# More of them are folded.
MOST_NOTES = 12
YEAR = re.compile(r"[0-9]{4}")


@bp.get("/progress/habits/<int:habit_id>")
def habit(habit_id: int) -> ResponseReturnValue:
    """One habit over ``?year=``, the newest without one; a kind page for a year it was not hers in.

    404 for somebody else's habit, and for what is no year at all.
    """
    session, person = web.session(), guard.person()
    today = accounts.today_of(person, now=web.now())
    try:
        chosen = queries.chosen_of(session, person, habit_id=habit_id)
    except queries.NoSuchHabit:
        abort(404)
    years = habit_years.years_of(chosen, today=today)
    text = request.args.get("year") or f"{years[-1]:04}"
    year = int(text) if YEAR.fullmatch(text) else None
    if year is None or year not in years:
        return _no_such_year(chosen, year, years, today), 200 if year else 404
    return _page(chosen, year, years, today)


def _no_such_year(chosen: Chosen, year: int | None, years: range, today: date) -> str:
    nearest = years[0] if year is not None and year < years[0] else years[-1]
    return render_template(
        "progress/habit.html", chosen=chosen, said=habit_wording, nearest=nearest, today=today, year=None
    )


def _page(chosen: Chosen, year: int, years: range, today: date) -> str:
    of = habit_years.read(web.session(), guard.person(), chosen=chosen, year=year, today=today)
    return render_template(
        "progress/habit.html",
        chosen=chosen,
        said=habit_wording,
        today=today,
        year=of,
        pictures=habit_pictures.of_year(of),
        most_notes=MOST_NOTES,
        earlier=year - 1 if year - 1 in years else None,
        later=year + 1 if year + 1 in years else None,
    )
