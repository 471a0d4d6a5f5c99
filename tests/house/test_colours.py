"""The colours of tokens.css by calculation: text stands out 7 to 1, the edge of a control 3 to 1."""

import re
from pathlib import Path

import pytest

from app import assets

SHEET = (Path(__file__).parents[2] / "static" / "css" / "tokens.css").read_text()
TEXT, EDGE = 7.0, 3.0
GROUNDS = ("paper", "card")
TEXT_PAIRS = [
    *((words, ground) for words in ("ink", "ink-2", "plum", "green", "sand") for ground in GROUNDS),
    *(("ink", ground) for ground in ("plum-tint", "green-tint", "sand-tint")),
    # A row that is done or left out keeps its second line, a notice is paper on ink.
    *(("ink-2", ground) for ground in ("green-tint", "sand-tint")),
    ("plum", "plum-tint"),
    ("plum", "green-tint"),
    ("plum", "sand-tint"),
    ("green", "green-tint"),
    ("sand", "sand-tint"),
    ("on-plum", "plum"),
    ("on-green", "green"),
    ("paper", "ink"),
]
EDGE_PAIRS = [
    *((line, ground) for line in ("edge", "plum", "green", "sand") for ground in GROUNDS),
    ("edge", "green-tint"),
    ("edge", "sand-tint"),
    ("edge", "plum-tint"),
]


def colours(scheme: str) -> dict[str, str]:
    """The tokens of a scheme; the dark one says only what differs."""
    return {name.replace("_", "-"): colour for name, colour in assets.tokens(scheme).items()}


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, 0 to 1 (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000", "#fff", 21.0), ("#777", "#ffffff", 4.48), ("#336699", "#336699", 1.0)],
)
def test_contrast_is_that_of_the_standard(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_text_stands_out_seven_to_one(scheme, words, ground):
    tokens = colours(scheme)
    assert contrast(tokens[words], tokens[ground]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), EDGE_PAIRS)
def test_the_edge_of_a_control_stands_out_three_to_one(scheme, line, ground):
    tokens = colours(scheme)
    assert contrast(tokens[line], tokens[ground]) >= EDGE


def test_no_sheet_names_a_colour_but_the_tokens():
    for sheet in (Path(__file__).parents[2] / "static" / "css").glob("*.css"):
        if sheet.name != "tokens.css":
            assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", sheet.read_text()), sheet.name


def test_dark_by_choice_is_the_dark_of_the_phone():
    blocks = [
        SHEET.split(opening, 1)[1].split("}", 1)[0].split()
        for opening in (':root:not([data-theme="light"]) {', ':root[data-theme="dark"] {')
    ]
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_browsers_bar_has_the_colour_of_the_paper(page):
    page.get("/")
    shown = {str(tag["media"]): tag["content"] for tag in page.soup.select("meta[name=theme-color]")}
    assert shown == {
        f"(prefers-color-scheme: {scheme})": colours(scheme)["paper"] for scheme in ("light", "dark")
    }
