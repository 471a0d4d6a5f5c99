"""One October told in seven ways: month page, letter, text, summary, its page and its CSV file agree."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.checklist.models import PlantEaten, Source, Spell
from app.messages.models import Channel
from app.progress import months
from app.reminders import questions
from app.report import gather
from app.report.model import Report
from app.rules.habits import Direction, Measure, Period
from app.rules.marks import Skip
from app.rules.tallies import Tally
from tests.page import BASE, Page
from tests.reminders import steps
from tests.reminders.test_month_letter import letter
from tests.report import make, reading

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
MAY, LATE = date(2026, 5, 4), date(2026, 10, 9)
AWAY = frozenset(date(2026, 10, day) for day in (14, 15, 16))
SKIPS = {"i": Skip.ILL, "a": Skip.AWAY, "d": Skip.DOCTOR, "o": Skip.OTHER}
# A sign a day, over and over: a number is an amount, a dash nothing, a letter a skip.
PRUNES, WINE, PILL = "5565-i0365d", "0121-0-1201i0", "1-1o0"
WALK = (75.0, 60.0, None, 90.0, 0.0)
ALL_DAYS = re.compile(r"Something recorded on (\d+) of (\d+) days?")
KEPT = r"(\d+) of (\d+) (?:days?|weeks?)"
# Where something is said once alone, of a habit: met, counted, the percentage where there is one.
Said = tuple[int, int, int | None]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that says something of her October; ``since`` she has her habits."""

    since: date
    month: months.Month
    report: Report
    month_page: Page
    report_page: Page
    sheet: list[dict[str, str]]
    weeks: list[dict[str, str]]
    text: str
    letter: str


def pattern(signs: str, *, since: date) -> dict[date, float | Skip]:
    """A cycle of signs from May on, as far as it lies in the time of hers, without the days away."""
    held: dict[date, float | Skip] = {}
    for number in range((LAST - MAY).days + 1):
        day, sign = MAY + timedelta(days=number), signs[number % len(signs)]
        if sign != "-" and day >= since and day not in AWAY:
            held[day] = SKIPS.get(sign) or float(sign)
    return held


def fill(session: Session, user: User, *, since: date) -> None:
    """Seven habits of every kind from ``since`` on: goals that change, days away, limits, dates, plants."""
    began: dict[str, Any] = {"started_on": since}
    prunes = make.make_habit(session, user, goal=5, position=0, **began)
    make.make_marks(session, user, prunes, pattern(PRUNES, since=since) | {LAST: 6.0})
    make.make_goal(session, prunes, from_day=date(2026, 10, 12), amount=6)
    wine = make.make_habit(session, user, "alcohol", goal=1, direction=Direction.AT_MOST, position=1, **began)
    make.make_marks(session, user, wine, pattern(WINE, since=since) | {date(2026, 10, 15): 1.0, LAST: 0.0})
    check: dict[str, Any] = {"measure": Measure.CHECK, **began}
    pill = make.make_habit(session, user, "bone-medicine", goal=1, weekdays="03", position=2, **check)
    make.make_marks(session, user, pill, pattern(PILL, since=since))
    fill_weeks(session, user, since=since)
    spell = Spell(
        user_id=user.id or 0, reason=Skip.AWAY, first=min(AWAY), last=max(AWAY), created_at=make.NOW
    )
    session.add(spell)
    session.commit()


def fill_weeks(session: Session, user: User, *, since: date) -> None:
    """Walking with a goal that falls within a week, sessions, some given up within a week, and plants."""
    weekly: dict[str, Any] = {"period": Period.WEEK, "started_on": since}
    past = [since + timedelta(days=number) for number in range((LAST - since).days + 1)]
    walk = make.make_habit(session, user, "weight-bearing", goal=150, position=3, **weekly)
    walked = [day for day in past if day.weekday() in (1, 4) and day not in AWAY]
    minutes = {day: WALK[day.toordinal() % len(WALK)] for day in walked}
    make.make_marks(session, user, walk, {day: each for day, each in minutes.items() if each is not None})
    make.make_goal(session, walk, from_day=date(2026, 10, 13), amount=60)
    strength = make.make_habit(session, user, "strength", goal=2, measure=Measure.CHECK, position=4, **weekly)
    done = {day: float(day.day % 3 > 0) for day in past if day.weekday() in (0, 2, 5) and day not in AWAY}
    make.make_marks(session, user, strength, done)
    ended: dict[str, Any] = {"ended_on": date(2026, 10, 24), "position": 6, **weekly}
    balance = make.make_habit(session, user, "balance", goal=2, measure=Measure.CHECK, **ended)
    make.make_marks(session, user, balance, {day: 1.0 for day in past if day.day % 9 in (2, 4)})
    make.make_habit(session, user, "plants", goal=7, measure=Measure.VARIETY, position=5, **weekly)
    eaten = [(day, number) for day in past if day not in AWAY for number in (day.day % 5, 5 + day.day // 7)]
    for day, number in eaten:
        session.add(
            PlantEaten(
                user_id=user.id or 0,
                day=day,
                plant=("oats", "kale", "plum", "lentil", "pear", "walnut", "rye", "fig", "leek", "dill")[
                    number
                ],
                source=Source.TAP,
                changed_at=make.NOW,
            )
        )


@pytest.fixture
def told(
    request: pytest.FixtureRequest,
    app: Flask,
    session: Session,
    anna: User,
    annas_page: Page,
    now: Callable[[datetime], None],
) -> Told:
    """Her October as each of the seven tells it on the 1st of November, the text on the evening before."""
    fill(session, anna, since=request.param)
    steps.make_slot(session, anna, channel=Channel.EMAIL, now=NOON - timedelta(days=2))
    now(NOON)
    month = months.read(session, anna, first=FIRST, today=NOON.date())
    report = gather.gather(session, anna, first=FIRST, last=LAST, today=NOON.date(), now=NOON)
    with app.test_request_context():
        text = questions.month(session, anna, today=LAST)
    mail = letter(app, session, anna, Channel.EMAIL).text
    period = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
    files = reading.files_of(annas_page.client.get("/report.zip", query_string=period, base_url=BASE).data)
    other = Page(app).signed_in(session, anna)
    return Told(
        request.param,
        month,
        report,
        annas_page.get("/progress/2026-10"),
        other.get("/report", query_string=period),
        files["days.csv"],
        files["weeks.csv"],
        text,
        mail,
    )


def figures_of(tally: Tally) -> Said:
    return tally.met, tally.counted, tally.percent


def of_month(of: Told) -> dict[str, Said]:
    return {each.chosen.name: figures_of(each.tally) for each in of.month.habits}


def of_report(of: Told) -> dict[str, Said]:
    daily = {row.facts.name: figures_of(row.tally) for row in of.report.daily}
    return daily | {row.facts.name: figures_of(row.tally) for row in of.report.weekly}


def of_sheet(of: Told) -> dict[str, Said]:
    """The states of the rows counted anew: days of daily habits, weeks of weekly ones."""
    seen: dict[str, Counter[str]] = {}
    for row in (*of.sheet, *of.weeks):
        if row["state"]:
            seen.setdefault(row["habit"], Counter())[row["state"]] += 1
    names = ("met", "partial", "not_met", "skipped", "not_recorded")
    return {habit: figures_of(Tally(*(states[name] for name in names))) for habit, states in seen.items()}


def parsed(text: str) -> Said:
    """The first "12 of 20 days", and the first percentage after it."""
    found = re.search(rf"{KEPT}(?:[^%]*?(\d+) %)?", text)
    assert found is not None, text
    return int(found[1]), int(found[2]), int(found[3]) if found[3] else None


def words_of(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def name_of(row: Tag) -> str:
    """The habit of a row, without since when it is hers."""
    return " ".join(row.select_one("th").find(string=True).split())  # type: ignore[union-attr]


def of_month_page(of: Told) -> dict[str, Said]:
    told = {}
    for each in of.month.habits:
        title = of.month_page.soup.select_one(f"#title-{each.chosen.id}")
        assert title is not None
        told[each.chosen.name] = parsed(words_of(title.find_parent("section")))
    return told


def of_report_page(of: Told) -> dict[str, Said]:
    soup = of.report_page.soup
    rows = soup.select(".report-table tbody tr")
    told = {name_of(row): parsed(words_of(row.select("td")[1].b)) for row in rows}
    for heading in soup.select("h4"):
        told[words_of(heading)] = parsed(words_of(heading.parent))
    return told


def of_letter(of: Told) -> dict[str, Said]:
    lines = re.findall(rf"^- ([^:]+): (.*{KEPT}.*)$", of.letter, re.MULTILINE)
    return {name: parsed(line) for name, line, *_ in lines}


def check_shares(told: Told) -> None:
    """Met, counted and share are the same wherever they stand."""
    expected = of_month(told)
    assert len(expected) == 7
    for telling in (of_report, of_sheet, of_month_page, of_report_page, of_letter):
        assert telling(told) == expected, telling.__name__


def check_text(told: Told) -> None:
    """The text says the same of those it has room for."""
    expected = {each.chosen.entry.short: figures_of(each.tally)[:2] for each in told.month.habits}
    found = re.findall(rf"({'|'.join(expected)}) {KEPT}", told.text)
    assert len(found) >= 3, told.text
    assert {name: (int(met), int(counted)) for name, met, counted in found}.items() <= expected.items()


def check_days(told: Told) -> None:
    """Days with a record are told alike, and only since her first habit."""
    tellings = [told.month_page.text, told.report_page.text, told.letter, told.text]
    found = {tuple(map(int, ALL_DAYS.findall(text)[0])) for text in tellings}
    assert len(found) == 1, found
    # Two of the three days away have no record; the ninth is her first day when she began late.
    ((recorded, counted),) = found
    assert counted == (29 if told.since == MAY else 21)
    assert recorded == counted, "walks, plants or prunes are there on every other day"


def check_skips(told: Told) -> None:
    """Skipped days are the same on the summary and in its file."""
    expected = {each.chosen.name: each.tally.skipped for each in told.month.habits if each.cells}
    rows = told.report_page.soup.select(".report-table tbody tr")
    assert {name_of(row): int(words_of(row.select("td")[3])) for row in rows} == expected
    skipped = Counter(row["habit"] for row in told.sheet if row["state"] == "skipped")
    assert {name: skipped[name] for name in expected} == expected
    assert sum(expected.values()) > 0


def check_weeks(told: Told) -> None:
    """Weeks met, what they came to and their means are the same."""
    weeks = [row for row in told.weeks if row["goal_period"] == "week"]
    for each in (each for each in told.month.habits if each.bars):
        (row,) = (row for row in told.report.weekly if row.facts.name == each.chosen.name)
        mine = [week for week in weeks if week["habit"] == row.facts.name]
        with_amount = [week for week in mine if week["amount"]]
        amounts = [float(week["amount"]) for week in with_amount]
        in_mean = [float(week["amount"]) for week in with_amount if week["reported"] == "yes"]
        assert sum(week["state"] == "met" for week in mine) == row.tally.met == each.tally.met
        assert row.mean == each.mean == sum(in_mean) / len(in_mean)
        reported = {
            week.first: week.amount for week in row.weeks if FIRST <= week.first <= date(2026, 10, 25)
        }
        assert amounts == [amount for amount in reported.values() if amount is not None]
        (mean,) = re.findall(rf"- {row.facts.name}: .*On average ([0-9.]+) ", told.letter) or ["0"]
        assert f"mean {mean} " in words_of(heading_of(told.report_page, row.facts.name).parent)


def heading_of(page: Page, name: str) -> Tag:
    return next(each for each in page.soup.select("h4") if words_of(each) == name)


def check_plants(told: Told) -> None:
    """Plants of the month and of its weeks are the same."""
    (plants,) = (each for each in told.month.habits if each.chosen.habit.measure is Measure.VARIETY)
    (different,) = set(re.findall(r"(\d+) different plants", told.letter + told.month_page.text))
    assert int(different) == (10 if told.since == MAY else 9)
    rows = [row for row in told.weeks if row["habit"] == plants.chosen.name]
    assert [float(row["amount"]) for row in rows if row["state"] != "paused"] == (
        [7, 4, 7] if told.since == MAY else [4, 7]
    )


@pytest.mark.parametrize("told", [MAY, LATE], ids=["half-a-year", "since-9-October"], indirect=True)
def test_all_that_tells_of_a_month_agrees(told):
    """One test, since to write the record costs more than to read it seven times."""
    check_shares(told)
    check_text(told)
    check_days(told)
    check_skips(told)
    check_weeks(told)
    check_plants(told)
