"""The signed links of a reminder's buttons: "done" and "later", by email and notification.

Looking at one changes nothing; posting to it does. It stands for one reminder of one person, and is good as
long as an answer by text would be.
"""

from dataclasses import dataclass
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer

from app.config import Settings
from app.messages.models import Delivery

PATH = "/answer/"
SALT = "answer"


class Press(StrEnum):
    """What a button says."""

    DONE = "done"
    LATER = "later"


class BadLink(ValueError):
    """The link was not made here, or is not whole."""


@dataclass(frozen=True, slots=True)
class Link:
    """Which reminder of whom a button answers."""

    user_id: int
    delivery_id: int
    press: Press


def token_of(key: str, link: Link) -> str:
    """The last part of the link's address."""
    return str(URLSafeSerializer(key, salt=SALT).dumps([link.user_id, link.delivery_id, link.press.value]))


def read(key: str, token: str) -> Link:
    """What a token says. Raises BadLink."""
    try:
        user_id, delivery_id, press = URLSafeSerializer(key, salt=SALT).loads(token)
        return Link(int(user_id), int(delivery_id), Press(press))
    except (BadSignature, ValueError, TypeError) as error:
        raise BadLink from error


def urls(settings: Settings, delivery: Delivery) -> dict[str, str]:
    """The addresses of both buttons of a reminder, by the names that templates use."""
    made = {
        press: token_of(settings.secret_key, Link(delivery.user_id or 0, delivery.id or 0, press))
        for press in Press
    }
    return {f"{press.value}_url": f"{settings.public_url}{PATH}{token}" for press, token in made.items()}
