"""A time zone that no longer exists: her pages go on, and she is asked for another."""

import pytest

from app.accounts.models import User
from app.messages.models import Channel
from app.reminders import queries
from tests import make
from tests.page import Page
from tests.reminders import steps

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GONE = "Atlantis/Sunken_City"


def test_pages_go_on_and_her_reminders_ask_for_another_zone(app, session, database):
    user = make.make_user(session)
    make.make_habit(session, user)
    slot = steps.make_slot(session, user, channel=Channel.EMAIL)
    user.zone = GONE
    session.add(user)
    session.commit()
    steps.plan(database)
    page = Page(app).signed_in(session, user)

    for path in ("/", "/progress", "/report", "/settings", "/plants"):
        page.get(path)
    page.get("/reminders")
    assert "Bonny cannot work out when some of your reminders are due" in page.text

    page.get(f"/reminders/{slot.id}").submit(page.form("#at"), button="Save", status=422)
    assert "Choose your time zone first" in page.text

    page.get("/settings/about")
    page.submit(page.form("#zone"), status=422)
    assert "Choose your time zone from the list" in page.text
    page.submit(page.form("#zone"), zone="Europe/Rome")
    page.get("/reminders")
    assert "cannot work out" not in page.text
    session.expire_all()
    assert queries.slots_of(session, user.id or 0)[0].fault is None


def test_zone_that_is_gone_is_not_offered(app, session):
    user: User = make.make_user(session, zone=GONE)
    page = Page(app).signed_in(session, user).get("/settings/about")
    assert page.soup.select_one("#zone option[selected]") is None
    assert page.soup.select("#zone option")[0].get_text() == "Choose your time zone"
