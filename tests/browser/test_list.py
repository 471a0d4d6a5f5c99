"""Her list in a browser, with a script and without: health, own habits, goals, order, spells, days."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import tzlocal
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from app import clock
from app.accounts import actions
from app.accounts.models import User
from app.checklist import choosing
from app.checklist.actions import Change
from app.checklist.models import ChangeKind
from tests.browser import demonstration
from tests.browser.demonstration import House
from tests.make import make_changes, make_user

pytestmark = pytest.mark.browser
BOTH_WAYS = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
LONG_PRESS = 700  # ms
_count = itertools.count()
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product on demo data."""
    with demonstration.standing(tmp_path_factory.mktemp("list")) as house:
        yield house


# Half an hour off every zone that the house may stand in.
ELSEWHERE = "Asia/Kabul"


@pytest.fixture
def open_as(phone: Callable[..., Page], house: House) -> Open:
    """Open a page as a new person with some habits, begun three weeks ago."""

    def open_page(path: str, *slugs: str, conditions: list[str] | None = None, **options: object) -> Page:
        database = house.app.extensions["bonny.database"]
        with database.writing() as session:
            person = make_user(
                session,
                email=f"list{next(_count)}@example.org",
                zone=house_zone(house),
                zone_kept="" if "timezone_id" in options else tzlocal.get_localzone_name(),
                conditions=conditions,
                created_at=clock.now(),
            )
            for slug in slugs:
                begin(session, person, slug, house)
            token = actions.sign_in(session, person, now=clock.now())
            session.commit()
        page = phone(**options)
        demonstration.enter(page.context, house.url, token)
        page.goto(house.url + path)
        return page

    return open_page


def house_zone(house: House) -> str:
    with house.app.extensions["bonny.database"].reading() as session:
        found = session.get(User, 1)
        assert found is not None
        return found.zone


def begin(session: Session, person: User, slug: str, house: House) -> None:
    since = house.today - timedelta(days=21)
    habit = choosing.take_on(session, person, slug=slug, today=since, now=clock.now())
    session.commit()
    if slug == "prunes":
        uuid = f"00000000-0000-4000-8000-{next(_count):012}"
        yesterday = house.today - timedelta(days=1)
        change = Change(uuid, habit.id or 0, yesterday, ChangeKind.SET, amount=4)
        make_changes(session, person, [change], today=house.today)


def row(page: Page, name: str) -> Locator:
    return page.locator(".day-row", has=page.locator(".row-name", has_text=name))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def expect_names(page: Page, *names: str) -> None:
    """The page, once it is there, lists these habits in this order."""
    rows = page.locator("[aria-label='Your habits, in their order'] .row-name")
    expect(rows).to_have_text(list(names))


@BOTH_WAYS
def test_first_habit_by_way_of_health_a_caution_and_her_words(open_as, has_script):
    page = open_as("/", java_script_enabled=has_script)
    page.get_by_label("Prunes").check()
    press(page, "Go on")
    page.get_by_label("I take warfarin").check()
    press(page, "Go on")
    page.get_by_label("When will you do it?").fill("after breakfast")
    press(page, "Put it on my list")
    expect(page.get_by_text("Please ask first, then tick the box.")).to_be_visible()
    expect(page.get_by_label("When will you do it?")).to_have_value("after breakfast")
    page.get_by_label("I have asked").check()
    press(page, "Put it on my list")
    page.get_by_role("link", name="Not now").click()
    expect(row(page, "Prunes")).to_contain_text("5 prunes a day, after breakfast")


@BOTH_WAYS
def test_habit_from_the_library_another_period_and_undo(open_as, has_script):
    page = open_as("/library", "prunes", conditions=[], java_script_enabled=has_script)
    page.get_by_role("searchbox").fill("stairs")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Walk or exercise").first.click()
    page.get_by_role("link", name="Add to my habits").click()
    page.locator("summary", has_text="Another goal?").click()
    page.get_by_label("each day").check()
    page.get_by_label("Goal", exact=True).fill("20")
    press(page, "Put it on my list")
    expect(row(page, "Walk or exercise")).to_contain_text("20 min a day")
    press(page, "Undo")
    expect(row(page, "Walk or exercise")).to_have_count(0)


@BOTH_WAYS
def test_habit_of_her_own_on_some_days(open_as, has_script, house):
    page = open_as("/habits", "prunes", conditions=[], java_script_enabled=has_script)
    page.get_by_role("link", name="A habit of my own").click()
    page.get_by_label("What do you call it?").fill("Tea & <i>talk</i>")
    page.get_by_label("An amount to reach").check()
    page.get_by_label("Goal", exact=True).fill("1,5")
    page.get_by_label("Unit").fill("cups")
    page.locator("summary", has_text="Not every day?").click()
    page.locator(".weekday").nth(house.today.weekday()).click()
    press(page, "Put it on my list")
    expect(row(page, "Tea & <i>talk</i>")).to_contain_text("1.5 cups on")
    row(page, "Tea").get_by_role("button").first.click()
    expect(page.locator("#notice")).to_contain_text("Tea & <i>talk</i>: 1.5 of 1.5 cups")


@BOTH_WAYS
def test_goal_of_the_past_is_asked_about_kept_and_taken_back(open_as, has_script, house):
    page = open_as("/habits", "prunes", conditions=[], java_script_enabled=has_script)
    page.get_by_role("link", name="Prunes").click()
    page.get_by_label("Goal", exact=True).fill("4")
    page.get_by_label("The goal holds from").fill((house.today - timedelta(days=3)).isoformat())
    press(page, "Save")
    expect(page.get_by_text("3 days are over")).to_be_visible()
    page.get_by_label("Yes, count these days anew").check()
    press(page, "Save")
    expect(page.get_by_text("4 prunes a day")).to_be_visible()
    press(page, "Undo")
    expect(page.get_by_label("Goal", exact=True)).to_have_value("5")


@BOTH_WAYS
def test_order_by_arrows_giving_up_and_taking_up_again(open_as, has_script):
    page = open_as(
        "/habits", "prunes", "vitamin-d", "fermented", conditions=[], java_script_enabled=has_script
    )
    page.get_by_role("button", name="Fermented food: one place up").click()
    expect(page.locator("#notice")).to_contain_text("The new order is kept.")
    expect_names(page, "Prunes", "Fermented food", "Vitamin D")
    page.get_by_role("link", name="Vitamin D").click()
    press(page, "Take it off my list")
    press(page, "Take it off")
    expect_names(page, "Prunes", "Fermented food")
    page.locator(".ordered-row", has_text="Vitamin D").get_by_role("button").click()
    expect_names(page, "Prunes", "Fermented food", "Vitamin D")


def test_order_by_dragging(open_as):
    page = open_as("/habits", "prunes", "vitamin-d", "fermented", conditions=[])
    grip = page.locator(".ordered-row", has_text="Fermented food").locator(".grip").bounding_box()
    above = page.locator(".ordered-row", has_text="Prunes").bounding_box()
    assert grip is not None
    assert above is not None
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    for y in (grip["y"] - 40, above["y"] + 30, above["y"] + 6):
        page.mouse.move(grip["x"] + 10, y, steps=5)
    page.mouse.up()
    expect(page.locator("#notice")).to_contain_text("The new order is kept.")
    expect_names(page, "Fermented food", "Prunes", "Vitamin D")


@BOTH_WAYS
def test_days_set_aside_and_back_again(open_as, has_script):
    page = open_as("/", "prunes", conditions=[], java_script_enabled=has_script)
    page.get_by_role("link", name="Ill or away for some days").click()
    page.get_by_label("Away", exact=True).check()
    press(page, "Set these days aside")
    page.get_by_role("link", name="Today").first.click()
    expect(page.get_by_text("You are away: have a good time.")).to_be_visible()
    expect(row(page, "Prunes")).to_contain_text("Set aside: away")
    page.get_by_role("link", name="Change or end it").click()
    page.get_by_role("button", name="Take away").first.click()
    page.get_by_role("link", name="Today").first.click()
    expect(row(page, "Prunes")).to_contain_text("5 prunes a day")


@BOTH_WAYS
def test_day_as_yesterday_with_notes_and_what_was_changed(open_as, has_script):
    page = open_as("/", "prunes", "vitamin-d", conditions=[], java_script_enabled=has_script)
    press(page, "As yesterday")
    expect(page.locator("#notice")).to_contain_text("1 habit as the day before.")
    expect(row(page, "Prunes")).to_contain_text("4 of 5")
    page.locator("summary", has_text="A note on this day").click()
    page.locator("#day-note").fill("Rain all day")
    page.locator(".day-foot").get_by_role("button", name="Keep the note").click()
    expect(page.locator("#day-note")).to_have_value("Rain all day")
    page.get_by_role("link", name="What was changed").click()
    expect(page.get_by_text("Prunes: from nothing to 4 prunes")).to_be_visible()
    expect(page.get_by_text("Note on the day changed")).to_be_visible()


@BOTH_WAYS
def test_calendar_leads_to_an_earlier_day(open_as, has_script, house):
    page = open_as("/", "prunes", conditions=[], java_script_enabled=has_script)
    page.get_by_role("link", name="Another day").click()
    earlier = house.today - timedelta(days=9)
    page.get_by_label("Go to a date").fill(earlier.isoformat())
    press(page, "Open")
    row(page, "Prunes").get_by_role("button").first.click()
    expect(page.locator("#notice")).to_contain_text("Prunes: 5 of 5 prunes")
    press(page, "Undo")
    expect(page.locator("#notice")).to_contain_text("Taken back.")
    assert page.url.endswith(earlier.isoformat())


@BOTH_WAYS
def test_limit_sessions_and_portions_by_tap(open_as, has_script):
    page = open_as("/", "alcohol", "strength", "protein", conditions=[], java_script_enabled=has_script)
    row(page, "Little alcohol").get_by_role("button").first.click()
    expect(row(page, "Little alcohol")).to_contain_text("none")
    row(page, "Strength training").get_by_role("button").first.click()
    expect(row(page, "Strength training")).to_contain_text("1 of 2 this week")
    row(page, "Protein at meals").get_by_role("button").first.click()
    expect(row(page, "Protein at meals")).to_contain_text("1 of 3")
    page.wait_for_timeout(LONG_PRESS)  # a second tap at once would count as the tremble of the first
    row(page, "Protein at meals").get_by_role("button").first.click()
    expect(row(page, "Protein at meals")).to_contain_text("2 of 3")


def test_long_press_opens_the_amount_and_records_nothing(open_as):
    page = open_as("/", "prunes", conditions=[])
    box = row(page, "Prunes").locator(".row-main").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 80, box["y"] + 30)
    page.mouse.down()
    expect(row(page, "Prunes").get_by_label("Prunes", exact=True)).to_be_focused()
    page.mouse.up()
    expect(page.locator("#notice")).to_be_empty()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("Prunes: 3 of 5 prunes")


def test_traveller_is_asked_once_and_her_days_follow_or_stay(open_as):
    page = open_as("/", "prunes", conditions=[], timezone_id=ELSEWHERE)
    expect(page.get_by_role("heading", name="Are you travelling?")).to_be_visible()
    expect(page.locator("#zone-ask")).to_contain_text("Kabul")
    press(page, "No, stay as before")
    expect(page.locator("#notice")).to_contain_text("Everything stays as it was.")
    expect(page.get_by_role("heading", name="Are you travelling?")).to_be_hidden()
    page = open_as("/", "prunes", conditions=[], timezone_id=ELSEWHERE)
    press(page, "Yes, follow it")
    expect(page.locator("#notice")).to_contain_text("follow Kabul now")
    press(page, "Undo")
    expect(page.get_by_role("heading", name="Are you travelling?")).to_be_visible()


def test_traveller_at_home_is_not_asked(open_as, house):
    page = open_as("/", "prunes", conditions=[], timezone_id=house_zone(house))
    expect(row(page, "Prunes")).to_be_visible()
    expect(page.get_by_role("heading", name="Are you travelling?")).to_be_hidden()
