"""Pages where a signed-in person adds an email or a number: typed, proved by a code, then hers."""

from flask import Blueprint, redirect, render_template, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import actions, contacts, door, guard
from app.accounts.forms import CodeForm, ContactForm
from app.notices import Notice

bp = Blueprint("contact", __name__)


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
