"""Search finds habits by every word she may have for them, the best first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import book
from app.catalogue.entries import Group

BOOK = book.book()


def found(text: str, group: Group | None = None) -> list[str]:
    return [entry.slug for entry in BOOK.search(text, group)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("prunes", ["prunes"]),
        ("PRUNE", ["prunes"]),
        ("dried plum", ["prunes"]),
        ("vit d", ["vitamin-d"]),
        ("vitamin-d", ["vitamin-d"]),
        ("k2", ["vitamin-k2"]),
        ("tofu", ["soy-foods"]),
        ("salmon", ["oily-fish", "calcium"]),
        ("walk", ["weight-bearing"]),
        ("tai chi", ["balance"]),
        ("coffee", ["caffeine"]),
        ("alendronat", ["bone-medicine"]),
        ("Kéfir", ["fermented"]),
        ("omega-3", ["omega-3-seeds"]),
        ("fiber", ["prebiotic-fibre"]),
        ("fibre powder", ["prebiotic-fibre"]),
        ("calcium", ["calcium", "calcium-tablet"]),
        ("magnesium", ["magnesium-foods", "magnesium-tablet"]),
        ("soy tablet", ["soy-isoflavones"]),
        ("tablet calcium", ["calcium-tablet"]),
        ("lentils", ["protein"]),
    ],
)
def test_best_match_comes_first(text: str, first: list[str]) -> None:
    assert found(text)[: len(first)] == first


@pytest.mark.parametrize("entry", BOOK.habits, ids=lambda entry: entry.slug)
def test_habit_is_found_by_its_name_short_name_and_every_alias(entry) -> None:
    for word in (entry.name, entry.short, entry.slug, *entry.aliases):
        assert entry.slug in found(word), word
        assert entry.slug in found(word, entry.group), word


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00"])
def test_text_without_letters_finds_everything_in_order(text: str) -> None:
    assert found(text) == [entry.slug for entry in BOOK.habits]


@pytest.mark.parametrize("text", ["gravel", "prunes gravel", "xyz", "zz top"])
def test_what_no_habit_is_called_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_a_whole_word_goes_before_a_beginning_and_that_before_what_it_is() -> None:
    assert found("nuts")[0] == "magnesium-foods"
    assert found("wal")[:2] == ["weight-bearing", "omega-3-seeds"]
    assert found("cheese")[:2] == ["protein", "calcium"] or found("cheese")[:2] == ["calcium", "protein"]
    assert found("yogurt") == ["fermented", "prunes", "calcium", "omega-3-seeds"]


def test_two_letters_find_beginnings_and_never_the_middle_of_a_word() -> None:
    assert "prunes" not in found("un")
    assert "prunes" in found("run")


def test_group_holds_back_every_other_shelf() -> None:
    assert found("calcium", Group.SUPPLEMENTS) == ["calcium-tablet"]
    assert found("", Group.REST) == ["sleep", "unwind", "sunlight"]
    assert found("prunes", Group.MOVE) == []


@given(st.text(max_size=30))
def test_any_text_finds_each_habit_at_most_once(text: str) -> None:
    slugs = found(text)
    assert len(slugs) == len(set(slugs))
