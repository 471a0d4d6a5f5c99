"""The typeface alone, and the characters it can draw."""

import pytest

from app.report import typeface


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zdeňka Nováková", "Zdeňka Nováková"),
        ("67 of 84 days (80 %) – “up to” → ✓ ·", "67 of 84 days (80 %) – “up to” → ✓ ·"),
        ("e\u0301", "é"),
        ("3\N{NO-BREAK SPACE}Oct", "3\N{NO-BREAK SPACE}Oct"),
        ("1\N{NARROW NO-BREAK SPACE}000", "1\N{NO-BREAK SPACE}000"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("bell\x07, turned\u202e", "bell, turned"),
        ("prunes 中 שלום", "prunes ? ????"),
        ("🧘 tea 😀 and ❤️ milk 👩‍🍳", "tea and milk"),
        ("tea😀 and (milk 🥛)", "tea and (milk )"),
        (" of 84 days, ", " of 84 days, "),
        ("😀", "?"),
        ("", ""),
    ],
)
def test_printable_keeps_what_can_be_drawn(text: str, shown: str):
    assert typeface.printable(text) == shown


def test_only_three_weights_of_one_family_are_there():
    found = typeface.fonts().fonts()
    assert {(font.family, font.weight, font.style) for font in found} == {
        ("Source Sans Pro", 400, "normal"),
        ("Source Sans Pro", 600, "normal"),
        ("Source Sans Pro", 700, "normal"),
    }
