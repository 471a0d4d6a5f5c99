"""Pages behind the links of a reminder: done, later, and no more of these. Looking at one changes nothing."""

import logging
import uuid
from datetime import datetime
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app import web, words
from app.checklist import actions, undoing
from app.reminders import answer_links, discreet, pressing, queries, slots, unsubscribing, wishes
from app.reminders import wording as reminder_words
from app.reminders.answer_links import Press
from app.reminders.pressing import Done, Pressed
from app.reminders.views import bp
from app.rules import late

log = logging.getLogger("bonny.reminders")

ONE_CLICK = "One-Click"
UNDO = "undo"


@bp.route(f"{answer_links.PATH}<token>", methods=["GET", "POST"])
@web.public
@web.csrf_exempt
def answer(token: str) -> ResponseReturnValue:
    """One button of a reminder: a page with that button, or what pressing it did."""
    try:
        link = answer_links.read(web.settings().secret_key, token)
    except answer_links.BadLink:
        abort(404)
    pressed = pressing.read(web.session(), link.user_id, delivery_id=link.delivery_id, now=web.now())
    if pressed is None:
        abort(404)
    with force_locale(pressed.user.locale):
        if request.method in web.READING_METHODS:
            return _question(token, link.press, pressed)
        if request.form.get("do") == UNDO and link.press is Press.DONE:
            return _undo(token, pressed)
        return _done(token, pressed) if link.press is Press.DONE else _later(token, pressed)


def _question(token: str, press: Press, pressed: Pressed) -> ResponseReturnValue:
    if not pressed.is_answerable(web.now()):
        return _said(token, _too_old())
    sheet = pressing.sheet_of(web.session(), pressed)
    rows = pressing.open_of(sheet, pressed)
    day = "" if pressed.day == pressed.today else words.long_day(pressed.day)
    return _page(token, press=press.value, rows=rows, day=day)


def _too_old() -> str:
    return _("This reminder is from some days ago, so nothing was recorded. Open the day to tick it.")


def _done(token: str, pressed: Pressed) -> ResponseReturnValue:
    session = web.session()
    try:
        done = pressing.done(session, pressed, now=web.now(), made_at=_made_at())
    except pressing.TooLate:
        return _said(token, _too_old(), 409)
    session.commit()
    log.info("reminder answered", extra={"user_id": pressed.user.id, "delivery": pressed.delivery.id})
    if not done.habit_ids:
        return _said(token, _("All of it was recorded already."))
    return _said(token, _recorded(pressed, done), batch=done.batch)


def _made_at() -> datetime | None:
    """When she pressed the button of a notification without a network, by our clock; None otherwise."""
    try:
        told, sent_at = (datetime.fromisoformat(request.form[name]) for name in ("made_at", "sent_at"))
        return late.made_at(told, error=late.clock_error(sent_at, now=web.now()), now=web.now())
    except (KeyError, ValueError, OverflowError):
        return None


def _recorded(pressed: Pressed, done: Done) -> str:
    """What was recorded; a notification of a discreet person shows it on her screen, so it names nothing."""
    if _is_for_notification() and wishes.of(web.session(), pressed.user.id or 0).is_discreet:
        return discreet.recorded(len(done.habit_ids))
    sheet = pressing.sheet_of(web.session(), pressed)
    rows = [row for row in map(sheet.row, done.habit_ids) if row is not None]
    return _("Recorded: %(habits)s.", habits=reminder_words.listed([row.chosen.name for row in rows]))


def _undo(token: str, pressed: Pressed) -> ResponseReturnValue:
    session, batch = web.session(), request.form.get("batch", "")
    if not pressed.is_answerable(web.now()):
        return _said(token, _too_old(), 409)
    taken_back = undoing.undo(
        session,
        pressed.user,
        batch=batch,
        uuid_of_undo=actions.derived_uuid(str(uuid.NAMESPACE_OID), f"{UNDO}/{batch}"),
        source=pressing.source_of(pressed),
        today=pressed.today,
        now=web.now(),
    )
    session.commit()
    if not taken_back:
        return _said(token, _("It was changed since, so it stays as it is."))
    return _said(token, _("Taken back."))


def _later(token: str, pressed: Pressed) -> ResponseReturnValue:
    session = web.session()
    try:
        at = pressing.later(session, pressed, now=web.now())
    except pressing.WouldBeQuiet:
        return _said(
            token, _("It is late for today: Bonny asks again tomorrow. You can still tick today’s list.")
        )
    except pressing.TooLate:
        sentence = _("This reminder is from another day. The next one comes at its usual time.")
        return _said(token, sentence, 409)
    session.commit()
    at_time = words.clock_time(words.local(at, pressed.user.zone))
    return _said(token, _("Bonny asks again at %(time)s.", time=at_time))


def _said(token: str, sentence: str, status: int = 200, *, batch: str = "") -> ResponseReturnValue:
    """What it did: a line for a notification, a page for a browser."""
    if _is_for_notification():
        return Response(sentence, status, mimetype="text/plain")
    return _page(token, said=sentence, batch=batch), status


def _is_for_notification() -> bool:
    """Whether a line of words is asked for, not a page."""
    return request.accept_mimetypes.best_match(["text/html", "text/plain"]) == "text/plain"


def _page(token: str, **values: Any) -> str:
    return render_template("reminders/answer.html", token=token, **values)


@bp.route(f"{unsubscribing.PATH}<token>", methods=["GET", "POST"])
@web.public
@web.csrf_exempt
def unsubscribe(token: str) -> ResponseReturnValue:
    """End an email's reminders: looking shows a button, only pressing it does something (RFC 8058)."""
    session = web.session()
    try:
        link = unsubscribing.read(web.settings().secret_key, token)
    except unsubscribing.BadLink:
        abort(404)
    if request.method == "POST":
        slots.switch_off(session, link.user_id, slot_id=link.slot_id)
        session.commit()
        log.info("unsubscribed", extra={"user_id": link.user_id, "slot_id": link.slot_id})
        if request.form.get("List-Unsubscribe") == ONE_CLICK:
            return Response("", mimetype="text/plain")  # a mail program follows no redirect
        return redirect(url_for("reminders.unsubscribe", token=token), 303)
    slot = queries.slot_of(session, link.user_id, slot_id=link.slot_id)
    return render_template("reminders/unsubscribe.html", is_on=slot is not None and slot.is_active)
