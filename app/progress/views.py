"""Pages of the progress room: a month at a time."""

import re
from datetime import date

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from app import web
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import plant_names, queries
from app.progress import bars, months
from app.progress.months import HabitMonth, Month
from app.rules import days

bp = Blueprint("progress", __name__)
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
MOST_NEW_PLANTS = 8


@bp.get("/progress")
def this_month() -> str:
    """The month she is in."""
    today = accounts.today_of(guard.person(), now=web.now())
    return _page(today.replace(day=1), today)


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
        sentences=_sentences(of),
        compared=_compared,
        bars=bars.picture,
        new_plants=_plant_names(of),
        earlier=(first - days.ONE_DAY).replace(day=1) if began and began < first else None,
        later=last + days.ONE_DAY if last < today else None,
    )


def _sentences(of: Month) -> list[str]:
    """The kindest true sentences of the month."""
    said = []
    if of.days_counted:
        recorded = ngettext(
            "Something recorded on %(done)d of %(num)d day.",
            "Something recorded on %(done)d of %(num)d days.",
            of.days_counted,
            done=of.days_recorded,
        )
        said.append(recorded)
    if of.days_set_aside:
        said.append(ngettext("%(num)d day set aside.", "%(num)d days set aside.", of.days_set_aside))
    best = of.kept_best
    if best is not None:
        met, counted = best.tally.met, best.tally.counted
        said.append(
            _("%(habit)s on %(met)d of %(counted)d days.", habit=best.chosen.name, met=met, counted=counted)
        )
    return said


def _compared(of: HabitMonth) -> str:
    """The share, and the month before beside it; no per cent while too little counts."""
    now, before = of.tally.percent, of.before.percent
    if now is None:
        return ""
    if before is None:
        return _("%(now)d %%", now=now)
    return _("%(now)d %%, the month before %(before)d %%", now=now, before=before)


def _plant_names(of: Month) -> str:
    names = plant_names.names_of(of.new_plants)
    more = len(names) - MOST_NEW_PLANTS
    text = ", ".join(names[:MOST_NEW_PLANTS])
    return text if more <= 0 else _("%(names)s and %(more)d more", names=text, more=more)
