"""Pages of her list of habits: its order, goal and words of each, giving one up and taking it up again."""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard
from app.catalogue import here
from app.catalogue.entries import EvidenceWord, Group, HabitEntry
from app.checklist import cautions, choosing, day_pages, goal_forms, goals, journal, queries
from app.checklist.goal_forms import Typed
from app.checklist.models import PlanKind
from app.checklist.queries import Chosen
from app.notices import Notice
from app.rules.habits import SetBy

bp = Blueprint("habits", __name__)
bp.register_error_handler(journal.AlreadyKept, day_pages.say_already_kept)

MOST_AT_FIRST = 2
MOST_OFFERED = 4
MOVES = {"up": -1, "down": 1}


def mine(today: date) -> tuple[Chosen, ...]:
    """Her habits of today that she has not given up, in her order."""
    lived = queries.chosen_between(web.session(), guard.person(), first=today, last=today)
    return tuple(each for each in lived if each.habit.ended_on is None)


@bp.route("/habits", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """Her habits; before the first, the five to start with."""
    today = day_pages.today()
    hers = mine(today)
    if request.method == "POST":
        return _start()
    if not hers and queries.first_day_of(web.session(), guard.person()) is None:
        return _first_page()
    given_up = queries.given_up(web.session(), guard.person(), today=today)
    return render_template("habits/list.html", mine=hers, given_up=given_up, today=today)


def _first_page(*, fault: str = "", slugs: list[str] | None = None) -> ResponseReturnValue:
    page = render_template(
        "habits/first.html",
        entries=here.book().core,
        fault=fault,
        slugs=slugs or [],
        asks_again=bool(slugs) and len(slugs or []) > MOST_AT_FIRST,
    )
    return page, 422 if fault else 200


def _start() -> ResponseReturnValue:
    """Go on with one or two habits; with more only when she says so a second time."""
    slugs = list(dict.fromkeys(request.form.getlist("slug")))
    if not set(slugs) <= {entry.slug for entry in here.book().habits}:
        abort(404)
    if not slugs:
        return _first_page(fault=_("Tick one or two habits, then press the button."))
    if len(slugs) > MOST_AT_FIRST and request.form.get("all") != "y":
        fault = _("One or two are easier to keep, and the others can follow in some weeks.")
        return _first_page(fault=fault, slugs=slugs)
    return redirect(url_for("begin.begin", slug=slugs), 303)


@bp.get("/habits/more")
def more() -> str:
    """What she may take on next without asking first: the five, then others that are well founded."""
    hers = {each.entry.slug for each in mine(day_pages.today())}
    others = [entry for entry in here.book().habits if entry.slug not in hers and not _is_asked(entry)]
    core = [entry for entry in others if entry in here.book().core]
    strong = [entry for entry in others if entry.group in (Group.MOVE, Group.EAT) and _is_strong(entry)]
    return render_template("habits/more.html", others=(core or strong)[:MOST_OFFERED])


def _is_asked(entry: HabitEntry) -> bool:
    """Whether she would have to ask about it first: it is found in the library, and not offered."""
    return any(each.is_asked for each in cautions.touching(guard.person(), entry))


def _is_strong(entry: HabitEntry) -> bool:
    return entry.evidence_word in (EvidenceWord.STRONG, EvidenceWord.FAIR)


@bp.post("/habits/put-off")
def put_off() -> ResponseReturnValue:
    """Do not offer the next habit for a month."""
    session, person = web.session(), guard.person()
    edit = day_pages.new_edit(PlanKind.OFFER)
    with journal.kept(session, person, edit):
        choosing.put_off(session, person, today=day_pages.today())
    session.commit()
    said = _("We will ask again in a month at the earliest. You can add a habit at any time.")
    notices.keep(Notice(said, edit.uuid, back=url_for("checklist.today")))
    return redirect(url_for("checklist.today"), 303)


def _hers(habit_id: int) -> Chosen:
    try:
        return queries.chosen_of(web.session(), guard.person(), habit_id=habit_id)
    except queries.NoSuchHabit:
        abort(404)


@bp.route("/habits/<int:habit_id>", methods=["GET", "POST"])
def habit(habit_id: int) -> ResponseReturnValue:
    """One habit: its goal from a day on, who set it, her words for it, what it was before."""
    chosen, today = _hers(habit_id), day_pages.today()
    if chosen.habit.ended_on is not None:
        return render_template("habits/given-up.html", chosen=chosen)
    if request.method == "POST":
        typed = _save(chosen, goal_forms.typed_in(request.form), today)
        if not typed.fault:
            return redirect(url_for("habits.choose"), 303)
    else:
        typed = goal_forms.typed_of(
            chosen.habit,
            name=chosen.name,
            cue=chosen.cue,
            today=today,
        )
    page = render_template(
        "habits/habit.html",
        chosen=chosen,
        typed=typed,
        setters=list(SetBy),
        bounds=goals.bounds_of(chosen.entry, chosen.habit.period),
        cautions=cautions.touching(guard.person(), chosen.entry),
        rewritten=_rewritten(chosen, typed, today),
        today=today,
    )
    return page, 422 if typed.fault else 200


def _rewritten(chosen: Chosen, typed: Typed, today: date) -> tuple[date, int] | None:
    """Since when and how many days her goal would judge anew, when that is what has to be said."""
    if typed.wrong != "sure":
        return None
    from_day = max(date.fromisoformat(typed.from_day), chosen.habit.started_on)
    return from_day, goals.days_rewritten(chosen, from_day, today=today)


def _save(chosen: Chosen, typed: Typed, today: date) -> Typed:
    """Keep what she typed as one edit; or give it back with what is wrong."""
    session, person = web.session(), guard.person()
    habit = chosen.habit
    try:
        goal = goal_forms.goal_of(
            typed,
            usual=None,
            measure=habit.measure,
            period=habit.period,
            today=today,
        )
        if goal.from_day < habit.started_on:
            raise goals.BadFromDay
        is_new_goal = goals.differs(chosen, goal)
        edit = day_pages.new_edit(PlanKind.GOAL if is_new_goal else PlanKind.WORDS)
        with journal.kept(session, person, edit):
            if is_new_goal:
                goals.check_setter(chosen, goal)
                goals.set_goal(
                    session, person, habit_id=chosen.id, goal=goal, today=today, is_sure=typed.is_sure
                )
            name = "" if typed.name == chosen.entry.name else typed.name
            choosing.set_words(session, person, habit_id=chosen.id, name=name, cue=typed.cue)
    except ValueError as error:
        session.rollback()
        return typed.refused(error, unit=chosen.entry.units)
    session.commit()
    notices.keep(
        Notice(_("%(habit)s: saved.", habit=typed.name or chosen.name), edit.uuid, back=_page_of(chosen))
    )
    return typed


def _page_of(chosen: Chosen) -> str:
    return url_for("habits.habit", habit_id=chosen.id)


@bp.post("/habits/<int:habit_id>/give-up")
def give_up(habit_id: int) -> ResponseReturnValue:
    """Take a habit off the list; its history stays."""
    session, chosen = web.session(), _hers(habit_id)
    edit = day_pages.new_edit(PlanKind.GIVE_UP)
    with journal.kept(session, guard.person(), edit):
        choosing.give_up(session, guard.person(), habit_id=habit_id, today=day_pages.today())
    session.commit()
    said = _("%(habit)s is off your list. What you recorded is kept.", habit=chosen.name)
    notices.keep(Notice(said, edit.uuid, back=url_for("habits.choose")))
    return redirect(url_for("habits.choose"), 303)


@bp.post("/habits/<int:habit_id>/take-up")
def take_up(habit_id: int) -> ResponseReturnValue:
    """Go on with a habit that was given up; one that touches her conditions first shows its cautions."""
    session, person, chosen = web.session(), guard.person(), _hers(habit_id)
    if not chosen.is_own and cautions.waiting(session, person, chosen.entry):
        return redirect(url_for("begin.begin", slug=chosen.entry.slug), 303)
    edit = day_pages.new_edit(PlanKind.TAKE_UP)
    with journal.kept(session, person, edit):
        choosing.take_up(session, person, habit_id=habit_id, today=day_pages.today())
    session.commit()
    said = _("%(habit)s is on your list again, with its history.", habit=chosen.name)
    notices.keep(Notice(said, edit.uuid, back=url_for("habits.choose")))
    return redirect(url_for("habits.choose"), 303)


@bp.post("/habits/<int:habit_id>/move")
def move(habit_id: int) -> ResponseReturnValue:
    """One place up or down in her list."""
    ids = [each.id for each in mine(day_pages.today())]
    if habit_id not in ids:
        abort(404)
    by = MOVES.get(request.form.get("to", "")) or abort(400)
    place = ids.index(habit_id)
    there = min(max(place + by, 0), len(ids) - 1)
    ids.insert(there, ids.pop(place))
    return _order(ids, place=f"#move-{habit_id}")


@bp.post("/habits/order")
def order() -> ResponseReturnValue:
    """The order she dragged them into."""
    try:
        ids = [int(each) for each in request.form.getlist("habit")]
    except ValueError:
        abort(400)
    return _order(ids)


def _order(ids: list[int], *, place: str = "") -> ResponseReturnValue:
    session, person = web.session(), guard.person()
    edit = day_pages.new_edit(PlanKind.ORDER)
    try:
        with journal.kept(session, person, edit):
            choosing.set_order(session, person, habit_ids=ids)
    except queries.NoSuchHabit:
        abort(404)
    session.commit()
    notices.keep(Notice(_("The new order is kept."), edit.uuid, back=url_for("habits.choose")))
    return redirect(url_for("habits.choose") + place, 303)
