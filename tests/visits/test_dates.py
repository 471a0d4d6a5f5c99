"""Days as they are typed in this room: in three small fields, or from the calendar."""

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from app.visits import fields
from app.visits.fields import Fault, Field, Shape

TODAY = date(2026, 11, 26)
PARTIAL = Field("day", "When?", Shape.PARTIAL, "Please say when.")
DAY = Field("day", "Which day?", Shape.DAY)
AHEAD = Field("day", "Which day?", Shape.DAY, may_be_ahead=True)


@pytest.fixture(autouse=True)
def in_britain():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en_GB"):
        yield


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"day-day": day, "day-month": month, "day-year": year}


@pytest.mark.parametrize(
    ("day", "month", "year", "known"),
    [
        ("2", "10", "2026", "2026-10-02"),
        ("02", "07", " 2026 ", "2026-07-02"),
        ("", "11", "2026", "2026-11"),
        ("", "", "2026", "2026"),
        ("26", "11", "2026", "2026-11-26"),
        ("29", "2", "2024", "2024-02-29"),
        ("1", "1", "1906", "1906-01-01"),
    ],
)
def test_day_is_known_as_far_as_it_is_typed(day, month, year, known):
    assert fields.read(PARTIAL, typed(day, month, year), today=TODAY) == known


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("", "", "", "Please say when."),
        ("31", "2", "2026", "There is no such day"),
        ("29", "2", "2026", "There is no such day"),
        ("", "13", "2026", "There is no such day"),
        ("12", "", "2026", "add the month"),
        ("12", "10", "", "add the year"),
        ("", "", "26", "four digits, such as 2026"),
        ("27", "11", "2026", "still to come"),
        ("", "12", "2026", "still to come"),
        ("", "", "2027", "still to come"),
        ("", "", "1899", "very long ago"),
        ("", "", "1905", "very long ago"),
        ("", "", "206", "very long ago"),
        ("", "Nov", "2026", "as numbers"),
        ("0", "11", "2026", "as numbers"),
        ("-1", "11", "2026", "as numbers"),
        ("٢", "11", "2026", "as numbers"),
        ("", "", "20261", "as numbers"),
        ("", "", "0000", "as numbers"),
    ],
)
def test_what_is_no_day_of_hers_is_asked_about(day, month, year, words):
    with pytest.raises(Fault) as fault:
        fields.read(PARTIAL, typed(day, month, year), today=TODAY)
    assert words in fault.value.words


@pytest.mark.parametrize("text", ["", "word", "2026-02-31", "1899-12-31", "2026-11-27", "20266-11-01"])
def test_calendar_takes_a_day_up_to_today(text):
    with pytest.raises(Fault):
        fields.read(DAY, {"day": text}, today=TODAY)
    assert fields.read(DAY, {"day": "2026-11-26"}, today=TODAY) == TODAY


def test_visit_may_be_ahead_but_not_by_many_years():
    assert fields.read(AHEAD, {"day": "2027-01-05"}, today=TODAY) == date(2027, 1, 5)
    with pytest.raises(Fault):
        fields.read(AHEAD, {"day": "2062-01-05"}, today=TODAY)


@pytest.mark.parametrize(
    ("locale", "order"),
    [
        ("en_GB", ["day", "month", "year"]),
        ("en_US", ["month", "day", "year"]),
        ("en_CA", ["year", "month", "day"]),
    ],
)
def test_fields_of_a_day_stand_in_her_order(locale, order):
    with force_locale(locale):
        assert [part for part, _label in fields.parts()] == order
