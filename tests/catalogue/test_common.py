"""The list of common plants holds together with the catalogue, or is refused."""

import shutil
from pathlib import Path

import pytest

from app.catalogue import common
from app.catalogue.reading import CatalogueError
from app.rules import plants, suggestions

SHIPPED = Path(common.__file__).parent


def test_every_family_has_two_plants_for_everyone() -> None:
    shelf = common.common_plants()
    assert set(shelf) == set(plants.FAMILIES)
    for family, listed in shelf.items():
        assert all(plant.family == family for plant in listed)
        assert sum(suggestions.is_fit(plant, ["warfarin"]) for plant in listed) >= 2, family
        assert any(suggestions.is_fit(plant, ["sensitive-gut"]) for plant in listed), family


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[families]", "[shelf]", "unknown key"),
        ("[families]", "families = 5 #", "is not a table"),
        ('nut = ["walnut"', 'nuts = ["walnut"', "unknown key"),
        ('nut = ["walnut"', 'nut = "walnut" # ["walnut"', "is not a list"),
        ('nut = ["walnut"', 'nut = ["no-such-nut"', "'no-such-nut' is no plant"),
        ('nut = ["walnut"', "nut = [5", "5 is no plant"),
        ('nut = ["walnut"', 'nut = ["apple"', "'apple' is of the family fruit"),
    ],
)
def test_broken_list_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    file = Path(shutil.copy(SHIPPED / common.COMMON, tmp_path))
    text = file.read_text(encoding="utf-8")
    assert old in text
    lines = text.replace(old, new)
    if "= 5 #" in new:
        lines = "families = 5\n"
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(CatalogueError, match=problem):
        common.load(tmp_path)


def test_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as refused:
        common.load(tmp_path)
    assert refused.value.file == common.COMMON
