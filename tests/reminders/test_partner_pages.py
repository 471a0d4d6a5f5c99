"""Whom she may ask to be her care partner, and that nobody learns more than they should."""

import json
import logging
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.database import Database
from app.messages.message import Message
from app.messages.models import Delivery
from app.reminders import partner_actions as actions
from app.reminders import partner_planner as planner
from app.reminders.models import Ender
from app.settings import actions as settings
from tests.conftest import NOON
from tests.page import BASE, Page
from tests.reminders import partner_steps as steps
from tests.reminders.partner_steps import CARLA, DAY, PAGE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"name": ""}, "Type a name: a first name is enough."),
        ({"name": "x" * 81}, "Up to 80 characters, please."),
        ({"email": ""}, "Type their email."),
        ({"email": "carla"}, "Type an email such as carla@example.org."),
        ({"email": "a@b.org, c@d.org"}, "Type an email such as carla@example.org."),
        ({"email": "ANNA@example.org"}, "This is your own email. Ask somebody else."),
        ({"silent_days": "1"}, "Choose the days from the list."),
        ({"silent_days": "15"}, "Choose the days from the list."),
    ],
)
def test_form_keeps_her_typing_and_says_what_to_mend(
    annas_page: Page, database: Database, over: dict[str, str], said: str
) -> None:
    typed = {"name": "Carla", "email": "Carla@Example.org"} | over

    steps.ask(annas_page, status=422, **over)

    assert said in annas_page.text
    for name, value in typed.items():
        if name != "silent_days":
            assert annas_page.soup.select_one(f"input[name={name}]")["value"] == value  # type: ignore[index]
    assert steps.partners(database) == []


@pytest.mark.parametrize("days", ["2", "14"])
def test_two_to_fourteen_days_may_be_chosen(annas_page: Page, database: Database, days: str) -> None:
    steps.ask(annas_page, silent_days=days)

    assert steps.the_partner(database).silent_days == int(days)


def test_same_address_is_asked_once(annas_page: Page) -> None:
    steps.ask(annas_page)
    steps.ask(annas_page, status=422, email="CARLA@example.org")

    assert "You asked this person already: see above." in annas_page.text


def test_two_partners_are_the_most(annas_page: Page, session: Session, anna: User) -> None:
    steps.invite(session, anna)
    annas_page.get(PAGE)
    form = annas_page.form("input[name=email]")
    steps.invite(session, anna, email="dora@example.org", now=NOON - DAY)

    annas_page.submit(form, status=422, name="Ella", email="ella@example.org")

    assert "Two people are the most." in annas_page.text
    assert annas_page.get(PAGE).soup.select_one("input[name=email]") is None


def test_three_a_day_are_asked_and_no_more(session: Session, anna: User) -> None:
    for number in range(3):
        partner = steps.invite(session, anna, email=f"p{number}@example.org")
        actions.end(session, anna, partner_id=partner.id or 0, now=NOON)

    with pytest.raises(actions.TooManyToday):
        steps.invite(session, anna, email="p4@example.org", now=NOON + DAY - DAY / 24)
    steps.invite(session, anna, email="p4@example.org", now=NOON + DAY)


@pytest.mark.parametrize("by_her", [True, False])
def test_who_ended_is_left_alone_for_thirty_days(session: Session, anna: User, by_her: bool) -> None:
    partner = steps.run(session, anna, now=NOON - DAY)
    if by_her:
        actions.end(session, anna, partner_id=partner.id or 0, now=NOON)
    else:
        actions.leave(session, partner.id or 0, now=NOON)

    with pytest.raises(actions.EndedLately):
        steps.invite(session, anna, now=NOON + 29 * DAY)
    steps.invite(session, anna, now=NOON + 30 * DAY)


def test_question_that_ran_out_may_be_put_again(
    annas_page: Page, session: Session, anna: User, database: Database, now: Callable[[datetime], None]
) -> None:
    steps.invite(session, anna)
    now(NOON + 14 * DAY)
    annas_page.get(PAGE)
    assert "Carla did not answer within 14 days. You may ask again." in annas_page.text
    planner.look(database, now=NOON + 14 * DAY)

    steps.ask(annas_page)

    assert len(steps.partners(database)) == 2


@pytest.mark.parametrize("what", ["confirm", "end"])
def test_partner_of_another_is_not_found(
    bertas_page: Page, session: Session, anna: User, database: Database, what: str
) -> None:
    partner = steps.invite(session, anna)
    actions.accept(session, partner.id or 0, now=NOON)
    session.commit()

    bertas_page.get(PAGE)
    assert "Carla" not in bertas_page.text
    bertas_page.post(f"{PAGE}/{partner.id}/{what}", {}, status=404)

    assert (steps.the_partner(database).confirmed_at, steps.the_partner(database).ended_at) == (None, None)


def test_links_do_not_pass_for_each_other(page: Page, partner_links: tuple[str, str]) -> None:
    answer, end = (path.rsplit("/", 1)[1] for path in partner_links)

    for path in (f"/partner/{end}", f"/partner/end/{answer}", "/partner/x", f"/partner/end/{end}x"):
        page.get(path, status=404)


def test_answer_needs_a_button_that_says_what(page: Page, partner_links: tuple[str, str]) -> None:
    page.get(partner_links[0])
    page.post(partner_links[0], {"answer": "perhaps"}, status=400)


def test_deleted_account_says_nothing_more(
    app: Flask, page: Page, session: Session, anna: User, database: Database, partner_links: tuple[str, str]
) -> None:
    partner = steps.the_partner(database)
    actions.accept(session, partner.id or 0, now=NOON)
    settings.delete(session, anna)
    session.commit()

    assert steps.partners(database) == []
    assert steps.send(app, NOON) == []
    for path in partner_links:
        page.get(path, status=404)


def test_export_holds_her_partners(annas_page: Page, session: Session, anna: User, berta: User) -> None:
    steps.invite(session, anna)
    steps.invite(session, berta, email="dora@example.org")

    found = json.loads(annas_page.client.get("/settings/export", base_url=BASE).get_data(as_text=True))

    assert [row["email"] for row in found["CarePartner"]] == [CARLA]


def test_stranger_is_shown_no_link_in_a_name(app: Flask, session: Session, anna: User) -> None:
    anna.name = "Win at www.evil.example/now J. R."
    session.add(anna)
    steps.invite(session, anna, name="https://evil.example")

    mail = steps.letter(app)

    assert mail.subject == "Win at www evil example now J. R. has a question for you"
    for part in (mail.text, mail.html):
        assert "evil.example" not in part


def test_emails_and_pages_of_the_partner_name_no_health(
    app: Flask,
    page: Page,
    session: Session,
    anna: User,
    partner_question: Message,
    partner_links: tuple[str, str],
) -> None:
    pages = [page.get(path).soup.main.get_text() for path in partner_links]  # type: ignore[union-attr]

    for text in (partner_question.subject, partner_question.text, partner_question.html, *pages):
        for word in ("bone", "health", "osteo", "ill", "habit", "doctor"):
            assert word not in text.lower().replace("will", "").replace("still", "")


def test_logs_name_nobody(
    annas_page: Page, page: Page, partner_links: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    page.get(partner_links[0])
    page.submit(page.form("button[value=yes]"), button="Yes, write to me")
    annas_page.get(PAGE)
    annas_page.submit(annas_page.form("form[action$=confirm] button"))

    told = [str(vars(record)) for record in caplog.records if record.name == "bonny.reminders"]
    assert len(told) == 2
    assert not [line for line in told if "arla" in line or "nna" in line]


def test_answer_after_it_ended_changes_nothing(session: Session, anna: User) -> None:
    partner = steps.run(session, anna)
    actions.end(session, anna, partner_id=partner.id or 0, now=NOON)

    assert not actions.accept(session, partner.id or 0, now=NOON)
    actions.leave(session, partner.id or 0, now=NOON)

    assert partner.ended_by == Ender.PERSON
    assert session.get(Delivery, 1) is not None
