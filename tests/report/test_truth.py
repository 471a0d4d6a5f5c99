"""What the page must never claim: of days outside of its period, of weeks left out, of thin records."""

from datetime import date, timedelta

import pytest

from app.report import glance, rows, wording
from app.report.model import Report
from app.rules.figures import TrendWord
from app.rules.habits import Measure, Period
from app.rules.marks import Skip, State
from app.rules.partial_days import PartialDay
from app.visits.brought import Brought, Fall, Medicine
from app.visits.models import Harm
from tests.report import plain
from tests.report.plain import Kept

pytestmark = pytest.mark.usefixtures("british")

EVERY = [plain.FIRST + timedelta(days=number) for number in range(90)]
ILL_WEEK = 10


def told(report: Report) -> list[str]:
    return ["".join(span.words for span in sentence) for sentence in glance.of(report)]


@pytest.mark.parametrize(
    ("day", "is_told"), [(PartialDay(2026, 10, 1), True), (PartialDay(2026, 10, 2), False)]
)
def test_what_came_after_a_period_that_is_long_over_is_no_change_of_it(day: PartialDay, is_told: bool):
    fall = Brought(falls=(Fall(1, day, Harm.MINOR, ""),))
    report = plain.report(Kept("prunes"), last=date(2026, 10, 1), brings=fall)
    assert any(sentence.startswith("In this period: Fall") for sentence in told(report)) is is_told


def walked_but_for_an_ill_week() -> Report:
    on: dict[date, float | Skip] = dict.fromkeys(EVERY[2::7], 90.0)
    on |= dict.fromkeys(EVERY[7 * ILL_WEEK : 7 * ILL_WEEK + 7], Skip.ILL)
    return plain.report(
        Kept("weight-bearing", on, goal=150, period=Period.WEEK),
        Kept("prunes", dict.fromkeys(EVERY, 5.0)),
    )


def test_a_week_skipped_as_a_whole_is_no_zero_and_in_no_mean():
    report = walked_but_for_an_ill_week()
    walking = report.weekly[0]
    ill = walking.weeks[ILL_WEEK]
    assert (ill.state, ill.amount) == (State.SKIPPED, None)
    assert (walking.mean, walking.trend.word, walking.trend.after) == (90, TrendWord.SAME, 90)
    page = wording.page_of(report)
    assert page.weekly[0].bars[ILL_WEEK].amount == "~"
    assert page.weekly_caption.endswith("~: skipped or set aside.")
    assert "2 Nov: set aside" in page.weekly[0].bars_in_words


def kept(share: int, *, days: int = 90) -> dict[date, float | Skip]:
    """So many of the days met, the others up to ``days`` an explicit zero."""
    return {day: 5.0 if number < share else 0.0 for number, day in enumerate(EVERY[:days])}


def regular(*records: dict[date, float | Skip]) -> list[str]:
    names = ("Apples", "Beans", "Cheese")
    report = plain.report(*(Kept("", on, name=name) for name, on in zip(names, records, strict=False)))
    return [sentence for sentence in told(report) if "egular" in sentence]


def test_most_and_least_regular_is_what_no_other_habit_is_as_well():
    assert regular(kept(90), kept(90), kept(45)) == [
        "Least regular daily habit: Cheese, 45 of 90 days (50 %)."
    ]
    assert regular(kept(90), kept(45), kept(45)) == [
        "Most regular daily habit: Apples, 90 of 90 days (100 %)."
    ]
    assert regular(kept(45), kept(45)) == []
    assert regular(kept(90), kept(45)) == [
        "Most regular daily habit: Apples, 90 of 90 days (100 %). Least regular: Beans, 45 of 90 days (50 %)."
    ]


def test_a_habit_of_few_records_is_not_called_the_least_regular():
    few: dict[date, float | Skip] = dict.fromkeys(EVERY[::2], 5.0)
    assert regular(kept(90), kept(80), few) == [
        "Most regular daily habit: Apples, 90 of 90 days (100 %). Least regular: Beans, 80 of 90 days (89 %)."
    ]
    assert regular(kept(90), few) == []


def test_a_mean_of_one_is_one_day():
    once: dict[date, float | Skip] = dict.fromkeys(EVERY[::7], 1.0)
    prunes = Kept("prunes", dict.fromkeys(EVERY, 5.0))
    strength = Kept("strength", once, goal=2, measure=Measure.CHECK, period=Period.WEEK)
    facts = plain.report(strength, prunes).weekly[0].facts
    assert [rows.mean_of_week(facts, value) for value in (1.0, 1.8, 0.0)] == ["1 day", "1.8 days", "0 days"]


def test_dates_say_what_they_are_of():
    taken = Brought(
        medicines=(
            Medicine(1, "Letrozole", "2.5 mg", PartialDay(2025, 3), None),
            Medicine(2, "Zoledronate", "", PartialDay(2024), PartialDay(2026, 6, 1)),
            Medicine(3, "Vitamin B", "", None, None),
        )
    )
    page = wording.page_of(plain.report(Kept("strength", goal=2, period=Period.WEEK), brings=taken))
    assert {(line.day, line.what, line.more) for line in page.brought} == {
        ("since Mar 2025", "Letrozole 2.5 mg", "medicine"),
        ("1 Jun 2026", "Zoledronate", "medicine, 2024 to 1 Jun 2026"),
        ("", "Vitamin B", "medicine"),
    }
    assert page.weekly_caption.startswith("Weeks beginning 24 Aug to 9 Nov.")
    assert page.bars_head == "Goal met, last 12 weeks"
