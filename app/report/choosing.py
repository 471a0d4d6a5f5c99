"""Writes of the report room: what she lets her summary hold. Callers commit."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session

from app import database
from app.report.model import Included
from app.report.models import SummaryChoice


@dataclass(frozen=True, slots=True)
class Choice:
    """What a summary shall hold, and the birth date for it; the date is kept while it is not shown, too."""

    included: Included
    birth_date: date | None


def keep(session: Session, user_id: int, *, choice: Choice) -> None:
    """Remember what she chose, in place of what she chose before."""
    values = {"user_id": user_id, "birth_date": choice.birth_date, **asdict(choice.included)}
    database.upsert(session, SummaryChoice, values, key=("user_id",))
