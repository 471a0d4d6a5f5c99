"""The library's pages: search, shelves, a habit with all that is known about it; open to everyone."""

import pytest
from bs4 import Tag

from app.catalogue import book
from app.catalogue.entries import Group, HabitEntry
from tests.page import Page

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = ONLY_SQLITE
HABITS = book.book().habits


def shown(page: Page) -> list[str]:
    """The habits of the list, from top to bottom."""
    return [str(link["href"]).removeprefix("/library/") for link in page.soup.select(".menu a")]


def shelves(page: Page) -> list[str]:
    return [heading.get_text() for heading in page.soup.select(".shelf > h2")]


def of_group(group: Group) -> list[str]:
    return [entry.slug for entry in HABITS if entry.group is group]


def current(page: Page) -> list[str]:
    """The shelf that is marked as the one shown."""
    return [chip.get_text() for chip in page.soup.select(".chip[aria-current=true]")]


def one(page: Page, selector: str) -> Tag:
    """The first match; there is one."""
    found = page.soup.select_one(selector)
    assert found is not None
    return found


def status(page: Page) -> str:
    """How many the page says there are."""
    return one(page, "#found-count").get_text()


def test_library_shows_every_habit_under_its_shelf(page: Page) -> None:
    page.get("/library")
    assert shelves(page) == ["Move", "Eat", "Supplements", "Limit", "Rest", "Medicines"]
    assert shown(page) == [slug for group in Group for slug in of_group(group)]
    assert status(page) == f"{len(HABITS)} habits"
    assert current(page) == ["All"]
    for group in Group:
        assert book.book().intro(group) in page.text


@pytest.mark.parametrize("group", list(Group))
def test_filter_shows_one_shelf_and_says_which(page: Page, group: Group) -> None:
    page.get(f"/library?group={group}")
    assert shown(page) == of_group(group)
    assert current(page) == shelves(page)
    assert status(page) == f"{len(of_group(group))} habits"


@pytest.mark.parametrize("group", ["sweets", "EAT", "", "%00", "eat,move"])
def test_unknown_group_shows_every_shelf(page: Page, group: str) -> None:
    page.get(f"/library?group={group}")
    assert len(shown(page)) == len(HABITS)
    assert current(page) == ["All"]


def test_search_keeps_the_word_and_shows_what_it_found(page: Page) -> None:
    page.get("/library")
    page.submit(page.form("#search"), q="tofu")
    assert shown(page)[0] == "soy-foods"
    assert one(page, "#search")["value"] == "tofu"
    assert status(page) == f"{len(shown(page))} habits"


def test_one_habit_found_is_one_habit(page: Page) -> None:
    page.get("/library?q=sauerkraut")
    assert (shown(page), status(page)) == (["fermented"], "1 habit")


def test_best_find_brings_its_shelf_to_the_top(page: Page) -> None:
    page.get("/library?q=alcohol")
    assert shelves(page)[0] == "Limit"


def test_search_within_a_shelf_stays_on_it(page: Page) -> None:
    page.get("/library?group=supplements")
    page.submit(page.form("#search"), q="calcium")
    assert shown(page) == ["calcium-tablet"]
    assert current(page) == ["Supplements"]


def test_shelves_keep_the_word_she_typed(page: Page) -> None:
    page.get("/library?q=calcium")
    links = {chip.get_text(): str(chip["href"]) for chip in page.soup.select(".chip")}
    assert links["Eat"] == "/library?group=eat&q=calcium"
    assert links["All"] == "/library?q=calcium"


def test_nothing_found_says_what_to_do(page: Page) -> None:
    page.get("/library?q=gravel")
    assert (shown(page), status(page)) == ([], "No habit found")
    assert "Try a shorter or another word" in page.text
    assert one(page, ".empty a")["href"] == "/library"


def test_nothing_on_this_shelf_leads_to_all_shelves(page: Page) -> None:
    page.get("/library?q=prunes&group=move")
    assert shown(page) == []
    assert one(page, ".empty a")["href"] == "/library?q=prunes"
    page.get(str(one(page, ".empty a")["href"]))
    assert shown(page)[0] == "prunes"


def test_typed_text_comes_back_harmless_and_bounded(page: Page) -> None:
    page.get("/library", query_string={"q": '"><script>' + "x" * 500})
    assert one(page, "#search")["value"] == ('"><script>' + "x" * 500)[:80]


def test_what_is_not_offered_closes_the_shelf_of_supplements(page: Page) -> None:
    page.get("/library?group=supplements")
    for thing in book.book().not_offered:
        assert thing.name in page.text
        assert thing.sentence in page.text
    assert book.book().who_may_benefit in page.text
    page.get("/library?group=eat")
    assert "Silicon" not in page.text


def test_search_finds_what_is_not_offered_and_says_so(page: Page) -> None:
    page.get("/library?q=selenium")
    assert shown(page) == []
    assert "Described, and not offered as a habit" in page.text
    assert "Copper" not in page.text
    assert page.soup.select_one(".empty") is None


def test_htmx_gets_the_list_and_the_count_alone(page: Page) -> None:
    page.get("/library?q=sleep", headers={"HX-Request": "true"})
    assert page.soup.find("html") is None
    assert [str(tag["id"]) for tag in page.soup.find_all(id=True, recursive=False)] == [
        "found",
        "found-count",
    ]
    assert one(page, "#found-count")["hx-swap-oob"] == "innerHTML"
    assert shown(page)[0] == "sleep"
    assert "HX-Request" in page.response.headers["Vary"]


def test_whole_page_depends_on_who_asks(page: Page) -> None:
    assert "HX-Request" in page.get("/library").response.headers["Vary"]


@pytest.mark.parametrize("entry", HABITS, ids=lambda entry: entry.slug)
def test_habit_page_shows_evidence_cautions_and_sources(page: Page, entry: HabitEntry) -> None:
    page.get(f"/library/{entry.slug}")
    assert one(page, "h1").get_text() == entry.name
    for sentence in (
        entry.what,
        entry.how_much,
        *entry.evidence,
        *(each.sentence for each in entry.cautions),
    ):
        assert sentence in page.text
    for point in entry.expect:
        assert point.when in page.text
        assert point.what in page.text
    names = {condition.slug: condition.name for condition in book.book().conditions}
    for caution in entry.cautions:
        assert names.get(caution.condition, "") in page.text
    links = [str(link["href"]) for link in page.soup.select("main li a")]
    for source in book.book().sources_of(entry):
        assert source.title in page.text
        assert not source.address or source.address in links
    assert f"Evidence: {entry.evidence_word}" in page.text
    assert "ask your doctor or pharmacist" in page.text


@pytest.mark.parametrize(
    ("slug", "sentences"),
    [
        ("prunes", ["Usually 5 prunes a day.", "You may choose from 2 to 10 prunes a day."]),
        (
            "vitamin-d",
            [
                "Usually 800 IU a day.",
                "You may choose from 200 to 4,000 IU a day.",
                "Above 4,000 IU only as your doctor has set it, up to 10,000 IU.",
            ],
        ),
        (
            "weight-bearing",
            [
                "Usually 150 minutes a week.",
                "You may choose from 10 to 840 minutes a week.",
                "Or 30 minutes a day; from 5 to 120 minutes.",
            ],
        ),
        ("strength", ["Usually 2 sessions a week.", "You may choose from 1 to 7 sessions a week."]),
        ("alcohol", ["Usually at most 1 drink a day.", "You may choose from 0 to 2 drinks a day."]),
        ("sleep", ["Usually 7 hours a day.", "You may choose from 5 to 9 hours a day."]),
        ("probiotic", ["Usually every day."]),
        (
            "bone-medicine",
            ["Usually every day.", "Or 1 day a week; from 1 to 7 days.", "Or on one day of the month."],
        ),
    ],
)
def test_goal_is_said_in_words(page: Page, slug: str, sentences: list[str]) -> None:
    page.get(f"/library/{slug}")
    section = one(page, "section[aria-labelledby=goals-title]")
    assert [part.get_text() for part in section.select("p")] == sentences


@pytest.mark.parametrize("entry", HABITS, ids=lambda entry: entry.slug)
def test_supplements_and_medicines_carry_their_shelfs_sentence(page: Page, entry: HabitEntry) -> None:
    page.get(f"/library/{entry.slug}")
    is_warned = entry.group in (Group.SUPPLEMENTS, Group.MEDICINES)
    assert (book.book().intro(entry.group) in page.text) is is_warned


def test_habit_page_says_when_a_doctor_must_be_named(page: Page) -> None:
    words = "only when you say which doctor agreed, and when"
    assert words in page.get("/library/soy-isoflavones").text
    assert words not in page.get("/library/soy-foods").text


def test_way_back_leads_to_the_shelf(page: Page) -> None:
    page.get("/library/sleep")
    assert one(page, ".way-back")["href"] == "/library?group=rest"


def test_unknown_habit_is_not_found(page: Page) -> None:
    page.get("/library/snake-oil", status=404)
