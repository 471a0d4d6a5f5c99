"""Checks at the door: what her phone sends up, read into plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

VERSION = 1
MOST_CHANGES = 100
LONGEST_ECHO = 64
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
MOST_ID = 2**31 - 1
PLANT_DEEDS = ("eat", "uneat")
# What a row's form says beside the day, with the meaning it has on the page.
FIELDS = ("do", "by", "amount", "reason", "note")


class Unreadable(ValueError):
    """What arrived is no batch of changes as a whole."""


class UnreadableItem(ValueError):
    """One change cannot be read."""


@dataclass(frozen=True, slots=True)
class Item:
    """A change as the phone tells it; ``made_at`` and ``called_today`` are by its own clock.

    ``form`` is what the row's form would send; ``plant`` is set where a plant is meant instead of a habit,
    and ``is_taken_back`` with it.
    """

    id: str
    day: date
    called_today: date
    made_at: datetime
    habit_id: int | None
    form: Mapping[str, str]
    plant: str | None = None
    is_taken_back: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One place of a batch: the id as it was sent (empty: none), and the change where it can be read."""

    id: str
    item: Item | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one phone sends up at once: whose it is, its clock at that instant, the changes in its order."""

    person: str
    sent_at: datetime
    told: tuple[Told, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The changes that can be read."""
        return tuple(each.item for each in self.told if each.item is not None)


def read_batch(sent: Any) -> Batch:
    """The batch of a JSON value; a change that cannot be read stays a place in it. Raises Unreadable."""
    if not isinstance(sent, dict) or sent.get("version") != VERSION:
        raise Unreadable
    changes, person = sent.get("changes"), sent.get("person")
    if not isinstance(changes, list) or len(changes) > MOST_CHANGES or not isinstance(person, str):
        raise Unreadable
    if not person.isascii():
        raise Unreadable
    try:
        sent_at = _instant(sent.get("sent_at"))
    except UnreadableItem as error:
        raise Unreadable from error
    return Batch(person, sent_at, tuple(map(_told, changes)))


def _told(change: Any) -> Told:
    if not isinstance(change, dict):
        return Told("", None)
    sent_id = change.get("id")
    named = sent_id[:LONGEST_ECHO] if isinstance(sent_id, str) else ""
    try:
        return Told(named, _item(change))
    except UnreadableItem:
        return Told(named, None)


def _item(change: Mapping[str, Any]) -> Item:
    is_of_plant = "plant" in change
    return Item(
        id=_uuid(change.get("id")),
        day=_day(change.get("day")),
        called_today=_day(change.get("today")),
        made_at=_instant(change.get("made_at")),
        habit_id=None if is_of_plant else _habit_id(change.get("habit")),
        form={} if is_of_plant else _form(change),
        plant=_text(change["plant"]) if is_of_plant else None,
        is_taken_back=_is_taken_back(change.get("do")) if is_of_plant else False,
        is_confirmed=change.get("confirmed") is True,
    )


def _form(change: Mapping[str, Any]) -> Mapping[str, str]:
    """The fields of the row's form; without a button pressed it asks for nothing."""
    form = {name: _text(change[name]) for name in FIELDS if change.get(name) is not None}
    if "do" not in form:
        raise UnreadableItem
    return form


def _uuid(value: Any) -> str:
    try:
        return str(UUID(_text(value)))
    except ValueError as error:
        raise UnreadableItem from error


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(_text(value))
    except ValueError as error:
        raise UnreadableItem from error
    if not EARLIEST.date() <= day < LATEST.date():
        raise UnreadableItem
    return day


def _instant(value: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(_text(value))
    except ValueError as error:
        raise UnreadableItem from error
    if instant.utcoffset() is None or not EARLIEST.year <= instant.year < LATEST.year:
        raise UnreadableItem
    return instant.astimezone(UTC)


def _habit_id(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MOST_ID:
        raise UnreadableItem
    return value


def _is_taken_back(value: Any) -> bool:
    if value not in PLANT_DEEDS:
        raise UnreadableItem
    return bool(value == "uneat")


def _text(value: Any) -> str:
    """A text, or a number as text, since an amount may come as either."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableItem
    return str(value)
