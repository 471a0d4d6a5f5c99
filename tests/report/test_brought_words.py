"""What she brings along as the page's lines: of the period first, then her medicines, then the newest."""

from dataclasses import replace
from datetime import date

import pytest

from app.report import wording
from app.report.page import Line, Page
from app.rules.partial_days import PartialDay
from app.visits.brought import Brought, Medicine, Note, Question, Visit
from tests.report import make, make_brought
from tests.report.ready import Reports

pytestmark = pytest.mark.usefixtures("british")


def page_with(reports: Reports, brought: Brought) -> Page:
    return wording.page_of(replace(reports(make.FIRST), brought=brought))


def test_lines_are_in_order_with_what_she_said_of_them(reports: Reports):
    assert wording.page_of(make_brought.with_all(reports(make.FIRST))).brought == (
        Line("2 Oct 2026", "Fall, no injury", "Tripped on a kerb"),
        Line("15 Sept 2026", "25-OH vitamin D 71 nmol/L (28 ng/mL)", "City Lab report"),
        Line("since Mar 2025", "Letrozole 2.5 mg daily", "medicine"),
        Line("11 Jun 2026", "DXA T-score: lumbar spine −2.1, hip −1.6", "copied from the report"),
        Line("2019", "Broken bone: left wrist", "Fell from a ladder"),
    )


def test_medicine_says_as_much_as_she_knows(reports: Reports):
    medicines = (
        Medicine(1, "Levothyroxine", "", None, None),
        Medicine(2, "Alendronic acid", "70 mg", PartialDay(2020), PartialDay(2025, 6, 1)),
    )
    assert page_with(reports, Brought(medicines=medicines)).brought == (
        Line("", "Levothyroxine", "medicine"),
        Line("1 Jun 2025", "Alendronic acid 70 mg", "medicine, 2020 to 1 Jun 2025"),
    )


def test_three_questions_are_asked_and_the_others_counted(reports: Reports):
    page = wording.page_of(make_brought.with_all(reports(make.FIRST)))
    assert page.questions_heading == "My questions for this visit"
    assert page.questions == make_brought.QUESTIONS[:3]
    assert page.questions_more == "and 1 more question"
    asked = tuple(Question(number, "Why?") for number in range(3))
    alone = page_with(reports, Brought(questions=asked))
    assert (alone.questions_heading, alone.questions_more) == ("My questions", "")


def test_head_of_the_page_names_visit_and_birthday_only_where_they_are(reports: Reports):
    page = wording.page_of(make_brought.with_all(reports(make.FIRST)))
    assert page.born == "born 2 Apr 1961"
    assert page.visit == "for Dr P. Novak, osteoporosis clinic, 24 Nov 2026"
    assert page.completeness_notes[-1] == "reminders: 351 of 402 answered"
    assert page_with(reports, Brought(visit=Visit(1, date(2026, 11, 24), ""))).visit == (
        "for the visit on 24 Nov 2026"
    )
    bare = wording.page_of(reports(make.FIRST))
    assert (bare.born, bare.visit, bare.questions, bare.brought, bare.notes, bare.second) == (
        ("", "", (), (), (), None)
    )


def test_notes_are_one_line_each_with_their_day(reports: Reports):
    notes = (Note(1, date(2026, 11, 14), "Two\nlines,  much   space"),)
    assert page_with(reports, Brought(notes=notes)).notes == ("14 Nov 2026: Two lines, much space",)
