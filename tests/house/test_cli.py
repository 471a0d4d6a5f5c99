"""Commands of the person who runs it, as she types them."""

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import SQLModel, select

from app import create_app
from app.accounts.models import User
from app.checklist.models import Mark, MarkChange
from tests import make
from tests.conftest import close
from tests.page import Page

pytestmark = pytest.mark.own_file

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
LONDON = ("demonstrate", "--zone", "Europe/London")


def run(app: Flask, *words: str, code: int = 0) -> str:
    """What a command says; fails when it ends otherwise than expected."""
    result = app.test_cli_runner().invoke(args=["bonny", *words])
    assert result.exit_code == code, result.output
    return result.output


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a SQLite file."""
    connection = sqlite3.connect(file)
    found = {
        name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()  # noqa: S608
        for name in sorted(SQLModel.metadata.tables)
    }
    connection.close()
    return found


def test_upgrade_makes_every_table_and_may_be_said_again(tmp_path, now):
    app = create_app(DATA_DIR=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")
    for _ in range(2):
        assert run(app, "upgrade") == "The database is current.\n"
    with app.extensions["bonny.database"].reading() as session:
        assert set(SQLModel.metadata.tables) <= set(sa.inspect(session.connection()).get_table_names())
        assert "alembic_version" in sa.inspect(session.connection()).get_table_names()
    close(app)


def test_demo_person_is_made_once_and_her_links_work(app, database, now):
    first, second = run(app, *LONDON), run(app, *LONDON)
    with database.reading() as session:
        assert session.exec(select(User.name)).all() == ["Anna"]
        count = len(session.exec(select(Mark.id)).all())
    assert count > 400
    for said in (first, second):
        page = Page(app).get(said.split("127.0.0.1:8000")[1].split()[0])
        page.submit(page.form("form"))
        assert "Good afternoon, Anna" in page.get("/").text


def test_demonstrating_again_leaves_what_she_changed(app, database, now):
    run(app, *LONDON)
    with database.writing() as session:
        session.exec(sa.update(User).values(name="Annabel"))
        session.exec(sa.delete(Mark))
        session.commit()
    assert "Sign in as Annabel" in run(app, *LONDON)
    with database.reading() as session:
        assert session.exec(select(Mark)).all() == []


def test_printed_invitation_opens_the_door(make_app, now, anna):
    app = make_app(SIGN_UP="invite", PUBLIC_URL="http://127.0.0.1:8000")
    address = run(app, "invite").strip()
    assert address.startswith("http://127.0.0.1:8000/invitation/")
    assert Page(app).get(address.removeprefix("http://127.0.0.1:8000")).path == "/sign-in"


def test_doctor_says_how_each_part_is(app, now):
    assert run(app, "doctor", code=1).splitlines() == ["database: ok", "migrations: ok", "clock: silent"]
    run(app, "run", "beat")
    assert run(app, "doctor").splitlines() == ["database: ok", "migrations: ok", "clock: ok"]


@pytest.mark.parametrize(
    ("job", "said"),
    [
        ("plan", "plan: 0"),
        ("visits", "visits: 0"),
        ("deliver", "deliver: 0"),
        ("recover", "recover: done"),
        ("fold", "fold: 0"),
        ("tidy", "tidy: done"),
    ],
)
def test_each_job_runs_by_hand(app, now, job, said):
    assert run(app, "run", job).strip() == said


@ONLY_SQLITE
def test_job_that_does_not_exist_is_refused(app):
    assert "is not one of" in run(app, "run", "sleep", code=2)


def test_code_sent_by_hand_is_counted(app, page):
    page.get("/sign-in")
    page.submit(page.form("#contact"), contact="clara@example.org")
    assert run(app, "run", "deliver").splitlines()[-1] == "deliver: 1"


@ONLY_SQLITE
def test_backup_brings_every_row_back(app, anna, session, tmp_path):
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, amount=4)
    session.close()
    run(app, "backup", str(tmp_path / "kept"))
    before = rows(tmp_path / "bonny.sqlite3")
    close(app)
    (tmp_path / "old").mkdir()
    for file in tmp_path.glob("bonny.sqlite3*"):
        file.rename(tmp_path / "old" / file.name)
    assert "Restored to" in run(app, "restore", str(tmp_path / "kept"))
    assert rows(tmp_path / "bonny.sqlite3") == before
    assert before["mark"]
    run(app, "upgrade")
    assert "Prunes" in Page(app).signed_in(session, anna).get("/").text


@ONLY_SQLITE
def test_backup_while_she_taps_is_whole(app, anna, session, database, tmp_path):
    prunes = make.make_habit(session, anna)
    session.close()
    is_over, faults = threading.Event(), list[BaseException]()

    def tap_on() -> None:
        try:
            with database.writing() as writing:
                user = writing.get(User, anna.id)
                while not is_over.is_set():
                    make.make_mark(writing, user, prunes, amount=3)
        except BaseException as error:
            faults.append(error)

    tapping = threading.Thread(target=tap_on)
    tapping.start()
    for number in range(3):
        run(app, "backup", str(tmp_path / f"kept-{number}"))
    is_over.set()
    tapping.join(10)
    assert not faults
    for number in range(3):
        kept = rows(tmp_path / f"kept-{number}")
        assert len(kept["mark"]) == min(len(kept["mark_change"]), 1)
    with database.reading() as reading:
        assert reading.exec(select(MarkChange.id)).first() is not None


@ONLY_SQLITE
def test_backup_never_overwrites(app, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("precious")
    assert "is there already" in run(app, "backup", str(kept), code=1)
    assert kept.read_text() == "precious"


@ONLY_SQLITE
def test_backup_into_a_folder_that_is_not_there_says_so(app, tmp_path):
    said = run(app, "backup", str(tmp_path / "nowhere" / "kept"), code=1)
    assert said.startswith("Error: ")
    assert "nothing was kept" in said


@ONLY_SQLITE
def test_restore_never_overwrites(app, anna, session, tmp_path):
    session.close()
    run(app, "backup", str(tmp_path / "kept"))
    before = rows(tmp_path / "bonny.sqlite3")
    assert "move it away first" in run(app, "restore", str(tmp_path / "kept"), code=1)
    assert rows(tmp_path / "bonny.sqlite3") == before


def foreign(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE shopping (id INTEGER)")
    connection.commit()
    connection.close()


def torn(file: Path) -> None:
    half = file.stat().st_size // 2
    content = bytearray(file.read_bytes())
    content[half : half + 8192] = b"\xff" * 8192
    file.write_bytes(content)


@ONLY_SQLITE
@pytest.mark.parametrize("harm", [foreign, lambda file: file.write_text("no database " * 999), torn])
def test_file_that_is_no_whole_backup_is_not_restored(app, anna, session, tmp_path, harm):
    session.close()
    kept = tmp_path / "kept #1%20?.sqlite3"
    if harm is torn:
        run(app, "backup", str(kept))
    harm(kept)
    close(app)
    shutil.move(tmp_path / "bonny.sqlite3", tmp_path / "old")
    said = run(app, "restore", str(kept), code=1)
    assert "is no backup" in said or "is damaged" in said
    assert not (tmp_path / "bonny.sqlite3").exists()


@ONLY_SQLITE
def test_what_the_old_file_left_beside_it_does_not_come_back(app, anna, session, tmp_path):
    session.close()
    run(app, "backup", str(tmp_path / "kept"))
    before = rows(tmp_path / "kept")
    with app.extensions["bonny.database"].writing() as writing:
        writing.exec(sa.update(User).values(name="Annabel"))
        writing.commit()
        shutil.copy(tmp_path / "bonny.sqlite3-wal", tmp_path / "wal")
    close(app)
    for file in tmp_path.glob("bonny.sqlite3*"):
        file.unlink()
    shutil.move(tmp_path / "wal", tmp_path / "bonny.sqlite3-wal")
    run(app, "restore", str(tmp_path / "kept"))
    assert rows(tmp_path / "bonny.sqlite3") == before


@ONLY_POSTGRESQL
@pytest.mark.parametrize("words", [("backup", "kept"), ("restore", __file__)])
def test_backup_of_postgresql_is_left_to_its_own_tools(app, words):
    assert "pg_dump" in run(app, *words, code=1)


@ONLY_SQLITE
def test_migrations_make_the_tables_of_the_code(app):
    assert run(app, "check-migrations") == ""


@ONLY_SQLITE
def test_forgotten_migration_is_noticed(app, monkeypatch):
    code = sa.MetaData(naming_convention=SQLModel.metadata.naming_convention)
    for table in SQLModel.metadata.sorted_tables:
        table.to_metadata(code)
    code.tables["mark"].append_column(sa.Column("mood", sa.Integer))
    monkeypatch.setattr(SQLModel, "metadata", code)
    assert "mood" in run(app, "check-migrations", code=1)
