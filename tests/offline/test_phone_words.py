"""Words that her phone fills in by itself."""

import pytest
from babel import Locale

from app.offline import phone_words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"one": 1, "other": 0}),
        ("es", {"one": 1, "other": 0}),
        ("pl", {"one": 1, "few": 2, "many": 0, "other": 0}),
        ("ja", {"other": 0}),
    ],
)
def test_plural_forms_are_those_of_the_language(language, forms):
    assert phone_words.numbers_of(Locale(language).plural_form) == forms
