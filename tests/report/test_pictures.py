"""The sheets look as they did when somebody looked at them last; see ``tests.report.pictures``."""

import pytest
from PIL import ImageChops

from tests.report import pictures
from tests.report.pictures import CASES, Case
from tests.report.ready import Sources

pytestmark = pytest.mark.usefixtures("british")
MOST_BYTES = 60_000


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sheet_looks_as_it_was_looked_at(sources: Sources, case: Case):
    mean, clearly = pictures.difference(pictures.drawn(case, sources), pictures.kept(case))
    assert mean <= pictures.MOST_MEAN, f"{mean:.2f} of 255 on the mean"
    assert clearly <= pictures.MOST_CLEARLY, f"{100 * clearly:.2f} % of the points"


def test_pictures_are_small():
    files = sorted(pictures.FOLDER.glob("*.png"))
    assert {file.stem for file in files} == {case.name for case in CASES}
    assert all(file.stat().st_size < MOST_BYTES for file in files)


def test_heading_moved_by_five_millimetres_is_noticed():
    case = CASES[0]
    kept = pictures.kept(case)
    moved = kept.copy()
    points = round(5 * pictures.PPI / pictures.MILLIMETRES)
    heading = (0, 180, kept.width, 215)
    strip = ImageChops.offset(kept.crop(heading), 0, points)
    moved.paste(strip, heading)
    mean, clearly = pictures.difference(moved, kept)
    assert mean > pictures.MOST_MEAN or clearly > pictures.MOST_CLEARLY
