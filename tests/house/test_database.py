"""The database's own promises: one writer at a time, true answers of upsert, keys and values checked."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app import database
from app.accounts import actions as accounts
from app.accounts.models import SignIn, User
from app.checklist.models import Mark, PlantEaten, Source
from app.database import Database
from tests import make
from tests.make import NOW, TODAY

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def hasty(database_url: str, monkeypatch: pytest.MonkeyPatch):
    """The database as seen by somebody who hardly waits for a lock."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    opened = Database(database_url)
    yield opened
    opened.close()


@ONLY_SQLITE
def test_second_writer_is_turned_away_before_it_reads_anything(anna, database, hasty):
    with database.writing() as first, hasty.writing() as second:
        first.exec(select(User)).one()
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            second.exec(select(User)).one()


@ONLY_SQLITE
def test_reader_is_never_kept_waiting_by_a_writer(anna, database, hasty):
    with database.writing() as writer, hasty.reading() as reader:
        writer.add(PlantEaten(user_id=anna.id, day=TODAY, plant="kale", source=Source.TAP, changed_at=NOW))
        writer.flush()
        assert reader.exec(select(User.name)).one() == "Anna"
        assert reader.exec(select(PlantEaten)).all() == []


@ONLY_POSTGRESQL
def test_second_writer_waits_for_the_persons_row(anna, database):
    with database.writing() as first, database.writing() as second:
        accounts.lock_person(first, anna.id)
        second.exec(sa.text("SET LOCAL lock_timeout = '100ms'"))
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
            accounts.lock_person(second, anna.id)


def add_one(database: Database, user_id: int, started: threading.Barrier) -> None:
    started.wait(10)
    with database.writing() as session:
        accounts.lock_person(session, user_id)
        user = session.get(User, user_id)
        assert user is not None
        user.week_start += 1
        session.add(user)
        session.commit()


def test_no_write_is_lost_between_reading_and_writing(anna, database):
    started = threading.Barrier(4)
    writers = [threading.Thread(target=add_one, args=(database, anna.id, started)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(10)
    with database.reading() as session:
        assert session.exec(select(User.week_start)).one() == 4


def put(session: Session, user: User, habit_id: int, amount: float, *, update: bool = True) -> bool:
    values = {
        "user_id": user.id,
        "habit_id": habit_id,
        "day": TODAY,
        "amount": amount,
        "note": "",
        "source": Source.TAP,
        "changed_at": NOW,
    }
    return database.upsert(session, Mark, values, key=("user_id", "habit_id", "day"), update=update)


def test_upsert_inserts_then_changes(anna, session):
    prunes = make.make_habit(session, anna)
    assert put(session, anna, prunes, 3) is True
    assert put(session, anna, prunes, 4) is True
    assert [mark.amount for mark in session.exec(select(Mark)).all()] == [4]


def test_upsert_without_update_leaves_what_is_there(anna, session):
    prunes = make.make_habit(session, anna)
    assert put(session, anna, prunes, 3, update=False) is True
    assert put(session, anna, prunes, 4, update=False) is False
    assert session.exec(select(Mark.amount)).one() == 3


def test_row_of_nobody_is_refused(anna, session):
    session.add(SignIn(user_id=(anna.id or 0) + 1, token_hash="x", created_at=NOW, last_seen_at=NOW))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_what_hangs_on_a_person_goes_with_her(anna, berta, session):
    for user in (anna, berta):
        make.make_mark(session, user, make.make_habit(session, user), amount=3)
    session.exec(sa.delete(User).where(User.id == anna.id))
    session.commit()
    assert session.exec(select(Mark.user_id)).all() == [berta.id]


def test_database_itself_refuses_a_value_outside_an_enum(anna, session):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=3)
    with pytest.raises(sa.exc.IntegrityError):
        session.exec(sa.text("UPDATE mark SET source = 'telepathy'"))


def test_naive_datetime_is_refused(session, now: Callable[[datetime], None]):
    session.add(User(name="Clara", zone="UTC", created_at=NOW.replace(tzinfo=None)))
    with pytest.raises(sa.exc.StatementError, match="timezone"):
        session.flush()


def test_instants_come_back_in_utc(anna, database):
    with database.reading() as session:
        assert session.exec(select(User.created_at)).one() == NOW
        assert session.exec(select(User.created_at)).one().tzinfo is UTC


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_sqlite_writes_ahead_syncs_fully_and_checks_keys(database, pragma, value):
    for session in (database.reading(), database.writing()):
        with session:
            assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


@ONLY_SQLITE
def test_migrations_run_without_foreign_keys_and_nothing_else_does(app):
    apart = app.extensions["bonny.migration_database"]
    with apart.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 0


def test_folder_of_a_new_database_is_made(tmp_path):
    made = Database(f"sqlite:///{tmp_path}/deep/down/bonny.sqlite3")
    with made.reading() as session:
        assert session.connection().exec_driver_sql("SELECT 1").scalar_one() == 1
    made.close()
    assert (tmp_path / "deep" / "down" / "bonny.sqlite3").exists()
