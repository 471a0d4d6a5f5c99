"""The words of another language are refused where they do not say what the English ones do."""

from dataclasses import replace
from typing import Any

import pytest

from app.catalogue import book, translated
from app.catalogue.reading import CatalogueError
from app.catalogue.translated import BookWords

LANGUAGE = translated.languages(book.FOLDER)[0]


@pytest.fixture(scope="module")
def words() -> BookWords:
    return translated.read(book.FOLDER, LANGUAGE)


def of_prunes(words: BookWords, **other: Any) -> BookWords:
    prunes = words.habits["prunes"]
    return replace(words, habits={**words.habits, "prunes": replace(prunes, **other)})


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"how_much": "6 al día pesan 50 gramos. Empiece con 2, y 10 como máximo."}, "counts otherwise"),
        ({"cautions": ()}, "holds 0 sentences"),
        ({"evidence": ("Un estudio.",)}, "holds 1 sentences"),
        ({"short": "Ciruelas pasas"}, "eight letters"),
        ({"unit": ""}, "in one language alone"),
    ],
)
def test_words_of_a_habit_that_do_not_fit_are_refused(words, other, problem):
    with pytest.raises(CatalogueError, match=problem):
        book.in_words(book.book(), of_prunes(words, **other), language=LANGUAGE)


@pytest.mark.parametrize(
    "part", ["habits", "conditions", "points", "groups", "not_offered", "seen", "plants"]
)
def test_part_that_is_missing_is_refused(words, part):
    left = dict(list(getattr(words, part).items())[1:])
    with pytest.raises(CatalogueError, match="missing"):
        book.in_words(book.book(), replace(words, **{part: left}), language=LANGUAGE)
