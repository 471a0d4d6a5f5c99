"""Signing out takes the notifications off the browser: others may look at its screen."""

import pytest
from sqlmodel import Session, select

from app.database import Database
from app.messages import subscriptions
from app.messages.models import PushSubscription
from app.messages.subscriptions import Subscription
from tests.conftest import NOON
from tests.fakes.push import Browser

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def listen(session: Session, user_id: int, name: str) -> None:
    """A browser that takes her notifications there."""
    found = Subscription(f"https://push.example/{name}", **Browser().keys)
    subscriptions.keep(session, user_id, subscription=found, device="", now=NOON)
    session.commit()


def listening(database: Database) -> list[str]:
    """The names of the places where anybody's browsers listen."""
    with database.reading() as session:
        return sorted(row.rpartition("/")[2] for row in session.exec(select(PushSubscription.endpoint)))


@pytest.mark.parametrize(
    ("action", "left"),
    [("/sign-out", ["bertas", "other"]), ("/sign-out/everywhere", ["bertas"])],
)
def test_signing_out_forgets_where_this_browser_listened(
    annas_page, anna, berta, session, database, action, left
):
    for name, user in (("here", anna), ("other", anna), ("bertas", berta)):
        listen(session, user.id, name)
    annas_page.get("/settings")
    annas_page.submit(annas_page.form(f"form[action='{action}']"), endpoint="https://push.example/here")
    assert listening(database) == left


def test_nobody_elses_browser_is_forgotten(annas_page, berta, session, database):
    listen(session, berta.id, "bertas")
    annas_page.get("/settings")
    annas_page.submit(annas_page.form("form[action='/sign-out']"), endpoint="https://push.example/bertas")
    assert listening(database) == ["bertas"]
