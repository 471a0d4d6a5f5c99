"""Reading the habits and what they share: conditions, shelves, the time line, what is not offered."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.catalogue import reading
from app.catalogue.entries import Condition, Group, HabitEntry, NotOffered, SharedPoint, Shelf
from app.catalogue.reading import HABITS, SHELVES, Place

PARTS = ("conditions", "expectations", "groups", "not_offered")


@dataclass(frozen=True, slots=True)
class Shelves:
    """What the habits' tables lean on, each by slug; ``who_may_benefit`` ends the supplements' shelf."""

    conditions: dict[str, Condition]
    points: dict[str, SharedPoint]
    groups: dict[str, Shelf]
    not_offered: dict[str, NotOffered]
    who_may_benefit: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A habit and the file that holds it."""

    file: str
    entry: HabitEntry


def read_shelves(folder: Path) -> Shelves:
    """What habits share, from one file; every group has its shelf and no other has."""
    tables, place = reading.read_toml(folder, SHELVES), Place(SHELVES, "(top level)")
    place.expect_keys(tables, required={*PARTS, "who_may_benefit"})
    groups = reading.build_all(Shelf, SHELVES, tables["groups"])
    place.at("groups").expect_keys(groups, required=set(Group))
    if not isinstance(tables["who_may_benefit"], str):
        raise place.at("who_may_benefit").error("is not of type str")
    return Shelves(
        conditions=reading.build_all(Condition, SHELVES, tables["conditions"]),
        points=reading.build_all(SharedPoint, SHELVES, tables["expectations"]),
        groups=groups,
        not_offered=reading.build_all(NotOffered, SHELVES, tables["not_offered"]),
        who_may_benefit=tables["who_may_benefit"],
    )


def read_habits(folder: Path, points: dict[str, SharedPoint]) -> list[Placed]:
    """The habits of every file of the folder ``habits``, in the order of the files' names."""
    files = sorted((folder / HABITS).glob("*.toml"))
    if not files:
        raise Place(HABITS, "(folder)").error("holds no files")
    return [placed for file in files for placed in _read_file(folder, f"{HABITS}/{file.name}", points)]


def _read_file(folder: Path, file: str, points: dict[str, SharedPoint]) -> list[Placed]:
    shelf, place = reading.read_toml(folder, file), Place(file, "(top level)")
    place.expect_keys(shelf, required={"habits"})
    if not isinstance(shelf["habits"], list):
        raise place.at("habits").error("holds no tables")
    return [
        Placed(file, _build_habit(table, _place_of(table, file, number), points))
        for number, table in enumerate(shelf["habits"], 1)
    ]


def _place_of(table: Any, file: str, number: int) -> Place:
    """A habit is named by its slug, and where it has none by its number in the file."""
    slug = table.get("slug") if isinstance(table, dict) else None
    return Place(file, str(slug or f"habit {number}"))


def _build_habit(table: Any, place: Place, points: dict[str, SharedPoint]) -> HabitEntry:
    """The habit of a table, with the shared points it names put in their places."""
    if isinstance(table, dict) and isinstance(table.get("expect"), list):
        table = _with_points(table, place.at("expect"), points)
    return reading.build(HabitEntry, table, place)


def _with_points(table: dict[str, Any], place: Place, points: dict[str, SharedPoint]) -> dict[str, Any]:
    """The table with each point written out, and with the sources and numbers that the points bring."""
    named = [point for point in table["expect"] if isinstance(point, str)]
    if unknown := [slug for slug in named if slug not in points]:
        raise place.error(f"{unknown[0]!r} is no shared point")
    shared = [points[slug] for slug in named]
    written = [
        {"when": points[point].when, "what": points[point].what} if isinstance(point, str) else point
        for point in table["expect"]
    ]
    figures = [reading.as_table(figure) for point in shared for figure in point.figures]
    filled = {"expect": written, "figures": _longer(table.get("figures"), figures)}
    sources = [point.source for point in shared if point.source]
    filled["sources"] = _longer(table.get("sources"), sources)
    return table | {name: value for name, value in filled.items() if name in table}


def _longer(given: Any, more: list[Any]) -> Any:
    """The list with what it does not hold yet; what is no list is left for the reading to refuse."""
    if not isinstance(given, list):
        return given
    return given + [each for number, each in enumerate(more) if each not in given + more[:number]]
