"""At a glance: what happened, what is most and least regular, means of a week, days left out."""

from dataclasses import replace
from datetime import date

import pytest

from app.checklist.set_aside import SetAside
from app.report import glance
from app.report.model import Report
from app.rules.habits import Goal
from app.rules.marks import Skip, Spell
from app.rules.partial_days import PartialDay
from app.rules.tallies import Tally
from app.visits.brought import Brought, Fall, Medicine
from app.visits.models import Harm
from tests.report import make, make_brought
from tests.report.ready import Reports

pytestmark = pytest.mark.usefixtures("british")

CHANGES = "In this period: *Fall, no injury* (2 Oct); *25-OH vitamin D 71 nmol/L (28 ng/mL)* (15 Sept)."
REGULAR = (
    "Most regular daily habit: *Vitamin D*, 85 of 90 days (94 %). "
    "Least regular: *Prunes*, 67 of 84 days (80 %)."
)
WEEKS = (
    "Mean of a week: Walking *109 min* (last 4 weeks rising, 102\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}124); "
    "Plants *24.8 plants* (last 4 weeks rising, 25\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}28)."
)
SKIPPED = "Skipped: *ill* on 6 days."


def told(report: Report) -> list[str]:
    """The sentences, with stars around what stands out."""
    return [
        "".join(f"*{span.words}*" if span.is_strong else span.words for span in sentence)
        for sentence in glance.of(report)
    ]


def quarter_with(reports: Reports, brought: Brought) -> Report:
    return replace(reports(make.FIRST), brought=brought)


def test_four_sentences_tell_the_quarter(reports: Reports):
    report = make_brought.with_all(reports(make.FIRST))
    assert told(report) == [CHANGES, REGULAR, WEEKS, SKIPPED]


def test_with_nothing_brought_in_the_others_remain(reports: Reports):
    assert told(reports(make.FIRST)) == [REGULAR, WEEKS, SKIPPED]


def test_medicines_begun_and_stopped_in_the_period_are_changes(reports: Reports):
    medicines = (
        Medicine(1, "Letrozole", "2.5 mg", PartialDay(2025, 3), PartialDay(2026, 9)),
        Medicine(2, "Anastrozole", "", PartialDay(2026, 9, 20), None),
        Medicine(3, "Levothyroxine", "", None, None),
    )
    assert told(quarter_with(reports, Brought(medicines=medicines)))[0] == (
        "In this period: *Letrozole 2.5 mg stopped* (Sept 2026); *Anastrozole begun* (20 Sept)."
    )


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (PartialDay(2026, 8, 23), False),
        (PartialDay(2026, 8, 24), True),
        (PartialDay(2026, 11, 22), True),  # the day it was made on, after the period
        (PartialDay(2026, 8), True),
        (PartialDay(2026, 7), False),
        (PartialDay(2026), False),
    ],
)
def test_only_what_may_lie_in_the_period_is_a_change(reports: Reports, day: PartialDay, is_told: bool):
    falls = (Fall(1, day, Harm.NONE, ""),)
    assert (len(told(quarter_with(reports, Brought(falls=falls)))) == 4) is is_told


def test_goals_of_another_amount_are_changes_and_say_both(reports: Reports):
    report = reports(make.FIRST)
    day, week = report.daily[0], report.weekly[0]
    since = date(2026, 10, 3)
    day = replace(day, facts=replace(day.facts, goal_since=since, goal_before=Goal(make.BEFORE, 4)))
    week = replace(week, facts=replace(week.facts, goal_since=since, goal_before=Goal(make.BEFORE, 90)))
    assert told(replace(report, daily=(day,), weekly=(week,)))[0] == (
        "In this period: *goal of Prunes 4 prunes → 5 prunes* (3 Oct); "
        "*goal of Walking 90 min a week → 150 min a week* (3 Oct)."
    )


def test_a_goal_of_the_same_amount_is_no_change(reports: Reports):
    report = reports(make.FIRST)
    row = report.daily[0]
    same = replace(
        row.facts, goal_since=date(2026, 10, 3), goal_before=replace(row.facts.goal, set_by_name="X")
    )
    assert not told(replace(report, daily=(replace(row, facts=same),)))[0].startswith("In this period")


def test_many_changes_are_counted(reports: Reports):
    falls = tuple(Fall(number, PartialDay(2026, 10, 9 - number), Harm.MINOR, "") for number in range(6))
    sentence = told(quarter_with(reports, Brought(falls=falls)))[0]
    assert sentence.count("Fall") == 4
    assert sentence.endswith("(6 Oct); and 2 more.")


def test_habits_without_a_percentage_or_with_the_same_one_are_not_compared(reports: Reports):
    report = reports(make.FIRST)
    prunes, vitamin = report.daily
    for other in (
        replace(vitamin, tally=Tally(met=6)),
        replace(vitamin, tally=Tally(not_recorded=90)),
        replace(vitamin, tally=prunes.tally),
        replace(vitamin, facts=replace(vitamin.facts, is_limit=True)),
    ):
        assert told(replace(report, daily=(prunes, other))) == [WEEKS, SKIPPED]


def test_days_left_out_name_reasons_and_stretches(reports: Reports):
    report = reports(make.FIRST)
    spells = (
        SetAside(Spell(date(2026, 9, 3), date(2026, 9, 8), Skip.ILL), ()),
        SetAside(Spell(date(2026, 10, 1), date(2026, 10, 1), Skip.DOCTOR), ("Walking",)),
        SetAside(Spell(date(2026, 11, 1), date(2026, 11, 3), Skip.AWAY), ("Walking", "Prunes")),
    )
    of = replace(report.completeness, skips=(), spells=spells[1:])
    assert told(replace(report, completeness=of))[-1] == (
        "Set aside: *doctor’s advice* 1 Oct (Walking), *away* 1 Nov to 3 Nov (2 habits)."
    )
    of = replace(report.completeness, spells=spells)
    assert told(replace(report, completeness=of))[-1] == (
        "Skipped: *ill* on 6 days. "
        "Set aside: *ill* 3 Sept to 8 Sept, *doctor’s advice* 1 Oct (Walking) and 1 more time."
    )
    of = replace(report.completeness, skips=(), spells=())
    assert told(replace(report, completeness=of))[-1] == "No day was skipped or set aside."


def test_of_nothing_recorded_nothing_is_said(sources):
    assert told(sources.nothing) == []


def test_signs_that_mark_what_is_strong_do_no_harm_in_her_words(reports: Reports):
    medicines = (Medicine(1, "\x02Odd\x03 *one*", "", PartialDay(2026, 9, 20), None),)
    assert told(quarter_with(reports, Brought(medicines=medicines)))[0] == (
        "In this period: *Odd *one* begun* (20 Sept)."
    )
