"""The languages Bonny speaks, one folder of translations each, and the ways of writing dates."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TRANSLATIONS = Path(__file__).parent / "translations"
# The language the program itself is written in.
FALLBACK = "en"
# What a visitor chose, until she has an account that says it.
COOKIE = "bonny-language"


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code, its name in itself, and the regions whose dates and numbers it offers.

    ``ands``: the words that stand between the last two of a list.
    """

    code: str
    name: str
    regions: tuple[str, ...]
    ands: tuple[str, ...]

    @property
    def locales(self) -> tuple[str, ...]:
        """Its ways of writing, such as ``es_MX``."""
        return tuple(f"{self.code}_{region}" for region in self.regions)


def read(folder: Path = TRANSLATIONS) -> tuple[Language, ...]:
    """The languages of a folder, English first. KeyError for one whose ``language.toml`` lacks a part."""
    found = [_language(file) for file in sorted(folder.glob("*/language.toml"))]
    return tuple(sorted(found, key=lambda each: each.code != FALLBACK))


def _language(file: Path) -> Language:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return Language(file.parent.name, told["name"], tuple(told["regions"]), tuple(told["ands"]))


LANGUAGES = read()
CODES = frozenset(each.code for each in LANGUAGES)
ANDS = tuple(word for each in LANGUAGES for word in each.ands)
OFFERED = tuple(locale for each in LANGUAGES for locale in each.locales)


def language_of(locale: str) -> str:
    """The language Bonny speaks with this locale: ``es`` for es_MX, English for an unknown one."""
    code = locale.partition("_")[0]
    return code if code in CODES else FALLBACK


def of_country(country: str, *, languages: Sequence[Language] = LANGUAGES) -> str:
    """How the language that Bonny has for a country is written there; plain English where it has none."""
    offered = (locale for each in languages for locale in each.locales)
    return next((each for each in offered if each.endswith(f"_{country}")), FALLBACK)


def chosen(code: str, asked: str) -> str | None:
    """The language of this code as it is written in the region that a browser asks for, such as "en-US".

    As in the language's first region where it is not offered there; None for a language Bonny does not have.
    """
    language = next((each for each in LANGUAGES if each.code == code), None)
    if language is None:
        return None
    here = f"{code}_{asked.rpartition('-')[2].upper()}"
    return here if here in language.locales else language.locales[0]
