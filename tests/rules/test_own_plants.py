"""Plants of her own: which names can be kept, and that what is stored leads back to them."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import plants
from app.rules.plants import LongName, NoName, Plant

ANY_NAME = st.text(max_size=200)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("gac", "gac"),
        ("  wild \t garlic\nleaves ", "wild garlic leaves"),
        ("Öl-Kürbis", "Öl-Kürbis"),
        ("Cafe\u0301", "Café"),
        ("<b>herb</b>", "<b>herb</b>"),
        ("🌿 herb", "🌿 herb"),
        ("her\x00b", "her b"),
        ("\u202eherb", "herb"),
        ("می\u200cوه", "می\u200cوه"),
        ("x" * 39, "x" * 39),
        ("大豆", "大豆"),
        ("a", "a"),
    ],
)
def test_own_plant_keeps_its_name(typed, kept):
    plant = plants.own(typed)
    assert plant == Plant("~" + kept, kept, "own")
    assert plant.is_own
    assert plants.own_of(plant.slug) == plant


@pytest.mark.parametrize("typed", ["", "   ", "🌿🥕", "?!", "12", "\x00", "\u200d", "\u0301"])
def test_name_without_a_letter_is_none(typed):
    with pytest.raises(NoName):
        plants.own(typed)


def test_long_name_says_how_long_it_is():
    with pytest.raises(LongName) as refused:
        plants.own(" " + "y" * 40)
    assert refused.value.length == 40
    assert str(refused.value) == "40 of 39"


@pytest.mark.parametrize(
    "stored", ["", "~", "gac", "oats", "~ gac", "~gac ", "~" + "x" * 40, "~🌿", "~~", "~a\x00b", "~e\u0301"]
)
def test_word_that_no_own_plant_is_stored_under_leads_nowhere(stored):
    assert plants.own_of(stored) is None


def test_own_plant_may_begin_with_the_sign_itself():
    plant = plants.own("~gac")
    assert plant.slug == "~~gac"
    assert plants.own_of("~~gac") == plant


@settings(max_examples=200, deadline=None)
@given(ANY_NAME)
def test_any_name_is_kept_whole_or_refused(typed):
    try:
        plant = plants.own(typed)
    except plants.BadName:
        return
    assert len(plant.slug) <= 40
    assert plants.own(plant.name) == plant
    assert plants.own_of(plant.slug) == plant
    assert plant.name == " ".join(plant.name.split())
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Cn", "Co"} for sign in plant.name)


@settings(max_examples=100, deadline=None)
@given(ANY_NAME)
def test_anchor_has_no_white_space(typed):
    try:
        anchor = plants.own(typed).anchor
    except plants.BadName:
        return
    assert anchor.startswith("own-")
    assert len(anchor.split()) == 1


def test_anchor_of_a_plant_of_the_catalogue_is_its_slug():
    assert Plant("oats", "Oats", "whole_grain").anchor == "oats"
    assert not Plant("oats", "Oats", "whole_grain").is_own
