"""Pictures of sheets: compared with those kept here, and looked at for ink in the margins.

``python -m tests.report.pictures`` writes them anew; look at each before it is committed.
"""

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from app.report import pdf, wording
from app.report.model import Paper, Report
from tests.report import make, make_brought, ready
from tests.report.ready import Sources

FOLDER = Path(__file__).parent / "golden"
PPI = 60
WHITE, SHADES = 255, 16
# Of 255. Points that differ by more than ``CLEARLY`` are drawn elsewhere, not only smoothed otherwise.
MOST_MEAN, CLEARLY, MOST_CLEARLY = 1.0, 80, 0.0003
MARGIN = 11.0  # millimetres
MARGIN_BELOW = 5.0
MILLIMETRES = 25.4  # an inch


@dataclass(frozen=True, slots=True)
class Case:
    """A picture by name: whose report, and which of its sheets."""

    name: str
    report: Callable[[Sources], Report]
    sheet: int = 0


CASES = (
    Case("ninety-days", lambda of: make_brought.with_all(of.quarter(make.FIRST))),
    Case("thirty-days", lambda of: of.quarter(make.day(60))),
    Case("empty", lambda of: of.nothing),
    Case("worst", lambda of: of.worst(make.FIRST)),
    Case("second", lambda of: make_brought.with_all(of.quarter(make.FIRST), has_details=True), sheet=1),
)


def drawn(case: Case, sources: Sources) -> Image.Image:
    """The case's sheet of A4 in shades of grey; its id, which follows from all a report can hold, is put."""
    page = replace(wording.page_of(case.report(sources)), document_id="0123-4567")
    sheets = pdf.pictures(page, paper=Paper.A4, ppi=PPI)
    return opened(sheets[case.sheet])


def opened(picture: bytes) -> Image.Image:
    """A picture in shades of grey."""
    return Image.open(io.BytesIO(picture)).convert("L")


def kept(case: Case) -> Image.Image:
    """The picture as it was looked at last."""
    return opened((FOLDER / f"{case.name}.png").read_bytes())


def difference(found: Image.Image, expected: Image.Image) -> tuple[float, float]:
    """The mean difference of two pictures, 0 to 255, and the part of their points that differ clearly."""
    if found.size != expected.size:
        return float(WHITE), 1.0
    apart = ImageChops.difference(found, expected)
    clearly = apart.point([0] * (CLEARLY + 1) + [WHITE] * (WHITE - CLEARLY))
    return ImageStat.Stat(apart).mean[0], ImageStat.Stat(clearly).mean[0] / WHITE


def check_margins(picture: bytes, *, ppi: float) -> None:
    """No ink lies in the margins at the left, the right and above, nor at the very bottom."""
    grey = opened(picture)
    box = ImageChops.invert(grey).getbbox()
    assert box is not None
    left, upper, right, lower = (MILLIMETRES * edge / ppi for edge in box)
    width, height = (MILLIMETRES * edge / ppi for edge in grey.size)
    assert min(left, upper, width - right) >= MARGIN, box
    assert height - lower >= MARGIN_BELOW, box


def main() -> None:
    """Write every picture anew, small, and say how large they are."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        ready.speaking("en_GB"),
        ready.sources(Path(folder)) as sources,
    ):
        for case in CASES:
            path = FOLDER / f"{case.name}.png"
            drawn(case, sources).quantize(SHADES).save(path, optimize=True)
            print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
