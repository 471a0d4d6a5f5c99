"""The page of a month."""

import re
from datetime import date

from flask import abort, render_template, url_for

from app import web, words
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import queries
from app.progress import habit_wording, months, outside, plots, wording
from app.progress.months import HabitMonth
from app.progress.room import bp
from app.progress.years import HabitYear
from app.rules import days

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@bp.get("/progress/<text>")
def month(text: str) -> str:
    """Any month, such as 2026-10, kindly also one to come or before her first; 404 for one that is none."""
    match = MONTH.fullmatch(text)
    if match is None or int(match[1]) < date.min.year:
        abort(404)
    first = date(int(match[1]), int(match[2]), 1)
    person = guard.person()
    today = accounts.today_of(person, now=web.now())
    began = queries.first_day_of(web.session(), person)
    if not (began or today).replace(day=1) <= first <= today:
        return _outside(first, began=began, today=today)
    return _page(first, began=began, today=today)


def _outside(first: date, *, began: date | None, today: date) -> str:
    is_to_come = first > today
    nearest = today if is_to_come else began or today
    way = outside.Way(url_for("progress.month", text=f"{nearest:%Y-%m}"), words.month(nearest))
    title = words.at_start(words.month(first))
    return outside.page(title, is_to_come=is_to_come, began=began, today=today, nearest=way)


def _page(first: date, *, began: date | None, today: date) -> str:
    of = months.read(web.session(), guard.person(), first=first, today=today)
    return render_template(
        "progress/month.html",
        month=of,
        today=today,
        said=wording,
        bars_of=bars_of,
        states_of=habit_wording.states,
        earlier=months.month_before(first)[0] if began and began < first else None,
        later=of.last + days.ONE_DAY if of.last < today else None,
    )


def bars_of(each: HabitMonth | HabitYear) -> plots.Bars:
    """The whole weeks of a weekly habit as a picture."""
    line = plots.Line.LIMIT if each.chosen.habit.is_limit else plots.Line.GOAL
    title, unit = wording.weekly_title(each.chosen), each.chosen.entry.units
    return plots.bars_of_weeks(each.bars, title=title, unit=unit, line=line)
