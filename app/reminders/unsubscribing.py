"""The signed link under every email that ends its reminders with one button, signed in or not."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

PATH = "/unsubscribe/"
SALT = "unsubscribe"


class BadLink(ValueError):
    """The link was not made here, or is not whole."""


@dataclass(frozen=True, slots=True)
class Link:
    """Whose slot a link ends."""

    user_id: int
    slot_id: int


def token_of(key: str, link: Link) -> str:
    """The last part of the link's address. It never expires: an old email must still end them."""
    return str(URLSafeSerializer(key, salt=SALT).dumps([link.user_id, link.slot_id]))


def read(key: str, token: str) -> Link:
    """What a token says. Raises BadLink."""
    try:
        user_id, slot_id = URLSafeSerializer(key, salt=SALT).loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise BadLink from error
    return Link(int(user_id), int(slot_id))
