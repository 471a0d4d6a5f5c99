"""A number that several people share: whose it is, and by which names they are told apart. Callers commit."""

from sqlmodel import Session

from app.accounts import actions, queries
from app.accounts.models import User
from app.accounts.queries import MOST_AT_NUMBER
from app.rules import plants


class NameIsTaken(ValueError):
    """Somebody who is texted at this number already goes by the same first name."""


class NoName(ValueError):
    """Somebody there has no name yet, so nobody could say whose an answer is."""


class NoOtherDoor(ValueError):
    """A shared number signs nobody in, and she has no email that would."""


class TooMany(ValueError):
    """As many people share this number as may."""


def first_name(user_name: str) -> str:
    """The first word of a name: what an answer from a shared number begins with."""
    return (user_name.split() or [""])[0].strip(".,:;!")


def is_same_name(one: str, other: str) -> bool:
    """Whether two names begin alike; case and accents do not tell people apart."""
    return plants.fold(first_name(one)) == plants.fold(first_name(other))


def share(session: Session, user: User, *, number: str, name: str) -> None:
    """Let her be texted at another's number, which she proved; it takes the place of a number of her own.

    Raises NoOtherDoor, TooMany, NoName and NameIsTaken.
    """
    others = [each for each in queries.people_at(session, number) if each.id != user.id]
    for other in others[:1]:
        actions.lock_person(session, other.id or 0)
    if user.email is None:
        raise NoOtherDoor
    if len(others) >= MOST_AT_NUMBER:
        raise TooMany
    if not all(plants.fold(first_name(each)) for each in (name, *(other.name for other in others))):
        raise NoName
    if any(is_same_name(name, other.name) for other in others):
        raise NameIsTaken
    user.name, user.phone, user.shared_phone = name, None, number
    session.add(user)
    session.flush()
