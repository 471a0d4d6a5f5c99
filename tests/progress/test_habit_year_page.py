"""The page of a habit's year: whose it is, which years it has, what it says, and what it costs."""

import re
from datetime import date, timedelta

import pytest

from app.checklist import choosing, goals, queries, standings
from app.checklist.choosing import OwnHabit
from app.checklist.models import ChangeKind, Mark, Source
from app.progress import habit_years
from app.rules import streaks
from app.rules.habits import Direction, Goal, Measure, Period, SetBy
from app.rules.marks import Skip
from tests import make
from tests.make import NOW, TODAY

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SINCE = TODAY - timedelta(days=60)
TEN_YEARS = date(2016, 11, 20)


def keep(session, user, habit_id, *, since, amount=5.0, every=1):
    """An amount on every day up to yesterday, or every so many days; folded as a write would."""
    count = (TODAY - since).days
    session.add_all(
        Mark(
            user_id=user.id,
            habit_id=habit_id,
            day=since + timedelta(days=number),
            amount=amount,
            source=Source.TAP,
            changed_at=NOW,
        )
        for number in range(0, count, every)
    )
    session.flush()
    chosen = queries.chosen_of(session, user, habit_id=habit_id)
    standings.refresh(session, user, chosen=chosen, changed=since, today=TODAY)
    session.commit()


def address(habit_id, year=None):
    return f"/progress/habits/{habit_id}" + (f"?year={year}" if year is not None else "")


@pytest.fixture
def prunes(session, anna):
    """Sixty days of prunes, a goal her dietitian set, a day left out and two notes."""
    habit_id = make.make_habit(session, anna, since=SINCE)
    keep(session, anna, habit_id, since=SINCE)
    goal = Goal(TODAY - timedelta(days=17), 6, SetBy.DIETITIAN, "Ms Lane")
    goals.set_goal(session, anna, habit_id=habit_id, goal=goal, today=TODAY, is_sure=True)
    ill = TODAY - timedelta(days=20)
    make.make_mark(session, anna, habit_id, day=ill, kind=ChangeKind.SKIP, skip=Skip.ILL)
    for back, note in ((3, "Two in the porridge."), (30, "On the train.")):
        day = TODAY - timedelta(days=back)
        make.make_mark(session, anna, habit_id, day=day, kind=ChangeKind.NOTE, note=note)
    other = make.make_habit(session, anna, "vitamin-d", since=SINCE)
    make.make_mark(session, anna, other, day=TODAY, kind=ChangeKind.NOTE, note="With fat.")
    return habit_id


def test_the_page_tells_the_year_in_figures_words_and_pictures(prunes, annas_page):
    page = annas_page.get(address(prunes))
    assert "6 prunes a day, set by Ms Lane" in page.text
    for words in (
        "The last 4 weeks 14 of 27 days 52 %",
        "2026 42 of 59 days 71 %",
        "Best so far 42 days",
        "On average on a recorded day 5 prunes",
        "Recorded 60 of 60 days",
        "Left out: ill 1 day.",
        "From 3 Nov: 6 prunes a day, set by Ms Lane",
        "From 21 Sept: 5 prunes a day",
    ):
        assert words in page.text, words
    assert "In a row" not in page.text
    # Those on this habit alone, and no empty ones.
    assert len(page.soup.select(".habit-notes li")) == 2
    assert page.text.index("Two in the porridge.") < page.text.index("On the train.")
    cell = page.soup.select_one(".year-days a[href='/day/2026-11-03']")
    assert cell is not None
    assert "3 Nov: partly done, 5 prunes; From 3 Nov: 6 prunes a day, set by Ms Lane" in cell.get_text()


def test_notes_and_new_goals_are_marked_on_their_days(prunes, annas_page):
    page = annas_page.get(address(prunes))
    marked = [str(each.parent["href"]) for each in page.soup.select("svg.year .year-mark")]
    assert marked == ["/day/2026-10-21", "/day/2026-11-03", "/day/2026-11-17"]
    assert page.soup.select_one("svg.year a[href='/day/2026-11-03'] path.year-mark"), "a new goal"
    assert page.soup.select_one("svg.year a[href='/day/2026-11-17'] circle.year-mark"), "a note"
    legend = page.soup.select_one(".legend").get_text(" ")
    assert "new goal" in legend
    assert "with a note" in legend
    words = page.soup.select_one(".year-days a[href='/day/2026-11-17']").get_text()
    assert words.endswith("17 Nov: partly done, 5 prunes; with a note")
    # On the line, at the end of its week, the goal it began with left out.
    noted = [" ".join(row.get_text(" ").split()) for row in page.soup.select(".numbers tr:has(.quiet)")]
    assert noted == ["8 Nov 88 % From 3 Nov: 6 prunes a day, set by Ms Lane"]
    assert len(page.soup.select(".curve-note")) == 1


def test_many_notes_are_all_there_the_older_ones_folded(session, anna, annas_page):
    habit_id = make.make_habit(session, anna, since=SINCE)
    for back in range(14):
        day = TODAY - timedelta(days=back)
        make.make_mark(session, anna, habit_id, day=day, kind=ChangeKind.NOTE, note=f"Note {back}.")
    page = annas_page.get(address(habit_id))
    assert [each.get_text() for each in page.soup.select("details .habit-notes p")] == [
        "Note 12.",
        "Note 13.",
    ]
    assert len(page.soup.select(".habit-notes p")) == 14
    assert "and 2 more" in page.text


def test_somebody_elses_habit_is_not_there(prunes, bertas_page):
    bertas_page.get(address(prunes), status=404)
    bertas_page.get(address(prunes, 2026), status=404)


def test_a_year_it_was_not_hers_in_has_a_kind_page(prunes, annas_page):
    for year, status in ((2025, 200), (2027, 200), ("0001", 200), (9999, 200), ("abc", 404), ("²⁰²⁶", 404)):
        page = annas_page.get(address(prunes, year), status=status)
        assert "There is nothing of that year." in page.text
        assert page.soup.select_one(f"main a[href='/progress/habits/{prunes}?year=2026']")


def test_she_can_go_from_year_to_year(session, anna, annas_page):
    habit_id = make.make_habit(session, anna, since=TEN_YEARS)
    make.make_mark(session, anna, habit_id, day=date(2018, 3, 1), amount=5)
    for day in (date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1)):
        make.make_mark(session, anna, habit_id, day=day, kind=ChangeKind.NOTE, note=f"Noted in {day.year}.")
    page = annas_page.get(address(habit_id))
    assert [str(each["href"]) for each in page.soup.select(".pager a")] == [address(habit_id, 2025)]
    page.get(address(habit_id, 2018))
    assert [str(each["href"]) for each in page.soup.select(".pager a")] == [
        address(habit_id, 2017),
        address(habit_id, 2019),
    ]
    assert "2018 1 of 365 days 1 %, up to 100 %" in page.text
    assert re.findall(r"Noted in \d+", page.text) == ["Noted in 2018"] * 2
    assert "1 of 365 days few records" not in page.text
    assert "not enough records" in page.text
    page.get(address(habit_id, 2010))
    assert page.soup.select_one("a.button")["href"] == address(habit_id, 2016)
    page.get(address(habit_id, 2016))
    assert [str(each["href"]) for each in page.soup.select(".pager a")] == [address(habit_id, 2017)]


def test_a_given_up_habit_tells_how_it_went(prunes, session, anna, annas_page):
    choosing.give_up(session, anna, habit_id=prunes, today=TODAY)
    session.commit()
    link = annas_page.get("/habits").soup.select_one(f"a[href='{address(prunes)}']")
    assert link is not None
    assert annas_page.get(f"/habits/{prunes}").soup.select_one(f"a[href='{address(prunes)}']")
    page = annas_page.get(address(prunes))
    assert "On your list from 21 September 2026 to 19 November 2026." in page.text
    assert "From 20 Nov: off your list" in page.text
    assert "Take up again" in page.text
    assert "The last 4 weeks" not in page.text


def test_a_habit_begun_today_is_welcome(session, anna, annas_page):
    habit_id = make.make_habit(session, anna, since=TODAY)
    page = annas_page.get(address(habit_id))
    assert "The figures come with what you record." in page.text
    assert "20 Nov: open" in page.text
    walk = make.make_habit(session, anna, "weight-bearing", since=TODAY - timedelta(days=2))
    make.make_mark(session, anna, walk, amount=30)
    assert "The figures begin when the first week is over." in annas_page.get(address(walk)).text


def test_a_limit_is_kept_or_passed(session, anna, annas_page):
    own = OwnHabit("Sweets", Measure.AMOUNT, Direction.AT_MOST, Period.DAY, "pieces", Goal(SINCE, 1))
    habit_id = choosing.create(session, anna, own=own, today=SINCE, now=NOW).id or 0
    for back, amount in ((1, 0), (2, 1), (3, 3)):
        make.make_mark(session, anna, habit_id, day=TODAY - timedelta(days=back), amount=amount)
    page = annas_page.get(address(habit_id))
    for words in (
        "at most 1 piece a day",
        "19 Nov: within the limit, none",
        "18 Nov: within the limit, 1 piece",
        "17 Nov: over the limit, 3 pieces",
        "Days within the limit each week",
    ):
        assert words in page.text, words


def test_a_weekly_habit_has_its_weeks_and_its_weekday(session, anna, annas_page):
    habit_id = make.make_habit(session, anna, "weight-bearing", since=SINCE)
    keep(session, anna, habit_id, since=SINCE + timedelta(days=1), amount=160.0, every=7)
    page = annas_page.get(address(habit_id))
    for words in (
        "Most often on Tuesdays.",
        "Minutes each week; the line is the goal.",
        "In a row 9 weeks",
        "8 of 8 weeks",
        "17 Nov: recorded, 160 min",
        "18 Nov: nothing recorded",
    ):
        assert words in page.text, words


def test_ten_years_cost_what_a_week_costs(session, anna, statements):
    told = list[int]()
    for since in (TODAY - timedelta(days=7), TEN_YEARS):
        habit_id = make.make_habit(session, anna, "prunes" if told else "vitamin-d", since=since)
        keep(session, anna, habit_id, since=since, amount=1000.0)
        with statements() as seen:
            chosen = queries.chosen_of(session, anna, habit_id=habit_id)
            of = habit_years.read(session, anna, chosen=chosen, year=2026, today=TODAY)
        told.append(len(seen))
    assert told == [6, 6]
    by_day = queries.marks_of(session, anna, chosen=chosen, first=TEN_YEARS, last=TODAY)
    whole = streaks.of(chosen.habit, by_day, today=TODAY)
    assert of.strength[-1].value == whole.strength
    assert of.standing == whole
    assert (len(of.weeks), of.weeks[0].week.first) == (46, date(2026, 1, 5))
    past = habit_years.read(session, anna, chosen=chosen, year=2020, today=TODAY)
    until_then = streaks.of(chosen.habit, by_day, today=date(2021, 1, 1))
    assert past.standing == until_then
