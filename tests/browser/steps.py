"""Steps to a state of a page that take more than its address, and what a state is."""

import re
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

from playwright.sync_api import Page
from sqlmodel import delete

from app import jobs
from app.accounts import queries as accounts
from app.messages import queries
from app.messages.models import Letter
from tests.browser.screenshots import TODAY, Studio, tick
from tests.make import make_user

ANNA = "anna"
NOBODY = ""
ILL = TODAY - timedelta(days=58)
YESTERDAY = TODAY - timedelta(days=1)
LAST_WEEK = TODAY - timedelta(days=TODAY.weekday() + 7)
CONTACT = "Email or mobile number"
NO_ADDRESS = "word"
SEND = "Send me a code"
BEGIN = "Put it on my list"
SHARED_NUMBER = "+447400123458"
CARLA = {"name": "Carla", "email": "carla@example.org"}
Step = Callable[[Page, Studio], None]


def stay(_page: Page, _studio: Studio) -> None:
    """Nothing has to be done."""


def press(button: str, **typed: str) -> Step:
    """Fill in fields by their ids, then press a button and wait for the page that follows."""

    def step(page: Page, _studio: Studio) -> None:
        for name, words in typed.items():
            page.locator(f"#{name}").fill(words)
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=button, exact=True).first.click()

    return step


def ask_code(contact: str) -> Step:
    """On to the page that takes the code."""

    def step(page: Page, studio: Studio) -> None:
        page.get_by_label(CONTACT).fill(contact)
        page.get_by_role("button", name=SEND).click()
        page.get_by_label("Code", exact=True).wait_for()
        with studio.app.app_context(), redirect_stdout(StringIO()):
            jobs.deliver(studio.app)

    return step


def give_code(contact: str, code: str = "") -> Step:
    """On with a code, the right one unless another is given."""

    def step(page: Page, studio: Studio) -> None:
        ask_code(contact)(page, studio)
        page.get_by_label("Code", exact=True).fill(code or code_in_letterbox(studio))
        page.get_by_role("button", name="Go on").click()
        page.locator(".field-error, #name").first.wait_for()

    return step


def code_in_letterbox(studio: Studio) -> str:
    """The code that came last, whatever else came at that moment."""
    with studio.app.extensions["bonny.database"].reading() as session:
        words = [letter.text for letter in queries.newest_letters(session, limit=50)]
    found = (re.search(r"\b\d{6}\b", text) for text in words if "code" in text.lower())
    return next(match[0] for match in found if match)


def newest_letter(studio: Studio, *, subject: str = "") -> Letter:
    """The letter that came last, with these words in its subject."""
    with studio.app.extensions["bonny.database"].reading() as session:
        letters = queries.newest_letters(session, limit=50)
    return next(letter for letter in letters if subject in letter.subject)


def sign_up_wrongly(page: Page, studio: Studio) -> None:
    """The form that opens an account, sent without a word in it."""
    give_code("+447400123456")(page, studio)
    page.get_by_label("What shall we call you?").fill("")
    page.locator("select").first.select_option("")
    page.get_by_role("button", name="Go on to your habits").click()
    page.locator(".field-error").first.wait_for()


def prove_number_of_another(page: Page, studio: Studio) -> None:
    """A number that is somebody else's, proved by its code."""
    with studio.app.extensions["bonny.database"].writing() as session:
        if not accounts.people_at(session, SHARED_NUMBER):
            make_user(session, name="Nora", phone=SHARED_NUMBER)
            session.commit()
    give_code(SHARED_NUMBER)(page, studio)


def share_namelessly(page: Page, studio: Studio) -> None:
    """The same, without a name for her texts to begin with."""
    prove_number_of_another(page, studio)
    page.locator("#name").fill("")
    page.get_by_role("button", name="Share this number").click()
    page.locator(".field-error").first.wait_for()


def text_from_no_number(page: Page, studio: Studio) -> None:
    """The letterbox's own form, with a word where a number belongs."""
    open_all(page, studio)
    page.get_by_label("Number", exact=True).fill("word")
    with page.expect_navigation():
        page.get_by_role("button", name="Send").first.click()


def record_vitamin(page: Page, _studio: Studio) -> None:
    """One tap on a row; the notice speaks of it."""
    tick(page, "Vitamin D")


def open_details(page: Page, _studio: Studio) -> None:
    """What stands behind the three dots of a row."""
    page.locator(".day-row", has_text="Prunes").locator("summary").click()


def mistype_amount(page: Page, studio: Studio) -> None:
    """A word where a number belongs."""
    open_details(page, studio)
    prunes = page.locator(".day-row", has_text="Prunes")
    prunes.get_by_label("Prunes", exact=True).fill("many")
    prunes.get_by_role("button", name="Save").click()
    page.locator(".day-row .field-error").wait_for()


def open_every_row(page: Page, _studio: Studio) -> None:
    """The amounts of all rows at once."""
    page.evaluate("document.querySelectorAll('.day-row details').forEach(each => each.open = true)")


def search_library(words: str, awaited: str) -> Step:
    """A word typed into the library's search, and what comes of it."""

    def step(page: Page, _studio: Studio) -> None:
        with page.expect_response(lambda response: f"q={words}" in response.url):
            page.get_by_role("searchbox").press_sequentially(words)
        page.locator(f"#found {awaited}").first.wait_for()

    return step


def open_habit(name: str) -> Step:
    """From the library to the page of a habit."""

    def step(page: Page, _studio: Studio) -> None:
        with page.expect_navigation():
            page.get_by_role("link", name=name).click()

    return step


def open_all(page: Page, _studio: Studio) -> None:
    """Everything that folds, unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def tick_all(page: Page, _studio: Studio) -> None:
    """All five of the first page."""
    for box in page.locator("input[name=slug]").all():
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Go on", exact=True).click()


def follow(*links: str) -> Step:
    """On to where a link leads, and from there by the next."""

    def step(page: Page, _studio: Studio) -> None:
        for words in links:
            with page.expect_navigation():
                page.locator("main").get_by_role("link", name=words).first.click()

    return step


def press_in_fold(fold: str, button: str, typed: str) -> Step:
    """Unfold, type into the field there, and press its button."""

    def step(page: Page, _studio: Studio) -> None:
        place = page.locator("details", has_text=fold).last
        place.locator("summary").click()
        place.locator("textarea").fill(typed)
        with page.expect_navigation():
            place.get_by_role("button", name=button).click()

    return step


def undo_newest_text(page: Page, _studio: Studio) -> None:
    """What the newest text recorded is taken back, without leaving the page."""
    page.locator(".said-text").first.get_by_role("button").click()
    page.locator(".said-text del").first.wait_for()


def open_dialog(words: str) -> Step:
    """The question in front of the page."""

    def step(page: Page, _studio: Studio) -> None:
        page.get_by_role("button", name=words, exact=True).click()
        page.locator(".dialog").wait_for()

    return step


def show_mail(subject: str) -> Step:
    """The HTML part of the mail that came last, as a mail program shows it."""

    def step(page: Page, studio: Studio) -> None:
        page.set_content(newest_letter(studio, subject=subject).html)

    return step


def show_code_mail(page: Page, studio: Studio) -> None:
    """A code is asked for, and its mail is opened."""
    page.goto(f"{studio.url}/sign-in")
    ask_code("ida@example.org")(page, studio)
    page.goto("about:blank")
    show_mail("code")(page, studio)


def empty_letterbox(page: Page, studio: Studio) -> None:
    """As on a machine that has sent nothing."""
    with studio.app.extensions["bonny.database"].writing() as session:
        session.exec(delete(Letter))
        session.commit()
    page.reload()


@dataclass(frozen=True, slots=True)
class State:
    """A row of the table: a name, an address, whose page it is, and the steps from there.

    ``path`` is empty when the steps open something of their own. The pictures show the whole page, or only
    the screen, where something stands in the middle of it.
    """

    name: str
    path: str
    person: str = ANNA
    step: Step = stay
    is_whole: bool = True

    @property
    def is_mail(self) -> bool:
        """Whether it is a mail, as a mail program shows it, and no page of ours."""
        return not self.path

    @property
    def is_walked(self) -> bool:
        """Whether it is no more than an address without a part of its own, which the walk goes to anyway."""
        has_part = any(sign == "?" or sign.isdigit() for sign in self.path)
        return self.step is stay and self.person in (ANNA, NOBODY) and not has_part
