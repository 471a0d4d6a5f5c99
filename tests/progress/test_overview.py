"""The overview: figures counted on paper, the sentence that is said, and what is there when little is."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from bs4 import Tag
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import choosing, spells
from app.checklist.choosing import OwnHabit
from app.checklist.journal import Edit
from app.checklist.models import ChangeKind, Mark, PlanKind, PlantEaten, Source
from app.progress import overview
from app.progress.overview import Overview
from app.rules.habits import Direction, Goal, Measure, Period
from app.rules.kindness import Kind
from app.rules.marks import Skip
from app.rules.spells import Stretch
from app.rules.tallies import Tally
from tests import make
from tests.make import NOW, TODAY
from tests.page import Page

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# Twelve whole weeks lie before the one of Friday 20 November.
SINCE = date(2026, 8, 24)
# Four weeks of 4 days, four of 5, four of 6, and Monday to Thursday of this week.
PRUNES = "5555..." * 4 + "55555.." * 4 + ".555555" * 4 + "5555"
# Minutes on the Wednesday of each week, the running one last; 150 are the goal.
WALKS = (0, 0, 0, 0, 150, 150, 150, 30, 150, 90, 0, 160, 90)
DRINKS = "000002."


@pytest.fixture
def autumn(session: Session, anna: User) -> dict[str, int]:
    """Prunes and walking for twelve weeks, a limit for one; the ids by slug."""
    prunes = make.make_habit(session, anna, since=SINCE)
    walk = make.make_habit(session, anna, "weight-bearing", since=SINCE)
    alcohol = make.make_habit(session, anna, "alcohol", since=date(2026, 11, 9))
    put(session, anna, prunes, SINCE, [None if sign == "." else float(sign) for sign in PRUNES])
    for number, minutes in enumerate(WALKS):
        put(session, anna, walk, SINCE + timedelta(weeks=number, days=2), [float(minutes) or None])
    put(session, anna, alcohol, date(2026, 11, 9), [None if sign == "." else float(sign) for sign in DRINKS])
    # What is written through the room's own door folds what lies before it.
    for habit_id in (prunes, walk, alcohol):
        make.make_mark(session, anna, habit_id, day=TODAY, amount=1)
        make.make_mark(session, anna, habit_id, day=TODAY, kind=ChangeKind.CLEAR)
    return {"prunes": prunes, "walk": walk, "alcohol": alcohol}


def put(session: Session, user: User, habit_id: int, first: date, amounts: list[float | None]) -> None:
    for number, amount in enumerate(amounts):
        if amount is not None:
            day = first + timedelta(days=number)
            mark = Mark(
                user_id=user.id or 0,
                habit_id=habit_id,
                day=day,
                amount=amount,
                source=Source.TAP,
                changed_at=NOW,
            )
            session.add(mark)
    session.commit()


def read(session: Session, user: User) -> Overview:
    return overview.read(session, user, today=TODAY)


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def card(page: Page, habit_id: int) -> str:
    return words(page.soup.select_one(f"article[aria-labelledby=habit-{habit_id}]"))


def sentence(page: Page) -> str:
    return words(page.soup.select_one(".kind"))


def test_figures_are_those_counted_on_paper(autumn, anna, session):
    of = read(session, anna)
    prunes, walk = of.card(autumn["prunes"]), of.card(autumn["walk"])
    assert prunes.lately.month == Tally(met=24, not_recorded=4)
    assert prunes.lately.month_before == Tally(met=20, not_recorded=8)
    assert prunes.lately.quarter == Tally(met=60, not_recorded=24)
    assert (prunes.week, prunes.row.streak, prunes.row.best) == (Tally(met=4), 10, 10)
    assert (walk.lately.month.met, walk.lately.month.counted) == (2, 4)
    assert (walk.lately.month_before.met, walk.lately.quarter.met) == (3, 5)
    assert [day for day, _ in prunes.curve][-2:] == [date(2026, 11, 15), date(2026, 11, 19)]
    assert prunes.curve[-1][1] == prunes.row.strength
    assert (of.glance.days_recorded, of.glance.days_counted) == (4, 4)
    assert (of.kindest.kind, of.kindest.kept and of.kindest.kept.most_before) == (Kind.MOST_SO_FAR, 20)
    assert of.began == SINCE


def test_page_says_them_in_words(autumn, annas_page):
    annas_page.get("/progress")
    assert sentence(annas_page) == "Prunes: 24 of 28 days, the most so far."
    prunes = card(annas_page, autumn["prunes"])
    assert "10 days in a row" in prunes
    assert "Your best so far." in prunes
    assert "Last 4 weeks 24 of 28 days (86 %) Last 12 weeks 60 of 84 days (71 %)" in prunes
    walk = card(annas_page, autumn["walk"])
    assert "1 week in a row" in walk
    assert "Last 4 weeks 2 of 4 weeks Last 12 weeks 5 of 12 weeks (42 %)" in walk
    week = words(annas_page.soup.select_one(".progress-week"))
    assert "Something recorded on 4 of 4 days this week." in week
    assert "Prunes 4 of 4 days" in week
    assert "90 of 150 min" in week
    rows = [words(row) for row in annas_page.soup.select(".progress-then tbody tr")]
    assert rows[0] == "Prunes 71 % 20 of 28 days 86 % 24 of 28 days"
    assert rows[1].endswith("3 of 4 weeks 2 of 4 weeks")
    assert len(rows) == 2


def test_limit_is_told_as_one_and_a_run_that_is_over_as_strength_kept(autumn, annas_page):
    annas_page.get("/progress")
    alcohol = card(annas_page, autumn["alcohol"])
    assert "Strength" in alcohol
    assert "A run begins with a day within the limit. Best so far: 5 days." in alcohol
    assert "5 of 7 days within the limit (71 %)" in alcohol
    week = words(annas_page.soup.select_one(".progress-week"))
    assert "Little alcohol nothing recorded yet" in week, "nothing recorded is no passed limit"
    assert "in a row" not in alcohol


def test_milestones_have_her_dates_and_no_promise(autumn, annas_page, anna, session):
    make.make_habit(session, anna, "fermented", since=TODAY)
    annas_page.get("/progress")
    told = [words(point) for point in annas_page.soup.select(".milestone-day")]
    assert told == [
        "Since 31 August 2026",
        "Since 7 September 2026",
        "Since 29 October 2026",
        "Next: from 23 February 2027",
    ]
    assert len(annas_page.soup.select(".milestone.has-come .icon")) == 3
    assert "no promise" in annas_page.text


def test_gut_is_told_only_to_her_whose_habits_expect_it(annas_page, anna, session):
    walk = make.make_habit(session, anna, "weight-bearing")
    make.make_mark(session, anna, walk, amount=30)
    annas_page.get("/progress")
    assert len(annas_page.soup.select(".milestone")) == 3
    assert "bacteria" not in words(annas_page.soup.select_one(".milestones"))


@pytest.mark.parametrize(("days_here", "is_folded"), [(365, False), (366, True)])
def test_points_long_past_are_folded(annas_page, anna, session, days_here, is_folded):
    first = TODAY - timedelta(days=days_here)
    prunes = make.make_habit(session, anna, since=first)
    make.make_mark(session, anna, prunes, day=first, amount=5)
    annas_page.get("/progress")
    assert bool(annas_page.soup.select("details .milestones")) is is_folded
    assert ("You have reached each of these points." in annas_page.text) is is_folded


def test_thirteen_perfect_days_are_half_the_strength(annas_page, anna, session):
    vitamin = make.make_habit(session, anna, "vitamin-d", since=TODAY - timedelta(days=13))
    put(session, anna, vitamin, TODAY - timedelta(days=13), [800.0] * 13)
    annas_page.get("/progress")
    told = card(annas_page, vitamin)
    assert "13 days in a row Strength 50 %" in told
    assert "Last 4 weeks 9 of 9 days (100 %)" in told
    assert "Last 12 weeks" not in told
    assert sentence(annas_page) == "Vitamin D: 9 of 9 days in the last 4 weeks."
    assert "After about two months" in annas_page.text


def test_first_day_is_greeted_and_nothing_before_it_is_counted_up(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=5)
    annas_page.get("/progress")
    assert sentence(annas_page) == "Your first day is recorded. It grows from here, day by day."
    assert "Last 4 weeks" not in card(annas_page, prunes)


@pytest.mark.parametrize(
    ("slugs", "said", "button"),
    [((), "Nothing is on your list now.", "/habits"), (("prunes",), "Nothing is recorded yet.", "/")],
)
def test_without_anything_it_is_kind_and_has_one_button(annas_page, anna, session, slugs, said, button):
    for slug in slugs:
        make.make_habit(session, anna, slug)
    annas_page.get("/progress")
    assert said in annas_page.text
    assert [each["href"] for each in annas_page.soup.select("main .button")] == [button]
    assert not {"missed", "failed", "bad", "0 %"} & set(annas_page.text.lower().split())


def test_given_up_habits_keep_their_way_in(autumn, annas_page, anna, session):
    choosing.give_up(session, anna, habit_id=autumn["prunes"], today=TODAY - timedelta(days=2))
    session.commit()
    annas_page.get("/progress")
    assert annas_page.soup.select_one(f"article[aria-labelledby=habit-{autumn['prunes']}]") is None
    (way,) = annas_page.soup.select("nav a[href^='/progress/habits/']")
    assert way["href"] == f"/progress/habits/{autumn['prunes']}"
    assert words(way) == "Prunes Until 18 November 2026"


@pytest.mark.parametrize(("habits", "is_folded"), [(12, False), (13, True)])
def test_long_list_is_a_folded_index_of_its_habits(annas_page, anna, session, habits, is_folded):
    """Sixty cards are twenty-four screens of a phone."""
    own = OwnHabit("Water", Measure.CHECK, Direction.AT_LEAST, Period.DAY, "", Goal(SINCE, 1))
    ids = [choosing.create(session, anna, own=own, today=SINCE, now=NOW).id for _ in range(habits)]
    put(session, anna, ids[0] or 0, TODAY, [1.0])
    session.commit()
    annas_page.get("/progress")
    index = [str(tag["href"]) for tag in annas_page.soup.select("details .progress-counts a")]
    assert index == [f"/progress/habits/{each}" for each in ids if is_folded]
    for each in ids[1:]:
        choosing.give_up(session, anna, habit_id=each or 0, today=TODAY)
    more = choosing.create(session, anna, own=own, today=SINCE, now=NOW).id or 0
    choosing.give_up(session, anna, habit_id=more, today=TODAY)
    session.commit()
    assert bool(annas_page.get("/progress").soup.select("nav details a")) is is_folded


def test_after_a_silence_she_is_welcomed_back_with_what_has_stayed(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    put(session, anna, prunes, TODAY - timedelta(days=20), [5.0] * 10)
    annas_page.get("/progress")
    said = "Welcome back. Prunes: strength 24 %. One tick today is enough."
    assert sentence(annas_page) == said
    assert annas_page.soup.select_one("main header a[href='/day']") is not None


def test_most_so_far_is_told_with_four_weeks_before_and_not_with_three(annas_page, anna, session):
    prunes = make.make_habit(session, anna, since=TODAY - timedelta(days=4, weeks=7))
    put(session, anna, prunes, TODAY - timedelta(days=4, weeks=4), [5.0] * 28)
    annas_page.get("/progress")
    assert sentence(annas_page) == "Prunes: 28 of 28 days in the last 4 weeks."
    vitamin = make.make_habit(session, anna, "vitamin-d", since=TODAY - timedelta(days=4, weeks=8))
    put(session, anna, vitamin, TODAY - timedelta(days=4, weeks=4), [800.0] * 28)
    annas_page.get("/progress")
    assert sentence(annas_page) == "Vitamin D: 28 of 28 days, the most so far."


def test_a_week_that_is_not_stored_yet_is_among_those_before(anna, session):
    prunes = make.make_habit(session, anna, since=SINCE)
    for number in range(9):  # Monday 12 October to the Tuesday of the week after it
        day = date(2026, 10, 12) + timedelta(days=number)
        make.make_mark(session, anna, prunes, day=day, today=day, amount=5)
    walk = make.make_habit(session, anna, "weight-bearing", since=SINCE)
    put(session, anna, walk, date(2026, 11, 10), [1.0] * 10)  # no silence that she comes back from
    of = read(session, anna)
    assert (of.card(prunes).lately.month.met, of.card(prunes).lately.month_before.met) == (2, 7)
    assert of.kindest.kind is not Kind.MOST_SO_FAR


def test_two_months_are_not_promised_to_who_is_here_for_years(annas_page, anna, session):
    prunes = make.make_habit(session, anna, since=date(2023, 5, 1))
    put(session, anna, prunes, date(2023, 5, 1), [5.0] * 9)
    annas_page.get("/progress")
    assert "After about two months" not in annas_page.text
    assert "A habit stands here once the last 4 weeks and the 4 before them both" in annas_page.text


def test_days_away_are_set_aside_and_not_asked_for(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    put(session, anna, prunes, TODAY - timedelta(days=12), [5.0])
    away = Stretch(TODAY - timedelta(days=2), TODAY + timedelta(days=3), Skip.AWAY)
    spells.set_aside(session, anna, spell=away, today=TODAY, edit=Edit(str(uuid4()), PlanKind.SPELL, NOW))
    session.commit()
    annas_page.get("/progress")
    assert sentence(annas_page) == "You are away: have a good time."
    week = words(annas_page.soup.select_one(".progress-week"))
    assert "3 days set aside." in week
    assert "Prunes set aside" in week
    assert "Something recorded" not in week


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        (None, "Every daily habit on every day of this week so far."),
        (ChangeKind.SKIP, "Something recorded on 4 of 4 days this week."),
        (PlanKind.SPELL, "Something recorded on 4 of 4 days this week."),
    ],
)
def test_every_day_of_the_week_is_said_only_when_none_was_left_out(annas_page, anna, session, left_out, said):
    """Prunes on Monday and three days ill are not every day."""
    monday = TODAY - timedelta(days=4)
    prunes = make.make_habit(session, anna, since=monday)
    make.make_mark(session, anna, prunes, day=monday, amount=5)
    for number in range(1, 4):
        day = monday + timedelta(days=number)
        if left_out is ChangeKind.SKIP:
            make.make_mark(session, anna, prunes, day=day, kind=ChangeKind.SKIP, skip=Skip.ILL)
        elif left_out is None:
            make.make_mark(session, anna, prunes, day=day, amount=5)
    if left_out is PlanKind.SPELL:
        put(session, anna, make.make_habit(session, anna, "weight-bearing"), monday, [30.0] * 4)
        ill = Stretch(monday + timedelta(days=1), TODAY - timedelta(days=1), Skip.ILL)
        edit = Edit(str(uuid4()), PlanKind.SPELL, NOW)
        spells.set_aside(session, anna, spell=ill, today=TODAY, edit=edit)
        session.commit()
    annas_page.get("/progress")
    assert sentence(annas_page) == said


def test_somebody_elses_progress_shows_nothing_of_hers(autumn, app, anna, berta, session):
    hers = make.make_habit(session, berta, "vitamin-d")
    make.make_mark(session, berta, hers, amount=800)
    # A note alone is no record, and plants of somebody else are none of hers.
    before = TODAY - timedelta(days=2)
    make.make_mark(session, berta, hers, day=before, kind=ChangeKind.NOTE, note="Bought it.")
    eaten = PlantEaten(user_id=anna.id, day=SINCE, plant="oats", source=Source.TAP, changed_at=NOW)
    session.add(eaten)
    session.commit()
    page = Page(app).signed_in(session, berta)
    page.get("/progress")
    assert "Prunes" not in page.text
    assert read(session, berta).began == TODAY


def test_reading_costs_seven_queries_whatever_there_is(autumn, anna, berta, session, statements):
    hers = make.make_habit(session, berta)
    make.make_mark(session, berta, hers, amount=5)
    session.refresh(anna)
    with statements() as few:
        read(session, berta)
    with statements() as many:
        read(session, anna)
    assert len(few) == len(many) == 7


def test_name_from_right_to_left_leaves_the_number_after_it_in_its_place(annas_page, anna, session):
    """Read from the left: its letters, then "24 of 28 days", not "24 :" before them."""
    name = "\u05e9\u05ea\u05d9\u05d9\u05ea \u05de\u05d9\u05dd"
    own = OwnHabit(name, Measure.CHECK, Direction.AT_LEAST, Period.DAY, "", Goal(SINCE, 1))
    water = choosing.create(session, anna, own=own, today=SINCE, now=NOW)
    put(session, anna, water.id or 0, TODAY - timedelta(days=4, weeks=4), [1.0] * 28)
    annas_page.get("/progress")
    assert sentence(annas_page) == f"\u2068{name}\u2069: 28 of 28 days, the most so far."
