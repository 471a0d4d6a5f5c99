"""Every page in every state that the gallery shows, and the steps that lead there."""

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
from app.reminders import answer_links, partner_links, unsubscribing
from app.reminders.answer_links import Press
from app.reminders.partner_links import Use
from app.reminders.unsubscribing import Link
from tests.browser.home_steps import ask_for_home, ask_for_notifications
from tests.browser.plant_steps import add_own_plant, add_plant, open_several, search_plant, type_plant
from tests.browser.screenshots import KEY, TODAY, Studio, tick
from tests.browser.summary_steps import (
    ask_for_code,
    guess_link,
    include_everything,
    list_links,
    make_link,
    mistype_code,
    open_summary,
    type_wrong_birth_date,
)
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


def follow(words: str) -> Step:
    """On to where a link leads."""

    def step(page: Page, _studio: Studio) -> None:
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


UNSUBSCRIBE = f"/unsubscribe/{unsubscribing.token_of(KEY, Link(user_id=1, slot_id=1))}"
UNSUBSCRIBED = f"/unsubscribe/{unsubscribing.token_of(KEY, Link(user_id=1, slot_id=1000))}"

# The reminder by email of her morning: the second message, after the welcome text.
BUTTON = {
    press: answer_links.token_of(KEY, answer_links.Link(user_id=1, delivery_id=2, press=press))
    for press in Press
}
PARTNER = {use: partner_links.token_of(KEY, use, partner_id=1) for use in Use}


# In this order: what comes later may change what Anna has recorded.
def of_the_progress(lived: str, person: str) -> tuple[State, ...]:
    """The pages of progress of somebody who has been here so long."""
    return (
        State(f"progress, {lived}", "/progress", person),
        State(f"habit, {lived}", "/progress", person, follow("Prunes")),
        State(f"month, {lived}", f"/progress/{TODAY:%Y-%m}", person),
        State(f"year, {lived}", f"/progress/{TODAY.year}", person),
        State(f"plants of the year, {lived}", "/progress/plants", person),
    )


STATES = (
    State("welcome", "/", NOBODY),
    State("sign-in", "/sign-in", NOBODY),
    State("sign-in, no address", "/sign-in", NOBODY, press(SEND, contact=NO_ADDRESS)),
    State("code", "/sign-in", NOBODY, ask_code("eva@example.org")),
    State("code, wrong", "/sign-in", NOBODY, give_code("eva@example.org", "000000")),
    State("sign-up", "/sign-in", NOBODY, give_code("eva@example.org")),
    State("sign-up by text, empty", "/sign-in", NOBODY, sign_up_wrongly),
    State("invitation closed", "/invitation/an-old-one", NOBODY),
    State("sign-in link", "/sign-in/link/unused", NOBODY),
    State("library", "/library", NOBODY),
    State("library, signed in", "/library"),
    State("library, one shelf", "/library?group=supplements", NOBODY),
    State("library, found", "/library", NOBODY, search_library("calcium", "section")),
    State("library, nothing found", "/library", NOBODY, search_library("gravel", ".empty")),
    State("library, only described", "/library?q=selenium", NOBODY),
    State("library habit", "/library/prunes", NOBODY),
    State("library supplement", "/library?group=supplements", NOBODY, open_habit("Soy isoflavones")),
    State("privacy", "/privacy", NOBODY),
    State("terms", "/terms", NOBODY),
    State("letterbox", "/letterbox", NOBODY),
    State("letterbox, a new number", "/letterbox", NOBODY, open_all),
    State("letterbox, no number", "/letterbox", NOBODY, text_from_no_number),
    State("unsubscribe", UNSUBSCRIBE, NOBODY),
    State("unsubscribe, off already", UNSUBSCRIBED, NOBODY),
    State("error, signed out", "/no-such-page", NOBODY),
    State("error, signed in", "/no-such-page"),
    State("sight, signed out", "/sight", NOBODY),
    State("sight, signed in", "/sight"),
    State("styleguide", "/styleguide", NOBODY),
    State("today in the morning", "/"),
    State("today, details open", "/", step=open_details),
    State("today, wrong amount", "/", step=mistype_amount),
    State("today, after a tick", "/", step=record_vitamin),
    State("today, all done", "/", "done"),
    State("today, long name", "/", "long"),
    State("today, 60 habits", "/", "busy"),
    State("today, largest amounts", "/", "most", open_every_row),
    State("today, many kinds", "/", "kinds"),
    State("today, many kinds open", "/", "kinds", open_every_row),
    State("today, away", "/", "away"),
    State("today, settled and yesterday empty", "/", "settled"),
    State("today, welcome back", "/", "back"),
    State(
        "today, note too long",
        "/",
        step=press_in_fold("A note on this day", "Keep the note", "It was a long day. " * 110),
    ),
    State("day past", f"/day/{YESTERDAY}"),
    State("day, changes", f"/day/{TODAY}/changes", "kinds"),
    State("day, no changes", f"/day/{YESTERDAY}/changes"),
    State("days", "/day"),
    State("days, in a spell", "/day", "away"),
    State("days, no such date", "/day?day=2039-01-01"),
    State("day left out", f"/day/{ILL}"),
    State("day before the first", "/day/2020-01-01"),
    State("plants", "/plants"),
    State("plants, results", "/plants", step=search_plant),
    State("plants, several meant", "/plants", step=add_plant("berry")),
    State("plants, unknown", "/plants", step=add_plant("gravel")),
    State("plants, unknown while typing", "/plants", step=type_plant("stones")),
    State("plants, name too long", "/plants", step=add_plant("the leaves " * 5)),
    State("plants, several at once", "/plants", step=open_several),
    State("plants, own one added", "/plants", step=add_own_plant("Grandmother’s <wild> herbs")),
    State("plants, past week", f"/plants/{LAST_WEEK}"),
    State("plants, past week with nothing", "/plants/2020-01-06"),
    State("plants, suggestions with warfarin", "/plants", "warfarin"),
    State("plants, nothing eaten", "/plants", "hungry"),
    State("plants, not on the list", "/plants", "new"),
    State("habits", "/habits"),
    State("habits, first run", "/habits", "new"),
    State("habits, nothing ticked", "/habits", "new", press("Go on")),
    State("habits, too many ticked", "/habits", "new", tick_all),
    State("habits, twelve and one given up", "/habits", "kinds"),
    State("habits, order changed", "/habits", "kinds", press("Prunes: one place down")),
    State("habits, more", "/habits/more"),
    State("begin, health first", "/habits/begin?slug=prunes", "new"),
    State("begin, cautions", "/habits/begin?slug=prunes&slug=weight-bearing", "careful"),
    State("begin, not asked", "/habits/begin?slug=prunes", "careful", press(BEGIN)),
    State("begin, needs a doctor", "/habits/begin?slug=soy-isoflavones", "careful", press(BEGIN)),
    State("begin, medicine", "/habits/begin?slug=bone-medicine", "careful", open_all),
    State("begin, own habit", "/habits/own", "careful", open_all),
    State("begin, own habit without a name", "/habits/own", "careful", press(BEGIN)),
    State("conditions", "/habits/conditions"),
    State("conditions, ticked", "/habits/conditions", "kinds"),
    State("habit", "/habits/1"),
    State("habit, wrong goal", "/habits/1", step=press("Save", amount="99")),
    State("habit, goal of the past", "/habits/1", step=press("Save", amount="6", from_day="2026-11-01")),
    State("habit, goals so far", "/habits/2", step=open_all),
    State("habit, given up", "/habits", "kinds", follow("Fermented food")),
    State("spells", "/spells"),
    State("spells, away", "/spells", "away"),
    State("spells, wrong", "/spells", step=press("Set these days aside")),
    State("habit, dialog", "/habits/1", step=open_dialog("Take it off my list"), is_whole=False),
    State("reminders", "/reminders"),
    State("reminders, none", "/reminders", "new"),
    State("reminders, first time", "/reminders/begin", "new"),
    State("reminders, first time wrong", "/reminders/begin", "new", press("Remind me", **{"morning-at": ""})),
    State("reminder, new", "/reminders/new?for=day"),
    State("reminder, no time", "/reminders/new?for=evening", step=press("Save", at="")),
    State("reminder, plants", "/reminders/new?for=plants"),
    State("reminder, letter", "/reminders/new?for=month"),
    State("reminder, one of hers", "/reminders/1"),
    State("answers", "/reminders/answers"),
    State("answers, texts on", "/reminders/answers", "texter"),
    State("answers, no habits", "/reminders/answers", "new"),
    State("answers, many kinds", "/reminders/answers", "kinds"),
    State("texts, none", "/reminders/texts"),
    State("texts", "/reminders/texts", "texter"),
    State("texts, one taken back", "/reminders/texts", "texter", undo_newest_text),
    State("reminder, done", f"/answer/{BUTTON[Press.DONE]}", NOBODY),
    State("reminder, later", f"/answer/{BUTTON[Press.LATER]}", NOBODY),
    State("reminder, done and recorded", f"/answer/{BUTTON[Press.DONE]}", NOBODY, press("All done")),
    State("reminder, nothing open", f"/answer/{BUTTON[Press.DONE]}", NOBODY),
    State("reminders, paused", "/reminders", step=press("3 days")),
    State("reminders, quiet wrong", "/reminders", step=press("Save the quiet hours", **{"from": ""})),
    State("partner", "/reminders/partner"),
    State("partner, wrong", "/reminders/partner", step=press("Ask by email")),
    State("partner, asked", "/reminders/partner", step=press("Ask by email", **CARLA)),
    State("partner, question", f"/partner/{PARTNER[Use.ANSWER]}", NOBODY),
    State("partner, end", f"/partner/end/{PARTNER[Use.END]}", NOBODY),
    State("partner, yes", f"/partner/{PARTNER[Use.ANSWER]}", NOBODY, press("Yes, write to me")),
    State("partner, her turn", "/reminders/partner"),
    State("partner, on", "/reminders/partner", step=press("Yes, let Bonny write")),
    State("partner, ended", "/reminders/partner", step=press("End it with Carla")),
    State("partner, over", f"/partner/end/{PARTNER[Use.END]}", NOBODY),
    State("progress", "/progress"),
    State("progress, nothing", "/progress", "new"),
    State("progress, first day", "/progress", "done"),
    State("progress, 60 habits", "/progress", "busy"),
    State("plants of the year", "/progress/plants"),
    State("plants of the year, all open", "/progress/plants", step=open_all),
    State("plants of the year, first week", "/progress/plants", "hungry"),
    State("plants of the year, nothing", "/progress/plants", "new"),
    State("plants of the year, before the first", "/progress/plants?year=2024"),
    State("month", f"/progress/{TODAY:%Y-%m}"),
    State("month, past", "/progress/2026-10"),
    State("habit, its year", "/progress/habits/1", step=open_all),
    State("habit, its year over", "/habits", "kinds", follow("How it went")),
    State("month, nothing", f"/progress/{TODAY:%Y-%m}", "new"),
    State("month, before her first day", "/progress/2019-10"),
    State("month, to come", "/progress/2039-10"),
    State("year", f"/progress/{TODAY.year}", step=open_all),
    State("year, nothing", f"/progress/{TODAY.year}", "new"),
    State("year, before her first day", "/progress/2019"),
    *of_the_progress("a month", "month"),
    *of_the_progress("ten years", "decade"),
    State("today, home screen", "/", "month", ask_for_home),
    State("today, notifications", "/", "month", ask_for_notifications),
    State("home screen", "/home-screen"),
    State("report", "/report"),
    State("report, wrong dates", "/report?from=2026-11-10&to=2026-10-01"),
    State("report, nothing", "/report", "new"),
    State("report, links", "/report", step=list_links),
    State("report, everything", "/report", "kinds", include_everything),
    State("report, wrong birth date", "/report", step=type_wrong_birth_date),
    State("report, a new link", "/report", step=make_link),
    State("shared summary, code", "/sign-in", NOBODY, ask_for_code),
    State("shared summary, no code", "/sign-in", NOBODY, mistype_code),
    State("shared summary", "/sign-in", NOBODY, open_summary),
    State("shared summary, over", "/sign-in", NOBODY, guess_link),
    State("visits", "/visits", step=open_all),
    State("visits, nothing", "/visits", "new"),
    State("visits, result to mend", "/visits/vitamin-d/new", step=press("Save", printed="1,200")),
    State("settings", "/settings"),
    State("settings, dialog", "/settings", step=open_dialog("Sign out on every device"), is_whole=False),
    State("settings, invitation", "/settings", step=press("Invite a person")),
    State("about", "/settings/about"),
    State("about, no name", "/settings/about", step=press("Save", name="")),
    State("contact", "/settings/contact"),
    State("contact, no address", "/settings/contact", step=press(SEND, contact=NO_ADDRESS)),
    State("contact, a number to share", "/settings/contact", step=prove_number_of_another),
    State("contact, shared without a name", "/settings/contact", step=share_namelessly),
    State("delete", "/settings/delete"),
    State("delete, not sure", "/settings/delete", step=press("Delete my account")),
    State("mail, reminder", "", NOBODY, show_mail("open")),
    State("mail, code", "", NOBODY, show_code_mail),
    State("letterbox, empty", "/letterbox", NOBODY, empty_letterbox),
)
