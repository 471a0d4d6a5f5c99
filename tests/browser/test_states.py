"""Every state of the gallery that takes steps to reach is checked as the walk checks its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import screenshots, states
from tests.browser.gallery import Gallery
from tests.browser.steps import State
from tests.browser.walker import Walker

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(chromium: Browser) -> Iterator[Gallery]:
    """The rooms of the gallery, with nobody who takes pictures."""
    with screenshots.furnished(chromium) as ready:
        yield Gallery(ready, Path())


@pytest.mark.parametrize(
    "state", [state for state in states.STATES if not state.is_walked], ids=lambda state: state.name
)
def test_state_is_sound(gallery: Gallery, state: State):
    page = gallery.enter(state.person).new_page()
    walker = Walker(page, gallery.ready.url)
    walker.at = state.name
    gallery.reach(state, page)
    walker.check(is_mail=state.is_mail)
    page.close()
    assert not walker.complaints, "\n".join(walker.complaints)
