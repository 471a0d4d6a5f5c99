"""Checks at the door of the checklist room."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from app.catalogue.entries import HabitEntry
from app.checklist.actions import Change
from app.checklist.models import ChangeKind
from app.rules.marks import Skip

LONGEST_TYPED = 80
# What joins the parts of an emoji, or the letters of some scripts, and is not seen itself.
JOINERS = frozenset("\u200c\u200d")
THOUSANDS = re.compile(r"\d{1,3}(?:[,. ’']\d{3})+")
PLAIN = re.compile(r"\d{1,9}(?:[.,]\d{1,3})?|[.,]\d{1,3}")


class Do(StrEnum):
    """What the buttons of a row do."""

    DONE = "done"
    ADD = "add"
    LESS = "less"
    SET = "set"
    CLEAR = "clear"
    NOT_TODAY = "not-today"
    SKIP = "skip"
    NOTE = "note"


class NotANumber(ValueError):
    """What she typed is no amount; ``text`` is what she typed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on a row: the change it asks for and its batch."""

    change: Change
    batch: str


def read_amount(text: str) -> float:
    """An amount with a decimal point or comma: "2.5", "2,5", "1,000". Raises NotANumber."""
    cleaned = text.strip().replace(" ", " ")
    if THOUSANDS.fullmatch(cleaned):
        return float(re.sub(r"\D", "", cleaned))
    if not cleaned.isascii() or not PLAIN.fullmatch(cleaned):
        raise NotANumber(text)
    return float(cleaned.replace(",", "."))


def read_uuid(text: str | None) -> str:
    """The client's id for a change; a new one when it brought none that can be used."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return str(uuid4())


def read_tap(form: Mapping[str, str], *, habit_id: int, day: date, step: float) -> Tap:
    """What a row's form asks for. Raises NotANumber, or ValueError for a button that does not exist."""
    uuid = read_uuid(form.get("change"))
    do = Do(form.get("do", Do.DONE))
    if do is Do.NOTE:
        note = read_text(form.get("note", ""))
        return Tap(Change(uuid, habit_id, day, ChangeKind.NOTE, note=note), batch=uuid)
    kind, amount, skip = _meaning(do, form, step)
    change = Change(uuid=uuid, habit_id=habit_id, day=day, kind=kind, amount=amount, skip=skip)
    return Tap(change, batch=uuid)


def step_of(form: Mapping[str, str], entry: HabitEntry) -> float:
    """What one press of the row or the stepper adds: the row's button names it, the catalogue bounds it."""
    return entry.portion or entry.step if form.get("by") == "portion" else entry.step


def read_text(text: str) -> str:
    """Her words as she wrote them, lines and all; what no page can show is left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(each for each in lines if each == "\n" or each in JOINERS or each.isprintable())
    return kept.strip() if any(each.isprintable() and not each.isspace() for each in kept) else ""


def read_line(text: str, *, longest: int) -> str:
    """A name or a few words on one line, white space folded, cut at the longest a field takes."""
    return " ".join(read_text(text).split())[:longest].rstrip()


def _meaning(do: Do, form: Mapping[str, str], step: float) -> tuple[ChangeKind, float | None, Skip | None]:
    match do:
        case Do.DONE:
            return ChangeKind.SET, None, None
        case Do.ADD:
            return ChangeKind.ADD, step, None
        case Do.LESS:
            return ChangeKind.ADD, -step, None
        case Do.SET:
            return ChangeKind.SET, read_amount(form.get("amount", "")), None
        case Do.NOT_TODAY:
            return ChangeKind.SET, 0.0, None
        case Do.SKIP:
            return ChangeKind.SKIP, None, Skip(form.get("reason", Skip.OTHER))
        case _:
            return ChangeKind.CLEAR, None, None
