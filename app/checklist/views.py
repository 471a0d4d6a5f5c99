"""Pages of the checklist room: today and any past day, her habits, plants."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web, words
from app.accounts import guard
from app.accounts import queries as accounts
from app.catalogue import book
from app.checklist import actions, daysheet, forms, queries, undoing, wording
from app.checklist.actions import Change
from app.checklist.daysheet import Sheet
from app.checklist.models import ChangeKind, Source
from app.notices import Notice
from app.rules import plants
from app.rules.marks import Skip

bp = Blueprint("checklist", __name__)
MOST_MATCHES = 8


@bp.get("/")
@web.public
def today() -> ResponseReturnValue:
    """Her day; for a visitor, what Bonny is."""
    if guard.visitor() is None:
        return render_template("checklist/welcome.html", sign_up=web.settings().sign_up)
    return _day_page(_today())


@bp.get("/day/<day>")
def on_day(day: str) -> ResponseReturnValue:
    """Any day up to today."""
    return _day_page(_read_day(day))


def _today() -> date:
    return accounts.today_of(guard.person(), now=web.now())


def _read_day(text: str) -> date:
    """The day of an address; 404 for one that does not exist, lies ahead, or is out of all reason."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if day > _today() or day.year < queries.FIRST_YEAR.year:
        abort(404)
    return day


def _day_page(day: date, **values: Any) -> ResponseReturnValue:
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=_today())
    if not sheet.rows and day == sheet.today and queries.first_day_of(web.session(), guard.person()) is None:
        return redirect(url_for("habits.choose"), 303)
    status = 422 if values else 200
    return render_template("checklist/day.html", **_day_values(sheet), **values), status


def _day_values(sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "greeting": _greeting(sheet),
        "plant_of": book.book().plants.get,
        "skips": tuple(Skip),
    }


def _greeting(sheet: Sheet) -> str:
    person = guard.person()
    if sheet.day != sheet.today:
        return wording.day_name(sheet.day, sheet.today)
    hour = words.local(web.now(), person.zone).hour
    if hour < 12:
        return _("Good morning, %(name)s", name=person.name)
    if hour < 18:
        return _("Good afternoon, %(name)s", name=person.name)
    return _("Good evening, %(name)s", name=person.name)


@bp.post("/day/<day>/habits/<int:habit_id>")
def record(day: str, habit_id: int) -> ResponseReturnValue:
    """What a tap on a row asks for; the row comes back as it is then."""
    on = _read_day(day)
    try:
        chosen = queries.chosen_of(web.session(), guard.person(), habit_id=habit_id)
        step = _step_of(chosen)
        tap = forms.read_tap(request.form, habit_id=habit_id, day=on, step=step)
        _apply([tap.change], tap.batch)
    except queries.NoSuchHabit:
        abort(404)
    except actions.BadDay:
        abort(404)
    except forms.NotANumber as error:
        web.session().rollback()
        return _row_refused(on, habit_id, _("Please type a number, such as 5 or 2.5."), error.text)
    except actions.BadAmount as error:
        web.session().rollback()
        return _row_refused(on, habit_id, _too_much(error.most), request.form.get("amount", ""))
    except ValueError:
        abort(400)
    return _row_answer(on, habit_id, tap.batch)


def _step_of(chosen: queries.Chosen) -> float:
    """What one press of the row or the stepper adds: the row's button names it, the catalogue bounds it."""
    wants_portion = request.form.get("by") == "portion"
    return chosen.entry.portion or chosen.entry.step if wants_portion else chosen.entry.step


def _apply(changes: list[Change], batch: str) -> None:
    session = web.session()
    actions.apply(
        session,
        guard.person(),
        changes=changes,
        batch=batch,
        source=Source.TAP,
        today=_today(),
        now=web.now(),
    )
    session.commit()


def _too_much(most: float) -> str:
    return _(
        "That is more than a day can hold here. Please type a number from 0 to %(most)s.",
        most=words.number(most),
    )


def _row_answer(day: date, habit_id: int, batch: str) -> ResponseReturnValue:
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=_today())
    row = sheet.row(habit_id)
    if row is None:
        abort(404)
    notice = Notice(wording.said(row), batch, day.isoformat())
    if not web.is_fragment():
        notices.keep(notice)
        return redirect(_address_of(day) + f"#habit-{habit_id}", 303)
    return web.fragment("checklist/_row_answer.html", row=row, notice=notice, **_day_values(sheet))


def _row_refused(day: date, habit_id: int, fault: str, typed: str) -> ResponseReturnValue:
    """The row again with what is wrong beside the field, and what she typed in it."""
    values = {"refused": habit_id, "fault": fault, "typed": typed[: forms.LONGEST_TYPED]}
    if not web.is_fragment():
        return _day_page(day, **values)
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=_today())
    row = sheet.row(habit_id)
    answer = web.fragment("checklist/_row_refused.html", row=row, **_day_values(sheet), **values)
    answer.status_code = 422
    return answer


def _address_of(day: date) -> str:
    if day == _today():
        return url_for("checklist.today")
    return url_for("checklist.on_day", day=day.isoformat())


@bp.post("/day/<day>/plants")
def eat(day: str) -> ResponseReturnValue:
    """Add a plant by its chip or by what she typed, or take one back."""
    on = _read_day(day)
    sheet = daysheet.read(web.session(), guard.person(), day=on, today=_today())
    row = next((row for row in sheet.rows if row.is_variety), None)
    if row is None:
        abort(404)
    taken_back = request.form.get("uneat")
    plant = _plant_named(taken_back or request.form.get("eat"))
    if plant is None:
        return _plants_to_choose(on, request.form.get("q", ""))
    batch = forms.read_uuid(request.form.get("change"))
    kind = ChangeKind.UNEAT if taken_back else ChangeKind.EAT
    try:
        _apply([Change(batch, row.chosen.id, on, kind, plant=plant.slug)], batch)
    except actions.BadDay:
        abort(404)
    return _plants_answer(on, plant, bool(taken_back), batch)


def _plant_named(slug: str | None) -> plants.Plant | None:
    """The plant of a chip; 404 when there is none of that name; else the one she typed in full."""
    index = book.book().plants
    if slug is None:
        return index.find(request.form.get("q", ""))
    return index.get(slug) or abort(404)


def _plants_to_choose(day: date, typed: str) -> ResponseReturnValue:
    """What she typed is no plant's full name: offer what is near, and keep her words."""
    matches = book.book().plants.search(typed, limit=MOST_MATCHES)
    values = {"typed_plant": typed[: forms.LONGEST_TYPED], "matches": matches, "was_asked": True}
    if not web.is_fragment():
        return _day_page(day, **values)
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=_today())
    return web.fragment("checklist/_plants.html", **_day_values(sheet), **values)


def _plants_answer(day: date, plant: plants.Plant, is_taken_back: bool, batch: str) -> ResponseReturnValue:
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=_today())
    count = len(sheet.eaten_this_week)
    text = (
        _("%(plant)s taken back: %(count)d this week", plant=plant.name, count=count)
        if is_taken_back
        else _("%(plant)s: %(count)d this week", plant=plant.name, count=count)
    )
    notice = Notice(text, batch, day.isoformat())
    if not web.is_fragment():
        notices.keep(notice)
        return redirect(_address_of(day) + "#plants", 303)
    return web.fragment("checklist/_plants_answer.html", notice=notice, **_day_values(sheet))


@bp.get("/plants/search")
def search() -> Response:
    """The plants whose names fit the first letters she typed."""
    typed = request.args.get("q", "")[: forms.LONGEST_TYPED]
    day = _read_day(request.args.get("day", _today().isoformat()))
    matches = book.book().plants.search(typed, limit=MOST_MATCHES)
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=_today())
    return web.fragment(
        "checklist/_found.html", typed_plant=typed, matches=matches, was_asked=False, **_day_values(sheet)
    )


@bp.get("/plants")
def plants_of_week() -> str:
    """The plants of her week by family, and the families that are missing."""
    index = book.book().plants
    sheet = daysheet.read(web.session(), guard.person(), day=_today(), today=_today())
    eaten = sorted(
        (index.get(slug) for slug in sheet.eaten_this_week), key=lambda each: each.name if each else ""
    )
    by_family: dict[str, list[plants.Plant]] = {}
    for plant in eaten:
        if plant is not None:
            by_family.setdefault(plant.family, []).append(plant)
    missing = plants.families_missing(sheet.eaten_this_week, index)
    row = next((row for row in sheet.rows if row.is_variety), None)
    return render_template(
        "checklist/plants.html", by_family=by_family, missing=missing, row=row, **_day_values(sheet)
    )


@bp.post("/undo")
def undo() -> ResponseReturnValue:
    """Take back the batch of a notice, whole."""
    session, now = web.session(), web.now()
    batch = forms.read_uuid(request.form.get("batch"))
    taken_back = undoing.undo(
        session,
        guard.person(),
        batch=batch,
        uuid_of_undo=str(uuid4()),
        source=Source.TAP,
        today=_today(),
        now=now,
    )
    session.commit()
    notice = Notice(_("Taken back.") if taken_back else _("Nothing to take back: it was changed since."))
    day = _day_or_today(request.form.get("day", ""))
    if not web.is_fragment():
        notices.keep(notice)
        return redirect(_address_of(day), 303)
    sheet = daysheet.read(session, guard.person(), day=day, today=_today())
    return web.fragment("checklist/_undone.html", notice=notice, **_day_values(sheet))


def _day_or_today(text: str) -> date:
    """The day a notice belongs to; a form that was tampered with goes to today."""
    try:
        return max(queries.FIRST_YEAR, min(date.fromisoformat(text), _today()))
    except ValueError:
        return _today()
