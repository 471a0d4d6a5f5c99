"""Draws the icons of the home screen from static/icon.svg and static/icons, as small as they get."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from app import assets
from tests.browser.conftest import QUIET
from tests.browser.setup import find
from tests.processes import ROOT

FOLDER = assets.STATIC / "home"
MARK = (assets.STATIC / "icon.svg").read_text()
# To every edge: the phone cuts the shape. The check lies within the middle 72 %, where nothing is cut off.
TO_THE_EDGE = MARK.replace(' rx="18"', "")
ALONE = re.sub(r"<rect[^>]*/>", "", MARK)
COLOURS = 32
PAGE = "<style>*{{margin:0;padding:0}} svg{{display:block;width:{size}px;height:{size}px}}</style>{drawing}"


@dataclass(frozen=True, slots=True)
class Icon:
    """A drawing in one size; ``is_open``: what is not drawn lets the ground through."""

    name: str
    drawing: str
    size: int
    is_open: bool = False


def shortcut(name: str) -> str:
    """An icon of the pages in white on our plum, to the edge."""
    lines = (assets.STATIC / "icons" / f"{name}.svg").read_text()
    inner = re.sub(r"</?svg[^>]*>", "", lines)
    light = assets.tokens("light")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
        f'<rect width="24" height="24" fill="{light["plum"]}"/><g transform="translate(5.4 5.4) scale(.55)" '
        f'fill="none" stroke="{light["paper"]}" stroke-width="2.4" stroke-linecap="round" '
        f'stroke-linejoin="round">{inner}</g></svg>'
    )


ICONS = (
    Icon("icon-192", MARK, 192, is_open=True),
    Icon("icon-512", MARK, 512, is_open=True),
    Icon("maskable-192", TO_THE_EDGE, 192),
    Icon("maskable-512", TO_THE_EDGE, 512),
    Icon("monochrome-192", ALONE, 192, is_open=True),
    Icon("apple-touch-icon", TO_THE_EDGE, 180),
    Icon("shortcut-today", shortcut("today"), 96),
    Icon("shortcut-plants", shortcut("leaf"), 96),
)


def draw(page: Page, icon: Icon, folder: Path) -> Path:
    """Write one icon."""
    page.set_viewport_size({"width": icon.size, "height": icon.size})
    page.set_content(PAGE.format(size=icon.size, drawing=icon.drawing))
    drawn = Image.open(BytesIO(page.screenshot(omit_background=icon.is_open)))
    few = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE) if icon.is_open else _flat(drawn)
    file = folder / f"{icon.name}.png"
    few.save(file, optimize=True)
    return file


def _flat(drawn: Image.Image) -> Image.Image:
    """Without any transparency, which an iPhone would show black."""
    return drawn.convert("RGB").quantize(COLOURS)


def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        page = browser.new_page()
        for icon in ICONS:
            file = draw(page, icon, FOLDER)
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size} bytes")
        browser.close()


if __name__ == "__main__":
    main()
