"""What people type against the whole catalogue: letters of other tongues, plurals, pieces of words."""

import pytest

from app.catalogue import book
from app.rules.plants import Index, Match, Plant


@pytest.fixture(scope="module")
def catalogue() -> Index:
    return book.book().plants


@pytest.mark.parametrize(
    ("typed", "matched", "name"),
    [
        ("weisskohl", "Weißkohl", "Cabbage"),
        ("WEISSKOHL", "Weißkohl", "Cabbage"),
        ("Sußholz", "Süßholz", "Licorice"),
        ("rugbrod", "rugbrød", "Rye"),
        ("rugbrød", "rugbrød", "Rye"),
        ("acai", "açaí", "Acai berry"),
        ("lentils", "Lentil", "Lentil"),
        ("len", "Lentil", "Lentil"),
        ("tomatoes", "tomatoes", "Tomato"),
        ("cherries", "Cherry", "Cherry"),
        ("Linsen", "Linsen", "Lentil"),
        ("Kirschen", "Kirsche", "Cherry"),
        ("black eyed peas", "Black-eyed pea", "Black-eyed pea"),
        ("couscous", "wholemeal couscous", "Whole durum wheat"),
        ("flocken", "Haferflocken", "Oats"),
        ("gac", "Gac", "Gac"),
    ],
)
def test_what_is_typed_leads_first_to(catalogue, typed, matched, name):
    found = catalogue.search(typed)[0]
    assert (found.matched, found.plant.name) == (matched, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("berries", "Strawberry"),
        ("berries", "Bilberry"),
        ("beans", "Broad bean"),
        ("nuts", "Walnut"),
        ("seeds", "Pumpkin seed"),
        ("Bohnen", "Lima bean"),
        ("mushrooms", "Oyster mushroom"),
        ("seaweed", "Nori"),
    ],
)
def test_plural_of_a_last_word_leads_to_all_of_its_kind(catalogue, typed, name):
    found = {match.plant.name: match for match in catalogue.search(typed, limit=100)}
    assert not found[name].is_inside


def test_inside_of_a_word_comes_last_and_is_told(catalogue):
    assert [(match.matched, match.is_inside) for match in catalogue.search("stones")] == [("tostones", True)]
    found = catalogue.search("pea", limit=100)
    inside = [match.is_inside for match in found]
    assert inside == sorted(inside)
    assert {"Pea", "Peach"} <= {match.plant.name for match in found if not match.is_inside}
    assert "Chickpea" in {match.plant.name for match in found if match.is_inside}


def test_two_letters_find_no_inside_of_words(catalogue):
    found = catalogue.search("le", limit=1000)
    assert found
    assert not any(match.is_inside for match in found)


def test_short_word_is_not_cut_down_to_two_letters():
    oat = Plant("oat", "Goat weed", "herb_spice")
    assert Index([oat]).search("eds") == ()


def test_plant_that_fits_well_is_not_said_to_fit_inside_only():
    both = Plant("pea", "Chickpea", "legume", ("pea flour",))
    assert Index([both]).search("pea") == (Match(both, "pea flour"),)
