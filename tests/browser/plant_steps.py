"""Steps to the states of plants that the gallery shows."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.screenshots import Studio

Step = Callable[[Page, Studio], None]


def search_plant(page: Page, _studio: Studio) -> None:
    """The first letters of many plants."""
    page.get_by_label("Add a plant").press_sequentially("le")
    page.locator("#matches .chip").first.wait_for()


def add_plant(words: str) -> Step:
    """What is no plant's name in full."""

    def step(page: Page, _studio: Studio) -> None:
        page.get_by_label("Add a plant").fill(words)
        page.get_by_role("button", name="Add", exact=True).click()
        page.locator("#matches .field-error").wait_for()

    return step


def type_plant(words: str) -> Step:
    """Letters that lead to something other than plants by their names."""

    def step(page: Page, _studio: Studio) -> None:
        page.get_by_label("Add a plant").press_sequentially(words)
        page.locator("#add-own").wait_for()

    return step


def add_own_plant(words: str) -> Step:
    """A plant that no catalogue knows; the notice says that it counts."""

    def step(page: Page, studio: Studio) -> None:
        add_plant(words)(page, studio)
        page.locator("#add-own").click()
        page.locator("#plants .is-on", has_text=words).wait_for()

    return step


def open_several(page: Page, _studio: Studio) -> None:
    """Last week's plants, behind their line."""
    page.get_by_text("Several at once").click()
    page.locator("#several-last").wait_for()
