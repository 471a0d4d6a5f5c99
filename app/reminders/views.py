"""The reminders page: what comes next, her times, peace and quiet, and what became of the last messages."""

import logging
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web, words
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import queries as checklist
from app.messages import faults, outbox
from app.messages.models import Channel, Delivery
from app.notices import Notice
from app.reminders import actions, coming, forms, numbers, push_views, queries, ways, wishes, wording
from app.reminders.models import Purpose

bp = Blueprint("reminders", __name__)
log = logging.getLogger("bonny.reminders")

MOST_DELIVERIES = 10
PAUSES = (1, 3, 7, 14)


@bp.get("/reminders")
def page() -> ResponseReturnValue:
    """What comes next and when, her times, and what the last messages did."""
    return render_template("reminders/page.html", **_values())


def _values(**more: Any) -> dict[str, Any]:
    session, person, settings = web.session(), guard.person(), web.settings()
    user_id, today = person.id or 0, accounts.today_of(person, now=web.now())
    hers = wishes.of(session, user_id)
    rows = queries.slots_of(session, user_id)
    recent = outbox.recent(session, user_id, limit=MOST_DELIVERIES)
    values = {
        "slots": rows,
        "has_letter": any(each.purpose is Purpose.MONTH for each in rows),
        "has_plants": any(each.purpose is Purpose.PLANTS for each in rows),
        "coming": coming.of(person, rows, hers, now=web.now()),
        "hers": hers,
        "is_paused": wishes.is_paused(hers, today),
        "is_snoozed": hers.snoozed_until is not None and hers.snoozed_until > web.now(),
        "pauses": PAUSES,
        "ended_number": _ended_number(),
        "faults": ways.faults_of(session, person),
        "released": numbers.newest(session, person),
        "push": push_views.card(),
        "offers": wishes.offers(session, person, today=today),
        "dropped": wishes.dropped(session, person, today=today),
        "ways": [(each, wording.way(each, ways.address_of(person, each) or "")) for each in _ways()],
        "deliveries": [(each, wording.state(each, is_kept_here=_is_kept_here(each))) for each in recent],
        # Messages go by her wall clock: one of this night was sent today, though her day began yesterday.
        "today": words.local(web.now(), person.zone).date(),
        "said": wording,
        "has_letterbox": settings.has_letterbox and settings.is_own_machine,
        "quiet_from": hers.quiet_from.strftime("%H:%M"),
        "quiet_to": hers.quiet_to.strftime("%H:%M"),
        "quiet_fault": "",
    }
    return {**values, **more}


def _ended_number() -> str:
    """The end of her number when she ended texts to it; else nothing."""
    person = guard.person()
    if not person.number or not queries.has_opted_out(web.session(), person.id or 0, phone=person.number):
        return ""
    return wording.where(Channel.SMS, person.number)


def _ways() -> tuple[Channel, ...]:
    return ways.open_to(web.session(), guard.person())


def _is_kept_here(delivery: Delivery) -> bool:
    settings = web.settings()
    carried = {Channel.SMS: settings.twilio, Channel.EMAIL: settings.smtp}
    return delivery.channel in carried and carried[delivery.channel] is None


@bp.post("/reminders/pause")
def pause() -> ResponseReturnValue:
    """Let no reminder come for some days."""
    session, person = web.session(), guard.person()
    today = accounts.today_of(person, now=web.now())
    try:
        until = wishes.pause(session, person.id or 0, days=request.form.get("days", 0, type=int), today=today)
    except wishes.BadPause:
        abort(400)
    session.commit()
    words_said = _("No reminders until %(day)s. You can go on ticking.", day=wording.day(until, today))
    notices.keep(Notice(words_said, url=url_for("reminders.resume")))
    return _back()


@bp.post("/reminders/resume")
def resume() -> ResponseReturnValue:
    """Let reminders come again."""
    session = web.session()
    wishes.resume(session, guard.person().id or 0)
    session.commit()
    notices.keep(Notice(_("Reminders are on again.")))
    return _back()


@bp.post("/reminders/quiet")
def quiet() -> ResponseReturnValue:
    """Keep her quiet hours."""
    session, typed = web.session(), (request.form.get("from", ""), request.form.get("to", ""))
    if not all(map(forms.is_clock_time, typed)):
        shown = {"quiet_from": typed[0][:20], "quiet_to": typed[1][:20], "quiet_fault": forms.not_a_time()}
        return render_template("reminders/page.html", **_values(**shown)), 422
    quiet_from, quiet_to = map(forms.clock_time, typed)
    wishes.set_quiet(session, guard.person().id or 0, quiet_from=quiet_from, quiet_to=quiet_to)
    session.commit()
    notices.keep(Notice(_("Saved.")))
    return _back()


@bp.post("/reminders/switch")
def switch() -> ResponseReturnValue:
    """Turn discreet messages, or notes beside an answer, on or off."""
    session, user_id = web.session(), guard.person().id or 0
    which, is_on = request.form.get("which", ""), request.form.get("on") == "y"
    match which:
        case "discreet":
            wishes.set_discreet(session, user_id, is_on=is_on)
        case "notes":
            wishes.set_notes(session, user_id, is_on=is_on)
        case _:
            abort(400)
    session.commit()
    back = (("which", which), ("on", "" if is_on else "y"))
    notices.keep(Notice(wording.switched(which, is_on=is_on), url=request.path, fields=back))
    return _back()


@bp.post("/reminders/test")
def trial() -> ResponseReturnValue:
    """Send her a test now."""
    channel = forms.read_channel(request.form.get("channel"))
    if channel is None:
        abort(400)
    session = web.session()
    try:
        is_planned = actions.send_trial(session, guard.person(), channel=channel, now=web.now())
    except actions.TooManyTrials:
        notices.keep(Notice(_("That was the fifth test today. Tomorrow you can try again.")))
        return _back()
    session.commit()
    words_said = (
        _("The test is on its way. See below what becomes of it.")
        if is_planned
        else _("A test cannot be sent there now. Texts need your agreement first.")
    )
    notices.keep(Notice(words_said))
    return _back()


@bp.post("/reminders/habits/<int:habit_id>")
def habit(habit_id: int) -> ResponseReturnValue:
    """Drop the reminder of a habit that runs by itself, keep it, or take it up again."""
    session, person = web.session(), guard.person()
    today = accounts.today_of(person, now=web.now())
    try:
        name = checklist.chosen_of(session, person, habit_id=habit_id).name
    except checklist.NoSuchHabit:
        abort(404)
    match request.form.get("do"):
        case "drop":
            wishes.let_go(session, person, habit_id=habit_id)
            fields = (("do", "again"),)
            said = Notice(_("No more reminders of %(habit)s.", habit=name), url=request.path, fields=fields)
        case "keep":
            wishes.go_on(session, person, habit_id=habit_id, today=today)
            said = Notice(_("Bonny goes on reminding you of %(habit)s.", habit=name))
        case "again":
            wishes.take_back(session, person, habit_id=habit_id)
            said = Notice(_("Bonny reminds you of %(habit)s again.", habit=name))
        case _:
            abort(400)
    session.commit()
    notices.keep(said)
    return _back()


@bp.post("/reminders/faults/<int:fault_id>/end")
def try_again(fault_id: int) -> ResponseReturnValue:
    """Write to an address of hers again that did not work."""
    session, person = web.session(), guard.person()
    found = next((each for each in ways.faults_of(session, person) if each.id == fault_id), None)
    if found is None:
        abort(404)
    faults.end(session, person.id or 0, channel=found.channel, address=found.address, now=web.now())
    session.commit()
    notices.keep(Notice(_("Bonny tries it again with the next reminder.")))
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("reminders.page"), 303)
