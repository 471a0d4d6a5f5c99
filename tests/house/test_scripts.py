"""Scripts that are joined into one share their names."""

import re
from collections import Counter

import pytest

from app import assets

NAMES = re.compile(rb"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


@pytest.mark.parametrize(
    "script",
    [assets.worker(), assets.shelf()["bonny.js"].content, assets.shelf()["offline.js"].content],
    ids=["worker", "pages", "offline"],
)
def test_no_name_stands_for_two_things(script):
    """A second function of the same name would silently take the place of the first."""
    names = Counter(NAMES.findall(script))
    assert [name for name, count in names.items() if count > 1] == []
