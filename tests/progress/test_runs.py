"""What runs in a row is told in the words of its days, and its strength alike wherever it is told."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.checklist import streak_wording
from app.checklist.models import Goal
from app.reminders import questions
from tests import make
from tests.make import TODAY
from tests.progress.test_month import card
from tests.progress.test_overview import card as card_of_overview
from tests.progress.test_overview import put, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ({"month_day": 5}, [date(2026, month, 5) for month in range(2, 12)]),
        (
            {"weekdays": "03"},
            [date(2026, 10, 19) + timedelta(days=7 * n + on) for n in range(5) for on in (0, 3)],
        ),
    ],
)
def test_what_is_not_due_every_day_runs_in_times(app, annas_page, anna, session, due: dict[str, Any], days):
    pill = make.make_habit(session, anna, "bone-medicine", since=days[0])
    session.exec(sa.update(Goal).values(**due))
    session.commit()
    for day in days:
        make.make_mark(session, anna, pill, day=day)
    assert "10 times in a row" in card_of_overview(annas_page.get("/progress"), pill)
    assert ("not due this week" in annas_page.text) == ("month_day" in due)
    assert "10 times in a row" in card(annas_page.get("/progress/2026-11"), pill)
    assert "In a row 10 times" in words(annas_page.get(f"/progress/habits/{pill}").soup.main)
    row = words(annas_page.get("/").soup.select_one(f"#habit-{pill}"))
    assert "10 times in a row" in row
    assert "Best so far: 10 times." in row
    with app.test_request_context():
        assert questions.streak(session, anna, today=TODAY) == "In a row now: Bone med 10 times (your best)."
        assert streak_wording.in_a_row(make.chosen(session, anna, pill).habit, 1700) == "1,700 times in a row"


@pytest.mark.parametrize(
    ("amounts", "kept"),
    [([2.0], "2 %"), ([0.0], "")],
)
def test_strength_is_told_alike_everywhere(app, annas_page, anna, session, amounts, kept):
    """Less than 1 % is none; a goal that was reached in part leaves some."""
    prunes = make.make_habit(session, anna, since=TODAY - timedelta(days=1))
    put(session, anna, prunes, TODAY - timedelta(days=1), amounts)
    for path in ("/", "/progress", "/progress/2026-11", f"/progress/habits/{prunes}"):
        text = words(annas_page.get(path).soup.main)
        assert ("trength" in text.replace("Strength of", "")) == bool(kept), path
        assert kept in text, path
    with app.test_request_context():
        text = questions.streak(session, anna, today=TODAY)
        assert ("Strength kept: Prunes 2 %" in text) == bool(kept)
