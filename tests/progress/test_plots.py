"""Pictures: where their lines and bars stand, and that words and numbers say the same."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from app.progress import plots
from app.progress.plots import Bar, Cell, Line, Point
from app.rules.marks import State

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MONDAY = date(2026, 11, 2)
MONTHS = ["Feb", "Apr", "Jun", "Aug", "Oct", "Dec"]


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> Iterator[None]:
    """Words need a language."""
    with app.test_request_context():
        yield


def week(place: int, value: float | None = 150.0, *, goal: float | None = 150.0, **more: bool) -> Bar:
    day = MONDAY + timedelta(weeks=place)
    return Bar(day, value, goal, more.get("is_met", False), is_set_aside=more.get("is_set_aside", False))


def test_curve_runs_from_edge_to_edge_and_from_none_to_all():
    drawn = plots.curve([Point(MONDAY, 0.0), Point(MONDAY + timedelta(days=7), 1.0)], title="Strength")
    assert drawn.paths == ("M6.0 166.0L334.0 16.0",)
    assert drawn.end == plots.Place(334.0, 16.0, "100 %")
    assert drawn.said == "From 0 % on Nov 2 to 100 % on Nov 9."


def test_curve_is_broken_where_there_is_nothing():
    values = (0.2, 0.4, None, 0.3, None, 0.5, 0.6)
    points = [Point(MONDAY + timedelta(weeks=place), value) for place, value in enumerate(values)]
    drawn = plots.curve(points, title="Strength")
    assert (len(drawn.paths), len(drawn.lone)) == (2, 1)
    assert [row.value for row in drawn.rows] == ["20 %", "40 %", "–", "30 %", "–", "50 %", "60 %"]


def test_curve_of_nothing_says_so():
    drawn = plots.curve([], title="Strength")
    assert (drawn.paths, drawn.end, drawn.said) == ((), None, "Nothing is recorded yet.")


def test_a_year_of_months_has_room_for_every_other_name():
    points = [Point(date(2026, 1, 1) + timedelta(weeks=place), 0.5) for place in range(52)]
    assert [place.words for place in plots.curve(points, title="Strength").months] == MONTHS


def test_highest_bar_or_goal_fills_the_height():
    drawn = plots.bars([week(0, 300.0), week(1, 75.0)], title="Minutes")
    assert [(each.y, each.height) for each in drawn.bars] == [(26.0, 124.0), (119.0, 31.0)]
    assert [each.length for each in drawn.bars] == [100.0, 25.0]
    assert (drawn.goal_y, drawn.goal, drawn.bars[0].goal_at) == (88.0, "150", 50.0)


def test_goal_line_steps_where_the_goal_changed_and_stops_where_there_was_none():
    goals = (100.0, 200.0, None, 200.0)
    drawn = plots.bars([week(place, 0.0, goal=goal) for place, goal in enumerate(goals)], title="Minutes")
    assert drawn.goal_line == "M0.0 88.0H91.0V26.0H174.0M257.0 26.0H350"


def test_bar_of_no_record_is_not_a_zero():
    drawn = plots.bars(
        [week(0, None), week(1, 0.0), week(2, 160.0, is_met=True), week(3, None, is_set_aside=True)],
        title="Minutes",
    )
    assert [each.number for each in drawn.bars] == ["–", "0", "160", "~"]


def test_goal_is_told_above_the_weeks_it_holds_for():
    goals = (100.0, 100.0, 150.0, 120.0, 150.0, 150.0)
    given = [week(place, goal=goal, is_set_aside=place == 3) for place, goal in enumerate(goals)]
    groups = plots.bars(given, title="Minutes").groups
    assert [(each.goal, [bar.bar.day.day for bar in each.bars]) for each in groups] == [
        ("goal 150", [7, 30, 23, 16]),
        ("goal 100", [9, 2]),
    ]


def test_weeks_without_a_goal_make_no_group_of_their_own():
    given = [week(0, goal=None), week(1, goal=100.0), week(2, is_set_aside=True)]
    (group,) = plots.bars(given, title="Minutes").groups
    assert (group.goal, len(group.bars)) == ("goal 100", 3)
    assert plots.bars([], title="Minutes").groups == ()


def test_limit_is_called_a_limit():
    (drawn,) = plots.bars([week(0, 1.0, goal=2.0, is_met=True)], title="Wine", line=Line.LIMIT).bars
    assert (drawn.goal, drawn.said) == ("limit 2", ", within the limit")


def test_days_are_told_with_each_number():
    given = [week(0, 2.0, goal=4.0), week(1, None, goal=7.0), week(2, None, is_set_aside=True)]
    drawn = plots.bars(given, title="Prunes", line=Line.DAYS)
    assert [(each.of, each.number, each.goal) for each in drawn.bars] == [
        ("2 of 4", "2", ""),
        ("–", "–", ""),
        ("~", "~", ""),
    ]
    assert [each.goal for each in drawn.groups] == [""]


def test_nothing_to_draw_is_no_bar():
    assert plots.bars([], title="Minutes").bars == ()


def test_year_has_its_months_from_the_first_day_to_the_last():
    cells = {day: Cell(State.MET, "#", "met") for day in (date(2026, 3, 31), date(2026, 5, 1))}
    drawn = plots.year(cells, year=2026, title="Prunes")
    assert [label.words for label in drawn.months] == ["Mar", "Apr", "May"]
    assert [(each.day.day, each.x, each.y) for each in drawn.cells] == [(31, 388.0, 22), (1, 40.0, 72)]
    assert [row.label for row in drawn.weeks] == ["Mar 30", "Apr 27"]
    assert [bool(cell) for cell in drawn.weeks[0].cells] == [False, True] + [False] * 5


def test_year_has_no_day_of_another():
    cells = {day: Cell(State.MET, "#", "met") for day in (date(2025, 12, 31), date(2026, 1, 1))}
    drawn = plots.year(cells, year=2026, title="Prunes")
    assert [each.day for each in drawn.cells] == [date(2026, 1, 1)]
    assert plots.year({}, year=2026, title="Prunes").months == ()
