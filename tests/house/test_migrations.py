"""Each migration on a database that is lived in: nobody and nothing is lost on the way up or down."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from tests.conftest import BOTH, close
from tests.databases import Postgres

PERSON = (
    'INSERT INTO "user" (id, name, zone, locale, day_start, week_start, is_operator, created_at) VALUES '
    "(1, 'Anna', 'UTC', 'en', '03:00:00', 0, false, '2026-01-01 00:00:00')"
)
DEVICE = (
    "INSERT INTO sign_in (id, user_id, token_hash, created_at, last_seen_at) VALUES "
    "(1, 1, 'x', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
)


@pytest.fixture(params=BOTH)
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database without any table."""
    if request.param == "sqlite":
        app = create_app(DATA_DIR=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
        yield app
        close(app)
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE lived_in")
        app = create_app(DATA_DIR=tmp_path, DATABASE_URL=server.url.replace("/postgres?", "/lived_in?"))
        yield app
        close(app)
        connection.exec_driver_sql("DROP DATABASE lived_in")


def tell(app: Flask, *statements: str) -> None:
    with app.extensions["bonny.migration_database"].engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def ask(app: Flask, statement: str) -> Any:
    with app.extensions["bonny.migration_database"].engine.connect() as connection:
        return connection.exec_driver_sql(statement).one()


def test_person_of_the_release_before_keeps_her_device_and_gets_the_phones_own_look(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade(target="0001")
        tell(empty_app, PERSON, DEVICE)
        migrations.upgrade()
        assert ask(empty_app, 'SELECT name, text_size, theme FROM "user"') == ("Anna", "normal", "system")
        assert ask(empty_app, "SELECT user_id FROM sign_in") == (1,)


def test_release_before_may_still_add_people_after_the_migration(empty_app):
    with empty_app.app_context():
        empty_app.extensions["bonny.migrations"].upgrade()
        tell(empty_app, PERSON)
        assert ask(empty_app, 'SELECT text_size, theme FROM "user"') == ("normal", "system")


def test_look_is_checked_by_the_database_itself(empty_app):
    with empty_app.app_context():
        empty_app.extensions["bonny.migrations"].upgrade()
        tell(empty_app, PERSON)
        with pytest.raises(sa.exc.IntegrityError):
            tell(empty_app, "UPDATE \"user\" SET theme = 'blue'")


def test_way_back_down_keeps_the_person_and_her_device(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade()
        tell(empty_app, PERSON, DEVICE)
        migrations.downgrade(target="0001")
        assert ask(empty_app, 'SELECT name FROM "user"') == ("Anna",)
        assert ask(empty_app, "SELECT user_id FROM sign_in") == (1,)
        migrations.upgrade()
        assert migrations.compare_metadata() == []
