"""The real clock process, told to end while texts are on their way."""

import shutil
import signal
from pathlib import Path

import pytest
from sqlmodel import col, select

from app import clock
from app.database import Database
from app.messages.dispatch import THREADS
from app.messages.models import Delivery, State
from app.reminders import queries
from app.reminders.models import Meaning
from tests.fakes.smtp import free_port
from tests.fakes.twilio import TwilioStandIn
from tests.messages.conftest import MINUTE, plan
from tests.processes import Running, until

ALL = THREADS + 3
pytestmark = pytest.mark.crash


def test_clock_that_is_told_to_end_finishes_the_texts_in_flight_and_frees_the_others(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bonny.sqlite3"
    shutil.copy(sqlite_template, file)
    database, now, port = Database(f"sqlite:///{file}"), clock.now(), free_port()
    for number in range(ALL):
        payload = {"meaning": Meaning.STRANGER, "to": f"+141555502{number:02d}"}
        over = {"due_at": now, "expires_at": now + 60 * MINUTE, "now": now}
        plan(database, str(number), kind=queries.ECHO, user_id=None, payload=payload, **over)
    with TwilioStandIn(public_url=f"http://127.0.0.1:{port}", stall=1) as provider:
        for _ in range(THREADS):
            provider.fail_next("stall")
        running = Running(
            tmp_path,
            port=port,
            TWILIO_ACCOUNT_SID=provider.account_sid,
            TWILIO_AUTH_TOKEN=provider.auth_token,
            TWILIO_FROM=provider.sender,
            TWILIO_API_URL=provider.url,
        )
        running.start("clock")
        until(lambda: len(provider.messages) == THREADS, what="the first texts on their way")
        assert running.stop("clock", signal.SIGTERM) == 0
        assert provider.requests == THREADS
    with database.reading() as session:
        rows = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
    database.close()
    assert [row.state for row in rows] == [State.ACCEPTED] * THREADS + [State.QUEUED] * (ALL - THREADS)
    assert [row.provider_id is not None for row in rows] == [True] * THREADS + [False] * (ALL - THREADS)
    assert {row.claim_token for row in rows[THREADS:]} == {None}
    assert '"clock stops"' in running.log("clock")
    assert "Traceback" not in running.log("clock")
