"""Pages of plants: adding one by its first letters, the week by family."""

from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard
from app.catalogue import book
from app.checklist import actions, day_pages, daysheet, forms
from app.checklist.actions import Change
from app.checklist.models import ChangeKind
from app.notices import Notice
from app.rules import plants

bp = Blueprint("plants", __name__)
MOST_MATCHES = 8


@bp.post("/day/<day>/plants")
def eat(day: str) -> ResponseReturnValue:
    """Add a plant by its chip or by what she typed, or take one back."""
    on = day_pages.read_day(day)
    sheet = daysheet.read(web.session(), guard.person(), day=on, today=day_pages.today())
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
        day_pages.apply([Change(batch, row.chosen.id, on, kind, plant=plant.slug)], batch)
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
        return day_pages.page_of(day, **values)
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=day_pages.today())
    return web.fragment("plants/_card.html", **day_pages.values_of(sheet), **values)


def _plants_answer(day: date, plant: plants.Plant, is_taken_back: bool, batch: str) -> ResponseReturnValue:
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=day_pages.today())
    count = len(sheet.eaten_this_week)
    text = (
        _("%(plant)s taken back: %(count)d this week", plant=plant.name, count=count)
        if is_taken_back
        else _("%(plant)s: %(count)d this week", plant=plant.name, count=count)
    )
    notice = Notice(text, batch, day.isoformat())
    if not web.is_fragment():
        notices.keep(notice)
        return redirect(day_pages.address_of(day) + "#plants", 303)
    return web.fragment("plants/_answer.html", notice=notice, **day_pages.values_of(sheet))


@bp.get("/plants/search")
def search() -> Response:
    """The plants whose names fit the first letters she typed."""
    typed = request.args.get("q", "")[: forms.LONGEST_TYPED]
    day = day_pages.read_day(request.args.get("day", day_pages.today().isoformat()))
    matches = book.book().plants.search(typed, limit=MOST_MATCHES)
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=day_pages.today())
    return web.fragment(
        "plants/_found.html",
        typed_plant=typed,
        matches=matches,
        was_asked=False,
        **day_pages.values_of(sheet),
    )


@bp.get("/plants")
def week() -> str:
    """The plants of her week by family, and the families that are missing."""
    index = book.book().plants
    sheet = daysheet.read(web.session(), guard.person(), day=day_pages.today(), today=day_pages.today())
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
        "plants/page.html", by_family=by_family, missing=missing, row=row, **day_pages.values_of(sheet)
    )
