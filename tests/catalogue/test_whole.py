"""The whole catalogue: every habit on its shelf, conditions with all they touch, no goal above a limit."""

from datetime import date

import pytest

from app.catalogue import book
from app.catalogue.entries import EVERYONE, EvidenceWord, Group, HabitEntry
from app.rules import replies
from app.rules.habits import Direction, Measure, Period
from app.rules.reply_meanings import Answer

TODAY = date(2026, 11, 26)

SHELVES = {
    Group.MOVE: "weight-bearing strength balance back-extension",
    Group.EAT: """prunes fermented plants calcium magnesium-foods leafy-greens protein vitamin-c-foods
        b12-folate zinc-foods boron-foods oily-fish omega-3-seeds prebiotic polyphenols soy-foods gut-barrier
        mediterranean""",
    Group.SUPPLEMENTS: """vitamin-d calcium-tablet vitamin-k2 magnesium-tablet probiotic prebiotic-fibre
        soy-isoflavones""",
    Group.LIMIT: "alcohol caffeine added-sugar",
    Group.REST: "sleep unwind sunlight",
    Group.MEDICINES: "bone-medicine hormone-tablet other-medicine",
}
# What each condition touches at the least; the conditions themselves are all there are.
TOUCHED = {
    "warfarin": """leafy-greens vitamin-k2 prunes fermented soy-foods soy-isoflavones plants polyphenols
        mediterranean""",
    "breast-cancer": f"soy-foods {SHELVES[Group.SUPPLEMENTS]}",
    "kidney": "calcium-tablet vitamin-d vitamin-c-foods protein magnesium-tablet",
    "high-calcium": "vitamin-d calcium-tablet",
    "spine-fracture": "weight-bearing strength back-extension",
    "falls": "weight-bearing balance strength",
    "diabetes": "prunes added-sugar",
    "weak-immune-system": "fermented probiotic",
    "sensitive-gut": "prunes plants prebiotic prebiotic-fibre",
    "keep-apart": "calcium calcium-tablet magnesium-tablet",
    "heart": "calcium-tablet",
    "skin-cancer": "sunlight",
}
HABITS = book.book().habits


def of(slug: str) -> HabitEntry:
    return book.book().habit(slug)


@pytest.mark.parametrize("group", list(Group))
def test_every_habit_stands_on_its_shelf_in_order(group: Group) -> None:
    assert [entry.slug for entry in HABITS if entry.group is group] == SHELVES[group].split()


@pytest.mark.parametrize("group", list(Group))
def test_every_shelf_opens_with_a_sentence(group: Group) -> None:
    assert book.book().intro(group).endswith(".")


def test_every_condition_has_its_cautions() -> None:
    assert [condition.slug for condition in book.book().conditions] == list(TOUCHED)


@pytest.mark.parametrize(("condition", "slugs"), TOUCHED.items())
def test_condition_touches_every_habit_of_its_row(condition: str, slugs: str) -> None:
    untouched = [
        slug
        for slug in slugs.split()
        if condition not in {caution.condition for caution in of(slug).cautions}
    ]
    assert not untouched


@pytest.mark.parametrize("entry", HABITS, ids=lambda entry: entry.slug)
def test_caution_for_a_condition_waits_for_an_answer(entry: HabitEntry) -> None:
    assert all(caution.ask is (caution.condition != EVERYONE) for caution in entry.cautions)


def test_soy_tablets_after_breast_cancer_and_k2_with_warfarin_need_the_name_of_a_doctor() -> None:
    found = [
        (each.slug, caution.condition) for each in HABITS for caution in each.cautions if caution.needs_doctor
    ]
    assert found == [("vitamin-k2", "warfarin"), ("soy-isoflavones", "breast-cancer")]


@pytest.mark.parametrize(
    ("slug", "measure", "period", "goal", "portion", "word"),
    [
        ("strength", Measure.CHECK, Period.WEEK, 2, None, EvidenceWord.STRONG),
        ("balance", Measure.CHECK, Period.WEEK, 3, None, EvidenceWord.STRONG),
        ("back-extension", Measure.CHECK, Period.WEEK, 2, None, EvidenceWord.FAIR),
        ("calcium", Measure.AMOUNT, Period.DAY, 1200, 300, EvidenceWord.STRONG),
        ("protein", Measure.AMOUNT, Period.DAY, 3, 1, EvidenceWord.EARLY),
        ("oily-fish", Measure.AMOUNT, Period.WEEK, 2, 1, EvidenceWord.EARLY),
        ("soy-foods", Measure.AMOUNT, Period.WEEK, 3, 1, EvidenceWord.EARLY),
        ("gut-barrier", Measure.AMOUNT, Period.DAY, 1, None, EvidenceWord.TRADITION),
        ("mediterranean", Measure.CHECK, Period.DAY, 1, None, EvidenceWord.EARLY),
        ("alcohol", Measure.AMOUNT, Period.DAY, 1, None, EvidenceWord.EARLY),
        ("caffeine", Measure.AMOUNT, Period.DAY, 3, None, EvidenceWord.EARLY),
        ("added-sugar", Measure.AMOUNT, Period.DAY, 1, None, EvidenceWord.EARLY),
        ("sleep", Measure.AMOUNT, Period.DAY, 7, None, EvidenceWord.EARLY),
        ("unwind", Measure.AMOUNT, Period.DAY, 10, None, EvidenceWord.EARLY),
        ("sunlight", Measure.AMOUNT, Period.DAY, 10, None, EvidenceWord.EARLY),
    ],
)
def test_habit_has_its_measure_goal_and_evidence(
    slug: str, measure: Measure, period: Period, goal: float, portion: float | None, word: EvidenceWord
) -> None:
    entry = of(slug)
    found = (entry.measure, entry.period, entry.goal, entry.portion, entry.evidence_word)
    assert found == (measure, period, goal, portion, word)


@pytest.mark.parametrize(
    ("slug", "limit"),
    [
        ("calcium", 2000),
        ("calcium-tablet", 1000),
        ("magnesium-tablet", 350),
        ("soy-isoflavones", 99),
        ("alcohol", 2),
    ],
)
def test_no_goal_can_be_chosen_above_an_upper_limit(slug: str, limit: float) -> None:
    assert of(slug).goal_max <= limit


@pytest.mark.parametrize(
    "entry", [entry for entry in HABITS if entry.group is Group.LIMIT], ids=lambda entry: entry.slug
)
def test_limit_is_at_most_and_may_be_none_at_all(entry: HabitEntry) -> None:
    assert entry.direction is Direction.AT_MOST
    assert entry.goal_min == 0


@pytest.mark.parametrize("entry", HABITS, ids=lambda entry: entry.slug)
def test_medicines_alone_are_named_by_her_and_may_be_weekly_or_monthly(entry: HabitEntry) -> None:
    is_medicine = entry.group is Group.MEDICINES
    assert (entry.own_name, entry.monthly) == (is_medicine, is_medicine)
    if is_medicine:
        assert [(other.period, other.goal, other.goal_max) for other in entry.also] == [(Period.WEEK, 1, 7)]
        assert any("habits do not take its place" in caution.sentence for caution in entry.cautions)


def test_what_is_not_offered_is_no_habit() -> None:
    slugs = [each.slug for each in book.book().not_offered]
    assert slugs == ["boron-tablets", "zinc", "selenium", "copper", "manganese", "silicon", "herbal-mixtures"]
    assert not set(slugs) & {entry.slug for entry in HABITS}


def test_what_must_not_be_repeated_is_nowhere() -> None:
    """One article misquotes a share, and splits magnesium by age where women and men are meant."""
    said = " ".join(
        [*of("soy-foods").evidence, *of("soy-isoflavones").evidence, *of("magnesium-foods").evidence]
    )
    assert "54" not in said
    assert "310" not in said
    assert "age" not in said.split()


@pytest.mark.parametrize("entry", HABITS, ids=lambda entry: entry.slug)
def test_every_word_for_it_is_understood_in_a_text_even_by_who_has_every_habit(entry: HabitEntry) -> None:
    listed = [
        replies.Listed(
            number, None, (each.name, each.short, *each.aliases), each.measure is not Measure.CHECK
        )
        for number, each in enumerate(HABITS)
    ]
    for word in (entry.name, entry.short, *entry.aliases):
        answer = replies.parse(f"did {word}", replies.Context((), listed, TODAY, TODAY))
        assert isinstance(answer, Answer), word
        assert answer.is_clear, word
        assert [item.habit_id for item in answer.items] == [HABITS.index(entry)], word


@pytest.mark.parametrize("text", ["walked outside 30", "walk in the garden 20", "I am back", "walk 2 hours"])
def test_words_said_beside_a_habit_record_no_other(text: str) -> None:
    everyday = {"outside", "garden", "back", "hours", "cups", "water", "food", "day", "tablet", "pill"}
    assert not everyday & {word for entry in HABITS for word in entry.words}
    listed = [replies.Listed(number, None, tuple(each.words), True) for number, each in enumerate(HABITS)]
    answer = replies.parse(text, replies.Context((), listed, TODAY, TODAY))
    items = answer.items if isinstance(answer, Answer) else ()
    assert {HABITS[item.habit_id].slug for item in items} <= {"weight-bearing"}
