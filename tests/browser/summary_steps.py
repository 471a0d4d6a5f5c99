"""Steps to the states of a shared summary that the gallery shows."""

from datetime import timedelta

from playwright.sync_api import Page

from app.accounts import queries as accounts
from app.report import sharing
from app.report.sharing import Minted
from tests.browser.screenshots import HOUR, KEY, TODAY, Studio

WRONG = "ten"


def shared(studio: Studio) -> Minted:
    """A new link to the demo person's summary."""
    with studio.app.extensions["bonny.database"].writing() as session:
        anna = accounts.person(session, 1)
        assert anna is not None
        made = sharing.make(
            session,
            anna.id or 0,
            first=TODAY - timedelta(days=90),
            last=TODAY - timedelta(days=1),
            key=KEY,
            now=HOUR,
        )
        session.commit()
    return made


def ask_for_code(page: Page, studio: Studio) -> None:
    """The page that asks for the code."""
    page.goto(f"{studio.url}/s/{shared(studio).token}")


def mistype_code(page: Page, studio: Studio) -> None:
    """Something that is no code."""
    ask_for_code(page, studio)
    _type(page, WRONG)


def open_summary(page: Page, studio: Studio) -> None:
    """The figures, as her doctor sees them."""
    made = shared(studio)
    page.goto(f"{studio.url}/s/{made.token}")
    _type(page, made.digits)


def guess_link(page: Page, studio: Studio) -> None:
    """A link that leads nowhere."""
    page.goto(f"{studio.url}/s/guessed")


def list_links(page: Page, studio: Studio) -> None:
    """Her own page, with a link in it."""
    shared(studio)
    page.goto(f"{studio.url}/report")
    _unfold_links(page)


def make_link(page: Page, studio: Studio) -> None:
    """A link that was just made, with its code and picture."""
    page.goto(f"{studio.url}/report")
    _unfold_links(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Make a link").click()


def _unfold_links(page: Page) -> None:
    page.locator("summary", has_text="Share with a link").click()


def _type(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the summary").click()
