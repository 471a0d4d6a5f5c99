"""Which period and paper an address asks for, and what is said when it cannot be."""

from datetime import date

import pytest

from app.report import forms
from app.report.forms import Asked, BadPeriod
from app.report.model import Paper
from tests.report import make

pytestmark = pytest.mark.usefixtures("british")


@pytest.mark.parametrize(
    ("args", "first", "last"),
    [
        ({}, make.FIRST, make.LAST),
        ({"from": "", "to": " "}, make.FIRST, make.LAST),
        ({"from": "2026-11-01"}, date(2026, 11, 1), make.LAST),
        ({"to": "2026-08-29"}, date(2026, 6, 1), date(2026, 8, 29)),
        ({"to": "2000-01-10"}, date(2000, 1, 1), date(2000, 1, 10)),
        ({"from": "2026-11-21", "to": "2026-11-21"}, make.LAST, make.LAST),
        ({"from": "2016-11-21"}, date(2016, 11, 21), make.LAST),
    ],
)
def test_period_asked_for(args: dict[str, str], first: date, last: date):
    assert forms.period_of(args, today=make.TODAY) == Asked(first, last)


@pytest.mark.parametrize("to", ["2026-11-22", "2027-01-01", "9999-12-31"])
def test_a_day_that_is_not_over_is_left_out_with_a_sentence(to: str):
    asked = forms.period_of({"from": "2026-11-01", "to": to}, today=make.TODAY)
    assert (asked.first, asked.last) == (date(2026, 11, 1), make.LAST)
    assert asked.notice == "The summary ends on 21 November 2026, the last day that is over."


@pytest.mark.parametrize(
    ("args", "field", "sentence"),
    [
        ({"from": "soon"}, "from", "That is not a day. Choose one, or write it like 2026-11-24."),
        ({"to": "2026-02-30"}, "to", "That is not a day. Choose one, or write it like 2026-11-24."),
        (
            {"from": "2026-11-02", "to": "2026-11-01"},
            "from",
            "The first day comes after the last one. Change one of them.",
        ),
        ({"from": "2026-11-22"}, "from", "The first day comes after the last one. Change one of them."),
        (
            {"from": "2026-11-23", "to": "2026-11-30"},
            "from",
            "That day is not over yet. Choose a first day before today.",
        ),
        ({"from": "2016-11-20"}, "from", "That is more than 10 years. Choose a shorter period."),
        ({"from": "1999-12-31"}, "from", "Choose a day from 1 January 2000 on."),
        ({"from": "0001-01-01", "to": "0001-01-05"}, "to", "Choose a day from 1 January 2000 on."),
    ],
)
def test_what_cannot_be_shown_is_said(args: dict[str, str], field: str, sentence: str):
    with pytest.raises(BadPeriod) as raised:
        forms.period_of(args, today=make.TODAY)
    assert (raised.value.field, raised.value.sentence) == (field, sentence)


@pytest.mark.parametrize(
    ("args", "territory", "paper"),
    [
        ({}, "US", Paper.LETTER),
        ({}, "CA", Paper.LETTER),
        ({}, "GB", Paper.A4),
        ({}, None, Paper.A4),
        ({"paper": "letter"}, "GB", Paper.LETTER),
        ({"paper": "a4"}, "US", Paper.A4),
        ({"paper": "a5"}, "US", Paper.LETTER),
    ],
)
def test_paper_follows_the_address_else_the_country(
    args: dict[str, str], territory: str | None, paper: Paper
):
    assert forms.paper_of(args, territory=territory) is paper


def test_presets_end_yesterday():
    assert [(each.length, each.last) for each in forms.presets(make.TODAY)] == [
        (30, make.LAST),
        (90, make.LAST),
        (365, make.LAST),
    ]
