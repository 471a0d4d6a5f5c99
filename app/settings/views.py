"""Pages of the settings room: more, about her, text size and colours, take away, delete everything."""

import json
import logging
import zoneinfo
from datetime import date, time, timedelta

from babel import Locale
from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from app import clock, locales, notices, web, words
from app.accounts import guard
from app.accounts.forms import zones
from app.accounts.models import User
from app.accounts.sharing import NameIsTaken
from app.config import SignUp
from app.notices import Notice
from app.settings import actions, queries
from app.settings.forms import LAST_DAY_START, MONDAY, SATURDAY, SUNDAY, AboutForm, SightForm

bp = Blueprint("settings", __name__)
log = logging.getLogger("bonny.settings")
A_MONDAY = date(2024, 1, 1)


@bp.get("/settings")
def page() -> str:
    """The way to everything else."""
    settings = web.settings()
    return render_template(
        "settings/page.html",
        may_invite=guard.person().is_operator and settings.sign_up is not SignUp.CLOSED,
        has_letterbox=settings.has_letterbox and settings.is_own_machine,
        is_own_machine=settings.is_own_machine,
    )


@bp.route("/settings/about", methods=["GET", "POST"])
def about() -> ResponseReturnValue:
    """What she may change of herself."""
    person = guard.person()
    form = AboutForm(
        name=person.name,
        zone=person.zone,
        locale=person.locale,
        day_start=person.day_start.hour,
        week_start=person.week_start,
    )
    _offer(form, person)
    if form.validate_on_submit():
        try:
            return _keep(form, person)
        except NameIsTaken:
            web.session().rollback()
            form.name.errors = [
                _("Somebody who gets texts at your number has this name. Please choose another first name.")
            ]
    return render_template("settings/about.html", form=form), 422 if form.errors else 200


def _offer(form: AboutForm, person: User) -> None:
    offered = sorted({*zones(), person.zone if clock.knows_zone(person.zone) else ""})
    form.zone.choices = [(zone, zone) for zone in offered]
    form.locale.choices = [
        (code, _locale_name(code)) for code in dict.fromkeys((*locales.OFFERED, person.locale))
    ]
    form.day_start.choices = [(hour, words.clock_time_of(time(hour))) for hour in range(LAST_DAY_START + 1)]
    form.week_start.choices = [
        (day, format_date(A_MONDAY + timedelta(days=day), "cccc")) for day in (MONDAY, SATURDAY, SUNDAY)
    ]


def _locale_name(code: str) -> str:
    """A language and region in that language, so that she finds hers whatever the page speaks."""
    name = str(Locale.parse(code).get_display_name(code) or code)
    return name[:1].upper() + name[1:]


def _keep(form: AboutForm, person: User) -> ResponseReturnValue:
    session, is_first_visit = web.session(), not person.name
    changed = actions.About(
        name=form.name.data or person.name,
        zone=form.zone.data,
        locale=form.locale.data,
        day_start=form.day_start_time,
        week_start=form.week_start.data,
    )
    actions.change(session, person, about=changed, now=web.now())
    session.commit()
    for _habit in actions.weeks_judged_anew(session, person, now=web.now()):
        session.commit()
        web.database().give_way()
    notices.keep(Notice(_("Saved.")))
    return redirect(url_for("checklist.today" if is_first_visit else "settings.page"), 303)


@bp.post("/settings/zone")
def zone() -> ResponseReturnValue:
    """Her answer to whether her days shall follow the clock of the browser she travels with."""
    session, person, chosen = web.session(), guard.person(), request.form.get("zone", "")
    if chosen not in zoneinfo.available_timezones():
        abort(400)
    before = person.zone
    if request.form.get("answer") == "move":
        actions.move(session, person, zone=chosen, now=web.now())
        words_said = _("Your days and reminders follow %(place)s now.", place=_place(chosen))
        fields = (("zone", before), ("answer", "move"))
        notices.keep(Notice(words_said, url=url_for("settings.zone"), fields=fields))
    else:
        actions.stay(session, person, zone=chosen)
        notices.keep(Notice(_("Everything stays as it was. You can change it in More.")))
    session.commit()
    return redirect(url_for("checklist.today"), 303)


def _place(zone: str) -> str:
    """What people call a zone: "New York" for America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


@bp.route("/sight", methods=["GET", "POST"])
@web.public
def sight() -> ResponseReturnValue:
    """Text size and colours: kept for her, and by the browser for the pages before the door."""
    seen = guard.seen_by()
    form = SightForm(text_size=seen.text_size.value, theme=seen.theme.value)
    if not form.validate_on_submit():
        return render_template("settings/sight.html", form=form), 422 if form.errors else 200
    session, person = web.session(), guard.visitor()
    if person is not None:
        actions.look(session, person, sight=form.sight)
        session.commit()
    notices.keep(Notice(_("Saved.")))
    response = make_response(redirect(url_for("settings.sight"), 303))
    guard.remember_sight(response, form.sight)
    return response


@bp.route("/language", methods=["GET", "POST"])
@web.public
def language() -> ResponseReturnValue:
    """In which language the pages before the door speak; hers stands among her settings."""
    if guard.visitor() is not None:
        return redirect(url_for("settings.about"), 303)
    code = request.form.get("language", "")
    if code not in locales.CODES:
        return render_template("settings/language.html", languages=locales.LANGUAGES)
    response = make_response(redirect(url_for("checklist.today"), 303))
    guard.remember_language(response, code)
    return response


@bp.get("/settings/export")
def export() -> Response:
    """Everything of hers in one JSON file."""
    text = json.dumps(queries.everything_of(web.session(), guard.person()), indent=2, ensure_ascii=False)
    headers = {"Content-Disposition": "attachment; filename=bonny-everything.json"}
    return Response(text, mimetype="application/json", headers=headers)


@bp.route("/settings/delete", methods=["GET", "POST"])
def delete() -> ResponseReturnValue:
    """Ask once more, then delete the account and all that is hers."""
    fault = ""
    if request.method == "POST":
        if request.form.get("sure") == "y":
            return _delete()
        fault = _("Tick the box if you are sure. Nothing was deleted.")
    return render_template("settings/delete.html", fault=fault), 422 if fault else 200


def _delete() -> ResponseReturnValue:
    session, person = web.session(), guard.person()
    log.info("account deleted", extra={"user_id": person.id})
    actions.delete(session, person)
    session.commit()
    response = make_response(redirect(url_for("checklist.today"), 303))
    guard.forget(response)
    notices.keep(Notice(_("Your account and everything in it is deleted.")))
    return response
