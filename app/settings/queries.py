"""Everything of a person as plain values, for her to take away."""

from typing import Any

from sqlmodel import Session, SQLModel, select

from app.accounts.models import SignIn, User
from app.checklist.models import (
    Asked,
    DayNote,
    Goal,
    Habit,
    Mark,
    MarkChange,
    PlanChange,
    PlantEaten,
    Spell,
)
from app.messages.models import AddressFault, Consent, Delivery, PushSubscription
from app.reminders.models import CarePartner, InboundText, ReleasedNumber, Slot, Wishes
from app.report.models import SharedSummary, SummaryChoice, SummaryOpening
from app.visits.models import Fall, Fracture, Medicine, Question, Result, ShownNote, Visit

HERS: tuple[type[SQLModel], ...] = (
    *(Habit, Mark, PlantEaten, MarkChange, Spell, DayNote, Asked, PlanChange),
    *(Slot, Consent, Delivery, InboundText, PushSubscription, CarePartner, AddressFault, Wishes),
    *(ReleasedNumber, SharedSummary, SummaryChoice, SummaryOpening),
    *(Visit, Question, Result, Medicine, Fall, Fracture, ShownNote),
)
# Who knows a browser's endpoint and keys can write to it.
WRITES_TO_HER = frozenset({"endpoint", "p256dh", "auth"})
KEPT_BACK = (
    frozenset({"user_id", "token_hash", "callback_hash", "claim_token", "sender_hash"})
    | {"number_hash", "code_hash"}
    | WRITES_TO_HER
)


def everything_of(session: Session, user: User) -> dict[str, Any]:
    """Every row that is hers, by table; hashes of secrets stay here."""
    tables = {model.__name__: _rows(session, model, user) for model in HERS}
    goals = session.exec(select(Goal).join(Habit).where(Habit.user_id == user.id)).all()
    return {
        "person": _plain(user),
        "devices": [
            _plain(row) for row in session.exec(select(SignIn).where(SignIn.user_id == user.id)).all()
        ],
        **tables,
        "Goal": [_plain(goal) for goal in goals],
    }


def _rows(session: Session, model: type[SQLModel], user: User) -> list[dict[str, Any]]:
    return [_plain(row) for row in session.exec(select(model).where(model.user_id == user.id)).all()]  # type: ignore[attr-defined]


def _plain(row: SQLModel) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump(mode="json").items() if name not in KEPT_BACK}
