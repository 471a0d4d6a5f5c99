"""Reading the catalogue's tables as frozen values, and where one of them is wrong."""

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

T = TypeVar("T")

SHELVES, SOURCES, PLANTS = "shelves.toml", "sources.toml", "plants.csv"
HABITS = "habits"  # the folder: one file a group, where it fits
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


def read_text(folder: Path, name: str) -> str:
    """A file's text; CatalogueError when it cannot be read."""
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise Place(name, "(file)").error(f"cannot be read: {fault}") from fault


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    """The tables of a TOML file; CatalogueError when there are none to read."""
    try:
        return tomllib.loads(read_text(folder, name))
    except tomllib.TOMLDecodeError as fault:
        raise Place(name, "(file)").error(f"is not TOML: {fault}") from fault


def build_all(shape: type[T], file: str, tables: Any) -> dict[str, T]:
    """One value per keyed table, under its slug."""
    if not isinstance(tables, dict):
        raise Place(file, "(top level)").error("holds no tables")
    built = {}
    for slug, table in tables.items():
        place = Place(file, slug)
        if not SLUG.fullmatch(slug):
            raise place.at("slug").error("is not a slug")
        if not isinstance(table, dict):
            raise place.error("is not a table")
        built[slug] = build(shape, table | {"slug": slug}, place)
    return built


def as_table(value: Any) -> dict[str, Any]:
    """A frozen value as the table it was read from, without what is empty."""
    fields = dataclasses.asdict(value)
    return {name: part for name, part in fields.items() if part != ""}


def build(shape: type[T], table: Any, place: Place) -> T:
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
        return build(typing.cast(type, hint), value, place)
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
