"""Plants that most kitchens know, by family: what is suggested to a person who has not eaten of it yet."""

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.catalogue import book, reading
from app.catalogue.reading import Place
from app.rules import plants
from app.rules.plants import Plant

COMMON = "common_plants.toml"
Common = Mapping[str, tuple[Plant, ...]]


@functools.cache
def common_plants(locale: str = book.ENGLISH) -> Common:
    """The shipped list by its names in a language, read once per process; raises CatalogueError."""
    named = book.book(locale).plants
    return {
        family: tuple(named.get(plant.slug) or plant for plant in found) for family, found in load().items()
    }


def load(folder: Path | None = None) -> Common:
    """Read and check the list of a folder (None: the shipped one); CatalogueError at the first fault."""
    shelf = reading.read_toml(folder or Path(__file__).parent, COMMON)
    Place(COMMON, "(top level)").expect_keys(shelf, required={"families"})
    place = Place(COMMON, "families")
    place.expect_keys(shelf["families"], required=set(plants.FAMILIES))
    return {family: _plants(slugs, family, place.at(family)) for family, slugs in shelf["families"].items()}


def _plants(slugs: Any, family: str, place: Place) -> tuple[Plant, ...]:
    if not isinstance(slugs, list):
        raise place.error("is not a list")
    return tuple(_plant(slug, family, place) for slug in slugs)


def _plant(slug: Any, family: str, place: Place) -> Plant:
    plant = book.book().plants.get(slug) if isinstance(slug, str) else None
    if plant is None:
        raise place.error(f"{slug!r} is no plant")
    if plant.family != family:
        raise place.error(f"{slug!r} is of the family {plant.family}")
    return plant
