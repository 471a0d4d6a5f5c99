"""Reading the plants' file: rows as plants, and where one of them is wrong."""

import csv
from pathlib import Path

from app.catalogue import reading
from app.catalogue.reading import PLANTS, SLUG, Place
from app.rules import plants

PLANT_COLUMNS = ["slug", "name", "category", "aliases", "tags"]
# fmt: off
PLANT_TAGS = frozenset({
    "prebiotic", "polyphenol", "vitamin_k", "omega3", "calcium", "magnesium", "isoflavone", "vitamin_c",
    "boron", "fermented_form", "zinc",
})
# fmt: on


def read(folder: Path) -> list[plants.Plant]:
    """The plants in the file's order; no two share a slug, nor a name or alias however it is spelled."""
    header, *rows = list(csv.reader(reading.read_text(folder, PLANTS).splitlines())) or [[]]
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
