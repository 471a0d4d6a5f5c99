"""The shipped catalogue holds together."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.catalogue import book
from app.catalogue.entries import EvidenceWord
from app.rules import plants
from app.rules.habits import Direction, Measure, Period

CORE = ["prunes", "fermented", "vitamin-d", "plants", "weight-bearing"]


def test_shipped_core_is_the_five_in_their_order() -> None:
    assert [entry.slug for entry in book.book().core] == CORE


def test_book_is_read_once() -> None:
    assert book.book() is book.book()


@pytest.mark.parametrize(
    ("slug", "measure", "period", "goal", "unit", "portion", "word"),
    [
        ("prunes", Measure.AMOUNT, Period.DAY, 5, "prune", None, EvidenceWord.FAIR),
        ("fermented", Measure.AMOUNT, Period.DAY, 1, "serving", None, EvidenceWord.EARLY),
        ("vitamin-d", Measure.AMOUNT, Period.DAY, 800, "IU", None, EvidenceWord.STRONG),
        ("plants", Measure.VARIETY, Period.WEEK, 30, "plant", None, EvidenceWord.EARLY),
        ("weight-bearing", Measure.AMOUNT, Period.WEEK, 150, "minute", 30, EvidenceWord.STRONG),
    ],
)
def test_core_habit_has_its_measure_goal_and_evidence(
    slug: str,
    measure: Measure,
    period: Period,
    goal: float,
    unit: str,
    portion: float | None,
    word: EvidenceWord,
) -> None:
    entry = book.book().habit(slug)
    found = (entry.measure, entry.period, entry.goal, entry.unit, entry.portion, entry.evidence_word)
    assert found == (measure, period, goal, unit, portion, word)
    assert entry.direction is Direction.AT_LEAST


@pytest.mark.parametrize("slug", CORE)
def test_habit_names_sources_that_can_be_shown(slug: str) -> None:
    shipped = book.book()
    sources = shipped.sources_of(shipped.habit(slug))
    assert [source.slug for source in sources] == list(shipped.habit(slug).sources)
    assert any(source.address for source in sources)


def test_source_address_prefers_the_doi() -> None:
    by_slug = {source.slug: source.address for source in book.book().sources}
    assert by_slug["de-souza-2022"] == "https://doi.org/10.1093/ajcn/nqac189"
    assert by_slug["burt-2019"] == "https://doi.org/10.1001/jama.2019.11889"
    assert by_slug["article-gut"] == ""


def test_short_names_are_plain_letters_and_differ() -> None:
    shorts = [entry.short for entry in book.book().habits]
    assert len(set(map(str.casefold, shorts))) == len(shorts)
    assert all(0 < len(short) <= 8 for short in shorts)
    assert set("".join(shorts)) <= set(string.ascii_letters + string.digits + " ")


@pytest.mark.parametrize(
    ("slug", "ticked", "conditions"),
    [
        ("prunes", ["warfarin"], ["everyone", "everyone", "warfarin"]),
        ("prunes", ["falls"], ["everyone", "everyone"]),
        ("fermented", ["warfarin", "weak-immune-system"], ["everyone", "weak-immune-system", "warfarin"]),
        ("vitamin-d", ["kidney", "breast-cancer"], ["everyone", "kidney", "breast-cancer"]),
        ("weight-bearing", ["spine-fracture", "falls"], ["everyone", "spine-fracture", "falls"]),
    ],
)
def test_cautions_are_for_everyone_and_for_what_she_ticked(
    slug: str, ticked: list[str], conditions: list[str]
) -> None:
    found = book.book().habit(slug).cautions_for(ticked)
    assert [caution.condition for caution in found] == conditions


@given(st.floats(min_value=0, max_value=50_000))
@example(4000.0)
def test_vitamin_d_above_4000_iu_needs_a_doctor(goal: float) -> None:
    assert book.book().habit("vitamin-d").needs_doctor(goal) is (goal > 4000)


def test_habit_without_an_upper_limit_needs_no_doctor() -> None:
    assert not book.book().habit("prunes").needs_doctor(10)


def test_words_are_folded_and_hold_name_short_and_aliases() -> None:
    words = book.book().habit("vitamin-d").words
    assert {plants.fold("Vitamin D"), plants.fold("vit d"), plants.fold("D3")} <= words


def test_unknown_habit_is_named() -> None:
    with pytest.raises(book.UnknownHabit, match="bone-broth"):
        book.book().habit("bone-broth")


def test_plants_are_found_by_their_slug() -> None:
    plant = book.book().plants.get("lentil")
    assert plant is not None
    assert (plant.name, plant.family) == ("Lentil", "legume")


def test_shared_point_brings_its_source_and_its_numbers() -> None:
    entry = book.book().habit("vitamin-d")
    assert [point.when for point in entry.expect][1:] == [
        "After about 66 days",
        "After about 6 to 12 months and more",
    ]
    assert entry.sources[-2:] == ("lally-2010", "article-gut")
    assert {66, 6, 12} <= {figure.value for figure in entry.figures}
    assert len(set(entry.sources)) == len(entry.sources)
