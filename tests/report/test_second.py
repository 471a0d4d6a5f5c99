"""The second sheet in words: weeks in figures, definitions in full, sources of her habits."""

from dataclasses import replace

import pytest

from app.report import wording
from app.report.page import Page
from app.rules.tallies import Tally
from tests.report import make, make_brought
from tests.report.ready import Reports

pytestmark = pytest.mark.usefixtures("british")


@pytest.fixture
def page(reports: Reports) -> Page:
    return wording.page_of(make_brought.with_all(reports(make.FIRST), has_details=True))


def test_weeks_are_figures_with_the_longest_gap(page: Page):
    assert page.second is not None
    daily, weekly = page.second.tables
    assert daily.head[:3] == ("Habit", "Goal", "24 Aug")
    assert daily.rows[0] == (
        ("Prunes", "5 prunes", "7/7", "3/3", "4/5", "2/7", "2/7", "1/7", *["7/7"] * 6, "11 days")
    )
    assert weekly.rows[0][:7] == ("Walking", "150 min a week", "97", "88", "112", "–", "159 ✓")
    assert weekly.rows[0][-1] == "4 weeks"
    assert all(len(row) == len(table.head) for table in page.second.tables for row in table.rows)


@pytest.mark.parametrize(
    ("tally", "share", "told"),
    [
        (Tally(), None, ""),
        (Tally(skipped=7), None, "~"),
        (Tally(not_recorded=7), None, "–"),
        (Tally(not_recorded=7), 0.0, "0/7"),
        (Tally(met=1, not_recorded=6), None, "1/7"),
    ],
)
def test_week_of_a_daily_habit_says_what_is_known_of_it(reports: Reports, tally: Tally, share, told: str):
    report = make_brought.with_all(reports(make.FIRST), has_details=True)
    row = report.daily[0]
    row = replace(row, weeks=(tally, *row.weeks[1:]), shares=(share, *row.shares[1:]))
    second = wording.page_of(replace(report, daily=(row,))).second
    assert second is not None
    assert second.tables[0].rows[0][2] == told


def test_sources_are_those_of_her_habits_each_once(page: Page):
    assert page.second is not None
    sources = page.second.sources
    assert (
        "De Souza MJ and others. American Journal of Clinical Nutrition 2022;116:897. "
        "doi:10.1093/ajcn/nqac189 (Prunes)" in sources
    )
    assert len(set(sources)) == len(sources)
    assert all(any(year in source for year in ("20", "19")) for source in sources)


def test_definitions_move_to_the_second_sheet_of_paper(page: Page):
    assert page.second is not None
    assert set(page.definitions) < set(page.second.definitions)
    assert page.definitions_pointer.endswith("page 2.")
    assert page.page_numbers == ("page 1 of 2", "page 2 of 2")
