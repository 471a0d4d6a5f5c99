"""The catalogue in another language: the English book with the words of one file laid over it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from babel.numbers import get_decimal_symbol

from app.catalogue import reading
from app.catalogue.entries import Caution, Condition, Expectation, HabitEntry, NotOffered, SharedPoint, Source
from app.catalogue.reading import Place
from app.rules import plants
from app.rules.plants import Plant

LANGUAGES = "languages"
PARTS = {
    "who_may_benefit",
    "and_others",
    "habits",
    "conditions",
    "expectations",
    "groups",
    "not_offered",
    "sources",
    "titles",
    "plants",
}
AND_OTHERS = "and others"
# As SHORT_NAME in checks.py, with the accented letters that one text of a plain phone can hold.
_LETTER = "A-Za-z0-9ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü"
SHORT_NAME = re.compile(rf"[{_LETTER}][{_LETTER} ]{{0,7}}")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class HabitWords:
    """A habit's words: all that a person reads of it, in the order of the English ones.

    ``expect`` holds what the habit's own file writes out; points that habits share are translated once.
    """

    slug: str
    name: str
    short: str
    what: str
    how_much: str
    evidence: tuple[str, ...]
    cautions: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    expect: tuple[Expectation, ...] = ()
    unit: str = ""
    units: str = ""
    unit_short: str = ""


@dataclass(frozen=True, slots=True)
class NotOfferedWords:
    """Something that is no habit: its name, and why in one sentence."""

    slug: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BookWords:
    """The words of a whole file, by slug; plants as name and other names.

    ``seen`` says what was read of a source; ``titles`` are those that are a description of ours.
    """

    who_may_benefit: str
    and_others: str
    habits: Mapping[str, HabitWords]
    conditions: Mapping[str, str]
    points: Mapping[str, Expectation]
    groups: Mapping[str, str]
    not_offered: Mapping[str, NotOfferedWords]
    seen: Mapping[str, str]
    titles: Mapping[str, str]
    plants: Mapping[str, Sequence[str]] = field(default_factory=dict)


def languages(folder: Path) -> tuple[str, ...]:
    """The languages beside English that the catalogue has a file for."""
    return tuple(sorted(file.stem for file in (folder / LANGUAGES).glob("*.toml")))


def _file(language: str) -> str:
    return f"{LANGUAGES}/{language}.toml"


def read(folder: Path, language: str) -> BookWords:
    """The words of a language's file; CatalogueError where it does not hold together."""
    file = _file(language)
    table, place = reading.read_toml(folder, file), Place(file, "(top level)")
    place.expect_keys(table, required=PARTS)
    return BookWords(
        who_may_benefit=table["who_may_benefit"],
        and_others=table["and_others"],
        habits=reading.build_all(HabitWords, file, table["habits"]),
        conditions=_strings(table["conditions"], place.at("conditions")),
        points={
            slug: reading.build(Expectation, point, Place(file, slug))
            for slug, point in table["expectations"].items()
        },
        groups=_strings(table["groups"], place.at("groups")),
        not_offered=reading.build_all(NotOfferedWords, file, table["not_offered"]),
        seen=_strings(table["sources"], place.at("sources")),
        titles=_strings(table["titles"], place.at("titles")),
        plants={
            slug: names.split("|") for slug, names in _strings(table["plants"], place.at("plants")).items()
        },
    )


def _strings(table: Any, place: Place) -> dict[str, str]:
    if not isinstance(table, dict):
        raise place.error("is not a table")
    for slug, words in table.items():
        if not isinstance(words, str) or not words.strip():
            raise place.at(slug).error("is no text")
    return table


class Laid:
    """A language's words over the English ones; CatalogueError where one is missing, or counts otherwise."""

    def __init__(self, words: BookWords, *, language: str) -> None:
        self._words, self._file = words, _file(language)
        self._thousands = "," if get_decimal_symbol(language) == "." else "."

    def top(self, who_may_benefit: str) -> str:
        """What closes the shelf of supplements."""
        return self._same_numbers(
            who_may_benefit, self._words.who_may_benefit, Place(self._file, "who_may_benefit")
        )

    def condition(self, of: Condition) -> Condition:
        """A condition in her own voice."""
        return replace(of, name=self._of(self._words.conditions, of.slug, "conditions"))

    def intro(self, group: str, intro: str) -> str:
        """The sentence that opens a shelf."""
        said: str = self._of(self._words.groups, group, "groups")
        return self._same_numbers(intro, said, Place(self._file, group, "groups"))

    def not_offered(self, of: NotOffered) -> NotOffered:
        """Something that is described and no habit."""
        said = self._of(self._words.not_offered, of.slug, "not_offered")
        self._same_numbers(of.sentence, said.sentence, Place(self._file, of.slug, "sentence"))
        return replace(of, name=said.name, sentence=said.sentence)

    def source(self, of: Source) -> Source:
        """A source: a printed title stays as it is."""
        return replace(
            of,
            title=self._words.titles.get(of.slug, of.title),
            authors=of.authors.replace(AND_OTHERS, self._words.and_others),
            seen=self._of(self._words.seen, of.slug, "sources"),
        )

    def point(self, of: SharedPoint) -> SharedPoint:
        """A point that habits share."""
        said: Expectation = self._of(self._words.points, of.slug, "expectations")
        place = Place(self._file, of.slug, "expectations")
        self._same_numbers(f"{of.when} {of.what}", f"{said.when} {said.what}", place)
        return replace(of, when=said.when, what=said.what)

    def habit(self, of: HabitEntry, *, points: Sequence[SharedPoint]) -> HabitEntry:
        """A habit; its English names stay among the words that are understood for it."""
        said: HabitWords = self._of(self._words.habits, of.slug, "habits")
        place = Place(self._file, of.slug)
        if not SHORT_NAME.fullmatch(said.short):
            raise place.at("short").error("is not up to eight letters that every phone can show")
        for part in ("unit", "units", "unit_short"):
            if bool(getattr(of, part)) != bool(getattr(said, part)):
                raise place.at(part).error("is in one language alone")
        return replace(
            of,
            name=said.name,
            short=said.short,
            aliases=tuple(dict.fromkeys((*said.aliases, of.name, of.short, *of.aliases))),
            unit=said.unit,
            units=said.units,
            unit_short=said.unit_short,
            what=self._same_numbers(of.what, said.what, place.at("what")),
            how_much=self._same_numbers(of.how_much, said.how_much, place.at("how_much")),
            evidence=self._sentences(of.evidence, said.evidence, place.at("evidence")),
            expect=self._expect(of, said, points, place.at("expect")),
            cautions=self._cautions(of, said, place.at("cautions")),
        )

    def plant(self, of: Plant) -> Plant:
        """A plant; its English names stay among its other names."""
        name, *others = self._of(self._words.plants, of.slug, "plants")
        return replace(of, name=name, aliases=tuple(dict.fromkeys((*others, of.name, *of.aliases))))

    def _cautions(self, of: HabitEntry, said: HabitWords, place: Place) -> tuple[Caution, ...]:
        sentences = self._sentences([each.sentence for each in of.cautions], said.cautions, place)
        pairs = zip(of.cautions, sentences, strict=True)
        return tuple(replace(caution, sentence=sentence) for caution, sentence in pairs)

    def _expect(
        self, of: HabitEntry, said: HabitWords, points: Sequence[SharedPoint], place: Place
    ) -> tuple[Expectation, ...]:
        shared: dict[Expectation, Expectation] = {
            Expectation(each.when, each.what): self._of(self._words.points, each.slug, "expectations")
            for each in points
        }
        own = [each for each in of.expect if each not in shared]
        if len(own) != len(said.expect):
            raise place.error(f"holds {len(said.expect)} points, not {len(own)}")
        for english, other in zip(own, said.expect, strict=True):
            self._same_numbers(f"{english.when} {english.what}", f"{other.when} {other.what}", place)
        written = iter(said.expect)
        return tuple(shared.get(each) or next(written) for each in of.expect)

    def _sentences(self, english: Sequence[str], said: Sequence[str], place: Place) -> tuple[str, ...]:
        if len(english) != len(said):
            raise place.error(f"holds {len(said)} sentences, not {len(english)}")
        pairs = zip(english, said, strict=True)
        return tuple(self._same_numbers(*pair, place.at(str(n))) for n, pair in enumerate(pairs, 1))

    def _same_numbers(self, english: str, said: str, place: Place) -> str:
        """The words, when they count with the same numbers as the English ones do."""
        if Counter(_numbers(english, thousands=",")) != Counter(_numbers(said, thousands=self._thousands)):
            raise place.error("counts otherwise than the English does")
        return said

    def _of(self, words: Mapping[str, Any], slug: str, part: str) -> Any:
        if slug not in words:
            raise Place(self._file, slug, part).error("missing")
        return words[slug]


def _numbers(text: str, *, thousands: str) -> Iterator[float]:
    """The numbers of a text; three digits behind the sign for thousands are thousands, in either language."""
    for match in NUMBER.finditer(re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", text)):
        plain = re.sub(rf"[{thousands}](?=\d{{3}}(?!\d))", "", match[0])
        yield float(plain.replace(",", "."))


def index_of(laid: Laid, index: plants.Index) -> plants.Index:
    """The plants in their order, by their names in the language."""
    return plants.Index(laid.plant(plant) for plant in index)
