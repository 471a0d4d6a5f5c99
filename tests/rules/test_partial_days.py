"""A date as far as she knows it: how it is written and read, what it may mean, what comes first."""

from datetime import date

import pytest

from app.rules import partial_days
from app.rules.partial_days import NoSuchDay, PartialDay


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-11-24", date(2026, 11, 24), date(2026, 11, 24)),
        ("0900-01", date(900, 1, 1), date(900, 1, 31)),
    ],
)
def test_what_was_written_is_read_back_and_has_a_first_and_a_last_day(written, first, last):
    read = partial_days.parse(written)
    assert (str(read), read.first, read.last) == (written, first, last)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-02-30", "2026-1", "2026-11-24T10", " 2026", "0000", "yesterday"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NoSuchDay):
        partial_days.parse(text)


def test_a_day_of_no_month_is_refused():
    with pytest.raises(NoSuchDay):
        PartialDay(2026, day=24)


def test_the_one_known_less_comes_first():
    days = [PartialDay(2026, 1, 1), PartialDay(2025, 12, 31), PartialDay(2026), PartialDay(2026, 1)]
    assert [str(day) for day in sorted(days)] == ["2025-12-31", "2026", "2026-01", "2026-01-01"]
    assert PartialDay(2026) < partial_days.of_day(date(2026, 1, 1))
