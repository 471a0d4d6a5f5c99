"""The catalogue as one checked, frozen book: habits, their evidence and cautions, sources, plants."""

import csv
import dataclasses
import functools
import math
import re
import tomllib
import types
import typing
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from app.rules import plants
from app.rules.habits import Direction, Measure, Period

T = TypeVar("T")
Problems = Iterator[tuple[str, str]]

CORE_SIZE = 5
EVERYONE = "everyone"
HABITS, SOURCES, PLANTS = "habits.toml", "sources.toml", "plants.csv"
PLANT_COLUMNS = ["slug", "name", "category", "aliases", "tags"]
# fmt: off
PLANT_TAGS = frozenset({
    "prebiotic", "polyphenol", "vitamin_k", "omega3", "calcium", "magnesium", "isoflavone", "vitamin_c",
    "boron", "fermented_form", "zinc",
})
# fmt: on
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Eight characters of the alphabet that every phone can show, so that a text stays one segment.
SHORT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ]{0,7}")
NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:,\d{3})*(?:\.\d+)?")
ABOUT = re.compile(r"\babout (?:[\d.,]+ (?:to|and|or) )?$", re.IGNORECASE)
# What no sentence may say: a claim the sources do not carry, a doctor's score, or a word that scolds.
FORBIDDEN = re.compile(
    r"\b(?:prevent\w*\s+(?:\w+\s+){0,2}fractures?|cure[ds]?|superfoods?|guarantee\w*|miracle\w*|reverse[ds]?"
    r"|(?:rais|increas|boost|build|improv|strengthen|restor)\w*\s+(?:\w+\s+)?(?:bones?|density)"
    r"|T-scores?|FRAX|fail(?:ed|ure)?|missed|bad)\b",
    re.IGNORECASE,
)


class CatalogueError(Exception):
    """The catalogue's files do not hold together; says in which file, at which slug and field, and why."""

    def __init__(self, file: str, slug: str, field: str, *, problem: str) -> None:
        super().__init__(f"{file}: {slug}: {field}: {problem}")
        self.file, self.slug, self.field = file, slug, field


class UnknownHabit(KeyError):
    """No habit of the catalogue has this slug (an old one may still have history)."""


class Group(StrEnum):
    """The shelf of the library a habit stands on."""

    MOVE = "move"
    EAT = "eat"
    SUPPLEMENTS = "supplements"
    LIMIT = "limit"
    REST = "rest"
    MEDICINES = "medicines"


class EvidenceWord(StrEnum):
    """Guidelines agree; trials with a bone outcome; another outcome or observation; advice alone."""

    STRONG = "strong"
    FAIR = "fair"
    EARLY = "early"
    TRADITION = "tradition"


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from; ``verified``: the study or its abstract was read, ``seen`` says what of it."""

    slug: str
    title: str
    verified: bool
    seen: str
    authors: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    doi: str = ""
    url: str = ""

    @property
    def address(self) -> str:
        """A link to it: by DOI, else its page, else empty."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class Condition:
    """Something she may tick about her health that brings cautions with it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Caution:
    """One sentence for people with a condition (or everyone); ``ask``: she ticks that she has asked."""

    condition: str
    sentence: str
    ask: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    """One point of the time line of what to expect."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number the sentences may use; one that is not verified stands only behind the word "about"."""

    value: float
    meaning: str
    verified: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class OtherGoal:
    """Another period she may count the same habit over, with its own goal and bounds."""

    period: Period
    goal: float
    goal_min: float
    goal_max: float


@dataclass(frozen=True, slots=True)
class HabitEntry:
    """A habit as the catalogue offers it; amounts are in ``unit``.

    ``goal`` is the default; she may choose ``goal_min`` to ``goal_max``, and above ``goal_ask_above`` only
    what her doctor has set. ``step`` is one press of the stepper, ``portion`` what one tap records where that
    is not the goal, ``most`` the largest amount believed for one day. ``also``: other periods to count over.
    """

    slug: str
    order: int
    name: str
    short: str
    aliases: tuple[str, ...]
    group: Group
    measure: Measure
    direction: Direction
    period: Period
    goal: float
    goal_min: float
    goal_max: float
    step: float
    most: float
    what: str
    how_much: str
    evidence_word: EvidenceWord
    evidence: tuple[str, ...]
    expect: tuple[Expectation, ...]
    cautions: tuple[Caution, ...]
    sources: tuple[str, ...]
    figures: tuple[Figure, ...]
    unit: str = ""
    units: str = ""
    unit_short: str = ""
    portion: float | None = None
    goal_ask_above: float | None = None
    also: tuple[OtherGoal, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """Every word she may use for it in a text answer, folded."""
        return frozenset(map(plants.fold, (self.slug, self.name, self.short, *self.aliases)))

    def cautions_for(self, conditions: Collection[str]) -> tuple[Caution, ...]:
        """The cautions for everyone and for the condition slugs she ticked, in the catalogue's order."""
        return tuple(c for c in self.cautions if c.condition == EVERYONE or c.condition in conditions)

    def needs_doctor(self, goal: float) -> bool:
        """Whether a goal this high is accepted only as set by her doctor."""
        return self.goal_ask_above is not None and goal > self.goal_ask_above


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
    sources = _build_all(Source, SOURCES, _read_toml(folder, SOURCES))
    shelf = _read_shelf(folder)
    conditions = _build_all(Condition, HABITS, shelf["conditions"])
    habits = [_build_habit(table, number) for number, table in enumerate(shelf["habits"], 1)]
    _refuse_doubles(habits)
    for entry in habits:
        for field, problem in _problems(entry, conditions, sources):
            raise CatalogueError(HABITS, entry.slug, field, problem=problem)
    return Book(
        habits=tuple(sorted(habits, key=lambda entry: entry.order)),
        conditions=tuple(conditions.values()),
        sources=tuple(sources.values()),
        plants=plants.Index(_read_plants(folder)),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands in the files, for the message when it is wrong."""

    file: str
    slug: str
    field: str = ""

    def at(self, part: str) -> "_Place":
        return dataclasses.replace(self, field=f"{self.field}.{part}" if self.field else part)

    def error(self, problem: str) -> CatalogueError:
        return CatalogueError(self.file, self.slug, self.field, problem=problem)

    def expect_keys(self, table: Any, *, required: set[str], optional: Collection[str] = ()) -> None:
        """Raise unless the value is a table with every required key and no unknown one."""
        if not isinstance(table, dict):
            raise self.error("is not a table")
        for key in sorted(table.keys() - required - set(optional)):
            raise self.at(key).error("unknown key")
        for key in sorted(required - table.keys()):
            raise self.at(key).error("missing")


def _read(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise _Place(name, "(file)").error(f"cannot be read: {fault}") from fault


def _read_toml(folder: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(folder, name))
    except tomllib.TOMLDecodeError as fault:
        raise _Place(name, "(file)").error(f"is not TOML: {fault}") from fault


def _read_shelf(folder: Path) -> dict[str, Any]:
    """The habits' file: tables of conditions by slug, and a list of habits."""
    shelf, place = _read_toml(folder, HABITS), _Place(HABITS, "(top level)")
    place.expect_keys(shelf, required={"conditions", "habits"})
    for key, kind in (("conditions", dict), ("habits", list)):
        if not isinstance(shelf[key], kind):
            raise place.at(key).error("holds no tables")
    return shelf


def _build_all(shape: type[T], file: str, tables: dict[str, Any]) -> dict[str, T]:
    """One value per keyed table, under its slug."""
    built = {}
    for slug, table in tables.items():
        place = _Place(file, slug)
        if not SLUG.fullmatch(slug):
            raise place.at("slug").error("is not a slug")
        if not isinstance(table, dict):
            raise place.error("is not a table")
        built[slug] = _build(shape, table | {"slug": slug}, place)
    return built


def _build_habit(table: Any, number: int) -> HabitEntry:
    slug = table.get("slug") if isinstance(table, dict) else None
    return _build(HabitEntry, table, _Place(HABITS, str(slug or f"habit {number}")))


def _build(shape: type[T], table: Any, place: _Place) -> T:
    """A frozen dataclass from a table of its fields; a field without a default is required."""
    fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(shape)  # type: ignore[arg-type]
    optional = {field.name for field in fields if field.default is not dataclasses.MISSING}
    place.expect_keys(table, required={field.name for field in fields} - optional, optional=optional)
    hints = typing.get_type_hints(shape)
    return shape(**{name: _convert(value, hints[name], place.at(name)) for name, value in table.items()})


def _convert(value: Any, hint: Any, place: _Place) -> Any:
    """The value as its field's type: enums by value, lists as tuples, tables as dataclasses."""
    if isinstance(hint, types.UnionType):  # only ``X | None``, and TOML has no null
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise place.error("is not a list")
        inner = typing.get_args(hint)[0]
        return tuple(_convert(part, inner, place.at(str(number))) for number, part in enumerate(value, 1))
    if dataclasses.is_dataclass(hint):
        return _build(typing.cast(type, hint), value, place)
    return _convert_plain(value, hint, place)


def _convert_plain(value: Any, hint: type, place: _Place) -> Any:
    if issubclass(hint, StrEnum):
        if value not in list(hint):
            raise place.error(f"is none of {', '.join(hint)}")
        return hint(value)
    if hint is float and type(value) is int:
        value = float(value)
    if type(value) is not hint or (isinstance(value, float) and not math.isfinite(value)):
        raise place.error(f"is not of type {hint.__name__}")
    if value == "":
        raise place.error("is empty")
    return value


def _refuse_doubles(habits: list[HabitEntry]) -> None:
    """No two habits share a slug, a place, a short name or a word she may type."""
    taken: set[tuple[str, object]] = set()
    for entry in habits:
        words = [("aliases", word) for word in sorted(entry.words)]
        for claim in [("slug", entry.slug), ("order", entry.order), ("short", entry.short), *words]:
            if claim in taken:
                raise _Place(HABITS, entry.slug, claim[0]).error(f"{claim[1]!r} is taken by another habit")
            taken.add(claim)


def _problems(entry: HabitEntry, conditions: Collection[str], sources: dict[str, Source]) -> Problems:
    """What is wrong with a well-formed habit, as field and problem."""
    yield from _name_problems(entry)
    yield from _goal_problems(entry)
    yield from _reference_problems(entry, conditions, sources)
    for field, text in _texts(entry):
        if claim := FORBIDDEN.search(text):
            yield field, f"says {claim[0]!r}, which the product never does"
        for problem in _number_problems(entry, text):
            yield field, problem


def _name_problems(entry: HabitEntry) -> Problems:
    if not SLUG.fullmatch(entry.slug):
        yield "slug", "is not a slug"
    if not SHORT_NAME.fullmatch(entry.short):
        yield "short", "is not one to eight plain letters, digits and spaces"
    if entry.measure is not Measure.CHECK and not (entry.unit and entry.units):
        yield "unit", "an amount needs its unit, one and many"


def _goal_problems(entry: HabitEntry) -> Problems:
    offers: list[tuple[str, HabitEntry | OtherGoal]] = [("goal", entry)]
    offers += [("also", other) for other in entry.also]
    for field, offer in offers:
        if not 0 <= offer.goal_min <= offer.goal <= offer.goal_max:
            yield field, "the default lies outside goal_min to goal_max"
    if entry.needs_doctor(entry.goal):
        yield "goal", "the default would need a doctor"
    if entry.step <= 0:
        yield "step", "is not above zero"
    if entry.most < (entry.goal_max if entry.period is Period.DAY else entry.portion or 0):
        yield "most", "refuses an amount she may choose as her goal, or one portion"


def _reference_problems(
    entry: HabitEntry, conditions: Collection[str], sources: dict[str, Source]
) -> Problems:
    for field in ("evidence", "expect", "cautions", "sources"):
        if not getattr(entry, field):
            yield field, "is empty"
    for slug in entry.sources:
        if slug not in sources:
            yield "sources", f"{slug!r} is not in {SOURCES}"
    for caution in entry.cautions:
        if caution.condition != EVERYONE and caution.condition not in conditions:
            yield "cautions", f"{caution.condition!r} is not a condition"
    for figure in entry.figures:
        if figure.source and figure.source not in entry.sources:
            yield "figures", f"{figure.source!r} is not among the habit's sources"
        elif figure.verified and not (figure.source and sources[figure.source].verified):
            yield "figures", f"{figure.value:g} is called verified, its source is not"


def _texts(entry: HabitEntry) -> Problems:
    """Every sentence she reads about the habit, with the field it stands in."""
    yield from (("name", entry.name), ("what", entry.what), ("how_much", entry.how_much))
    yield from (("evidence", sentence) for sentence in entry.evidence)
    yield from (("expect", f"{point.when}: {point.what}") for point in entry.expect)
    yield from (("cautions", caution.sentence) for caution in entry.cautions)


def _number_problems(entry: HabitEntry, text: str) -> Iterator[str]:
    """Digits that no figure or field holds, or that an unverified figure holds and no "about" precedes.

    Kept simple on purpose: it compares values alone, not what they count, and number words go unseen.
    """
    fields = [getattr(entry, field.name) for field in dataclasses.fields(entry)]
    certain = {value for value in fields if isinstance(value, float)}
    certain |= {figure.value for figure in entry.figures if figure.verified}
    doubtful = {figure.value for figure in entry.figures} - certain
    for match in NUMBER.finditer(text):
        value = float(match[0].replace(",", ""))
        if value not in certain | doubtful:
            yield f"{match[0]} is neither a figure nor a number of this habit"
        elif value in doubtful and not ABOUT.search(text[: match.start()]):
            yield f'{match[0]} is not verified and needs "about"'


def _read_plants(folder: Path) -> list[plants.Plant]:
    """The plants in the file's order; no two share a slug, nor a name or alias however it is spelled."""
    header, *rows = list(csv.reader(_read(folder, PLANTS).splitlines())) or [[]]
    if header != PLANT_COLUMNS:
        raise _Place(PLANTS, "(header)", "columns").error(f"are not {','.join(PLANT_COLUMNS)}")
    slugs: set[str] = set()
    owners: dict[str, str] = {}
    shelf = []
    for number, row in enumerate(rows, 2):
        place = _Place(PLANTS, row[0] if row else f"line {number}")
        plant = _read_plant(row, place)
        if plant.slug in slugs:
            raise place.at("slug").error("is taken by another plant")
        slugs.add(plant.slug)
        for field, word in [("name", plant.name), *(("aliases", alias) for alias in plant.aliases)]:
            owner = owners.setdefault(plants.fold(word), plant.slug)
            if owner != plant.slug:
                raise place.at(field).error(f"{word!r} belongs to {owner}")
        shelf.append(plant)
    return shelf


def _read_plant(row: list[str], place: _Place) -> plants.Plant:
    if len(row) != len(PLANT_COLUMNS):
        raise place.at("columns").error(f"there are {len(row)}, not {len(PLANT_COLUMNS)}")
    slug, name, family, aliases, tags = row
    words = tuple(aliases.split("|")) if aliases else ()
    hints = frozenset(tags.split("|")) if tags else frozenset()
    if not SLUG.fullmatch(slug):
        raise place.at("slug").error("is not a slug")
    if family not in plants.FAMILIES:
        raise place.at("category").error(f"{family!r} is unknown")
    if unknown := hints - PLANT_TAGS:
        raise place.at("tags").error(f"{', '.join(sorted(unknown))} unknown")
    for field, word in [("name", name), *(("aliases", word) for word in words)]:
        if not plants.fold(word):
            raise place.at(field).error("is empty")
    return plants.Plant(slug=slug, name=name, family=family, aliases=words, tags=hints)
