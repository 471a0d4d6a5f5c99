"""Every language is whole: each message and each word of the catalogue, with the same parts to fill in."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from app import locales, translating
from app.catalogue import book

# It reads files and runs little of the app.
pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
MAPPINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
# As ``make messages`` has it: what is translated when it is shown counts too.
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None}
OTHERS = [each.code for each in locales.LANGUAGES if each.code != locales.FALLBACK]
PART = re.compile(r"%(?:\(\w+\)[sd]|%)")
TAG = re.compile(r"<[^>]+>")
# What a number of one may leave unsaid: "one plant" for "%(num)d plant".
NUMBERS = {"%(num)s", "%(num)d"}
SCOLDING = re.compile(
    r"\b(fail\w*|missed|bad(ly)?|lazy|forgot\w*|guilt\w*|should have|poor(ly)?|adheren\w*|complian\w*"
    r"|not done)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def said() -> Catalog:
    """Every message of the program."""
    catalog = Catalog()
    methods = [(each["pattern"], each["method"]) for each in MAPPINGS]
    for file, line, message, comments, context in extract_from_dir(ROOT, methods, keywords=KEYWORDS):
        catalog.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalog


def translated(language: str) -> Catalog:
    with (locales.TRANSLATIONS / language / translating.MESSAGES).open("rb") as file:
        return read_po(file, locale=language)


def forms(of: Any) -> tuple[str, ...]:
    """One form, or those of one and of many."""
    return (of,) if isinstance(of, str) else tuple(of or ())


def key_of(message: Message) -> tuple[str, str | None]:
    return "".join(forms(message.id)[:1]), message.context


def is_whole(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(each.strip() for each in forms(message.string))


def test_strings_can_be_extracted(said):
    assert said.get("Good morning, %(name)s") is not None


def test_nothing_scolds(said):
    """Not recorded is not "not done", and nothing of hers is ever bad, missed or failed."""
    assert not [each.id for each in said if SCOLDING.search(" ".join(forms(each.id)))]


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_has_its_words_in_every_language(said, language):
    words = translated(language)
    left = [each.id for each in said if each.id and not is_whole(words.get(forms(each.id)[0], each.context))]
    assert not left, f"make messages, then write the words of: {left}"


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_keeps_words_of_a_message_that_is_gone(said, language):
    here = {key_of(each) for each in said}
    assert not {key_of(each) for each in translated(language)} - here


@pytest.mark.parametrize("language", OTHERS)
def test_words_of_a_language_have_the_same_parts_to_fill_in(language):
    assert not [each.id for each in translated(language) if each.id and not has_same_parts(each)]


def has_same_parts(message: Message) -> bool:
    """Whether each form fills in what the English one does, and nothing that neither of them has."""
    english = forms(message.id)
    every = set(PART.findall(" ".join(english)))
    can_leave = NUMBERS if len(english) > 1 else set()
    pairs = zip((english[0], *[english[-1]] * 9), forms(message.string), strict=False)
    return all(
        set(PART.findall(one)) - can_leave <= set(PART.findall(other)) <= every
        and sorted(TAG.findall(one)) == sorted(TAG.findall(other))
        for one, other in pairs
    )


def test_the_catalogue_is_whole_in_every_language():
    """Reading it refuses what is missing, and sentences that count otherwise than the English ones."""
    english = book.book()
    for language in OTHERS:
        other = book.book(language)
        assert [each.slug for each in other.habits] == [each.slug for each in english.habits]
        assert other.habits[0].name != english.habits[0].name


def test_a_language_is_found_by_its_folder(tmp_path):
    (tmp_path / "eo").mkdir()
    (tmp_path / "eo" / "language.toml").write_text('name = "Esperanto"\nregions = ["001"]\nands = ["kaj"]\n')
    assert locales.read(tmp_path) == (locales.Language("eo", "Esperanto", ("001",), ("kaj",)),)
