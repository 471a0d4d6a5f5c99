"""Pages of plants: adding some by chips, letters or in full, the week by family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import notices, web
from app.accounts import guard
from app.checklist import (
    actions,
    day_pages,
    daysheet,
    forms,
    plant_finding,
    plant_names,
    plant_weeks,
    queries,
    wording,
)
from app.checklist.actions import Change
from app.checklist.daysheet import Row, Sheet
from app.checklist.models import ChangeKind
from app.checklist.plant_weeks import PlantWeek
from app.notices import Notice
from app.rules import days, plants
from app.rules.days import Week
from app.rules.habits import Measure
from app.rules.plants import Plant

bp = Blueprint("plants", __name__)
WEEK_PAGE = "week"
LONGEST_SAID = 24


@dataclass(frozen=True, slots=True)
class Wish:
    """The plants a form asks for, to be added or taken back."""

    plants: tuple[Plant, ...]
    is_taken_back: bool = False


@bp.post("/day/<day>/plants")
def eat(day: str) -> ResponseReturnValue:
    """Add plants by chips, by what she typed or as her own; or take one back."""
    on = day_pages.read_day(day)
    habit_id = _habit_that_counts(on)
    wish = _wish()
    if wish is None:
        return _plants_to_choose(on, request.form.get("own", request.form.get("q", "")))
    batch = forms.read_uuid(request.form.get("change"))
    try:
        day_pages.apply(_changes(wish, habit_id, on, batch), batch)
    except actions.BadDay:
        abort(404)
    return _plants_answer(on, wish, batch)


def _habit_that_counts(day: date) -> int:
    """Her habit that counts plants on that day; 404 where there is none."""
    lived = queries.chosen_between(web.session(), guard.person(), first=day, last=day)
    counting = [each for each in lived if each.habit.measure is Measure.VARIETY]
    return next((each.id for each in counting if each.habit.is_lived_on(day)), None) or abort(404)


def _row_of(sheet: Sheet) -> Row | None:
    return next((row for row in sheet.rows if row.is_variety), None)


def _wish() -> Wish | None:
    """What the pressed button asks for, else what she typed in full; None when that names no plant."""
    form = request.form
    if "uneat" in form:
        return Wish((wording.plant_of(form["uneat"]) or abort(404),), is_taken_back=True)
    if "eat" in form:
        slugs = list(dict.fromkeys(form.getlist("eat")))
        if len(slugs) > daysheet.MOST_AT_ONCE:
            abort(400)
        return Wish(_plants_on_chips(slugs))
    plant = _plant_typed()
    if plant is not None:
        return Wish((plant,))
    several = _plants_typed()
    return Wish(several) if several else None


def _plants_typed() -> tuple[Plant, ...]:
    """Several plants typed at once, such as "carrots, apples and oats"; none unless each of them is one."""
    if "own" in request.form:
        return ()
    typed = request.form.get("q", "")
    return plant_names.find_several(web.session(), guard.person(), text=typed, most=daysheet.MOST_AT_ONCE)


def _plants_on_chips(slugs: list[str]) -> tuple[Plant, ...]:
    """The plants of chips; 404 for what no chip of ours says. One of hers keeps the word it has already."""
    tapped = [wording.plant_of(slug) or abort(404) for slug in slugs]
    names = [plant.name for plant in tapped if plant.is_own]
    kept = iter(plant_names.find_all(web.session(), guard.person(), texts=names))
    return tuple((next(kept) or plant) if plant.is_own else plant for plant in tapped)


def _plant_typed() -> Plant | None:
    session, person = web.session(), guard.person()
    if "own" not in request.form:
        return plant_names.find(session, person, text=request.form.get("q", ""))
    try:
        return plant_names.own(session, person, name=request.form["own"])
    except plants.BadName:
        return None


def _changes(wish: Wish, habit_id: int, day: date, batch: str) -> list[Change]:
    """A change a plant, of one batch, so that Undo takes back all of them."""
    kind = ChangeKind.UNEAT if wish.is_taken_back else ChangeKind.EAT
    slugs = dict.fromkeys(plant.slug for plant in wish.plants)
    return [
        Change(
            batch if len(slugs) == 1 else actions.derived_uuid(batch, slug),
            habit_id,
            day,
            kind,
            plant=slug,
        )
        for slug in slugs
    ]


def _plants_to_choose(day: date, typed: str) -> ResponseReturnValue:
    """What she typed is no plant's full name: offer what is near, or her own, and keep her words."""
    found = plant_finding.asked(web.session(), guard.person(), text=typed)
    values = {"typed_plant": typed[: plant_finding.LONGEST_ECHO], "found": found}
    if not web.is_fragment():
        is_week_page = request.form.get("page") == WEEK_PAGE and day == day_pages.today()
        return (_week_page(**values), 422) if is_week_page else day_pages.page_of(day, **values)
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=day_pages.today())
    return web.fragment("plants/_card.html", **_card_values(sheet, request.form), **values)


def _plants_answer(day: date, wish: Wish, batch: str) -> ResponseReturnValue:
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=day_pages.today())
    values = _card_values(sheet, request.form)
    back = url_for("plants.week") if values["is_week_page"] else ""
    notice = Notice(_said(wish, sheet), batch, day.isoformat(), back=back)
    if not web.is_fragment():
        notices.keep(notice)
        address = url_for("plants.week") if values["is_week_page"] else day_pages.address_of(day)
        return redirect(f"{address}#plants", 303)
    looked_for = "" if "own" in request.form else request.form.get("looked_for")
    if looked_for:
        values["found"] = plant_finding.while_typing(web.session(), guard.person(), text=looked_for)
    if values["is_week_page"]:
        values |= _values_of_running_week(days.week_of(day, week_start=guard.person().week_start))
    return web.fragment("plants/_answer.html", notice=notice, **values)


def _said(wish: Wish, sheet: Sheet) -> str:
    """What the notice says: what was added or taken back, and how many plants the week has."""
    name, count = _short(wish.plants[0].name), len(sheet.eaten_this_week)
    week = (
        _("%(count)d this week", count=count) if sheet.is_this_week else _("%(count)d that week", count=count)
    )
    if wish.is_taken_back:
        return _("%(plant)s taken back: %(week)s", plant=name, week=week)
    if len(wish.plants) == 1:
        return _("%(plant)s: %(week)s", plant=name, week=week)
    return ngettext(
        "%(num)d plant added: %(week)s", "%(num)d plants added: %(week)s", len(wish.plants), week=week
    )


def _short(name: str) -> str:
    """A name that leaves the notice low on a small screen; only one of her own can be so long."""
    return name if len(name) <= LONGEST_SAID else f"{name[: LONGEST_SAID - 1].rstrip()}…"


def _card_values(sheet: Sheet, sent: Mapping[str, str]) -> dict[str, Any]:
    """What the card is filled with; a form says which page it stands on and what was unfolded on it."""
    is_week_page = sent.get("page") == WEEK_PAGE and sheet.day == sheet.today
    return {**day_pages.values_of(sheet), "is_week_page": is_week_page, "is_unfolded": "unfolded" in sent}


@bp.get("/plants/search")
def search() -> Response:
    """The plants whose names fit the first letters she typed."""
    day = day_pages.read_day(request.args.get("day", day_pages.today().isoformat()))
    session, person = web.session(), guard.person()
    return web.fragment(
        "plants/_found.html",
        found=plant_finding.while_typing(session, person, text=request.args.get("q", "")),
        plate=plant_finding.plate_of(session, person, day=day),
        is_week_page=request.args.get("page") == WEEK_PAGE,
    )


@bp.get("/plants")
def week() -> str:
    """The plants of her week by family, the families that are missing, and what might fill it up."""
    return _week_page()


def _week_page(**values: Any) -> str:
    """The page of the running week; ``values`` say what has to be mended on it."""
    today = day_pages.today()
    sheet = daysheet.read(web.session(), guard.person(), day=today, today=today)
    running = days.week_of(today, week_start=guard.person().week_start)
    return render_template(
        "plants/page.html",
        row=_row_of(sheet),
        earlier=_week_before(running),
        **_card_values(sheet, {"page": WEEK_PAGE}),
        **_values_of_running_week(running),
        **values,
    )


def _values_of_running_week(running: Week) -> dict[str, Any]:
    session, person = web.session(), guard.person()
    eaten = plant_weeks.read(session, person, week=running)
    return {
        "eaten": eaten,
        "suggestions": plant_weeks.suggestions_for(session, person, of=eaten),
        "is_running": True,
    }


@bp.get("/plants/<day>")
def week_of(day: str) -> ResponseReturnValue:
    """Any week by its first day; another of its days leads there, the running week to its own page."""
    on = day_pages.read_day(day)
    asked = days.week_of(on, week_start=guard.person().week_start)
    if asked.contains(day_pages.today()):
        return redirect(url_for("plants.week"), 303)
    if asked.first.year < queries.FIRST_YEAR.year:
        abort(404)
    if on != asked.first:
        return redirect(url_for("plants.week_of", day=asked.first), 303)
    return _past_week(plant_weeks.read(web.session(), guard.person(), week=asked))


def _past_week(eaten: PlantWeek) -> str:
    return render_template(
        "plants/week.html",
        eaten=eaten,
        count=plant_weeks.count_of(web.session(), guard.person(), of=eaten, today=day_pages.today()),
        earlier=_week_before(eaten.week),
        later=eaten.week.next().first,
    )


def _week_before(of: Week) -> date | None:
    """The first day of the week before, if anything was on her list by then."""
    began = queries.first_day_of(web.session(), guard.person())
    return of.before().first if began and began < of.first else None
