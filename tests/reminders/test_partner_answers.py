"""A care partner from the question to the end: the partner's two pages, hers, and every email between."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.database import Database
from app.messages.message import Message, Reason
from app.reminders import partner_actions as actions
from app.reminders import partner_planner as planner
from app.reminders import partner_queries as queries
from app.reminders.models import Ender
from tests import make
from tests.conftest import NOON
from tests.page import BASE, Page
from tests.reminders import partner_steps as steps
from tests.reminders.partner_steps import CARLA, DAY, PAGE
from tests.reminders.steps import deliveries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_from_question_to_note(
    app: Flask, annas_page: Page, page: Page, database: Database, partner_links: tuple[str, str]
) -> None:
    answer, _ = partner_links
    annas_page.get(PAGE)
    assert "Asked by email at carla@example.org on 20 November 2026." in annas_page.text

    page.get(answer)
    assert "May Bonny send you one email when Anna has recorded nothing for 3 days?" in page.text
    page.submit(page.form("button[value=yes]"), button="Yes, write to me")
    assert "Thank you. Anna is asked once more" in page.text
    news = steps.letter(app)
    assert (news.address, news.subject) == ("anna@example.org", "Carla said yes")
    assert steps.the_partner(database).next_check_at is None

    annas_page.get(PAGE)
    assert "Carla said yes. Let Bonny write to carla@example.org when" in annas_page.text
    annas_page.submit(annas_page.form("form[action$=confirm] button"))
    assert "On since 20 November 2026." in annas_page.text
    assert "None was sent so far." in annas_page.text
    page.get(answer)
    assert "You said yes. You get one email when" in page.text


def test_page_says_when_the_last_note_was_sent(
    app: Flask, annas_page: Page, session: Session, anna: User, database: Database
) -> None:
    make.make_habit(session, anna)
    steps.run(session, anna)
    told = NOON.replace(day=24, hour=10)
    planner.look(database, now=told)
    annas_page.get(PAGE)
    assert "One is being sent." in annas_page.text

    steps.send(app, told)

    annas_page.get(PAGE)
    assert "The last one was sent on 24 November 2026." in annas_page.text


def test_looking_at_a_link_changes_nothing(
    app: Flask, page: Page, database: Database, partner_links: tuple[str, str]
) -> None:
    for path in partner_links:
        page.get(path)
        page.client.head(path, base_url=BASE)

    partner = steps.the_partner(database)
    assert (partner.accepted_at, partner.ended_at) == (None, None)
    assert steps.send(app, NOON) == []


def test_partner_who_says_no_is_left_alone(
    app: Flask, annas_page: Page, page: Page, database: Database, partner_links: tuple[str, str]
) -> None:
    page.get(partner_links[0])
    page.submit(page.form("button[value=no]"), button="No, thank you")

    assert "This question is no longer open." in page.text
    assert steps.the_partner(database).ended_by == Ender.PARTNER
    assert steps.letter(app).subject == "Carla said no, thank you"
    steps.ask(annas_page, status=422)
    assert "Carla said no, thank you, on 20 November 2026." in annas_page.text
    assert "You can ask again after 30 days." in annas_page.text


def test_question_is_open_for_fourteen_days(
    page: Page, database: Database, partner_links: tuple[str, str], now: Callable[[datetime], None]
) -> None:
    page.get(partner_links[0])
    form = page.form("button[value=yes]")
    now(NOON + 14 * DAY)

    page.submit(form, button="Yes, write to me")

    assert "This question is no longer open." in page.text
    assert steps.the_partner(database).accepted_at is None


def test_invitation_can_be_refused_with_one_click(
    page: Page, database: Database, partner_question: Message
) -> None:
    headers = dict(partner_question.headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    end = headers["List-Unsubscribe"].strip("<>").removeprefix(BASE)

    assert page.client.post(end, base_url=BASE, data={"List-Unsubscribe": "One-Click"}).status_code == 200

    assert steps.the_partner(database).ended_by == Ender.PARTNER


def test_note_has_a_link_that_ends_it_years_later(
    app: Flask,
    annas_page: Page,
    page: Page,
    session: Session,
    anna: User,
    database: Database,
    now: Callable[[datetime], None],
) -> None:
    make.make_habit(session, anna)
    steps.run(session, anna)
    steps.send(app, NOON)
    planner.look(database, now=NOON.replace(day=24, hour=10))
    note = steps.letter(app, NOON.replace(day=24, hour=10))
    (end,) = steps.links_of(note)
    assert dict(note.headers)["List-Unsubscribe"] == f"<{BASE}{end}>"
    later = NOON.replace(year=2029)
    now(later)

    page.get(end)
    page.submit(page.form("main button"))

    assert "It has ended." in page.text
    partner = steps.the_partner(database)
    assert (partner.ended_at, partner.ended_by, partner.next_check_at) == (later, Ender.PARTNER, None)
    news = steps.letter(app, later)
    assert (news.address, news.subject) == ("anna@example.org", "Carla ended the emails")
    page.submit(page.form("input[name=csrf_token]")) if page.soup.select("main form") else page.get(end)
    assert steps.send(app, later) == []


def test_she_ends_it_and_the_partner_is_told_once(
    app: Flask, annas_page: Page, session: Session, anna: User, database: Database
) -> None:
    partner = steps.run(session, anna)
    steps.send(app, NOON)
    annas_page.get(PAGE)
    form = annas_page.form("form[action$=end] button")

    annas_page.submit(form)
    annas_page.submit(form)

    assert "It has ended, and Carla is told." in annas_page.text
    assert "You ended it with Carla on 20 November 2026." in annas_page.text
    farewell = steps.letter(app)
    assert (farewell.address, farewell.subject) == (CARLA, "No more emails about Anna")
    assert steps.the_partner(database).ended_by == Ender.PERSON
    assert not actions.confirm(session, anna, partner_id=partner.id or 0, now=NOON)


def test_question_taken_back_is_not_sent_and_needs_no_farewell(
    app: Flask, annas_page: Page, database: Database
) -> None:
    steps.ask(annas_page)
    annas_page.submit(annas_page.form("form[action$=end] button"))

    assert "The question is taken back." in annas_page.text
    assert steps.send(app, NOON) == []
    assert [each.reason for each in deliveries(database, queries.INVITATION)] == [Reason.GONE]


def test_nothing_runs_before_she_confirms(
    app: Flask, session: Session, anna: User, database: Database
) -> None:
    make.make_habit(session, anna)
    partner = steps.invite(session, anna)
    assert not actions.confirm(session, anna, partner_id=partner.id or 0, now=NOON)
    assert actions.accept(session, partner.id or 0, now=NOON)
    session.commit()

    assert [planner.look(database, now=NOON + number * DAY) for number in range(20)] == [0] * 20


def test_who_has_no_email_sees_the_answer_on_her_page(app: Flask, session: Session, anna: User) -> None:
    anna.email, anna.phone = None, "+14155550123"
    partner = steps.invite(session, anna)
    steps.send(app, NOON)
    actions.accept(session, partner.id or 0, now=NOON)
    session.commit()

    assert steps.send(app, NOON) == []
    page = Page(app).signed_in(session, anna).get(PAGE)
    assert "Carla said yes." in page.text


def test_yes_twice_tells_her_once(session: Session, anna: User, database: Database) -> None:
    partner = steps.invite(session, anna)
    for _ in range(2):
        assert actions.accept(session, partner.id or 0, now=NOON)
    session.commit()

    assert len(deliveries(database, queries.NEWS)) == 1


def test_email_that_did_not_arrive_is_said_and_may_be_asked_again(
    app: Flask, annas_page: Page, database: Database
) -> None:
    steps.ask(annas_page)
    steps.send(app, NOON, postman=steps.Refusing())

    annas_page.get(PAGE)
    assert "The email to carla@example.org could not be delivered." in annas_page.text
    annas_page.submit(annas_page.form("form[action$=end] button"))
    assert "The email to Carla could not be delivered. You may ask again." in annas_page.text
    steps.ask(annas_page)
    assert len(steps.partners(database)) == 2
