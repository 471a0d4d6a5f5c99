"""One change to a day, and what the day holds after it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.checklist.models import ChangeKind
from app.checklist.queries import Chosen
from app.rules.habits import Measure
from app.rules.marks import Skip

DECIMALS = 3


class BadAmount(ValueError):
    """The amount is not one a day can hold; ``most`` is the largest."""

    def __init__(self, most: float) -> None:
        super().__init__(f"0 to {most:g}")
        self.most = most


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do to one habit on one day.

    SET puts the amount (None: at its goal), ADD adds it (below zero takes off), SKIP sets the reason, CLEAR
    makes the day empty again, NOTE writes the note beside it, EAT and UNEAT add and take back ``plant``.
    ``made_at`` is given when her clock counts (offline): whatever the order they arrive in, changes count in
    the order she made them.
    """

    uuid: str
    habit_id: int
    day: date
    kind: ChangeKind
    amount: float | None = None
    skip: Skip | None = None
    plant: str | None = None
    note: str = ""
    made_at: datetime | None = None

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked for beside the kind, as JSON values."""
        return {"amount": self.amount, "skip": self.skip.value if self.skip else None, "note": self.note}


def outcome(change: Change, chosen: Chosen, before: dict[str, Any]) -> dict[str, Any]:
    """What the day holds after the change. Raises BadAmount when a sum grows past what a day can hold."""
    match change.kind:
        case ChangeKind.EAT | ChangeKind.UNEAT:
            return {"eaten": change.kind is ChangeKind.EAT}
        case ChangeKind.NOTE:
            return {"note": change.note}
        case ChangeKind.CLEAR:
            return {"amount": None, "skip": None}
        case ChangeKind.SKIP:
            return {"amount": None, "skip": (change.skip or Skip.OTHER).value}
        case ChangeKind.ADD:
            total = (before["amount"] or 0.0) + (change.amount or 0.0)
            if total > chosen.entry.most:
                raise BadAmount(chosen.entry.most)
            return {"amount": round(max(total, 0.0), DECIMALS), "skip": None}
        case _:
            return {"amount": _amount_to_set(change, chosen, before), "skip": None}


def _amount_to_set(change: Change, chosen: Chosen, before: dict[str, Any]) -> float:
    """The given amount; else none of a limit, the day's goal, a portion of a week's unless more is there."""
    if change.amount is not None:
        amount = round(change.amount, DECIMALS)
    elif chosen.habit.is_limit:
        amount = 0.0
    elif chosen.habit.is_weekly:
        amount = max(before["amount"] or 0.0, chosen.entry.portion or chosen.entry.step)
    else:
        amount = chosen.habit.goal_on(change.day).amount
    return float(amount > 0) if chosen.habit.measure is Measure.CHECK else amount
