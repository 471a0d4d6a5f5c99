"""The CSV file: one row per habit and day or week, safe in a spreadsheet, equal to the page."""

import csv
import io
from collections import Counter
from datetime import date

import pytest
from sqlmodel import Session

from app.accounts.models import User
from app.report import sheet
from app.rules.habits import SetBy
from app.rules.marks import Skip
from tests.report import make

DUE = ("met", "partial", "not_met", "skipped", "not_recorded")


def rows_of(store: Session, user: User, *, first: date = make.FIRST) -> list[dict[str, str]]:
    made = sheet.render(make.make_report(store, user, first=first)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(made, newline="")))


def test_file_opens_as_utf8_with_windows_line_ends(store: Session):
    made = sheet.render(make.make_report(store, make.make_quarter(store)))
    assert made.startswith(b"\xef\xbb\xbfreport_id,period,date,habit,state,amount,unit,goal,")
    assert made.count(b"\n") == made.count(b"\r\n") == 1 + 90 + 90 + 11 + 12 + 11 + 12


def test_states_add_up_to_the_figures_of_the_page(store: Session):
    rows = rows_of(store, make.make_quarter(store))
    prunes = Counter(row["state"] for row in rows if row["habit"] == "Prunes")
    assert prunes == {"met": 67, "partial": 10, "not_met": 1, "skipped": 6, "not_recorded": 6}
    assert sum(prunes[state] for state in DUE) == 90
    vitamin = Counter(row["state"] for row in rows if row["habit"] == "Vitamin D")
    assert vitamin == {"met": 85, "not_recorded": 5}


def test_amounts_add_up_to_the_mean_of_the_page(store: Session):
    rows = rows_of(store, make.make_quarter(store))
    amounts = [float(row["amount"]) for row in rows if row["habit"] == "Prunes" and row["amount"]]
    assert (sum(amounts), len(amounts)) == (365, 78)


def test_weeks_are_rows_of_their_own(store: Session):
    rows = rows_of(store, make.make_quarter(store))
    weeks = [row for row in rows if row["habit"] == "Walking" and row["period"] == "week"]
    assert [row["amount"] for row in weeks] == ["" if each is None else str(each) for each in make.MINUTES]
    assert weeks[0]["date"] == "2026-08-24"
    assert Counter(row["state"] for row in weeks) == {"met": 3, "partial": 8, "not_recorded": 1}
    days = [row for row in rows if row["habit"] == "Plants" and row["period"] == "day_in_week"]
    assert sum(float(row["amount"]) for row in days) == 273
    assert {row["state"] for row in days} == {""}


def test_each_row_names_goal_and_setter_in_force(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user, goal=2.5)
    make.make_goal(
        store, habit, from_day=date(2026, 11, 1), amount=5, set_by=SetBy.DOCTOR, set_by_name="Dr Novak"
    )
    rows = {row["date"]: row for row in rows_of(store, user)}
    before, after = rows["2026-10-31"], rows["2026-11-01"]
    assert (before["goal"], before["goal_set_by"], before["goal_set_by_name"]) == ("2.5", "self", "")
    assert (after["goal"], after["goal_set_by"], after["goal_set_by_name"]) == ("5", "doctor", "Dr Novak")


def test_a_skip_has_its_reason_and_no_amount(store: Session):
    user = make.make_user(store)
    make.make_marks(store, user, make.make_habit(store, user), {make.LAST: Skip.DOCTOR})
    last = rows_of(store, user, first=make.LAST)[0]
    assert (last["state"], last["amount"], last["skip_reason"]) == ("skipped", "", "doctor")


def test_an_amount_on_a_day_off_is_kept_and_not_counted(store: Session):
    user = make.make_user(store)
    habit = make.make_habit(store, user, weekdays="0")
    make.make_marks(store, user, habit, {make.LAST: 4})
    assert [(row["state"], row["amount"]) for row in rows_of(store, user, first=make.LAST)] == [
        ("not_due", "4")
    ]


def test_every_row_carries_the_documents_id(store: Session):
    user = make.make_quarter(store)
    report = make.make_report(store, user)
    assert {row["report_id"] for row in rows_of(store, user)} == {report.document_id}


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ('say "hi", twice', 'say "hi", twice'),
    ],
)
def test_no_cell_is_a_formula(store: Session, name: str, cell: str):
    user = make.make_user(store)
    make.make_habit(store, user, name=name, set_by=SetBy.DOCTOR, set_by_name=name)
    row = rows_of(store, user, first=make.LAST)[0]
    assert (row["habit"], row["goal_set_by_name"]) == (cell, cell)


def test_without_habits_there_is_the_head_alone(store: Session):
    assert rows_of(store, make.make_user(store)) == []


def test_filename_is_plain(store: Session):
    assert sheet.filename(make.FIRST, make.LAST, ending="pdf") == "bonny-2026-08-24-to-2026-11-21.pdf"
