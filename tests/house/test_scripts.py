"""Scripts that are joined into one share their names."""

import re
from collections import Counter

import pytest

from app import assets

NAMES = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("room", ["js", "worker", "offline"])
def test_no_name_stands_for_two_things(room):
    """A second function of the same name would silently take the place of the first."""
    texts = [path.read_text() for path in (assets.STATIC / room).glob("*.js")]
    names = Counter(name for text in texts for name in NAMES.findall(text))
    assert names
    assert [name for name, count in names.items() if count > 1] == []
