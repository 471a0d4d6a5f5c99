"""Every text of the catalogue reads easily: grade 6 at most, and no sentence that runs on."""

import pytest

from app.catalogue import book
from app.catalogue.entries import HabitEntry
from tests.catalogue import reading_ease

HIGHEST_GRADE = 6
LONGEST_SENTENCE = 25


def texts_of(entry: HabitEntry) -> list[str]:
    """All she reads about a habit, sentence after sentence."""
    told = [point.what for point in entry.expect] + [caution.sentence for caution in entry.cautions]
    return [entry.what, entry.how_much, *entry.evidence, *told]


def shared_texts() -> list[str]:
    shipped = book.book()
    told = [intro for _group, intro in shipped.groups] + [each.sentence for each in shipped.not_offered]
    told += [point.what for point in shipped.time_line]
    return [*told, shipped.who_may_benefit]


def longest(texts: list[str]) -> str:
    """The sentence with the most words."""
    return max(
        (part for text in texts for part in reading_ease.sentences(text)), key=lambda part: len(part.split())
    )


@pytest.mark.parametrize("entry", book.book().habits, ids=lambda entry: entry.slug)
def test_habit_reads_at_grade_six(entry: HabitEntry) -> None:
    assert reading_ease.grade(" ".join(texts_of(entry))) <= HIGHEST_GRADE
    assert len(longest(texts_of(entry)).split()) <= LONGEST_SENTENCE, longest(texts_of(entry))


def test_what_habits_share_reads_at_grade_six() -> None:
    assert reading_ease.grade(" ".join(shared_texts())) <= HIGHEST_GRADE
    assert len(longest(shared_texts()).split()) <= LONGEST_SENTENCE, longest(shared_texts())


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("The cat sat on the mat. It was warm.", -3, 1),
        ("Walk for 30 minutes a day. Begin slowly, and rest when you need to.", 0, 5),
        ("Postmenopausal individuals demonstrated attenuated deterioration of mineral density.", 18, 40),
    ],
)  # fmt: skip
def test_grade_tells_easy_from_hard(text: str, lowest: float, highest: float) -> None:
    assert lowest <= reading_ease.grade(text) <= highest


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("prunes", 1),
        ("about", 2),
        ("asked", 1),
        ("needed", 2),
        ("little", 2),
        ("bones", 1),
        ("25,871", 1),
        ("doses", 2),
    ],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert reading_ease.syllables_of(word) == count


def test_sentences_end_at_stops_and_not_within_numbers() -> None:
    assert reading_ease.sentences("Take 0.5 a day. Why? So!") == ["Take 0.5 a day", "Why", "So"]


@pytest.mark.parametrize("name", reading_ease.PROPER)
def test_plain_words_stand_for_words_of_the_catalogue_alone(name: str) -> None:
    said = " ".join(text for entry in book.book().habits for text in texts_of(entry)).lower()
    assert name in said
