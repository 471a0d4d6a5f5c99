"""The catalogue as one checked, frozen book: habits, their evidence and cautions, sources, plants."""

import functools
from dataclasses import dataclass
from pathlib import Path

from app.catalogue import checks, reading, reading_habits, reading_plants, searching, translated
from app.catalogue.entries import Condition, Group, HabitEntry, NotOffered, SharedPoint, Source
from app.catalogue.reading import SOURCES
from app.rules import plants

CatalogueError = reading.CatalogueError
CORE_SIZE = 5
FOLDER = Path(__file__).parent
ENGLISH = "en"
# On these shelves what is said to everyone is a condition.
WARNED = frozenset({Group.SUPPLEMENTS, Group.MEDICINES})


class UnknownHabit(KeyError):
    """No habit of the catalogue has this slug (an old one may still have history)."""


@dataclass(frozen=True, slots=True)
class Book:
    """The whole catalogue; habits stand in their order.

    ``groups`` are the shelves in the library's order, each with the sentence that opens it.
    ``not_offered`` and ``who_may_benefit`` close the shelf of supplements. ``points`` are those that
    habits share in what they let expect.
    """

    habits: tuple[HabitEntry, ...]
    conditions: tuple[Condition, ...]
    sources: tuple[Source, ...]
    plants: plants.Index
    groups: tuple[tuple[Group, str], ...]
    not_offered: tuple[NotOffered, ...]
    who_may_benefit: str
    points: tuple[SharedPoint, ...]

    @property
    def time_line(self) -> tuple[SharedPoint, ...]:
        """The points that progress tells, in the order of their days."""
        told = (each for each in self.points if each.from_day)
        return tuple(sorted(told, key=lambda each: each.from_day or 0))

    @property
    def core(self) -> tuple[HabitEntry, ...]:
        """The five that everyone meets first."""
        return self.habits[:CORE_SIZE]

    def habit(self, slug: str) -> HabitEntry:
        """The habit with that slug; raises UnknownHabit."""
        for entry in self.habits:
            if entry.slug == slug:
                return entry
        raise UnknownHabit(slug)

    def intro(self, group: Group) -> str:
        """The sentence that opens a group's shelf."""
        return dict(self.groups)[group]

    def warning(self, entry: HabitEntry) -> str:
        """What its shelf says to everyone, where that is a condition: medicines and supplements."""
        return self.intro(entry.group) if entry.group in WARNED else ""

    def search(self, text: str, group: Group | None = None) -> tuple[HabitEntry, ...]:
        """The habits of a group (None: of all) that the text finds; every one for a text without letters."""
        return searching.search(self.habits, text, group=group)

    def search_not_offered(self, text: str) -> tuple[NotOffered, ...]:
        """What is described and no habit, as far as the text names it; all for a text without letters."""
        return searching.search_not_offered(self.not_offered, text)

    def source_of(self, point: SharedPoint) -> Source | None:
        """Where a shared point comes from; None for one of our own."""
        return next((source for source in self.sources if source.slug == point.source), None)

    def sources_of(self, entry: HabitEntry) -> tuple[Source, ...]:
        """The sources of a habit, in the order it names them."""
        by_slug = {source.slug: source for source in self.sources}
        return tuple(by_slug[slug] for slug in entry.sources)


@functools.cache
def book(locale: str = ENGLISH) -> Book:
    """The shipped catalogue as a person with this locale reads it, read once per process and language.

    In English for a language that the catalogue has no file for. Raises CatalogueError.
    """
    language = locale.partition("_")[0]
    if language != locale:
        return book(language)
    if language == ENGLISH or language not in translated.languages(FOLDER):
        return _english()
    return in_words(_english(), translated.read(FOLDER, language), language=language)


def words_for(slug: str) -> frozenset[str]:
    """Every word that a habit may be called by, in any language of the catalogue, folded."""
    return frozenset().union(*(each.habit(slug).words for each in _in_all_languages()))


def slug_called(text: str) -> str | None:
    """The habit that a text names in any language of the catalogue, English first; None for none."""
    key = plants.fold(text)
    entries = (entry for each in _in_all_languages() for entry in each.habits)
    return next((entry.slug for entry in entries if key in entry.words), None)


@functools.cache
def _in_all_languages() -> tuple[Book, ...]:
    return tuple(map(book, (ENGLISH, *translated.languages(FOLDER))))


@functools.cache
def _english() -> Book:
    return load()


def in_words(english: Book, words: translated.BookWords, *, language: str) -> Book:
    """The book in the words of another language; CatalogueError where they do not fit it."""
    laid = translated.Laid(words, language=language)
    points = english.points
    return Book(
        habits=tuple(laid.habit(each, points=points) for each in english.habits),
        conditions=tuple(map(laid.condition, english.conditions)),
        sources=tuple(map(laid.source, english.sources)),
        plants=translated.index_of(laid, english.plants),
        groups=tuple((group, laid.intro(group, intro)) for group, intro in english.groups),
        not_offered=tuple(map(laid.not_offered, english.not_offered)),
        who_may_benefit=laid.top(english.who_may_benefit),
        points=tuple(map(laid.point, points)),
    )


def load(folder: Path | None = None) -> Book:
    """Read and check a folder's files (None: the shipped ones); CatalogueError at the first fault."""
    folder = folder or FOLDER
    sources = reading.build_all(Source, SOURCES, reading.read_toml(folder, SOURCES))
    shelves = reading_habits.read_shelves(folder)
    placed = reading_habits.read_habits(folder, shelves.points)
    checks.check(placed, shelves=shelves, sources=sources)
    return Book(
        habits=tuple(sorted((each.entry for each in placed), key=lambda entry: entry.order)),
        conditions=tuple(shelves.conditions.values()),
        sources=tuple(sources.values()),
        plants=plants.Index(reading_plants.read(folder)),
        groups=tuple((group, shelves.groups[group].intro) for group in Group),
        not_offered=tuple(shelves.not_offered.values()),
        who_may_benefit=shelves.who_may_benefit,
        points=tuple(shelves.points.values()),
    )
