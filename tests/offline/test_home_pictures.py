"""The pictures of the home screen as they lie on the shelf: proportions, safe middle, no holes."""

import math
from io import BytesIO

import pytest
from PIL import Image

from app import assets
from app.offline import manifest

PLUM = (91, 42, 112)


def test_pictures_of_a_phone_have_the_proportions_a_browser_takes():
    for each in manifest.SCREENSHOTS:
        assert 320 <= min(each.size) <= max(each.size) <= 3840
        assert max(each.size) <= 2.3 * min(each.size)
    assert len({each.size for each in manifest.SCREENSHOTS if each.use == "narrow"}) == 1


@pytest.mark.parametrize("name", ["maskable-192.png", "maskable-512.png"])
def test_nothing_of_a_maskable_icon_lies_where_a_phone_may_cut(name):
    """Plum to every edge, and the check within the circle of 80 %."""
    icon = Image.open(BytesIO(assets.shelf()[name].content)).convert("RGB")
    middle = (icon.width - 1) / 2
    for x in range(icon.width):
        for y in range(icon.height):
            if math.hypot(x - middle, y - middle) > 0.4 * icon.width:
                assert icon.getpixel((x, y)) == PLUM


def test_icon_of_an_iphone_has_no_hole():
    icon = Image.open(BytesIO(assets.shelf()["apple-touch-icon.png"].content))
    assert (icon.size, "transparency" in icon.info, icon.mode) == ((180, 180), False, "P")
