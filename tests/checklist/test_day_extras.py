"""Around a day: notes, the day before once more, hints in the morning, what was changed, the calendar."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from app.checklist import choosing, daysheet
from app.checklist.actions import Change
from app.checklist.choosing import OwnHabit, Wish
from app.checklist.models import ChangeKind, DayNote, Mark, Source
from app.rules.habits import Direction, Goal, Measure, Period
from app.rules.marks import Skip
from tests import make
from tests.make import NOW, TODAY

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
YESTERDAY = TODAY - timedelta(days=1)
MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def note_form(page):
    return page.form("#day-note")


def test_note_on_a_day_is_kept_changed_and_taken_back(annas_page, anna, session, database):
    make.make_habit(session, anna)
    annas_page.get("/")
    annas_page.submit(note_form(annas_page), note=" A good day.\r\n<b>Knee</b> better \u0007")
    assert "Note kept." in annas_page.text
    assert annas_page.soup.select_one("#day-note").get_text() == "A good day.\n<b>Knee</b> better"
    annas_page.submit(annas_page.form("#undo"))
    with database.reading() as reading:
        assert reading.exec(select(DayNote)).all() == []
    annas_page.get("/day/2026-11-18")
    annas_page.submit(note_form(annas_page), note="Then")
    annas_page.submit(note_form(annas_page), note="")
    assert "No note any more." in annas_page.text


def test_ten_thousand_characters_are_refused_and_kept_in_the_field(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    annas_page.get("/")
    annas_page.submit(note_form(annas_page), status=422, note="x" * 10_000)
    assert "There is room for 2,000 characters, and this has 10,000." in annas_page.text
    assert annas_page.soup.select_one("#day-note").get_text() == "x" * 10_000
    annas_page.get("/")
    form = annas_page.form(f"#note-{prunes}")
    annas_page.submit(form, button="Keep the note", status=422, note="y" * 10_000)
    assert "There is room for 500 characters" in annas_page.text
    assert annas_page.soup.select_one(f"#note-{prunes}").get_text() == "y" * 10_000
    with database.reading() as reading:
        assert (reading.exec(select(DayNote)).all(), reading.exec(select(Mark)).all()) == ([], [])


def test_note_on_a_mark_stays_through_taps_and_is_no_record(annas_page, anna, session, database):
    prunes = make.make_habit(session, anna)
    annas_page.get("/")
    annas_page.submit(annas_page.form(f"#note-{prunes}"), button="Keep the note", note="with porridge")
    assert "Prunes: note kept" in annas_page.text
    assert annas_page.soup.select_one(f"#habit-{prunes} .row-note").get_text() == "with porridge"
    assert annas_page.soup.select_one(f"#habit-{prunes}.is-done") is None
    annas_page.submit(annas_page.form(f"#tick-{prunes}"))
    annas_page.submit(annas_page.form(f"#tick-{prunes}"))
    with database.reading() as reading:
        row = reading.exec(select(Mark)).one()
    assert (row.amount, row.note) == (None, "with porridge")


def test_as_yesterday_takes_over_what_is_untouched_in_one_step(annas_page, anna, session):
    prunes, vitamin = make.make_habit(session, anna), make.make_habit(session, anna, "vitamin-d")
    walk, fermented = (
        make.make_habit(session, anna, "weight-bearing"),
        make.make_habit(session, anna, "fermented"),
    )
    make.make_mark(session, anna, prunes, day=YESTERDAY, amount=4)
    make.make_mark(session, anna, vitamin, day=YESTERDAY)
    make.make_mark(session, anna, walk, day=YESTERDAY, amount=30)
    make.make_mark(session, anna, fermented, day=YESTERDAY, kind=ChangeKind.SKIP, skip=Skip.ILL)
    make.make_mark(session, anna, vitamin, amount=1000)
    annas_page.get("/")
    annas_page.submit(annas_page.form("form[action$='/as-before']"))
    assert "2 habits as the day before." in annas_page.text
    sheet = daysheet.read(session, anna, day=TODAY, today=TODAY)
    session.commit()
    assert {row.chosen.id: row.amount for row in sheet.rows} == {
        prunes: 4,
        vitamin: 1000,
        walk: 30,
        fermented: None,
    }
    assert annas_page.soup.select_one("form[action$='/as-before']") is None
    annas_page.post(f"/day/{TODAY}/as-before", {})
    assert "There is nothing to take over" in annas_page.text


def test_as_yesterday_is_taken_back_whole(annas_page, anna, session):
    for slug in ("prunes", "vitamin-d"):
        make.make_mark(session, anna, make.make_habit(session, anna, slug), day=YESTERDAY)
    annas_page.get("/")
    annas_page.submit(annas_page.form("form[action$='/as-before']"))
    annas_page.submit(annas_page.form("#undo"))
    assert annas_page.soup.select(".day-row.is-done") == []


def test_as_yesterday_pressed_twice_is_one(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, day=YESTERDAY, amount=4)
    annas_page.get("/")
    twice = {"change": "00000000-0000-4000-8000-000000000008"}
    for _ in range(2):
        annas_page.post(f"/day/{TODAY}/as-before", twice)
    assert "1 habit as the day before." in annas_page.text
    annas_page.submit(annas_page.form("#undo"))
    assert annas_page.soup.select(".day-row.is-done") == []


def test_note_sent_twice_is_one(annas_page, anna, session, database):
    make.make_habit(session, anna)
    annas_page.get("/")
    for change in ("00000000-0000-4000-8000-000000000009",) * 2:
        annas_page.post(f"/day/{TODAY}/note", {"note": "Once", "change": change})
    with database.reading() as reading:
        assert [row.text for row in reading.exec(select(DayNote)).all()] == ["Once"]


def test_empty_yesterday_is_asked_about_in_the_morning_alone(annas_page, anna, session, now):
    prunes = make.make_habit(session, anna)
    assert "What about yesterday?" not in annas_page.get("/").text
    now(MORNING)
    assert "What about yesterday?" in annas_page.get("/").text
    assert "not that day" not in annas_page.text.lower()
    make.make_mark(session, anna, prunes, day=YESTERDAY, amount=0)
    assert "What about yesterday?" not in annas_page.get("/").text


@ONLY_SQLITE
def test_first_morning_is_not_asked_about_the_day_before(annas_page, anna, session, now):
    make.make_habit(session, anna, since=TODAY)
    now(MORNING)
    assert "What about yesterday?" not in annas_page.get("/").text


def test_changes_of_a_day_say_what_when_and_by_which_way(annas_page, anna, session):
    prunes, plants = make.make_habit(session, anna), make.make_habit(session, anna, "plants")
    make.make_mark(session, anna, prunes, amount=3)
    change = Change(str(uuid4()), prunes, TODAY, ChangeKind.SKIP, skip=Skip.AWAY)
    make.make_changes(session, anna, [change], source=Source.TEXT)
    make.make_plants(session, anna, plants, "oats")
    annas_page.get("/")
    annas_page.submit(note_form(annas_page), note="Tired")
    annas_page.submit(annas_page.form("#undo"))
    annas_page.get(f"/day/{TODAY}/changes")
    lines = [" ".join(line.get_text(" ").split()) for line in annas_page.soup.select(".change-line")]
    assert sorted(lines) == sorted(
        [
            "Prunes: from nothing to 3 prunes 12:00, by tap",
            "Prunes: from 3 prunes to left out (away) 12:00, by text",
            "Oats added 12:00, by tap",
            "Note on the day changed 12:00, by tap",
            "Note taken back 12:00, by tap",
        ]
    )
    assert "Nothing was changed on this day." in annas_page.get("/day/2026-11-02/changes").text


def test_nobody_else_sees_her_notes_and_changes(annas_page, bertas_page, anna, berta, session):
    prunes = make.make_habit(session, anna)
    make.make_habit(session, berta)
    make.make_mark(session, anna, prunes, amount=3)
    annas_page.get("/")
    annas_page.submit(note_form(annas_page), note="Secret knee")
    assert "Secret knee" not in bertas_page.get("/").text
    assert "Nothing was changed on this day." in bertas_page.get(f"/day/{TODAY}/changes").text


def test_calendar_leads_to_any_day_back_to_the_first(annas_page, anna, session):
    prunes = make.make_habit(session, anna, since=date(2026, 9, 10))
    make.make_mark(session, anna, prunes, day=date(2026, 9, 30))
    annas_page.get("/day")
    assert len(annas_page.soup.select(".calendar-day")) == 20
    assert "Your first day here: 10 September 2026" in annas_page.text
    annas_page.get("/day?month=2026-09")
    assert annas_page.soup.select_one("a[href='/day/2026-09-30'] .full") is not None
    assert annas_page.soup.select_one("a[rel=prev]") is None
    assert annas_page.get("/day?day=2026-09-30").path == "/day/2026-09-30"


@ONLY_SQLITE
@pytest.mark.parametrize("day", ["2026-11-21", "tomorrow", "1999-12-31"])
def test_date_that_cannot_be_opened_is_explained_and_kept(annas_page, anna, session, day):
    make.make_habit(session, anna)
    assert "Choose a day up to today." in annas_page.get(f"/day?day={day}", status=422).text
    assert annas_page.soup.select_one("#day")["value"] == day


@ONLY_SQLITE
@pytest.mark.parametrize("month", ["2026-12", "2026-13", "1999-01", "soon", "2027-01"])
def test_month_that_cannot_be_is_not_found(annas_page, anna, session, month):
    make.make_habit(session, anna)
    annas_page.get(f"/day?month={month}", status=404)


KINDS = (
    *("prunes", "vitamin-d", "fermented", "protein", "alcohol", "sleep", "strength"),
    *("oily-fish", "weight-bearing", "plants", "mediterranean", "balance"),
)


def test_today_is_seven_queries_at_most_whatever_the_habits_and_years(annas_page, anna, session, statements):
    prunes = make.make_habit(session, anna, since=TODAY - timedelta(days=28))
    make.make_habit(session, anna, "plants")
    annas_page.get("/")
    with statements() as few:
        annas_page.get("/")
    since = TODAY - timedelta(days=800)
    for slug in KINDS[1:]:
        make.make_habit(session, anna, slug, since=since)
    own = OwnHabit("Tea", Measure.AMOUNT, Direction.AT_LEAST, Period.DAY, "cups", Goal(since, 2))
    choosing.create(session, anna, own=own, today=since, now=NOW)
    session.commit()
    for back in range(1, 28):
        make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=back))
    with statements() as many:
        annas_page.get("/")
    assert len(few) == len(many) <= 7, "\n".join(many)


def test_one_tap_adds_a_portion_and_a_second_another(annas_page, anna, session):
    protein = make.make_habit(session, anna, "protein")
    annas_page.get("/")
    for total in (1, 2):
        annas_page.submit(annas_page.form(f"#tick-{protein}"))
        assert f"{total} of 3" in annas_page.text
    annas_page.submit(annas_page.form(".row-stepper"), button="Protein at meals: 1 serving less")
    assert "1 of 3" in annas_page.text


def test_session_of_the_week_is_ticked_and_unticked_for_the_day(annas_page, anna, session):
    strength = make.make_habit(session, anna, "strength")
    make.make_mark(session, anna, strength, day=YESTERDAY)
    annas_page.get("/")
    annas_page.submit(annas_page.form(f"#tick-{strength}"))
    assert "Strength training: 2 of 2 this week" in annas_page.text
    annas_page.submit(annas_page.form(f"#tick-{strength}"))
    assert "1 of 2 this week" in annas_page.text


def test_limit_is_ticked_for_none_and_counted_up(annas_page, anna, session):
    alcohol = make.make_habit(session, anna, "alcohol")
    assert "at most 1 drink a day: tap for none" in annas_page.get("/").text
    annas_page.submit(annas_page.form(f"#tick-{alcohol}"))
    assert annas_page.soup.select_one(f"#habit-{alcohol}.is-done") is not None
    for _ in range(2):
        annas_page.submit(annas_page.form(".row-stepper"), button="Little alcohol: 1 drink more")
    assert "at most 1 drink a day: 2 drinks" in annas_page.text
    assert annas_page.soup.select_one(f"#habit-{alcohol}.is-done") is None


def test_monthly_medicine_is_due_on_its_day_and_its_name_is_hers(annas_page, anna, session):
    goal = Goal(TODAY, 1, month_day=20)
    choosing.take_on(
        session, anna, slug="bone-medicine", today=TODAY, now=NOW, wish=Wish(name="Sunday tablet", goal=goal)
    )
    session.commit()
    assert "Sunday tablet on day 20 of the month" in annas_page.get("/").text
    habit = make.chosen(session, anna, 1).habit
    assert [habit.is_due_on(day) for day in (TODAY, date(2026, 12, 19), date(2026, 12, 20))] == [
        True,
        False,
        True,
    ]


def test_weekly_row_of_an_earlier_week_says_that_week(annas_page, anna, session):
    walk = make.make_habit(session, anna, "weight-bearing")
    make.make_mark(session, anna, walk, day=TODAY - timedelta(days=9), amount=30)
    assert "30 of 150 min that week" in annas_page.get(f"/day/{TODAY - timedelta(days=9)}").text
    assert "0 of 150 min this week" in annas_page.get("/").text


def test_session_is_not_repeated_the_day_after(annas_page, anna, session):
    strength = make.make_habit(session, anna, "strength")
    make.make_mark(session, anna, strength, day=YESTERDAY)
    assert annas_page.get("/").soup.select_one("form[action$='/as-before']") is None


def test_refused_amount_takes_the_words_of_the_tap_before_away(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    annas_page.get("/")
    form = {"do": "set", "amount": "many"}
    answer = annas_page.post(
        f"/day/{TODAY}/habits/{prunes}", form, status=422, headers={"HX-Request": "true"}
    )
    notice = answer.soup.select_one("#notice")
    assert (notice["hx-swap-oob"], notice.get_text(strip=True)) == ("innerHTML", "")


def test_day_left_out_is_not_asked_for(annas_page, anna, session):
    prunes = make.make_habit(session, anna)
    make.make_habit(session, anna, "vitamin-d")
    make.make_mark(session, anna, prunes, kind=ChangeKind.SKIP, skip=Skip.AWAY)
    assert "0 of 1" in annas_page.get("/").soup.select_one("#ring").get_text()
