"""Pages around a care partner: hers, and the two that the links in the partner's emails open."""

import logging

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard
from app.notices import Notice
from app.reminders import partner_actions as actions
from app.reminders import partner_forms as forms
from app.reminders import partner_letters as letters
from app.reminders import partner_links as links
from app.reminders import partner_queries as queries
from app.reminders import partner_wording as wording
from app.reminders.models import CarePartner
from app.reminders.partner_forms import PartnerForm
from app.reminders.partner_links import Use
from app.reminders.partner_wording import Card

bp = Blueprint("partner", __name__)
log = logging.getLogger("bonny.reminders")

ONE_CLICK = "One-Click"


@bp.route("/reminders/partner", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    """Whom she asked, how it stands, and the form that asks somebody."""
    form = PartnerForm()
    if form.validate_on_submit():
        try:
            return _invite(form)
        except actions.Refused as error:
            web.session().rollback()
            form.email.errors = [wording.refusal(error)]
    return _page(form), 422 if form.errors else 200


def _invite(form: PartnerForm) -> ResponseReturnValue:
    session, person = web.session(), guard.person()
    partner = actions.invite(
        session,
        person,
        name=form.name.data or "",
        email=form.address(),
        silent_days=int(form.silent_days.data),
        now=web.now(),
    )
    session.commit()
    log.info("partner invited", extra={"user_id": person.id, "partner_id": partner.id})
    notices.keep(Notice(_("%(name)s is being asked by email.", name=partner.name)))
    return redirect(url_for("partner.page"), 303)


def _page(form: PartnerForm) -> str:
    person = guard.person()
    partners = queries.partners_of(web.session(), person.id or 0, now=web.now())
    cards = [_card(each) for each in partners if queries.is_running(each, now=web.now())]
    ended = [wording.over(each, person) for each in partners if not queries.is_running(each, now=web.now())]
    choices = [(str(days), wording.days(days)) for days in range(forms.FEWEST_DAYS, forms.MOST_DAYS + 1)]
    return render_template(
        "partner/page.html",
        form=form,
        cards=cards,
        ended=ended,
        choices=choices,
        has_room=len(cards) < queries.MOST_PARTNERS or bool(form.errors),
    )


def _card(partner: CarePartner) -> Card:
    session, person = web.session(), guard.person()
    user_id, partner_id = person.id or 0, partner.id or 0
    return wording.card(
        partner,
        person,
        invitation=queries.invitation_of(session, user_id, partner_id=partner_id),
        note=queries.last_note(session, user_id, partner_id=partner_id),
    )


@bp.post("/reminders/partner/<int:partner_id>/confirm")
def confirm(partner_id: int) -> ResponseReturnValue:
    """She lets Bonny write to who said yes."""
    session, person = web.session(), guard.person()
    try:
        is_on = actions.confirm(session, person, partner_id=partner_id, now=web.now())
    except queries.NoSuchPartner:
        abort(404)
    session.commit()
    if is_on:
        log.info("partner confirmed", extra={"user_id": person.id, "partner_id": partner_id})
        notices.keep(Notice(_("It is on. You can end it here at any time.")))
    return redirect(url_for("partner.page"), 303)


@bp.post("/reminders/partner/<int:partner_id>/end")
def end(partner_id: int) -> ResponseReturnValue:
    """She ends it, or takes back the question."""
    session, person = web.session(), guard.person()
    try:
        partner = actions.end(session, person, partner_id=partner_id, now=web.now())
    except queries.NoSuchPartner:
        abort(404)
    session.commit()
    log.info("partner ended", extra={"user_id": person.id, "partner_id": partner_id})
    told = _("It has ended, and %(name)s is told.", name=partner.name)
    notices.keep(Notice(told if partner.accepted_at else _("The question is taken back.")))
    return redirect(url_for("partner.page"), 303)


@bp.route(f"{links.ANSWER_PATH}<token>", methods=["GET", "POST"])
@web.public
def answer(token: str) -> ResponseReturnValue:
    """The question to the partner: looking changes nothing, only a button answers."""
    partner_id = _partner_id(Use.ANSWER, token)
    if request.method == "POST":
        session = web.session()
        if request.form.get("answer") == actions.YES:
            actions.accept(session, partner_id, now=web.now())
        elif request.form.get("answer") == actions.NO:
            actions.leave(session, partner_id, now=web.now())
        else:
            abort(400)
        session.commit()
        log.info("partner answered", extra={"partner_id": partner_id})
        return redirect(url_for("partner.answer", token=token), 303)
    return _partners_page("partner/answer.html", partner_id)


@bp.route(f"{links.END_PATH}<token>", methods=["GET", "POST"])
@web.public
@web.csrf_exempt
def leave(token: str) -> ResponseReturnValue:
    """End a partner's emails: looking shows a button, only pressing it does something (RFC 8058)."""
    partner_id = _partner_id(Use.END, token)
    if request.method == "POST":
        session = web.session()
        actions.leave(session, partner_id, now=web.now())
        session.commit()
        log.info("partner left", extra={"partner_id": partner_id})
        if request.form.get("List-Unsubscribe") == ONE_CLICK:
            return Response("", mimetype="text/plain")  # a mail program follows no redirect
        return redirect(url_for("partner.leave", token=token), 303)
    return _partners_page("partner/leave.html", partner_id)


def _partner_id(use: Use, token: str) -> int:
    try:
        return links.read(web.settings().secret_key, use, token=token)
    except links.BadLink:
        abort(404)


def _partners_page(template: str, partner_id: int) -> str:
    """A page for the partner; 404 when the account is gone."""
    found = queries.with_person(web.session(), partner_id)
    if found is None:
        abort(404)
    partner, user = found
    end = links.token_of(web.settings().secret_key, Use.END, partner_id=partner_id)
    return render_template(
        template,
        partner=partner,
        is_open=queries.is_running(partner, now=web.now()),
        person_name=letters.plain(user.name),
        silent_days=wording.days(partner.silent_days),
        end_url=url_for("partner.leave", token=end),
    )
