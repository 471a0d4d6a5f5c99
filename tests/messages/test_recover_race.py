"""A posting that is noted while another process takes up what died (PostgreSQL: SQLite has one writer)."""

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.database import Database
from app.messages import outbox, upkeep
from app.messages.models import Delivery, State
from tests import make
from tests.messages.conftest import LEASE, MINUTE, NOON, PHONE, plan


@pytest.fixture
def database(postgres):
    """A PostgreSQL database with one person."""
    opened = Database(postgres.emptied())
    with opened.writing() as session:
        make.make_user(session)
    yield opened
    opened.close()


def test_text_noted_between_two_steps_of_recover_is_not_queued_again(database):
    """Its sender slept through its lease between looking at the time and committing, as a machine may."""
    plan(database)
    with database.writing() as session:
        (claim,) = outbox.claim(session, now=NOON, limit=1, lease=LEASE)
        session.commit()
    with database.writing() as sleepy, database.writing() as session:
        delivery = outbox.claimed(sleepy, claim, now=NOON)
        assert delivery is not None
        outbox.start_posting(
            sleepy, delivery, address=PHONE, callback_token="secret", until=NOON + LEASE, now=NOON
        )

        def wake(_connection, _cursor, statement, *_rest) -> None:
            if statement.startswith("UPDATE delivery"):
                sleepy.commit()  # which does nothing the second time

        sa.event.listen(database.engine, "after_cursor_execute", wake)
        upkeep.recover(session, now=NOON + 6 * MINUTE)
        session.commit()
        sa.event.remove(database.engine, "after_cursor_execute", wake)
    with database.writing() as session:
        upkeep.recover(session, now=NOON + 6 * MINUTE)
        session.commit()
        assert session.exec(select(Delivery.state)).one() is State.UNKNOWN
