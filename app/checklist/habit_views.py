"""Pages of her list of habits: choosing, goal and cue of each, giving one up."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import notices, web, words
from app.accounts import guard
from app.accounts import queries as accounts
from app.catalogue import book
from app.checklist import choosing, forms, queries
from app.checklist.choosing import NewGoal
from app.notices import Notice
from app.rules.habits import SetBy

bp = Blueprint("habits", __name__)

LONGEST_CUE = 60
LONGEST_SETTER = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """The goal form as she filled it in, and what is wrong with it."""

    amount: str
    set_by: str
    set_by_name: str
    cue: str
    fault: str = ""
    field: str = ""


def _today() -> date:
    return accounts.today_of(guard.person(), now=web.now())


@bp.route("/habits", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """Her habits, and those of the catalogue she may take on."""
    session, person = web.session(), guard.person()
    lived = queries.chosen_between(session, person, first=_today(), last=_today())
    mine = [each for each in lived if each.habit.ended_on is None]
    fault = ""
    if request.method == "POST":
        slugs = request.form.getlist("slug")
        known = {entry.slug for entry in book.book().habits}
        if not set(slugs) <= known:
            abort(404)
        if slugs:
            return _take_on(slugs, is_first=not mine)
        fault = _("Tick at least one habit, then press the button.")
    taken = {each.entry.slug for each in mine}
    others = [entry for entry in book.book().core if entry.slug not in taken]
    page = render_template("habits/choose.html", mine=mine, others=others, fault=fault)
    return page, 422 if fault else 200


def _take_on(slugs: list[str], *, is_first: bool) -> ResponseReturnValue:
    session, person = web.session(), guard.person()
    for slug in slugs:
        choosing.take_on(session, person, slug=slug, today=_today(), now=web.now())
    session.commit()
    if is_first:
        return redirect(url_for("reminders.page", first=1), 303)
    notices.keep(Notice(ngettext("%(num)d habit added.", "%(num)d habits added.", len(slugs))))
    return redirect(url_for("checklist.today"), 303)


@bp.route("/habits/<int:habit_id>", methods=["GET", "POST"])
def habit(habit_id: int) -> ResponseReturnValue:
    """One habit: its goal from today on, who set it, her words for when."""
    try:
        chosen = queries.chosen_of(web.session(), guard.person(), habit_id=habit_id)
    except queries.NoSuchHabit:
        abort(404)
    typed = _typed(chosen)
    if request.method == "POST":
        typed = _save(chosen, typed)
        if not typed.fault:
            notices.keep(
                Notice(
                    _(
                        "%(habit)s: saved. It holds from today; earlier days keep their goal.",
                        habit=chosen.name,
                    )
                )
            )
            return redirect(url_for("habits.choose"), 303)
    page = render_template(
        "habits/habit.html", chosen=chosen, typed=typed, setters=list(SetBy), book=book.book()
    )
    return page, 422 if typed.fault else 200


def _typed(chosen: queries.Chosen) -> Typed:
    goal = chosen.habit.goal_on(_today())
    if request.method == "GET":
        return Typed(words.number(goal.amount), goal.set_by.value, goal.set_by_name, chosen.cue)
    form = request.form
    return Typed(
        amount=form.get("amount", "")[: forms.LONGEST_TYPED],
        set_by=form.get("set_by", SetBy.SELF.value),
        set_by_name=" ".join(form.get("set_by_name", "").split())[:LONGEST_SETTER],
        cue=" ".join(form.get("cue", "").split())[:LONGEST_CUE],
    )


def _save(chosen: queries.Chosen, typed: Typed) -> Typed:
    """Keep what she typed; or give it back with what is wrong."""
    session, person = web.session(), guard.person()
    try:
        goal = NewGoal(forms.read_amount(typed.amount), _today(), SetBy(typed.set_by), typed.set_by_name)
        if goal.amount != chosen.habit.goal_on(_today()).amount or _setter_changed(chosen, goal):
            choosing.set_goal(session, person, habit_id=chosen.id, goal=goal, today=_today())
        choosing.set_cue(session, person, habit_id=chosen.id, cue=typed.cue)
    except ValueError as error:
        session.rollback()
        return Typed(
            typed.amount, typed.set_by, typed.set_by_name, typed.cue, _why_not(error), _field_of(error)
        )
    session.commit()
    return typed


def _setter_changed(chosen: queries.Chosen, goal: NewGoal) -> bool:
    now = chosen.habit.goal_on(_today())
    return (now.set_by, now.set_by_name) != (goal.set_by, goal.set_by_name)


def _field_of(error: ValueError) -> str:
    return "set_by" if isinstance(error, choosing.NeedsDoctor) else "amount"


def _why_not(error: ValueError) -> str:
    if isinstance(error, choosing.NeedsDoctor):
        above = words.number(error.above)
        return _(
            "A goal above %(above)s is kept only when your doctor set it. Choose “my doctor” if so.",
            above=above,
        )
    if isinstance(error, choosing.BadGoal):
        least, most = words.number(error.least), words.number(error.most)
        return _("The goal can be from %(least)s to %(most)s.", least=least, most=most)
    return _("Please type a number, such as 5 or 2.5.")


@bp.post("/habits/<int:habit_id>/give-up")
def give_up(habit_id: int) -> ResponseReturnValue:
    """Take a habit off the list; its history stays."""
    session = web.session()
    try:
        name = queries.chosen_of(session, guard.person(), habit_id=habit_id).name
        choosing.give_up(session, guard.person(), habit_id=habit_id, today=_today())
    except queries.NoSuchHabit:
        abort(404)
    session.commit()
    notices.keep(Notice(_("%(habit)s is off your list. What you recorded is kept.", habit=name)))
    return redirect(url_for("habits.choose"), 303)
