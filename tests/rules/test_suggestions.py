"""What may be suggested to whom, in which order, and how much of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue import book, common
from app.rules import plants, suggestions
from app.rules.plants import Plant

INDEX = book.book().plants
CONDITIONS = tuple(condition.slug for condition in book.book().conditions)


def plant(slug: str) -> Plant:
    found = INDEX.get(slug)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("slug", "conditions", "is_fit"),
    [
        ("kale", [], True),
        ("kale", ["warfarin"], False),
        ("kale", ["diabetes"], True),
        ("kale", None, False),
        ("carrot", ["warfarin"], True),
        ("lentil", [], True),
        ("lentil", ["sensitive-gut"], False),
        ("lentil", None, True),
        ("soybean", [], True),
        ("soybean", ["breast-cancer"], False),
        ("soybean", None, False),
        ("star-fruit", [], True),
        ("star-fruit", ["kidney"], False),
        ("star-fruit", None, False),
        ("grapefruit", [], False),
        ("pomelo", [], False),
        ("seville-orange", [], False),
        ("licorice", [], False),
        ("porcini", [], False),
        ("button-mushroom", [], True),
        ("apple", ["keep-apart", "no-such-condition"], True),
    ],
)
def test_plant_is_fit_for_a_person(slug, conditions, is_fit):
    assert suggestions.is_fit(plant(slug), conditions) is is_fit


def test_own_plant_is_never_suggested():
    assert not suggestions.is_fit(plants.own("gac"), [])


def test_rules_name_plants_tags_and_conditions_that_there_are():
    named = suggestions.NEVER.union(*suggestions.PLANTS_KEPT_OUT.values())
    assert {slug for slug in named if INDEX.get(slug) is None} == set()
    tags = {tag for each in INDEX for tag in each.tags}
    assert set(suggestions.TAG_KEPT_OUT.values()) <= tags
    named_conditions = {*suggestions.TAG_KEPT_OUT, *suggestions.PLANTS_KEPT_OUT}
    assert named_conditions <= set(CONDITIONS)
    assert named_conditions >= suggestions.WHILE_UNASKED


def suggest(*missing: str, familiar: tuple[str, ...] = (), conditions: list[str] | None = None):
    found = suggestions.suggest(
        missing,
        familiar=[plant(slug) for slug in familiar],
        common=common.common_plants(),
        conditions=conditions,
    )
    return [(each.family, [one.slug for one in each.plants]) for each in found]


def test_familiar_plants_go_first_and_come_once():
    assert suggest("nut", familiar=("pecan", "apple")) == [("nut", ["pecan", "walnut"])]
    assert suggest("nut", familiar=("walnut", "pecan", "almond")) == [("nut", ["walnut", "pecan"])]
    assert suggest("nut", familiar=("walnut",)) == [("nut", ["walnut", "almond"])]


def test_three_families_at_most_and_those_without_any_are_passed_by():
    assert [family for family, _ in suggest(*plants.FAMILIES)] == ["vegetable", "fruit", "legume"]
    found = suggestions.suggest(
        ("nut", "seed"), familiar=(), common={"seed": (plant("chia-seed"),)}, conditions=[]
    )
    assert [each.family for each in found] == ["seed"]
    assert suggest() == []


def test_warfarin_takes_kale_out_even_when_she_eats_it_often():
    assert suggest("vegetable", familiar=("kale", "carrot"), conditions=["warfarin"]) == [
        ("vegetable", ["carrot", "tomato"])
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(plants.FAMILIES), unique=True),
    st.lists(st.sampled_from(list(INDEX)), max_size=40),
    st.none() | st.lists(st.sampled_from(CONDITIONS)),
)
def test_nothing_suggested_is_unfit(missing, familiar, conditions):
    found = suggestions.suggest(
        missing, familiar=familiar, common=common.common_plants(), conditions=conditions
    )
    assert len(found) <= suggestions.MOST_FAMILIES
    for each in found:
        assert each.family in missing
        assert 0 < len(each.plants) <= suggestions.MOST_OF_A_FAMILY
        for one in each.plants:
            assert one.family == each.family
            assert suggestions.is_fit(one, conditions)
