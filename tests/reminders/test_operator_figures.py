"""How the reminders of the whole instance do: when all is well, and what makes it not so."""

import pytest

from app import health
from app.messages.models import Breaker, Channel, State
from app.reminders import figures
from tests import make
from tests.conftest import NOON
from tests.operating import MINUTE, SECOND, add, add_slot

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def beaten(session):
    """The session of a database whose clock lives."""
    health.beat(session, now=NOON - 89 * SECOND)
    return session


def test_all_is_well_while_the_clock_lives_and_nothing_waits_long(beaten):
    add(beaten, due_at=NOON - 5 * MINUTE, state=State.QUEUED, late=None)
    add(beaten, due_at=NOON + 60 * MINUTE, state=State.QUEUED, late=None, channel=Channel.EMAIL)
    found = figures.status(beaten, now=NOON)
    assert found.is_well
    assert (found.waiting, found.oldest_due_at) == (2, NOON - 5 * MINUTE)


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING])
def test_something_due_for_longer_than_five_minutes_is_not_well(beaten, state):
    add(beaten, due_at=NOON - 5 * MINUTE - SECOND, state=state, late=None)
    assert not figures.status(beaten, now=NOON).is_well


def test_channel_that_stands_still_is_not_well(beaten):
    beaten.add(Breaker(channel=Channel.SMS, code="20003", opened_at=NOON, retry_at=NOON))
    assert not figures.status(beaten, now=NOON).is_well


def test_silent_clock_is_not_well(session):
    assert figures.status(session, now=NOON).is_silent
    health.beat(session, now=NOON - 90 * SECOND)
    session.expire_all()
    found = figures.status(session, now=NOON)
    assert (found.is_silent, found.is_well) == (True, False)
    session.rollback()


def test_slots_that_are_set_aside_are_counted_unless_switched_off(beaten):
    user = make.make_user(beaten)
    add_slot(beaten, user)
    add_slot(beaten, user, fault="zone")
    add_slot(beaten, user, fault="zone", is_active=False)
    found = figures.status(beaten, now=NOON)
    assert (found.set_aside, found.is_well) == (1, False)


def test_messages_of_one_state_are_counted_over_all_channels(beaten):
    for channel in Channel:
        add(beaten, channel=channel, state=State.LOST)
    add(beaten)
    found = figures.status(beaten, now=NOON)
    assert (found.count(State.LOST), found.count(State.UNKNOWN)) == (3, 0)
