"""Texts of hers with what they recorded, written as the door for texts writes them."""

import itertools
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import actions, journal, notes, spells
from app.checklist.actions import Change, derived_uuid
from app.checklist.journal import Edit
from app.checklist.models import ChangeKind, PlanKind, Source
from app.reminders.models import InboundText, Meaning
from app.rules.marks import Skip
from app.rules.spells import Stretch
from tests import make
from tests.reminders.steps import MORNING

NAMESPACE = "6ba7b812-9dad-11d1-80b4-00c04fd430c8"
_count = itertools.count(1)


def make_text(
    session: Session, user: User, body: str = "1", *, at: datetime = MORNING, **over: Any
) -> InboundText:
    """A text of hers that was taken at that instant."""
    number = next(_count)
    values = {
        "message_sid": f"SM{number}",
        "user_id": user.id,
        "sender_hash": "h" * 64,
        "body": body,
        "received_at": at,
        "meaning": Meaning.RECORD,
        "batch": derived_uuid(NAMESPACE, number),
    }
    text = InboundText(**{**values, **over})
    session.add(text)
    session.commit()
    return text


def make_unclear(session: Session, user: User, body: str, **over: Any) -> InboundText:
    """A text that was not understood."""
    return make_text(session, user, body, meaning=Meaning.UNCLEAR, batch=None, **over)


def record(session: Session, user: User, text: InboundText, *changes: Change) -> int:
    """What the text recorded; its id, for a look at the row after that would hold the database."""
    text_id = text.id or 0
    actions.apply(
        session,
        user,
        changes=changes,
        batch=text.batch or "",
        source=Source.TEXT,
        today=make.TODAY,
        now=text.received_at,
    )
    session.commit()
    return text_id


def change(text: InboundText, habit_id: int, *, day: date = make.TODAY, **over: Any) -> Change:
    """One mark of a text: the goal unless an amount, a skip or a plant is given."""
    kind = ChangeKind.SKIP if "skip" in over else ChangeKind.EAT if "plant" in over else ChangeKind.SET
    name = f"{habit_id}/{day}/{over.get('plant')}"
    return Change(derived_uuid(text.batch or "", name), habit_id, day, kind, **over)


def set_aside(session: Session, user: User, text: InboundText, *, first: date, last: date) -> None:
    """The days that the text set aside: ill."""
    edit = Edit(derived_uuid(text.batch or "", "aside"), PlanKind.SPELL, text.received_at, source=Source.TEXT)
    spell = Stretch(first, last, Skip.ILL)
    spells.set_aside(session, user, spell=spell, today=make.TODAY, edit=edit)
    session.commit()


def write_note(session: Session, user: User, text: InboundText, words: str) -> None:
    """The note that the text left on today."""
    uuid = derived_uuid(text.batch or "", "note")
    edit = Edit(uuid, PlanKind.NOTE, text.received_at, source=Source.TEXT, day=make.TODAY)
    with journal.kept(session, user, edit):
        notes.write(session, user, day=make.TODAY, text=words, now=text.received_at)
    session.commit()
