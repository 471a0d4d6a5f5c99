"""Pages on the way to a habit: what applies to her health, cautions and her own words, a habit of her own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import notices, web
from app.accounts import guard
from app.catalogue import book, here
from app.catalogue.entries import Caution, Group, HabitEntry
from app.checklist import (
    cautions,
    choosing,
    day_pages,
    forms,
    goal_forms,
    goals,
    habit_views,
    journal,
    own_habits,
    queries,
)
from app.checklist.choosing import OwnHabit, Wish
from app.checklist.goal_forms import Typed
from app.checklist.journal import Edit
from app.checklist.models import PlanKind
from app.checklist.queries import Chosen
from app.notices import Notice
from app.rules.habits import Direction, Measure, Period, SetBy

bp = Blueprint("begin", __name__)
bp.register_error_handler(journal.AlreadyKept, day_pages.say_already_kept)
DONE_OR_NOT, AT_MOST = "check", "at_most"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A habit she is about to take on: its entry, what she typed, and the cautions that concern her."""

    entry: HabitEntry
    typed: Typed
    waiting: tuple[Caution, ...]
    others: tuple[Caution, ...]

    @property
    def intro(self) -> str:
        """What its shelf says to everyone, where that is a condition: medicines and supplements."""
        return here.book().warning(self.entry)

    @property
    def asks_doctor(self) -> bool:
        """Whether it is kept only when she says which doctor agreed."""
        return any(each.needs_doctor for each in self.waiting)

    @property
    def asks(self) -> bool:
        """Whether she has to tick that she has asked."""
        return any(not each.needs_doctor for each in self.waiting)


@bp.route("/habits/begin", methods=["GET", "POST"])
def begin() -> ResponseReturnValue:
    """Cautions, her own words and the goal of what she is about to take on; what is hers shows its page."""
    entries = _entries()
    hers = {each.entry.slug: each.id for each in habit_views.mine(day_pages.today())}
    if request.method == "GET" and len(entries) == 1 and entries[0].slug in hers:
        return redirect(url_for("habits.habit", habit_id=hers[entries[0].slug]), 303)
    if guard.person().conditions is None and request.method == "GET":
        return redirect(url_for("begin.conditions", slug=[entry.slug for entry in entries]), 303)
    before = queries.given_up(web.session(), guard.person(), today=day_pages.today())
    beginnings = [_beginning(entry, before) for entry in entries]
    if request.method == "POST":
        edit = day_pages.new_edit(PlanKind.TAKE_ON)
        beginnings = _take_on(beginnings, edit)
        if not any(each.typed.fault for each in beginnings):
            return _begun(beginnings, edit)
    page = render_template(
        "habits/begin.html", beginnings=beginnings, setters=list(SetBy), today=day_pages.today()
    )
    return page, 422 if any(each.typed.fault for each in beginnings) else 200


def _entries() -> list[HabitEntry]:
    """The habits of the address; 404 when there is none, or one the catalogue does not have."""
    slugs = list(dict.fromkeys(request.args.getlist("slug")))
    try:
        return [here.book().habit(slug) for slug in slugs] or abort(404)
    except book.UnknownHabit:
        abort(404)


def _beginning(entry: HabitEntry, before: Sequence[Chosen]) -> Beginning:
    session, person = web.session(), guard.person()
    waiting = cautions.waiting(session, person, entry)
    others = tuple(each for each in cautions.touching(person, entry) if each not in waiting)
    if request.method == "POST":
        typed = goal_forms.typed_in(request.form, prefix=f"{entry.slug}.")
    else:
        is_theirs = any(each.needs_doctor for each in waiting) or entry.group is Group.MEDICINES
        setter = SetBy.DOCTOR if is_theirs else SetBy.SELF
        typed = _as_before(entry, before) or Typed(set_by=setter.value, period=entry.period.value)
    return Beginning(entry, typed, waiting, others)


def _as_before(entry: HabitEntry, before: Sequence[Chosen]) -> Typed | None:
    """Her own words and goal of the last time, where she has given the habit up."""
    last = next((each for each in before if each.entry.slug == entry.slug), None)
    if last is None:
        return None
    today = day_pages.today()
    typed = goal_forms.typed_of(
        last.habit,
        name=last.name if entry.own_name else "",
        cue=last.cue,
        today=today,
    )
    any_day = last.habit.is_weekly and entry.monthly
    return replace(
        typed,
        period=last.habit.period.value,
        due=goal_forms.ANY_DAY if any_day else typed.due,
        amount="" if any_day else typed.amount,
    )


def _take_on(beginnings: list[Beginning], edit: Edit) -> list[Beginning]:
    """Take all of them on in one edit, or none; what is wrong stands with each."""
    session, person = web.session(), guard.person()
    checked = []
    with journal.kept(session, person, edit):
        for each in beginnings:
            try:
                _take_on_one(each)
                checked.append(each)
            except ValueError as error:
                checked.append(replace(each, typed=each.typed.refused(error, unit=each.entry.units)))
    if any(each.typed.fault for each in checked):
        session.rollback()
        return checked
    session.commit()
    return checked


def _take_on_one(each: Beginning) -> None:
    today, entry, typed = day_pages.today(), each.entry, each.typed
    period = Period(typed.period) if typed.period in set(Period) else entry.period
    if typed.due == goal_forms.ANY_DAY:
        period = Period.WEEK
    goal = goal_forms.goal_of(
        typed,
        usual=goals.bounds_of(entry, period).goal,
        measure=entry.measure,
        period=period,
        today=today,
    )
    name = typed.name if entry.own_name else ""
    wish = Wish(name=name, cue=typed.cue, period=period, goal=goal, has_asked=typed.has_asked)
    choosing.take_on(web.session(), guard.person(), slug=entry.slug, today=today, now=web.now(), wish=wish)


def _begun(beginnings: list[Beginning], edit: Edit) -> ResponseReturnValue:
    """On to the reminders after the very first, else back to today."""
    hers = habit_views.mine(day_pages.today())
    names = ", ".join(each.typed.name or each.entry.name for each in beginnings)
    said = ngettext("%(names)s is on your list.", "%(names)s are on your list.", len(beginnings), names=names)
    notices.keep(Notice(said, edit.uuid, back=url_for("checklist.today")))
    if len(hers) == len(beginnings) and not _has_history():
        return redirect(url_for("reminders.first"), 303)
    return redirect(url_for("checklist.today"), 303)


def _has_history() -> bool:
    began = queries.first_day_of(web.session(), guard.person())
    return began is not None and began < day_pages.today()


@bp.route("/habits/conditions", methods=["GET", "POST"])
def conditions() -> ResponseReturnValue:
    """What applies to her health; kept for cautions alone, and deleted when she likes."""
    session, person = web.session(), guard.person()
    slugs = [each for each in request.args.getlist("slug") if each in _slugs()]
    if request.method == "GET":
        return _conditions_page(slugs)
    known = {each.slug for each in here.book().conditions}
    ticked = [each for each in dict.fromkeys(request.form.getlist("condition")) if each in known]
    before = person.conditions or []
    cautions.set_conditions(session, person, ticked=ticked)
    session.commit()
    if slugs:
        return redirect(url_for("begin.begin", slug=slugs), 303)
    said = _("Kept for cautions alone.") if ticked else _("Nothing about your health is kept.")
    # What she ticked before stands in the notice alone: the log of edits would keep what she deleted.
    fields = tuple(("condition", each) for each in before)
    notices.keep(Notice(said, url=url_for("begin.conditions"), fields=fields))
    return redirect(url_for("begin.conditions"), 303)


def _slugs() -> set[str]:
    return {entry.slug for entry in here.book().habits}


def _conditions_page(slugs: list[str]) -> str:
    person = guard.person()
    touched = [
        (each, told)
        for each in habit_views.mine(day_pages.today())
        if (told := [caution for caution in cautions.touching(person, each.entry) if caution.ask])
    ]
    return render_template(
        "habits/conditions.html",
        conditions=here.book().conditions,
        ticked=person.conditions or (),
        is_asked=person.conditions is not None,
        slugs=slugs,
        touched=touched,
    )


@bp.route("/habits/own", methods=["GET", "POST"])
def own() -> ResponseReturnValue:
    """A habit of her own: what it is called, how it is counted, its goal and days."""
    typed, kind, unit, fault = Typed(period=Period.DAY.value), DONE_OR_NOT, "", ""
    if request.method == "POST":
        typed, kind = goal_forms.typed_in(request.form), request.form.get("kind", DONE_OR_NOT)
        unit = forms.read_line(request.form.get("unit", ""), longest=own_habits.LONGEST_UNIT)
        typed, fault = _create(typed, kind=kind, unit=unit)
        if not (typed.fault or fault):
            return redirect(url_for("checklist.today"), 303)
    values: dict[str, Any] = {"typed": typed, "kind": kind, "unit": unit, "name_fault": fault}
    page = render_template("habits/own.html", setters=list(SetBy), today=day_pages.today(), **values)
    return page, 422 if typed.fault or fault else 200


def _create(typed: Typed, *, kind: str, unit: str) -> tuple[Typed, str]:
    """Begin it; what she typed with what is wrong, and what is wrong with its name."""
    session, person, today = web.session(), guard.person(), day_pages.today()
    edit = day_pages.new_edit(PlanKind.TAKE_ON)
    if not typed.name:
        return typed, _("Give it a name, such as: stretching.")
    measure = Measure.CHECK if kind == DONE_OR_NOT else Measure.AMOUNT
    period = Period.WEEK if typed.period == Period.WEEK else Period.DAY
    try:
        goal = goal_forms.goal_of(typed, usual=None, measure=measure, period=period, today=today)
        habit = OwnHabit(
            name=typed.name,
            measure=measure,
            direction=Direction.AT_MOST if kind == AT_MOST else Direction.AT_LEAST,
            period=period,
            unit="" if measure is Measure.CHECK else unit,
            goal=goal,
            cue=typed.cue,
        )
        with journal.kept(session, person, edit):
            choosing.create(session, person, own=habit, today=today, now=web.now())
    except ValueError as error:
        session.rollback()
        return typed.refused(error, unit=unit), ""
    session.commit()
    said = _("%(name)s is on your list.", name=typed.name)
    notices.keep(Notice(said, edit.uuid, back=url_for("checklist.today")))
    return typed, ""
