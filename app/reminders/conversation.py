"""Her last 30 days by text and email: what she wrote, which reminder it answered, what it recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import queries as checklist
from app.checklist.models import ChangeKind, MarkChange, PlanChange, PlanKind
from app.checklist.queries import Chosen
from app.messages.models import Channel, Delivery
from app.reminders import recording
from app.reminders.models import InboundText, Meaning

KEPT = timedelta(days=30)
AN_OPENING = 50
MOST_CHANGES = 2_000


class NoSuchText(LookupError):
    """She has sent no text with this id within the last 30 days."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that a text recorded: a mark, a plant, or days set aside or a note (``edit``).

    ``chosen`` is the habit, None where it is gone. ``is_undo``: the text took it back.
    ``is_taken_back``: it was taken back since.
    """

    day: date
    chosen: Chosen | None = None
    held: dict[str, Any] | None = None
    plant: str | None = None
    edit: PlanChange | None = None
    is_undo: bool = False
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One text of hers. ``day`` was her day when it came, ``about`` the day that its reminder asked about.

    ``answered_at`` is when that reminder was due, None when it answered none that is kept. ``batch`` is empty
    when it changed nothing; ``is_undone``: she took it back.
    """

    id: int
    at: datetime
    words: str
    channel: Channel
    meaning: Meaning
    day: date
    about: date
    answered_at: datetime | None
    records: tuple[Record, ...] = ()
    batch: str = ""
    is_undone: bool = False

    @property
    def can_be_undone(self) -> bool:
        """Whether it recorded something, of which nothing was taken back yet."""
        return bool(self.records) and not (self.is_taken_back or any(each.is_undo for each in self.records))

    @property
    def is_taken_back(self) -> bool:
        """Whether what it recorded was taken back, but for what had been changed again."""
        return self.is_undone or any(each.is_taken_back for each in self.records)

    @property
    def is_changed_since(self) -> bool:
        """Whether a part stayed when the rest was taken back, as something else was recorded since."""
        return self.is_taken_back and not all(each.is_taken_back for each in self.records)


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of the page, newest first; ``earlier`` is the id that the one before it begins below."""

    said: tuple[Said, ...]
    earlier: int | None


def read(session: Session, user: User, *, now: datetime, before: int | None = None) -> Opening:
    """At most 50 of her texts, those older than the text with the id ``before``. At most nine queries.

    Raises NoSuchText.
    """
    found = _texts(session, user, now=now, older=_place(session, user, before, now))
    said = _said(session, user, found[:AN_OPENING])
    return Opening(said, said[-1].id if len(found) > AN_OPENING else None)


def one(session: Session, user: User, *, text_id: int, now: datetime) -> Said:
    """One text of hers; raises NoSuchText, also when it is somebody else's."""
    found = _texts(session, user, now=now, only=col(InboundText.id) == text_id)
    if not found:
        raise NoSuchText(text_id)
    return _said(session, user, found)[0]


_Found = Sequence[tuple[InboundText, Delivery | None]]


def _texts(
    session: Session, user: User, *, now: datetime, older: Any = None, only: Any = None
) -> list[tuple[InboundText, Delivery | None]]:
    """Her texts with the reminders they answered, newest first, one more than an opening shows."""
    query = (
        select(InboundText, Delivery)
        .join(
            Delivery,
            (col(Delivery.id) == col(InboundText.delivery_id)) & (col(Delivery.user_id) == user.id),
            isouter=True,
        )
        .where(InboundText.user_id == user.id, col(InboundText.received_at) > now - KEPT)
        .order_by(col(InboundText.received_at).desc(), col(InboundText.id).desc())
        .limit(AN_OPENING + 1)
    )
    for condition in (older, only):
        query = query if condition is None else query.where(condition)
    return [(text, delivery) for text, delivery in session.exec(query).all()]


def _place(session: Session, user: User, before: int | None, now: datetime) -> Any:
    """The condition of being older than a text of hers."""
    if before is None:
        return None
    at = session.exec(
        select(InboundText.received_at)
        .where(InboundText.id == before, InboundText.user_id == user.id)
        .where(col(InboundText.received_at) > now - KEPT)
    ).first()
    if at is None:
        raise NoSuchText(before)
    received = col(InboundText.received_at)
    return (received <= at) & ((received < at) | (col(InboundText.id) < before))


def _said(session: Session, user: User, found: _Found) -> tuple[Said, ...]:
    batches = [text.batch for text, _ in found if text.batch]
    records = _records(session, user, batches, since=found[-1][0].received_at) if batches else {}
    return tuple(
        Said(
            id=text.id or 0,
            at=text.received_at,
            words=text.body,
            channel=text.channel,
            meaning=text.meaning,
            day=accounts.today_of(user, now=text.received_at),
            about=_about(user, text, delivery),
            answered_at=delivery.due_at if delivery else None,
            records=records.get(text.batch or "", ()),
            batch=text.batch or "",
            is_undone=text.is_undone,
        )
        for text, delivery in found
    )


def _about(user: User, text: InboundText, delivery: Delivery | None) -> date:
    day = accounts.today_of(user, now=text.received_at)
    asked = delivery.payload.get("day") if delivery else None
    return min(date.fromisoformat(asked), day) if asked else day


def _records(
    session: Session, user: User, batches: list[str], *, since: datetime
) -> dict[str, tuple[Record, ...]]:
    """What each batch recorded, in the order in which it did, days set aside and notes last."""
    changes = _changes(session, user, col(MarkChange.batch).in_(batches))
    # Whatever took one of them back came after the oldest text.
    undone = {
        (row.undoes or "", *_place_of(row))
        for row in _changes(
            session, user, col(MarkChange.undoes).in_(batches), col(MarkChange.received_at) >= since
        )
    }
    chosen = _chosen(session, user, [row.day for row in changes])
    by_batch: dict[str, dict[object, Record]] = {}
    for row in changes:
        record = Record(
            day=row.day,
            chosen=chosen.get(row.habit_id),
            held=row.after,
            plant=row.plant,
            is_undo=row.kind is ChangeKind.UNDO,
            is_taken_back=(row.batch, *_place_of(row)) in undone,
        )
        by_batch.setdefault(row.batch, {})[_place_of(row)] = record
    for batch, edit, is_taken_back in _edits(session, user, batches):
        record = Record(
            day=edit.day or accounts.today_of(user, now=edit.made_at),
            edit=edit,
            is_undo=edit.kind is PlanKind.UNDO,
            is_taken_back=is_taken_back,
        )
        by_batch.setdefault(batch, {})[edit.uuid] = record
    return {batch: tuple(records.values()) for batch, records in by_batch.items()}


def _place_of(row: MarkChange) -> tuple[int, date, str | None]:
    return row.habit_id, row.day, row.plant


def _changes(session: Session, user: User, *conditions: Any) -> list[MarkChange]:
    """Changes that hold, in their order; sorted here, as SQLite would else read all of hers in that order."""
    found = session.exec(
        select(MarkChange)
        .where(MarkChange.user_id == user.id, col(MarkChange.is_applied).is_(True), *conditions)
        .limit(MOST_CHANGES)
    ).all()
    return sorted(found, key=lambda row: row.id or 0)


def _chosen(session: Session, user: User, days: Iterable[date]) -> dict[int, Chosen]:
    """The habits that were hers on these days, by id."""
    known = sorted(set(days))
    if not known:
        return {}
    found = checklist.chosen_between(session, user, first=known[0], last=known[-1])
    return {each.id: each for each in found}


def _edits(session: Session, user: User, batches: Iterable[str]) -> list[tuple[str, PlanChange, bool]]:
    """The edits that the batches made: the batch, the edit, and whether it was taken back since."""
    batch_of_edit = {
        uuid: batch for batch in batches for uuid in (recording.aside_uuid(batch), recording.note_uuid(batch))
    }
    edits = session.exec(
        select(PlanChange)
        .where(PlanChange.user_id == user.id, col(PlanChange.uuid).in_(batch_of_edit))
        .order_by(col(PlanChange.id))
        .limit(MOST_CHANGES)
    ).all()
    if not edits:
        return []
    undone = set(
        session.exec(
            select(PlanChange.undoes)
            .where(PlanChange.user_id == user.id, col(PlanChange.id) > edits[0].id)
            .where(col(PlanChange.undoes).in_([edit.uuid for edit in edits]))
            .limit(MOST_CHANGES)
        ).all()
    )
    return [(batch_of_edit[edit.uuid], edit, edit.uuid in undone) for edit in edits]
