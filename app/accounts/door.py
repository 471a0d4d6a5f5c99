"""What every page that asks for a code shares: reading the contact, sending the code, taking the digits."""

import logging

from flask import render_template, request
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app import web
from app.accounts import actions, contacts, secrets
from app.accounts.forms import CodeForm

log = logging.getLogger("bonny.accounts")
REFUSALS = (contacts.BadContact, actions.TooManyCodes, actions.TextsUsedUp)


def read_contact(text: str) -> contacts.Contact:
    """The contact she typed, a number without its country read as one of ours. Raises BadContact."""
    countries = web.settings().sms_countries
    region = min(countries) if len(countries) == 1 else getattr(get_locale(), "territory", None)
    return contacts.read(text, countries=countries, region=region)


def why_not(error: Exception) -> str:
    """What to say when no code goes out."""
    if isinstance(error, actions.TooManyCodes):
        return _("Several codes were asked for already. Wait an hour, then ask for a new one.")
    if isinstance(error, actions.TextsUsedUp):
        return _("No more codes can go out by text today. Use your email, or try again tomorrow.")
    fault = error.fault if isinstance(error, contacts.BadContact) else contacts.Fault.NEITHER
    return {
        contacts.Fault.EMPTY: _("Type your email or mobile number."),
        contacts.Fault.NEITHER: _(
            "This is neither an email nor a mobile number. An email looks like anna@example.com."
        ),
        contacts.Fault.NO_COUNTRY: _(
            "Begin the number with + and your country's code, such as +44 7700 900123."
        ),
        contacts.Fault.NOT_A_NUMBER: _(
            "This number is not complete, or has a digit too many. Please check it."
        ),
        contacts.Fault.LANDLINE: _("This number cannot receive texts. Use a mobile number, or your email."),
        contacts.Fault.COUNTRY: _("Bonny cannot send texts to this country. Please use your email."),
    }[fault]


def status_of(error: Exception) -> int:
    """Too many requests, or a field to mend."""
    return 422 if isinstance(error, contacts.BadContact) else 429


def ask_code(contact: contacts.Contact, *, may_enter: bool) -> int:
    """Send a code, or do as if; the code's id. Commits. Raises TooManyCodes or TextsUsedUp."""
    session, settings = web.session(), web.settings()
    asker_hash = secrets.keyed_hash(settings.secret_key, "asker", request.remote_addr)
    code_id = actions.ask_code(
        session,
        contact=contact,
        asker=actions.Asker(address_hash=asker_hash, locale=str(get_locale())),
        may_enter=may_enter,
        texts_a_day=settings.sms_codes_per_day,
        now=web.now(),
    )
    session.commit()
    log.info("code asked", extra={"code_id": code_id, "channel": contact.channel.value})
    return code_id


def use_code(code_id: int, digits: str) -> contacts.Contact:
    """The contact the digits prove. Commits, so that a wrong try counts too. Raises WrongCode."""
    session = web.session()
    try:
        return actions.use_code(session, code_id, digits=digits, key=web.settings().secret_key, now=web.now())
    finally:
        session.commit()


def wrong_code(left: int) -> str:
    """What to say when the digits do not fit."""
    if left == 0:
        return _("This code is not valid any more. Ask for a new one.")
    return _("That code does not fit. Check the newest message and try again.")


def code_page(form: CodeForm, *, back: str, is_sure: bool = False) -> ResponseReturnValue:
    """The page that takes the digits; ``back`` is where another code can be asked for.

    ``is_sure`` may be said only to a person who is signed in: that a code was sent.
    """
    contact = form_session.get("contact", "")
    settings = web.settings()
    page = render_template(
        "accounts/code.html",
        form=form,
        contact=contact,
        is_text="@" not in contact,
        letterbox=settings.has_letterbox and settings.is_own_machine,
        back=back,
        is_sure=is_sure,
    )
    return page, 422 if form.errors else 200
