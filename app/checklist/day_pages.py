"""What every page about one of her days shares: which day it is, its sheet, and how a change is kept."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web, words
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import actions, daysheet, forms, journal, queries, wording
from app.checklist.actions import Change
from app.checklist.daysheet import Sheet
from app.checklist.journal import Edit
from app.checklist.models import PlanKind, Source
from app.messages import faults
from app.notices import Notice
from app.rules import days, moments
from app.rules.marks import Skip

# The pages of her days stand in several modules.
bp = Blueprint("checklist", __name__)
NOON = 12


def today() -> date:
    """Her habit day at the request's instant."""
    return accounts.today_of(guard.person(), now=web.now())


def read_day(text: str) -> date:
    """The day of an address; 404 for one that does not exist, lies ahead, or is out of all reason."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if day > today() or day.year < queries.FIRST_YEAR.year:
        abort(404)
    return day


def page_of(day: date, **values: Any) -> ResponseReturnValue:
    """The page of a day; ``values`` say what has to be mended on it."""
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=today())
    if not sheet.rows and day == sheet.today and queries.first_day_of(web.session(), guard.person()) is None:
        return redirect(url_for("habits.choose"), 303)
    status = 422 if values else 200
    values["way_back_to"] = _progress_she_came_from()
    values["is_out_of_reach"] = day == sheet.today and _is_out_of_reach()
    return render_template("checklist/day.html", **values_of(sheet), **_questions(sheet), **values), status


def _progress_she_came_from() -> str:
    """The page of progress that opened this day, so that she gets back to it; empty for any other."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or not came.path.startswith("/progress"):
        return ""
    return guard.safe_target(f"{came.path}?{came.query}" if came.query else came.path)


def _questions(sheet: Sheet) -> dict[str, bool]:
    """What may be asked below the list of today, unless the day has something else to say or to ask."""
    if sheet.day != sheet.today or sheet.offer or sheet.welcome or sheet.spell:
        return {}
    person = guard.person()
    use = moments.Use(sheet.recorded, accounts.today_of(person, now=guard.here_since()))
    home, today = person.home_answered_on, sheet.today
    return {
        "asks_home": moments.may_ask_for_home(use, answered_on=home, today=today),
        "asks_push": moments.may_ask_for_notifications(
            use, answered_on=person.push_answered_on, home_answered_on=home, today=today
        ),
    }


def _is_out_of_reach() -> bool:
    """Whether messages to an address of hers do not arrive; a care partner's is none of hers."""
    person = guard.person()
    # Her browsers are known by her id.
    hers = [address for address in (person.email, person.number, str(person.id)) if address]
    return bool(faults.of_person(web.session(), person.id or 0, addresses=hers))


def values_of(sheet: Sheet) -> dict[str, Any]:
    """What the templates of a day are filled with."""
    return {
        "sheet": sheet,
        "greeting": _greeting(sheet),
        "plant_of": wording.plant_of,
        "skips": tuple(Skip),
        "yesterday": sheet.day - days.ONE_DAY,
        "asks_yesterday": sheet.day == sheet.today and sheet.is_yesterday_empty and _hour() < NOON,
    }


def _hour() -> int:
    return words.local(web.now(), guard.person().zone).hour


def _greeting(sheet: Sheet) -> str:
    person = guard.person()
    if sheet.day != sheet.today:
        return wording.day_name(sheet.day, sheet.today)
    hour = _hour()
    if hour < NOON:
        return _("Good morning, %(name)s", name=person.name)
    if hour < 18:
        return _("Good afternoon, %(name)s", name=person.name)
    return _("Good evening, %(name)s", name=person.name)


def apply(changes: list[Change], batch: str) -> None:
    """Write the changes of a tap and commit; raises what ``actions.apply`` raises."""
    session = web.session()
    actions.apply(
        session,
        guard.person(),
        changes=changes,
        batch=batch,
        source=Source.TAP,
        today=today(),
        now=web.now(),
    )
    session.commit()


def address_of(day: date) -> str:
    """The address of a day's page; today's is the shortest."""
    if day == today():
        return url_for("checklist.today")
    return url_for("checklist.on_day", day=day.isoformat())


def day_or_today(text: str) -> date:
    """The day a notice belongs to; a form that was tampered with goes to today."""
    try:
        return max(queries.FIRST_YEAR, min(date.fromisoformat(text), today()))
    except ValueError:
        return today()


def say_already_kept(error: journal.AlreadyKept) -> ResponseReturnValue:
    """The same form came twice, as from a trembling hand: the first was kept, and can be taken back."""
    web.session().rollback()
    back = guard.safe_target(urlsplit(request.referrer or "").path)
    notices.keep(Notice(_("This is kept."), error.uuid, back=back))
    return redirect(back, 303)


def new_edit(kind: PlanKind, day: date | None = None) -> Edit:
    """An edit of her list, or of what she wrote about a day, under the id of the form that asks for it."""
    return Edit(forms.read_uuid(request.form.get("change")), kind, web.now(), day=day)


bp.register_error_handler(journal.AlreadyKept, say_already_kept)
