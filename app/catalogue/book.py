"""The catalogue as one checked, frozen book: habits, their evidence and cautions, sources, plants."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.catalogue import checks, reading, reading_habits, reading_plants, searching
from app.catalogue.entries import Condition, Group, HabitEntry, NotOffered, SharedPoint, Source
from app.catalogue.reading import SOURCES
from app.rules import plants

CatalogueError = reading.CatalogueError
CORE_SIZE = 5
# On these shelves what is said to everyone is a condition.
WARNED = frozenset({Group.SUPPLEMENTS, Group.MEDICINES})


class UnknownHabit(KeyError):
    """No habit of the catalogue has this slug (an old one may still have history)."""


@dataclass(frozen=True, slots=True)
class Book:
    """The whole catalogue; habits stand in their order.

    ``groups`` are the shelves in the library's order, each with the sentence that opens it.
    ``not_offered`` and ``who_may_benefit`` close the shelf of supplements. ``time_line`` has the points that
    progress tells, each with its ``from_day``, in the order of these.
    """

    habits: tuple[HabitEntry, ...]
    conditions: tuple[Condition, ...]
    sources: tuple[Source, ...]
    plants: plants.Index
    groups: tuple[tuple[Group, str], ...]
    not_offered: tuple[NotOffered, ...]
    who_may_benefit: str
    time_line: tuple[SharedPoint, ...]

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


@functools.lru_cache(maxsize=1)
def book() -> Book:
    """The shipped catalogue, read once per process; raises CatalogueError."""
    return load()


def load(folder: Path | None = None) -> Book:
    """Read and check a folder's files (None: the shipped ones); CatalogueError at the first fault."""
    folder = folder or Path(__file__).parent
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
        time_line=_time_line(shelves.points.values()),
    )


def _time_line(points: Iterable[SharedPoint]) -> tuple[SharedPoint, ...]:
    return tuple(sorted((each for each in points if each.from_day), key=lambda each: each.from_day or 0))
