"""Pages of spells: days set aside while she is ill, away or in hospital."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import notices, web
from app.accounts import guard
from app.catalogue.entries import Group
from app.checklist import day_pages, habit_views, journal, queries, spells, wording
from app.checklist.models import PlanKind, Spell
from app.checklist.queries import Chosen
from app.checklist.spells import BadRange
from app.notices import Notice
from app.rules.marks import Skip
from app.rules.spells import Stretch

bp = Blueprint("spells", __name__)
bp.register_error_handler(journal.AlreadyKept, day_pages.say_already_kept)
REASONS = (Skip.ILL, Skip.AWAY, Skip.HOSPITAL, Skip.DOCTOR)
USUAL = timedelta(days=6)
MOST_PAST = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the form, and in which field."""

    field: str
    words: str

    def of(self, field: str) -> str:
        """What is wrong in a field; empty when nothing is."""
        return self.words if self.field == field else ""


SOUND = Fault("", "")


@bp.route("/spells", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    """Her spells, and the form for the next."""
    today = day_pages.today()
    fault = SOUND
    if request.method == "POST":
        fault = _set_aside(today)
        if fault is SOUND:
            return redirect(url_for("spells.page"), 303)
    hers = list(reversed(queries.spells_of(web.session(), guard.person())))
    mine, form = habit_views.mine(today), request.form
    medicines = [each for each in mine if each.entry.group is Group.MEDICINES]
    usual = [str(each.id) for each in mine if each not in medicines] if medicines else []
    html = render_template(
        "spells/page.html",
        now=[each for each in hers if each.last >= today],
        past=[each for each in hers if each.last < today][:MOST_PAST],
        habits=mine,
        has_medicine=bool(medicines),
        names_of=lambda spell: _names(mine, spell),
        reasons=REASONS,
        today=today,
        fault=fault,
        reason=form.get("reason", ""),
        first=form.get("first", today.isoformat()),
        last=form.get("last", (today + USUAL).isoformat()),
        ticked=form.getlist("habit") if request.method == "POST" else usual,
    )
    return html, 422 if fault is not SOUND else 200


def _set_aside(today: date) -> Fault:
    """Keep the spell; what is wrong with it, if anything."""
    session, person, form = web.session(), guard.person(), request.form
    if form.get("reason") not in set(REASONS):
        return Fault("reason", _("Say why: choose one of these."))
    days = {name: _date(form.get(name, "")) for name in ("first", "last")}
    for name, day in days.items():
        if day is None:
            return Fault(name, _("Choose a day from the calendar."))
    mine = habit_views.mine(today)
    chosen = [each for each in mine if str(each.id) in form.getlist("habit")]
    if len(chosen) < len(set(form.getlist("habit"))):
        abort(404)
    is_for_all = len(chosen) in (0, len(mine))
    ids = None if is_for_all else frozenset(each.id for each in chosen)
    first, last = days["first"] or today, days["last"] or today
    spell = Stretch(first, last, Skip(form["reason"]), ids)
    edit = day_pages.new_edit(PlanKind.SPELL)
    try:
        spells.set_aside(session, person, spell=spell, today=today, edit=edit)
    except BadRange:
        session.rollback()
        return Fault("last", _why_not(first, last))
    session.commit()
    said = _("Set aside %(days)s.", days=wording.day_range(first, last))
    names = "" if is_for_all else ", ".join(each.name for each in chosen)
    notices.keep(Notice(f"{said} {names}".strip(), edit.uuid, back=url_for("spells.page")))
    return SOUND


def _names(mine: Sequence[Chosen], spell: Spell) -> str:
    """The habits of her list that a spell is for; how many where she has given them up since."""
    ids = spell.habit_ids or []
    named = [each.name for each in mine if each.id in ids]
    return ", ".join(named) or ngettext("%(num)d habit", "%(num)d habits", len(ids))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _why_not(first: date, last: date) -> str:
    if last < first:
        return _("The last day comes after the first.")
    return _("Choose days within a year from today, and not before your own first day here.")


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
