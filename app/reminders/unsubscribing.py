"""The signed link under every email that ends its reminders with one button, signed in or not."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from app.config import Settings

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


def address_of(settings: Settings, user_id: int, slot_id: int) -> str:
    """The whole address that ends a slot's emails."""
    return f"{settings.public_url}{PATH}{token_of(settings.secret_key, Link(user_id, slot_id))}"


def headers(address: str) -> tuple[tuple[str, str], ...]:
    """What lets a mail program show a button of its own (RFC 8058)."""
    return (
        ("List-Unsubscribe", f"<{address}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )


def read(key: str, token: str) -> Link:
    """What a token says. Raises BadLink."""
    try:
        user_id, slot_id = URLSafeSerializer(key, salt=SALT).loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise BadLink from error
    return Link(int(user_id), int(slot_id))
