"""Which cautions are put to her when she chooses a habit: those for her conditions, each of them once."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, delete, select

from app import database
from app.accounts.models import User
from app.catalogue.entries import Caution, HabitEntry
from app.checklist.models import Asked


def touching(user: User, entry: HabitEntry) -> tuple[Caution, ...]:
    """The cautions for everyone and for what she ticked, in the catalogue's order."""
    return entry.cautions_for(user.conditions or ())


def waiting(session: Session, user: User, entry: HabitEntry) -> tuple[Caution, ...]:
    """Those she has to ask about before she begins, and has not said that she has."""
    mine = [each for each in touching(user, entry) if each.is_asked]
    if not mine:
        return ()
    asked = set(
        session.exec(select(Asked.condition).where(Asked.user_id == user.id, Asked.slug == entry.slug)).all()
    )
    return tuple(each for each in mine if each.condition not in asked)


def settle(session: Session, user: User, entry: HabitEntry, asked: Sequence[Caution], *, today: date) -> None:
    """Remember that she has asked about these."""
    for caution in asked:
        values = {
            "user_id": user.id,
            "slug": entry.slug,
            "condition": caution.condition,
            "asked_on": today,
        }
        database.upsert(session, Asked, values, key=("user_id", "slug", "condition"), update=False)


def set_conditions(session: Session, user: User, *, ticked: Sequence[str]) -> None:
    """Keep what applies to her health, and nothing of what does not any more: no log, no "I have asked"."""
    user.conditions = list(ticked)
    session.add(user)
    session.exec(
        delete(Asked).where(col(Asked.user_id) == user.id, col(Asked.condition).not_in(user.conditions))
    )
    session.flush()
