"""Steps to the states of a shared summary that the gallery shows."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page
from sqlmodel import Session, select

from app.accounts import queries as accounts
from app.accounts.models import User
from app.report import sharing
from app.report.sharing import Minted
from app.visits import queries as visits
from app.visits.models import (
    Fall,
    Fracture,
    Harm,
    Medicine,
    Question,
    Result,
    ResultKind,
    ShownNote,
    Site,
    Visit,
)
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


def include_everything(page: Page, studio: Studio) -> None:
    """All that Ilse brings to a visit, every box ticked, everything unfolded."""
    with studio.app.extensions["bonny.database"].writing() as session:
        ilse = session.exec(select(User).where(User.name == "Ilse")).one()
        bring(session, ilse.id or 0)
        session.commit()
    page.reload()
    open_choices(page)
    page.get_by_label("Date of birth", exact=True).fill("1961-04-02")
    for box in page.locator(".report-choices input[type=checkbox]").all():
        if not box.is_checked():
            with page.expect_response(lambda answer: answer.request.method == "GET"):
                box.check()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def bring(session: Session, user_id: int) -> None:
    """A visit, more questions than fit, results, a medicine, a fall, a fracture and a note; once."""
    if visits.open_questions(session, user_id):
        return
    hers: dict[str, Any] = {"user_id": user_id, "created_at": HOUR}
    words = (
        "Is 1000 IU of vitamin D still right?",
        "Which exercises should I avoid?",
        "When is my next scan?",
    )
    session.add(Visit(day=TODAY + timedelta(days=1), with_whom="Dr P. Novak, osteoporosis clinic", **hers))
    session.add_all(
        Question(words=each, position=at, **hers) for at, each in enumerate((*words, "And salt?"))
    )
    spine: dict[str, Any] = {"kind": ResultKind.BONE_DENSITY, "site": Site.LUMBAR_SPINE, "printed": "-2.1"}
    session.add(Result(taken_on="2026-06", source="the report of the clinic", **spine, **hers))
    vitamin: dict[str, Any] = {"kind": ResultKind.VITAMIN_D, "printed": "71", "unit": "nmol/L"}
    session.add(Result(taken_on="2026-09-15", **vitamin, **hers))
    session.add(Medicine(name="Letrozole", dose="2.5 mg daily", since="2025-03", **hers))
    session.add(Fall(day="2026-10-02", harm=Harm.NONE, note="Tripped on a kerb", **hers))
    session.add(Fracture(day="2019", bone="left wrist", **hers))
    session.add(ShownNote(day=TODAY, words="Ill with flu in October: no exercise, ate little.", **hers))


def type_wrong_birth_date(page: Page, _studio: Studio) -> None:
    """A birth date to come."""
    open_choices(page)
    page.get_by_label("Date of birth", exact=True).fill("2031-01-01")
    page.get_by_role("button", name="Show it like this").click()
    page.locator(".field-error").wait_for()


def open_choices(page: Page) -> None:
    """What to include, unfolded."""
    page.locator(".report-choices > summary").click()


def _type(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the summary").click()
