"""Pages where a signed-in person adds an email or a number: typed, proved by a code, then hers."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import actions, contacts, door, guard, queries, sharing
from app.accounts.forms import CodeForm, ContactForm, ShareForm
from app.accounts.models import SignInCode
from app.messages.models import Channel
from app.notices import Notice

bp = Blueprint("contact", __name__)
SHARED_WITHIN = timedelta(hours=1)


@bp.route("/settings/contact", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Take the new email or number and send a code there."""
    form = ContactForm()
    if form.validate_on_submit():
        try:
            contact = door.read_contact(form.contact.data or "")
            form_session["contact_code_id"] = door.ask_code(contact, may_enter=True)
        except door.REFUSALS as error:
            form.contact.errors = [door.why_not(error)]
            return _ask_page(form, door.status_of(error))
        else:
            form_session["contact"] = contact.address
            return redirect(url_for("contact.prove"), 303)
    return _ask_page(form, 422 if form.errors else 200)


def _ask_page(form: ContactForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/contact.html", form=form), status


@bp.route("/settings/contact/code", methods=["GET", "POST"])
def prove() -> ResponseReturnValue:
    """Take the six digits; the contact is hers then."""
    code_id = form_session.get("contact_code_id")
    if code_id is None:
        return redirect(url_for("contact.ask"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            contact = door.use_code(code_id, form.code.data or "")
            actions.add_contact(web.session(), guard.person(), contact=contact)
        except actions.WrongCode as error:
            form.code.errors = [door.wrong_code(error.left)]
        except actions.ContactIsTaken:
            web.session().rollback()
            if contact.channel is Channel.SMS:
                form_session["shared_code_id"] = form_session.pop("contact_code_id")
                return redirect(url_for("contact.share"), 303)
            form.code.errors = [
                _("This contact belongs to another account here. Sign in with it, or use another.")
            ]
        else:
            return _added(contact)
    return door.code_page(form, back=url_for("contact.ask"), is_sure=True)


def _added(contact: contacts.Contact) -> ResponseReturnValue:
    web.session().commit()
    form_session.pop("contact_code_id")
    notices.keep(
        Notice(_("%(contact)s is yours now. You can sign in and be reminded there.", contact=contact.address))
    )
    return redirect(url_for("reminders.page"), 303)


@bp.route("/settings/contact/share", methods=["GET", "POST"])
def share() -> ResponseReturnValue:
    """Say that the number she has just proved is another person's, and let her share it."""
    code = _proved_number()
    if code is None:
        return redirect(url_for("contact.ask"), 303)
    form = ShareForm(name=guard.person().name)
    if form.validate_on_submit():
        try:
            sharing.share(web.session(), guard.person(), number=code.address, name=form.name.data or "")
        except ValueError as error:
            web.session().rollback()
            form.name.errors = [_why_not_shared(error)]
        else:
            return _shared(code)
    values = {"number": code.address, "first_name": sharing.first_name(guard.person().name)}
    return render_template("accounts/share.html", form=form, **values), 422 if form.errors else 200


def _proved_number() -> SignInCode | None:
    code_id = form_session.get("shared_code_id")
    return code_id and queries.proved_code(web.session(), code_id, since=web.now() - SHARED_WITHIN)


def _why_not_shared(error: ValueError) -> str:
    if isinstance(error, sharing.NoOtherDoor):
        return _("A shared number does not sign you in. Please add an email first, then share the number.")
    if isinstance(error, sharing.NameIsTaken):
        return _("Somebody with this name is texted there already. Please choose another first name.")
    if isinstance(error, sharing.TooMany):
        return _("As many people as can share a number share this one. Please use another number.")
    return _("Each person at a shared number needs a name. Please ask the other one to add theirs first.")


def _shared(code: SignInCode) -> ResponseReturnValue:
    code.spent_at = web.now()
    web.session().add(code)
    web.session().commit()
    form_session.pop("shared_code_id")
    notices.keep(
        Notice(_("You share %(number)s now. Texts there begin with your name.", number=code.address))
    )
    return redirect(url_for("reminders.page"), 303)
