"""Pages of spells: days set aside while she is ill, away or in hospital."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web, words
from app.accounts import guard
from app.checklist import day_pages, habit_views, queries, spells
from app.checklist.models import PlanKind
from app.checklist.spells import BadRange
from app.notices import Notice
from app.rules.marks import Skip
from app.rules.spells import Stretch

bp = Blueprint("spells", __name__)
REASONS = (Skip.ILL, Skip.AWAY, Skip.HOSPITAL, Skip.DOCTOR)
USUAL = timedelta(days=6)
MOST_PAST = 12
ALL, CHOSEN = "all", "chosen"


@bp.route("/spells", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    """Her spells, and the form for the next."""
    today = day_pages.today()
    fault = ""
    if request.method == "POST":
        fault = _set_aside(today)
        if not fault:
            return redirect(url_for("spells.page"), 303)
    hers = list(reversed(queries.spells_of(web.session(), guard.person())))
    form = request.form
    html = render_template(
        "spells/page.html",
        now=[each for each in hers if each.last >= today],
        past=[each for each in hers if each.last < today][:MOST_PAST],
        habits=habit_views.mine(today),
        reasons=REASONS,
        today=today,
        fault=fault,
        reason=form.get("reason", ""),
        first=form.get("first", today.isoformat()),
        last=form.get("last", (today + USUAL).isoformat()),
        which=form.get("which", ALL),
        ticked=form.getlist("habit"),
    )
    return html, 422 if fault else 200


def _set_aside(today: date) -> str:
    """Keep the spell; what is wrong with it, if anything."""
    session, person, form = web.session(), guard.person(), request.form
    if form.get("reason") not in set(REASONS):
        return _("Say why: choose one of these.")
    try:
        first, last = date.fromisoformat(form.get("first", "")), date.fromisoformat(form.get("last", ""))
        ids = frozenset(int(each) for each in form.getlist("habit")) if form.get("which") == CHOSEN else None
    except ValueError:
        return _("Choose the first and the last day.")
    if ids is not None and not ids:
        return _("Tick at least one habit, or choose all of them.")
    edit = day_pages.new_edit(PlanKind.SPELL)
    spell = Stretch(first, last, Skip(form["reason"]), ids)
    try:
        spells.set_aside(session, person, spell=spell, today=today, edit=edit)
    except BadRange:
        session.rollback()
        return _("The last day comes after the first, within a year, and not before your own first day here.")
    except queries.NoSuchHabit:
        abort(404)
    session.commit()
    said = _(
        "Set aside from %(first)s to %(last)s.", first=words.short_day(first), last=words.short_day(last)
    )
    notices.keep(Notice(said, edit.uuid, back=url_for("spells.page")))
    return ""


@bp.post("/spells/<int:spell_id>/end")
def end(spell_id: int) -> ResponseReturnValue:
    """Be back today: the spell ends yesterday."""
    return _changed(spells.end, spell_id, _("Welcome back. It counts again from today."))


@bp.post("/spells/<int:spell_id>/remove")
def remove(spell_id: int) -> ResponseReturnValue:
    """Let the spell never have been."""
    return _changed(spells.remove, spell_id, _("These days count again."))


def _changed(change: Callable[..., None], spell_id: int, said: str) -> ResponseReturnValue:
    session, edit = web.session(), day_pages.new_edit(PlanKind.SPELL)
    try:
        change(session, guard.person(), spell_id=spell_id, today=day_pages.today(), edit=edit)
    except spells.NoSuchSpell:
        abort(404)
    session.commit()
    notices.keep(Notice(said, edit.uuid, back=url_for("spells.page")))
    return redirect(url_for("spells.page"), 303)
