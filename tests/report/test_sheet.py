"""The CSV file: one row per habit and day or week, safe in a spreadsheet, equal to the page."""

import csv
import io
from collections import Counter
from datetime import date

import pytest
from sqlmodel import Session

from app.accounts.models import User
from app.report import sheet
from app.report.model import Included, Report
from app.rules.habits import SetBy
from app.rules.marks import Skip
from tests.report import make, plain
from tests.report.plain import Kept

DUE = ("met", "partial", "not_met", "skipped", "not_recorded")


def rows_of(store: Session, user: User, *, first: date = make.FIRST) -> list[dict[str, str]]:
    return read(make.make_report(store, user, first=first))


def read(report: Report) -> list[dict[str, str]]:
    made = sheet.render(report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(made, newline="")))


def test_file_opens_as_utf8_with_windows_line_ends(store: Session):
    made = sheet.render(make.make_report(store, make.make_quarter(store)))
    assert made.startswith(
        b"\xef\xbb\xbfreport_id,date,habit,state,amount,unit,goal,goal_period,goal_set_by,"
    )
    assert made.count(b"\n") == made.count(b"\r\n") == 1 + 4 * 90


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


def test_a_day_of_a_weekly_habit_has_its_amount_and_no_state(store: Session):
    rows = rows_of(store, make.make_quarter(store))
    days = [row for row in rows if row["habit"] == "Plants"]
    assert sum(float(row["amount"]) for row in days if row["amount"]) == 273
    assert {(row["state"], row["goal"], row["goal_period"]) for row in days} == {("", "30", "week")}
    assert len(days) == 90


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


def test_notes_of_marks_are_there_only_where_included():
    notes = {(1, plain.LAST): "=after lunch", (1, plain.FIRST): "none left"}
    kept = Kept("prunes", {plain.LAST: 5.0}, weekdays=frozenset({5}))
    told = [
        {row["date"]: row["note"] for row in read(plain.report(kept, notes=notes, included=included))}
        for included in (Included(), Included(has_notes=True))
    ]
    assert set(told[0].values()) == {""}
    assert told[1]["2026-11-21"] == "'=after lunch"
    assert told[1]["2026-08-24"] == "none left", "a day that was not due, for its note"
    assert "2026-08-24" not in told[0]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("\u200b\u00a0=1", "'\u200b\u00a0=1"),
        ("\x00\x1b=1", "'=1"),
        ("＝1", "'＝1"),
        (" ＠1", "' ＠1"),
        ("a=1", "a=1"),
        ('say "hi", twice', 'say "hi", twice'),
    ],
)
def test_no_cell_is_a_formula(name: str, cell: str):
    kept = Kept("prunes", name=name, set_by=SetBy.DOCTOR, set_by_name=name)
    row = read(plain.report(kept, first=plain.LAST))[0]
    assert (row["habit"], row["goal_set_by_name"]) == (cell, cell)


def test_without_habits_there_is_the_head_alone(store: Session):
    assert rows_of(store, make.make_user(store)) == []


def test_filename_is_plain(store: Session):
    assert sheet.filename(make.FIRST, make.LAST, ending="pdf") == "bonny-2026-08-24-to-2026-11-21.pdf"
