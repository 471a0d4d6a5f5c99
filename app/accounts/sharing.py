"""A number that several people share: whose it is, and by which names they are told apart. Callers commit."""

from collections.abc import Sequence

from sqlmodel import Session

from app.accounts import actions, queries
from app.accounts.models import User
from app.accounts.queries import MOST_AT_NUMBER
from app.rules import plants

LONGEST_NAME = 12


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


def called(user_name: str) -> str:
    """The name as texts show it: the first word, of a long one the beginning."""
    return first_name(user_name)[:LONGEST_NAME].rstrip("-'’.")


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are shown alike; case and accents do not tell people apart."""
    return plants.fold(called(one)) == plants.fold(called(other))


def is_taken(session: Session, user: User, *, name: str) -> bool:
    """Whether somebody else who is texted at her number goes by this name already."""
    others = queries.people_at(session, user.number) if user.number else ()
    return any(each.id != user.id and is_same_name(name, each.name) for each in others)


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
    before, user.name, user.phone, user.shared_phone = user.phone, name, None, number
    session.add(user)
    session.flush()
    actions.end_sharing(session, before)


def lock_people(session: Session, number: str) -> Sequence[User]:
    """Everybody who is texted at this number, locked in the order of their ids: none waits crosswise.

    They are read again once they are held, for the number may have been let go meanwhile.
    """
    for user_id in sorted(each.id or 0 for each in queries.people_at(session, number)):
        actions.lock_person(session, user_id)
    return queries.people_at(session, number)
