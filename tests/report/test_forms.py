"""Which period and paper an address asks for, and what is said when it cannot be."""

from datetime import date, timedelta

import pytest

from app.report import forms
from app.report.choosing import Choice
from app.report.forms import Asked, BadBirthDate, BadPeriod
from app.report.model import Included, Paper
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


def named(usual: forms.Period) -> list[tuple[str, int]]:
    presets = forms.presets(make.TODAY, usual=usual)
    assert {each.last for each in presets} == {make.LAST}
    return [(each.words, (each.last - each.first).days + 1) for each in presets]


LENGTHS = [("30 days", 30), ("90 days", 90), ("1 year", 365)]


def test_presets_end_yesterday():
    assert named((make.FIRST, make.LAST)) == LENGTHS


@pytest.mark.parametrize(
    ("visited", "length"), [(date(2026, 10, 1), 51), (date(1999, 1, 1), forms.MOST_DAYS)]
)
def test_days_since_her_last_visit_come_first_and_are_bounded(visited: date, length: int):
    assert named((visited + timedelta(days=1), make.LAST)) == [("Since my last visit", length), *LENGTHS]


def test_period_without_dates_is_her_usual_one():
    usual = (date(2026, 10, 2), make.LAST)
    assert forms.period_of({}, today=make.TODAY, usual=usual) == Asked(*usual)
    later = forms.period_of({"to": "2026-11-10"}, today=make.TODAY, usual=usual)
    assert later == Asked(date(2026, 8, 13), date(2026, 11, 10))


def test_visit_long_ago_is_cut_to_ten_years_with_a_sentence():
    asked = forms.period_of({}, today=make.TODAY, usual=(date(2010, 1, 1), make.LAST))
    assert (asked.first, asked.last) == (date(2016, 11, 21), make.LAST)
    assert asked.notice == "A summary holds 10 years at most: these are the latest."


def test_only_ticked_boxes_are_on():
    choice = forms.choice_of({"has_notes": "y", "has_name": "n", "birth_date": " "}, today=make.TODAY)
    assert choice == Choice(Included(has_name=False, has_notes=True, has_events=False), birth_date=None)


@pytest.mark.parametrize("text", ["1961-04-02", "1906-11-22", "1905-11-23", "2026-11-22"])
def test_birth_date_of_anyone_alive_is_kept(text: str):
    choice = forms.choice_of({"birth_date": text}, today=make.TODAY)
    assert choice.birth_date == date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2 April", "That is not a day. Choose one, or write it like 1961-04-02."),
        ("1961-02-30", "That is not a day. Choose one, or write it like 1961-04-02."),
        ("2026-11-23", "That day is still to come. Choose the day you were born."),
        ("1905-11-22", "That is more than 120 years ago. Choose the day you were born."),
        ("0196-04-02", "That is more than 120 years ago. Choose the day you were born."),
    ],
)
def test_birth_date_that_cannot_be_is_said(text: str, sentence: str):
    with pytest.raises(BadBirthDate) as raised:
        forms.choice_of({"birth_date": text}, today=make.TODAY)
    assert raised.value.sentence == sentence
