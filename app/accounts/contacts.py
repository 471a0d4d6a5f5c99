"""What she typed at the door -> an email address or a mobile number, or why it is neither."""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from app.messages.models import Channel

EMAIL = re.compile(r"[^@\s<>\"(),:;\[\]\\]{1,64}@(?:[^@\s.<>\"(),:;\[\]\\]+\.)+[^@\s.<>\"(),:;\[\]\\\d]{2,}")
LONGEST_EMAIL = 254
MOBILE = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE})


class Fault(StrEnum):
    """Why a contact cannot be used."""

    EMPTY = "empty"
    NEITHER = "neither"
    NO_COUNTRY = "no_country"
    NOT_A_NUMBER = "not_a_number"
    LANDLINE = "landline"
    COUNTRY = "country"


class BadContact(ValueError):
    """The text is no address or number that we can send a code to."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Contact:
    """Where she can be reached: an email in lower case, or a number in E.164."""

    channel: Channel
    address: str


def read(text: str, *, countries: frozenset[str], region: str | None) -> Contact:
    """The contact a text means.

    ``countries`` are those texts may go to (empty: all); ``region`` is the country of a number that is
    typed without its own. Raises BadContact.
    """
    text = text.strip()
    if not text:
        raise BadContact(Fault.EMPTY)
    if "@" in text:
        if len(text) > LONGEST_EMAIL or not EMAIL.fullmatch(text):
            raise BadContact(Fault.NEITHER)
        return Contact(Channel.EMAIL, text.lower())
    if not any(character.isdigit() for character in text):
        raise BadContact(Fault.NEITHER)
    return Contact(Channel.SMS, _number(text, countries, region))


def _number(text: str, countries: frozenset[str], region: str | None) -> str:
    if text.startswith("00"):
        text = "+" + text[2:]
    if region is None and not text.startswith("+"):
        raise BadContact(Fault.NO_COUNTRY)
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise BadContact(Fault.NOT_A_NUMBER) from error
    if not phonenumbers.is_valid_number(number):
        raise BadContact(Fault.NOT_A_NUMBER)
    if phonenumbers.number_type(number) not in MOBILE:
        raise BadContact(Fault.LANDLINE)
    if countries and phonenumbers.region_code_for_number(number) not in countries:
        raise BadContact(Fault.COUNTRY)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
