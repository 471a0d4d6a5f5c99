"""Reading the catalogue's files: tables as frozen values, rows as plants, and where one of them is wrong."""

import csv
import dataclasses
import math
import re
import tomllib
import types
import typing
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from app.catalogue.entries import HabitEntry
from app.rules import plants

T = TypeVar("T")

HABITS, SOURCES, PLANTS = "habits.toml", "sources.toml", "plants.csv"
PLANT_COLUMNS = ["slug", "name", "category", "aliases", "tags"]
# fmt: off
PLANT_TAGS = frozenset({
    "prebiotic", "polyphenol", "vitamin_k", "omega3", "calcium", "magnesium", "isoflavone", "vitamin_c",
    "boron", "fermented_form", "zinc",
})
# fmt: on
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class CatalogueError(Exception):
    """The catalogue's files do not hold together; says in which file, at which slug and field, and why."""

    def __init__(self, file: str, slug: str, field: str, *, problem: str) -> None:
        super().__init__(f"{file}: {slug}: {field}: {problem}")
        self.file, self.slug, self.field = file, slug, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in the files, for the message when it is wrong."""

    file: str
    slug: str
    field: str = ""

    def at(self, part: str) -> "Place":
        """The place of a part of the value here."""
        return dataclasses.replace(self, field=f"{self.field}.{part}" if self.field else part)

    def error(self, problem: str) -> CatalogueError:
        """The error to raise for a problem here."""
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
        raise Place(name, "(file)").error(f"cannot be read: {fault}") from fault


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    """The tables of a TOML file; CatalogueError when there are none to read."""
    try:
        return tomllib.loads(_read(folder, name))
    except tomllib.TOMLDecodeError as fault:
        raise Place(name, "(file)").error(f"is not TOML: {fault}") from fault


def read_shelf(folder: Path) -> dict[str, Any]:
    """The habits' file: tables of conditions by slug, and a list of habits."""
    shelf, place = read_toml(folder, HABITS), Place(HABITS, "(top level)")
    place.expect_keys(shelf, required={"conditions", "habits"})
    for key, kind in (("conditions", dict), ("habits", list)):
        if not isinstance(shelf[key], kind):
            raise place.at(key).error("holds no tables")
    return shelf


def build_all(shape: type[T], file: str, tables: dict[str, Any]) -> dict[str, T]:
    """One value per keyed table, under its slug."""
    built = {}
    for slug, table in tables.items():
        place = Place(file, slug)
        if not SLUG.fullmatch(slug):
            raise place.at("slug").error("is not a slug")
        if not isinstance(table, dict):
            raise place.error("is not a table")
        built[slug] = _build(shape, table | {"slug": slug}, place)
    return built


def build_habit(table: Any, number: int) -> HabitEntry:
    """The habit of a table; ``number``, its place in the file, names it where it has no slug."""
    slug = table.get("slug") if isinstance(table, dict) else None
    return _build(HabitEntry, table, Place(HABITS, str(slug or f"habit {number}")))


def _build(shape: type[T], table: Any, place: Place) -> T:
    """A frozen dataclass from a table of its fields; a field without a default is required."""
    fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(shape)  # type: ignore[arg-type]
    optional = {field.name for field in fields if field.default is not dataclasses.MISSING}
    place.expect_keys(table, required={field.name for field in fields} - optional, optional=optional)
    hints = typing.get_type_hints(shape)
    return shape(**{name: _convert(value, hints[name], place.at(name)) for name, value in table.items()})


def _convert(value: Any, hint: Any, place: Place) -> Any:
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


def _convert_plain(value: Any, hint: type, place: Place) -> Any:
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


def read_plants(folder: Path) -> list[plants.Plant]:
    """The plants in the file's order; no two share a slug, nor a name or alias however it is spelled."""
    header, *rows = list(csv.reader(_read(folder, PLANTS).splitlines())) or [[]]
    if header != PLANT_COLUMNS:
        raise Place(PLANTS, "(header)", "columns").error(f"are not {','.join(PLANT_COLUMNS)}")
    slugs: set[str] = set()
    owners: dict[str, str] = {}
    shelf = []
    for number, row in enumerate(rows, 2):
        place = Place(PLANTS, row[0] if row else f"line {number}")
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


def _read_plant(row: list[str], place: Place) -> plants.Plant:
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
