"""Pages of the accounts room: the door, sign-up, sign-out, invitations."""

import logging
from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app import web
from app.accounts import actions, contacts, door, guard, links, opening, queries
from app.accounts.forms import CodeForm, ContactForm, SignUpForm, zones
from app.accounts.models import SignInCode
from app.config import SignUp
from app.messages import consent
from app.messages.models import Channel

bp = Blueprint("accounts", __name__)
log = logging.getLogger("bonny.accounts")

SIGN_UP_WITHIN = timedelta(hours=1)
CONSENT_VERSION = "2026-11"


def consent_words() -> str:
    """What she agrees to when she ticks the box for texts, in exactly the words she sees."""
    return _(
        "Yes, Bonny may text me reminders at this number, up to 3 messages a day. Message and data rates may "
        "apply. I can text STOP at any time to end them, HELP for help. It is not needed to use Bonny."
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@web.public
def sign_in() -> ResponseReturnValue:
    """Ask for an email or a number and send a code there."""
    if guard.visitor() is not None:
        return redirect(guard.safe_target(request.args.get("next")), 303)
    form = ContactForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            contact = door.read_contact(form.contact.data or "")
            may_enter = queries.person_with(web.session(), contact) is not None or _may_sign_up(contact)
            form_session["code_id"] = door.ask_code(contact, may_enter=may_enter)
        except door.REFUSALS as error:
            form.contact.errors = [door.why_not(error)]
            return _sign_in_page(form, door.status_of(error))
        else:
            form_session["contact"] = contact.address
            return redirect(url_for("accounts.code", next=form.next.data or None), 303)
    return _sign_in_page(form, 422 if form.errors else 200)


def _sign_in_page(form: ContactForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/sign-in.html", form=form), status


def _may_sign_up(contact: contacts.Contact) -> bool:
    return actions.may_sign_up(
        web.session(),
        contact=contact,
        mode=web.settings().sign_up,
        operator_email=web.settings().operator_email,
        invitation=form_session.get("invitation", ""),
        now=web.now(),
    )


@bp.route("/sign-in/code", methods=["GET", "POST"])
@web.public
def code() -> ResponseReturnValue:
    """Take the six digits; a known person is in, a new one goes on to sign up."""
    code_id = form_session.get("code_id")
    if code_id is None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            contact = door.use_code(code_id, form.code.data or "")
        except actions.WrongCode as error:
            form.code.errors = [door.wrong_code(error.left)]
        else:
            return _proved_contact(contact, code_id, form.next.data)
    return door.code_page(form, back=url_for("accounts.sign_in"))


def _proved_contact(contact: contacts.Contact, code_id: int, target: str | None) -> ResponseReturnValue:
    person = queries.person_with(web.session(), contact)
    if person is not None:
        return _enter(person.id or 0, guard.safe_target(target))
    form_session["proved_id"] = code_id
    form_session.pop("code_id")
    return redirect(url_for("accounts.sign_up"), 303)


def _enter(user_id: int, target: str) -> ResponseReturnValue:
    """A new device for her: a fresh token, and nothing of the browser's old session."""
    session = web.session()
    person = queries.person(session, user_id)
    if person is None:
        return redirect(url_for("accounts.sign_in"), 303)
    token = actions.sign_in(session, person, now=web.now())
    session.commit()
    log.info("signed in", extra={"user_id": user_id})
    response = make_response(redirect(target, 303))
    guard.remember(response, token)
    return response


@bp.route("/sign-up", methods=["GET", "POST"])
@web.public
def sign_up() -> ResponseReturnValue:
    """Name, time zone and the box for texts; opens the account."""
    proved = _proved()
    if proved is None:
        return redirect(url_for("accounts.sign_in"), 303)
    if not _may_sign_up(contacts.Contact(proved.channel, proved.address)):
        return render_template("accounts/closed.html"), 403
    form = SignUpForm()
    form.zone.choices = [(zone, zone) for zone in zones()]
    if not form.validate_on_submit():
        return _sign_up_page(form, proved)
    session = web.session()
    try:
        person_id = _open_account(form, proved)
    except actions.ContactIsTaken:
        session.rollback()
        return redirect(url_for("accounts.sign_in"), 303)
    return _enter(person_id, url_for("habits.choose"))


def _proved() -> SignInCode | None:
    code_id = form_session.get("proved_id")
    if code_id is None:
        return None
    return queries.proved_code(web.session(), code_id, since=web.now() - SIGN_UP_WITHIN)


def _sign_up_page(form: SignUpForm, proved: SignInCode) -> ResponseReturnValue:
    is_text = proved.channel is Channel.SMS
    words = consent_words() if is_text else ""
    page = render_template("accounts/sign-up.html", form=form, is_text=is_text, consent_words=words)
    return page, 422 if form.errors else 200


def _open_account(form: SignUpForm, proved: SignInCode) -> int:
    session, locale = web.session(), get_locale()
    person = actions.NewPerson(
        name=form.name.data or "",
        zone=form.zone.data,
        locale=str(locale),
        week_start=opening.week_start_in(getattr(locale, "territory", None)),
        sight=guard.seen_by(),
    )
    user = actions.sign_up(
        session, code=proved, person=person, invitation=form_session.get("invitation", ""), now=web.now()
    )
    if SignUpForm.wants_texts(proved.channel, form):
        consent.give(
            session,
            user_id=user.id or 0,
            channel=Channel.SMS,
            address=proved.address,
            words=consent_words(),
            words_version=CONSENT_VERSION,
            source="sign-up",
            proved_by=f"code {proved.id}",
            now=web.now(),
        )
    session.commit()
    log.info("account opened", extra={"user_id": user.id})
    return user.id or 0


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Forget this device; its script says where it took notifications."""
    session = web.session()
    endpoint = request.form.get("endpoint", "")
    actions.sign_out(session, guard.person().id or 0, token=guard.token(), endpoint=endpoint)
    session.commit()
    return _leave(_("You are signed out."))


@bp.post("/sign-out/everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """Forget all her devices."""
    session = web.session()
    actions.sign_out_everywhere(session, guard.person().id or 0)
    session.commit()
    return _leave(_("You are signed out on every device."))


def _leave(words: str) -> ResponseReturnValue:
    response = make_response(redirect(url_for("accounts.sign_in"), 303))
    guard.forget(response)
    flash(words)
    return response


@bp.route(f"{links.PATH}<token>", methods=["GET", "POST"])
@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
@web.public
def link(token: str) -> ResponseReturnValue:
    """A link that signs in by one button: opening it, as mail scanners do, changes nothing."""
    if request.method == "GET":
        return render_template("accounts/link.html")
    user_id = links.use(web.session(), token, now=web.now())
    if user_id is None:
        words = _("It was used, or is older than a day. Ask for a code instead.")
        return web.page_of_error(404, _("This link is over"), words)
    return _enter(user_id, url_for("checklist.today"))


@bp.get("/invitation/<token>")
@web.public
def invitation(token: str) -> ResponseReturnValue:
    """Remember an invitation on the way to the door."""
    if queries.invitation_with(web.session(), token, now=web.now()) is None:
        return render_template("accounts/closed.html"), 404
    form_session["invitation"] = token
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/invitations")
def invite() -> ResponseReturnValue:
    """Make an invitation link and show it once; the operator's alone."""
    if not guard.person().is_operator or web.settings().sign_up is SignUp.CLOSED:
        return web.page_of_error(404, _("There is no such page"), _("Your record is safe."))
    session = web.session()
    token = actions.invite(session, by=guard.person().id, now=web.now())
    session.commit()
    link = web.settings().public_url + url_for("accounts.invitation", token=token)
    return render_template("accounts/invitation.html", link=link)
