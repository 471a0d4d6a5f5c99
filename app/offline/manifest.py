"""What a browser is told of Bonny so that it can stand on the home screen (W3C web app manifest)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from flask import url_for
from flask_babel import gettext as _

from app import assets
from app.sight import Sight, Theme

START = "/"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the shelf by its plain name, its width and height in pixels, and what it is for."""

    name: str
    size: tuple[int, int]
    use: str


# "any" has its own round corners; of "maskable" a phone may cut off all but a circle of 80 %.
ICONS = (
    Picture("icon-192.png", (192, 192), "any"),
    Picture("icon-512.png", (512, 512), "any"),
    Picture("maskable-192.png", (192, 192), "maskable"),
    Picture("maskable-512.png", (512, 512), "maskable"),
    Picture("monochrome-192.png", (192, 192), "monochrome"),
)
# Those of a phone have all the same proportions, and no side is longer than 2.3 times the other.
SCREENSHOTS = (
    Picture("shown-today.webp", (780, 1688), "narrow"),
    Picture("shown-plants.webp", (780, 1688), "narrow"),
    Picture("shown-progress.webp", (780, 1688), "narrow"),
    Picture("shown-wide.webp", (1024, 640), "wide"),
)
SHORTCUT_SIZE = (96, 96)


def of(locale: Locale, sight: Sight) -> dict[str, Any]:
    """The manifest in a language, in the colours of the paper as she sees it."""
    paper = assets.tokens("dark" if sight.theme is Theme.DARK else "light")["paper"]
    return {
        "id": START,
        "name": "Bonny",
        "short_name": "Bonny",
        "description": _("A daily companion for bone health: a short checklist and gentle reminders."),
        "lang": str(locale).replace("_", "-"),
        "dir": locale.text_direction,
        "start_url": START,
        "scope": START,
        "display": "standalone",
        "display_override": ["standalone", "minimal-ui"],
        "theme_color": paper,
        "background_color": paper,
        "categories": ["health", "lifestyle"],
        "icons": [{**_plain(each), "purpose": each.use} for each in ICONS],
        "screenshots": [_shown(each) for each in SCREENSHOTS],
        "shortcuts": [
            _shortcut(_("Today"), url_for("checklist.today"), "shortcut-today.png"),
            _shortcut(_("Plants"), url_for("plants.week"), "shortcut-plants.png"),
        ],
    }


def _plain(picture: Picture) -> dict[str, str]:
    asset = assets.shelf()[picture.name]
    width, height = picture.size
    return {"src": assets.url_of(picture.name), "sizes": f"{width}x{height}", "type": asset.mimetype}


def _shown(picture: Picture) -> dict[str, str]:
    return {**_plain(picture), "form_factor": picture.use, "label": _labels()[picture.name]}


def _labels() -> Mapping[str, str]:
    return {
        "shown-today.webp": _("Today: tick off your day"),
        "shown-plants.webp": _("Plants: how many kinds this week"),
        "shown-progress.webp": _("Progress: what you keep up"),
        "shown-wide.webp": _("Today on a large screen"),
    }


def _shortcut(name: str, url: str, picture: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [_plain(Picture(picture, SHORTCUT_SIZE, "any"))]}
