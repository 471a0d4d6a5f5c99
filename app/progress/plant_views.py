"""The plants of her weeks and years."""

import re
from collections.abc import Sequence
from datetime import date

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _

from app import web
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import queries
from app.progress import outside, plant_wording, plant_years, plots
from app.progress.plant_years import PlantYear
from app.progress.room import bp
from app.rules.weeks import WeekShown

WEEKS_DRAWN = 12
MOST_NEW = 12
YEAR = re.compile(r"[0-9]{4}")


@bp.get("/progress/plants")
def plants() -> str:
    """The plants of any year, this one unless another is asked for, kindly also one out of her time.

    404 for what is no year at all.
    """
    session, person = web.session(), guard.person()
    today = accounts.today_of(person, now=web.now())
    year = _year_asked(today.year)
    if not queries.FIRST_YEAR.year <= year <= today.year:
        return _outside(year, today)
    of = plant_years.read(session, person, year=year, today=today)
    began_in = of.began.year if of.began else of.year
    return render_template(
        "progress/plants.html",
        of=of,
        today=today,
        said=plant_wording,
        weeks=_bars(of, of.weeks[-WEEKS_DRAWN:]),
        all_weeks=_bars(of, of.weeks) if len(of.weeks) > WEEKS_DRAWN else None,
        new=plant_wording.by_month(of.new[:MOST_NEW]),
        more_new=plant_wording.by_month(of.new[MOST_NEW:]),
        count_more_new=len(of.new[MOST_NEW:]),
        earlier=of.year - 1 if of.began and of.began.year < of.year else None,
        later=max(of.year + 1, began_in) if of.year < today.year else None,
        nearest=began_in if of.year < began_in else None,
    )


def _year_asked(this_year: int) -> int:
    text = request.args.get("year") or str(this_year)
    if not YEAR.fullmatch(text) or int(text) < date.min.year:
        abort(404)
    return int(text)


def _outside(year: int, today: date) -> str:
    """Before the first year that anything can be recorded in, or after this one."""
    is_to_come = year > today.year
    began = queries.first_day_of(web.session(), guard.person())
    nearest = today.year if is_to_come else (began or today).year
    address, title = url_for("progress.plants", year=nearest), _("Plants in %(year)s", year=nearest)
    return outside.page(
        _("Plants in %(year)s", year=year),
        is_to_come=is_to_come,
        began=began,
        today=today,
        nearest=outside.Way(address, title),
        way=outside.Way(address, title),
    )


def _bars(of: PlantYear, weeks: Sequence[WeekShown]) -> plots.Bars:
    """Weeks of the year, each the way to its plants."""
    return plots.bars_of_weeks(weeks, title=plant_wording.title_of_bars(of), address=_address)


def _address(of: WeekShown) -> str:
    """Where the plants of a week are listed."""
    return url_for("plants.week") if of.is_running else url_for("plants.week_of", day=of.week.first)
