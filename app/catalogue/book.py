"""The catalogue as one checked, frozen book: habits, their evidence and cautions, sources, plants."""

import functools
from dataclasses import dataclass
from pathlib import Path

from app.catalogue import checks, reading
from app.catalogue.entries import Condition, HabitEntry, Source
from app.catalogue.reading import HABITS, SOURCES
from app.rules import plants

CatalogueError = reading.CatalogueError
CORE_SIZE = 5


class UnknownHabit(KeyError):
    """No habit of the catalogue has this slug (an old one may still have history)."""


@dataclass(frozen=True, slots=True)
class Book:
    """The whole catalogue; habits stand in their order."""

    habits: tuple[HabitEntry, ...]
    conditions: tuple[Condition, ...]
    sources: tuple[Source, ...]
    plants: plants.Index

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

    def sources_of(self, entry: HabitEntry) -> tuple[Source, ...]:
        """The sources of a habit, in the order it names them."""
        by_slug = {source.slug: source for source in self.sources}
        return tuple(by_slug[slug] for slug in entry.sources)


@functools.lru_cache(maxsize=1)
def book() -> Book:
    """The shipped catalogue, read once per process; raises CatalogueError."""
    return load()


def load(folder: Path | None = None) -> Book:
    """Read and check a folder's three files (None: the shipped ones); CatalogueError at the first fault."""
    folder = folder or Path(__file__).parent
    sources = reading.build_all(Source, SOURCES, reading.read_toml(folder, SOURCES))
    shelf = reading.read_shelf(folder)
    conditions = reading.build_all(Condition, HABITS, shelf["conditions"])
    habits = [reading.build_habit(table, number) for number, table in enumerate(shelf["habits"], 1)]
    checks.refuse_doubles(habits)
    for entry in habits:
        for field, problem in checks.problems(entry, conditions=conditions, sources=sources):
            raise CatalogueError(HABITS, entry.slug, field, problem=problem)
    return Book(
        habits=tuple(sorted(habits, key=lambda entry: entry.order)),
        conditions=tuple(conditions.values()),
        sources=tuple(sources.values()),
        plants=plants.Index(reading.read_plants(folder)),
    )
