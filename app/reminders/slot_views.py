"""Pages of her times: the first two, a new one, one that is changed, switched off and on, or taken away."""

import logging
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard
from app.accounts import queries as accounts
from app.accounts.views import CONSENT_VERSION, consent_words
from app.checklist import queries as checklist
from app.messages.models import Channel
from app.notices import Notice
from app.reminders import begin, forms, queries, slots, ways, welcomes, wording
from app.reminders.forms import Typed
from app.reminders.models import Purpose, Slot
from app.reminders.views import bp

log = logging.getLogger("bonny.reminders")


@bp.route("/reminders/begin", methods=["GET", "POST"])
def first() -> ResponseReturnValue:
    """The first times, a morning and an evening, right after her first habit."""
    if request.method == "GET":
        typed = begin.usual(_ways())
    else:
        typed = begin.checked(begin.typed_in(request.form), needs_consent=_needs_consent())
        if not typed.wrong:
            return _begin(typed)
    page = render_template("reminders/first.html", typed=typed, **_way_values())
    return page, 422 if typed.wrong else 200


def _begin(typed: begin.Typed) -> ResponseReturnValue:
    session, person = web.session(), guard.person()
    _agree(typed.channels)
    try:
        begin.add(session, person, typed=typed, now=web.now())
    except slots.NoZone:
        session.rollback()
        return redirect(url_for("settings.about"), 303)
    except (slots.NoWay, slots.TooMany):
        abort(400)
    session.commit()
    log.info("reminders begun", extra={"user_id": person.id})
    notices.keep(Notice(_("Bonny will remind you. You can change it in More.")))
    return redirect(url_for("checklist.today"), 303)


@bp.route("/reminders/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A new time: what it is for comes with the link."""
    purpose = forms.read_purpose(request.values.get("for"))
    if request.method == "GET":
        return _form(forms.usual(purpose, _ways()))
    return _keep(forms.typed_in(request.form, purpose), None)


@bp.route("/reminders/<int:slot_id>", methods=["GET", "POST"])
def change(slot_id: int) -> ResponseReturnValue:
    """One time of hers, to change, switch off or take away."""
    slot = _slot_or_404(slot_id)
    if request.method == "GET":
        return _form(forms.of_slot(slot), slot)
    return _keep(forms.typed_in(request.form, slot.purpose), slot)


def _keep(typed: Typed, slot: Slot | None) -> ResponseReturnValue:
    """Check the form and keep it; her typing stays when something is wrong."""
    session, person = web.session(), guard.person()
    typed = forms.checked(typed, needs_consent=_needs_consent())
    if typed.wrong:
        return _form(typed, slot)
    _agree(typed.channels)
    try:
        kept = (
            slots.add(session, person, wanted=typed.wanted(), now=web.now())
            if slot is None
            else slots.change(session, person, slot_id=slot.id or 0, wanted=typed.wanted(), now=web.now())
        )
    except slots.TooMany:
        session.rollback()
        return _form(typed.refused("at", _("That is as many as there may be. Change one you have.")), slot)
    except slots.NoZone:
        session.rollback()
        return _form(typed.refused("at", _("Choose your time zone first: More, About you.")), slot)
    except (slots.NoWay, slots.NeedsConsent, checklist.NoSuchHabit):
        abort(400)
    if kept is None:
        abort(404)
    session.commit()
    log.info("reminder set", extra={"user_id": person.id, "slot_id": kept.id})
    notices.keep(Notice(wording.slot(kept)))
    return redirect(url_for("reminders.page"), 303)


def _form(typed: Typed, slot: Slot | None = None) -> ResponseReturnValue:
    person = guard.person()
    today = accounts.today_of(person, now=web.now())
    chosen = checklist.chosen_between(web.session(), person, first=today, last=today)
    values: dict[str, Any] = {
        "typed": typed,
        "slot": slot,
        "said": wording,
        "habits": chosen,
        "asks_habits": typed.purpose in (Purpose.DAY, Purpose.EVENING),
        "again_after": slots.AGAIN_AFTER,
        "month": Purpose.MONTH,
        "plants": Purpose.PLANTS,
    }
    page = render_template("reminders/slot.html", **values, **_way_values())
    return page, 422 if typed.wrong else 200


def _way_values() -> dict[str, Any]:
    """What the choice of ways shows."""
    person = guard.person()
    return {
        "ways": [(each, wording.way(each, ways.address_of(person, each) or "")) for each in _ways()],
        "needs_consent": bool(person.number) and _needs_consent(),
        "consent_words": consent_words(),
        "sms": Channel.SMS,
    }


def _ways() -> tuple[Channel, ...]:
    return ways.open_to(web.session(), guard.person())


def _needs_consent() -> bool:
    return not ways.has_consent(web.session(), guard.person())


def _agree(channels: tuple[Channel, ...]) -> None:
    """Keep her consent when texts are among the ways and the box was ticked for the first time."""
    if Channel.SMS not in channels or not _needs_consent():
        return
    try:
        welcomes.agree(
            web.session(), guard.person(), words=consent_words(), words_version=CONSENT_VERSION, now=web.now()
        )
    except welcomes.NoNumber:
        abort(400)


@bp.post("/reminders/<int:slot_id>/off")
def off(slot_id: int) -> ResponseReturnValue:
    """Switch one time of hers off; it stays on the page."""
    session, person = web.session(), guard.person()
    if not slots.switch_off(session, person.id or 0, slot_id=slot_id):
        abort(404)
    session.commit()
    undo = url_for("reminders.on", slot_id=slot_id)
    notices.keep(Notice(_("This reminder is off. What you recorded is kept."), url=undo))
    return redirect(url_for("reminders.page"), 303)


@bp.post("/reminders/<int:slot_id>/on")
def on(slot_id: int) -> ResponseReturnValue:
    """Switch one time of hers on again."""
    session, person = web.session(), guard.person()
    if not slots.switch_on(session, person, slot_id=slot_id, now=web.now()):
        abort(404)
    session.commit()
    notices.keep(Notice(_("This reminder is on.")))
    return redirect(url_for("reminders.page"), 303)


@bp.post("/reminders/<int:slot_id>/remove")
def remove(slot_id: int) -> ResponseReturnValue:
    """Take one time of hers away."""
    session, person = web.session(), guard.person()
    if not slots.remove(session, person.id or 0, slot_id=slot_id):
        abort(404)
    session.commit()
    notices.keep(Notice(_("This reminder is gone. What you recorded is kept.")))
    return redirect(url_for("reminders.page"), 303)


def _slot_or_404(slot_id: int) -> Slot:
    slot = queries.slot_of(web.session(), guard.person().id or 0, slot_id=slot_id)
    if slot is None:
        abort(404)
    return slot
