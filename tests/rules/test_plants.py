"""Folding, finding and searching plants, by hand-made examples and over the whole catalogue."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import plants
from app.rules.plants import Index, Match, Plant

CATALOGUE = Path(plants.__file__).parents[1] / "catalogue" / "plants.csv"

OATS = Plant("oats", "Oats", "whole_grain", ("porridge", "Haferflocken", "rolled oats"))
LENTIL = Plant("lentil", "Lentil", "legume", ("Linse", "masoor dal"))
PEA = Plant("pea", "Pea", "legume", ("garden pea",))
PEACH = Plant("peach", "Peach", "fruit", ("Pfirsich", "pêche"))
PEANUT = Plant("peanut", "Peanut", "nut", ("groundnut", "pea nut butter"))
CHICKPEA = Plant("chickpea", "Chickpea", "legume", ("hummus", "garbanzo"))
PIGEON_PEA = Plant("pigeon-pea", "Pigeon pea", "legume", ("toor dal",))
TOMATO = Plant("tomato", "Tomato", "vegetable", ("cherry tomato",))
BERRY = Plant("berry", "Golden berry", "fruit", ("Inca berry", "physalis"))
APPLE = Plant("apple", "Apple", "fruit", ("Apfel",))
KALE = Plant("kale", "Kale", "vegetable", ("Grünkohl", "peacock kale"))
SMALL = Index([OATS, LENTIL, PEA, PEACH, PEANUT, CHICKPEA, PIGEON_PEA, TOMATO, BERRY, APPLE, KALE])


@pytest.fixture(scope="module")
def catalogue() -> Index:
    with CATALOGUE.open(encoding="utf-8", newline="") as lines:
        return Index(
            Plant(
                row["slug"],
                row["name"],
                row["category"],
                tuple(filter(None, row["aliases"].split("|"))),
                frozenset(filter(None, row["tags"].split("|"))),
            )
            for row in csv.DictReader(lines)
        )


def names(matches):
    return [match.plant.name for match in matches]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Black-eyed pea", "blackeyedpea"),
        ("  Job's  tears! ", "jobstears"),
        ("Açaí", "acai"),
        ("Weißkohl", "weisskohl"),
        ("WEIẞKOHL", "weisskohl"),
        ("Rødbede ǿ", "rodbedeo"),
        ("đậu", "dau"),
        ("kışniş İ", "kisnisi"),
        ("ŁUBIN łubin", "lubinlubin"),
        ("Œuf œuf", "oeufoeuf"),
        ("Ærter ǽ", "aerterae"),
        ("ﬁg", "fig"),
        ("jalapen\u0303o", "jalapeno"),
        ("7-grain", "7grain"),
        ("大豆", "大豆"),
        ("ϓ", "υ"),
        ("🥕 …!", ""),
        ("", ""),
    ],
)
def test_folding_keeps_letters_and_digits_alone(text, folded):
    assert plants.fold(text) == folded


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text):
    folded = plants.fold(text)
    assert plants.fold(folded) == folded
    assert folded == "" or folded.isalnum()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="Aaéèß ŒøłI-'’"))
def test_folding_is_blind_to_case_and_spaces(text):
    assert plants.fold(text.upper()) == plants.fold(text.lower()) == plants.fold(f" {text} ")


@pytest.mark.parametrize(
    ("text", "plant"),
    [
        ("Oats", OATS),
        ("oats", OATS),
        ("PORRIDGE", OATS),
        ("rolled-oats", OATS),
        ("peas", PEA),
        ("garden peas", PEA),
        ("tomatoes", TOMATO),
        ("cherry tomatoes", TOMATO),
        ("golden berries", BERRY),
        ("Linsen", LENTIL),
        ("Pfirsiche", None),
        ("Pfirsichen", PEACH),
        ("peche", PEACH),
        ("GRUNKOHL", KALE),
        ("hummus", CHICKPEA),
        ("oat", None),
        ("tom", None),
        ("s", None),
        ("", None),
        ("?!", None),
    ],
)
def test_a_name_or_alias_is_found_in_singular_and_plural(text, plant):
    assert SMALL.find(text) is plant


def test_a_word_that_has_its_own_plant_is_not_taken_for_a_plural():
    beet, beets = Plant("beet", "Beet", "vegetable"), Plant("beets", "Beets", "vegetable")
    index = Index([beet, beets])
    assert index.find("beets") is beets
    assert index.find("beet") is beet


def test_the_first_of_two_plants_keeps_what_they_share():
    first, second = Plant("squash", "Squash", "vegetable"), Plant("squash", "SQUASH", "fruit")
    index = Index([first, second])
    assert index.get("squash") is first
    assert index.find("squash") is first


def test_a_plant_is_got_by_its_slug_alone():
    assert SMALL.get("pigeon-pea") is PIGEON_PEA
    assert SMALL.get("Pigeon pea") is None


def test_an_index_keeps_the_order_it_was_given():
    assert list(SMALL)[:3] == [OATS, LENTIL, PEA]
    assert len(SMALL) == 11
    assert len(Index([])) == 0


def test_names_come_before_aliases_before_words_before_middles():
    assert SMALL.search("pea") == (
        Match(PEA, "Pea"),
        Match(PEACH, "Peach"),
        Match(PEANUT, "Peanut"),
        Match(KALE, "peacock kale"),
        Match(PIGEON_PEA, "Pigeon pea"),
        Match(CHICKPEA, "Chickpea", is_inside=True),
    )


def test_a_name_goes_before_an_alias_that_holds_the_text_at_the_same_place():
    assert SMALL.search("erry") == (
        Match(BERRY, "Golden berry", is_inside=True),
        Match(TOMATO, "cherry tomato", is_inside=True),
    )
    assert SMALL.search("be") == (Match(BERRY, "Golden berry"),)


def test_among_equals_the_shorter_goes_first():
    greens, root, ber = (Plant(name, name, "vegetable") for name in ("Beet greens", "Beetroot", "Ber"))
    assert names(Index([greens, root, ber]).search("be")) == ["Ber", "Beetroot", "Beet greens"]


def test_a_word_begins_after_a_hyphen_too():
    keyed, eyed = Plant("keyed", "Keyed", "seed"), Plant("black-eyed-pea", "Black-eyed pea", "legume")
    assert names(Index([keyed, eyed]).search("eyed")) == ["Black-eyed pea", "Keyed"]


def test_the_alias_that_matched_is_told():
    assert SMALL.search("porri") == (Match(OATS, "porridge"),)
    assert SMALL.search("flocken") == (Match(OATS, "Haferflocken", is_inside=True),)


def test_the_word_typed_whole_leads_even_as_an_alias():
    corn = Plant("sweetcorn", "Sweetcorn", "vegetable", ("corn",))
    cornflower = Plant("cornflower", "Cornflower", "herb_spice")
    index = Index([cornflower, corn])
    assert index.search("corn") == (Match(corn, "corn"), Match(cornflower, "Cornflower"))
    assert names(index.search("cor")) == ["Cornflower", "Sweetcorn"]


@pytest.mark.parametrize(
    ("text", "plant"), [("lentils", "Lentil"), ("tomatoes", "Tomato"), ("Linsen", "Lentil")]
)
def test_a_plural_is_found_while_typing(text, plant):
    assert names(SMALL.search(text)) == [plant]


@pytest.mark.parametrize("text", ["", "p", " p. ", "xyz", "🥕🥕"])
def test_nothing_is_searched_for_too_little_and_nothing_found_is_nothing(text):
    assert SMALL.search(text) == ()


def test_a_search_stops_at_its_limit():
    assert names(SMALL.search("pea", limit=2)) == ["Pea", "Peach"]
    assert SMALL.search("pea", limit=0) == ()
    many = Index(Plant(f"plant-{number}", f"Plant {number}", "seed") for number in range(20))
    assert len(many.search("plant")) == 8


def test_families_are_missing_in_the_order_of_the_page():
    assert plants.families_missing([], SMALL) == plants.FAMILIES
    eaten = ["oats", "peanut", "kale", "tomato", "long-gone"]
    assert plants.families_missing(eaten, SMALL) == (
        "fruit",
        "legume",
        "seed",
        "herb_spice",
        "mushroom_alga",
        "beverage",
    )


def test_every_name_and_alias_of_the_catalogue_finds_its_own_plant(catalogue):
    assert len(catalogue) > 500
    words = [(plant, word) for plant in catalogue for word in (plant.name, *plant.aliases)]
    for plant, word in words:
        assert catalogue.find(word) is plant, word
        assert catalogue.find(f" {word.upper()} ") is plant, word
        assert catalogue.get(plant.slug) is plant


def test_every_family_of_the_catalogue_is_one_of_the_order(catalogue):
    assert {plant.family for plant in catalogue} == set(plants.FAMILIES)
    assert plants.families_missing([plant.slug for plant in catalogue], catalogue) == ()


@pytest.mark.parametrize(
    ("text", "matched", "name"),
    [
        ("len", "Lentil", "Lentil"),
        ("porridge", "porridge", "Oats"),
        ("prunes", "prune", "Plum"),
        ("acai", "açaí", "Acai berry"),
    ],
)
def test_what_people_type_leads_to_the_plant_they_mean(catalogue, text, matched, name):
    found = catalogue.search(text)[0]
    assert (found.matched, found.plant.name) == (matched, name)


def test_substrings_of_the_catalogue_are_offered(catalogue):
    assert "Whole durum wheat" in names(catalogue.search("couscous"))
    assert "Nori" in names(catalogue.search("seaweed"))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_piece_of_an_alias_is_found_and_no_plant_appears_twice(catalogue, data):
    plant = data.draw(st.sampled_from(list(catalogue)))
    word = data.draw(st.sampled_from([plant.name, *plant.aliases]))
    start = data.draw(st.integers(0, max(0, len(word) - 2)))
    piece = word[start : start + data.draw(st.integers(3, 12))]
    found = names(catalogue.search(piece, limit=len(catalogue)))
    assert len(found) == len(set(found))
    assert len(plants.fold(piece)) < plants.LEAST_INSIDE or plant.name in found


def test_names_stand_in_the_order_of_the_alphabet_with_their_accents():
    names = ["Ñame", "Arándano", "Avena", "Nuez", "Arroz integral", "Ostra", "Ajo"]
    ordered = ["Ajo", "Arándano", "Arroz integral", "Avena", "Nuez", "Ñame", "Ostra"]
    assert sorted(names, key=plants.alphabetical) == ordered
