"""Whether the installation says truly how it is."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import health, jobs
from app.database import Database
from tests.conftest import NOON
from tests.fakes.smtp import free_port
from tests.page import Page

pytestmark = pytest.mark.own_file


def beat(app: Flask) -> None:
    with app.app_context():
        jobs.beat(app)


def healthz(app: Flask, *, status: int) -> dict[str, str]:
    answer = Page(app).get("/healthz", status=status).response
    found: dict[str, str] = json.loads(answer.get_data(as_text=True))
    return found


def test_all_is_well_while_the_clock_beats(app, now):
    beat(app)
    assert healthz(app, status=200) == {"database": "ok", "migrations": "ok", "clock": "ok"}


def test_clock_is_silent_before_its_first_beat(app, now):
    assert healthz(app, status=503)["clock"] == "silent"


@pytest.mark.parametrize(("seconds", "status", "word"), [(89, 200, "ok"), (90, 503, "silent")])
def test_clock_is_silent_a_minute_and_a_half_after_its_last_beat(
    app, now: Callable[[datetime], None], seconds, status, word
):
    beat(app)
    now(NOON + timedelta(seconds=seconds))
    assert healthz(app, status=status)["clock"] == word


def test_beating_again_ends_the_silence(app, now: Callable[[datetime], None]):
    beat(app)
    now(NOON + timedelta(hours=1))
    beat(app)
    assert healthz(app, status=200)["clock"] == "ok"


def test_tables_of_older_code_are_behind(app, session, now):
    beat(app)
    session.exec(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    session.commit()
    try:
        assert healthz(app, status=503) == {"database": "ok", "migrations": "behind", "clock": "ok"}
    finally:
        newest = health.newest_migration()
        session.exec(sa.text("UPDATE alembic_version SET version_num = :newest").bindparams(newest=newest))
        session.commit()


def test_database_without_any_table_is_behind(tmp_path, now):
    empty = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert health.check(empty, now=NOON) == health.Health("ok", "behind", "silent")
    empty.close()


def test_postgresql_that_does_not_answer_is_away(tmp_path):
    nobody = Database(f"postgresql+psycopg://me@127.0.0.1:{free_port()}/bonny")
    assert health.check(nobody, now=NOON) == health.Health("away", "unknown", "unknown")
    nobody.close()


def test_file_that_is_no_database_is_away(tmp_path):
    file = tmp_path / "bonny.sqlite3"
    file.write_text("no database " * 1000)
    torn = Database(f"sqlite:///{file}")
    assert health.check(torn, now=NOON).database == "away"
    torn.close()


def test_folder_that_is_gone_is_away(tmp_path: Path):
    folder = tmp_path / "gone"
    lost = Database(f"sqlite:///{folder}/bonny.sqlite3")
    folder.rmdir()
    assert not health.check(lost, now=NOON).is_well
    lost.close()
