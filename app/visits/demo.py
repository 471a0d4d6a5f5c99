"""What the demo person brings to her visit."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from app.rules import partial_days
from app.visits.models import (
    Fall,
    Harm,
    Medicine,
    Question,
    Result,
    ResultKind,
    ShownNote,
    Site,
    Visit,
)

WITH_WHOM = "Dr P. Novak, osteoporosis clinic"
QUESTIONS = (
    "Is 1000 IU of vitamin D still right with my last result?",
    "Which strengthening exercises should I avoid with my spine T-score?",
    "When is my next bone density scan due?",
)
NOTES = (
    (44, "More than 5 prunes upset my stomach; I stay at 5."),
    (60, "Ill with flu for a week: no exercise, ate little."),
)
TO_COME, LAST_VISIT = 7, 118
T_SCORES = ((Site.HIP, "-1.6"), (Site.LUMBAR_SPINE, "-2.1"))
COPIED = "copied from the report"


def bring(session: Session, user_id: int, *, today: date, now: datetime) -> None:
    """Give her a visit to come and one that was, three questions, results, a medicine, a fall, two notes."""

    def before(days: int) -> date:
        return today - timedelta(days=days)

    def known(days: int) -> str:
        return str(partial_days.of_day(before(days)))

    hers: dict[str, Any] = {"user_id": user_id, "created_at": now}
    visits = (Visit(day=day, with_whom=WITH_WHOM, **hers) for day in (before(LAST_VISIT), before(-TO_COME)))
    questions = (Question(words=words, position=place, **hers) for place, words in enumerate(QUESTIONS))
    scores = (
        Result(
            kind=ResultKind.BONE_DENSITY,
            site=site,
            printed=printed,
            taken_on=known(161),
            source=COPIED,
            **hers,
        )
        for site, printed in T_SCORES
    )
    vitamin_d = Result(
        kind=ResultKind.VITAMIN_D,
        printed="71",
        unit="nmol/L",
        taken_on=known(65),
        source=COPIED,
        **hers,
    )
    notes = (ShownNote(day=before(days), words=words, **hers) for days, words in NOTES)
    session.add_all((*visits, *questions, *scores, vitamin_d, *notes))
    session.add(Medicine(name="Letrozole", dose="2.5 mg daily", since="2025-03", **hers))
    session.add(Fall(day=known(48), harm=Harm.NONE, note="Tripped on a kerb", **hers))
