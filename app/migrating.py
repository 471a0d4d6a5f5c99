"""Migrations: the tables of the code and the database, brought together by Alembic on an engine of its own.

SQLite cannot change most columns in place: Alembic copies the table, and with foreign keys on the rows that
hang on it would silently go. So migrations run with them off, in one transaction, and are checked afterwards.
"""

import logging
import tempfile
from typing import Any

from alembic.autogenerate.api import AutogenContext
from flask import Flask
from flask_alembic import Alembic
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from app import web
from app.database import Database


class OrphanedRows(Exception):
    """A migration left rows whose owner is gone; nothing was kept of it."""


def start(app: Flask) -> None:
    """Give the app its ``flask db`` commands."""
    app.config["ALEMBIC"] = {"script_location": "../migrations", "version_locations": []}
    app.config["ALEMBIC_CONTEXT"] = {
        "render_as_batch": True,
        "compare_type": True,
        "transactional_ddl": True,
        "render_item": _render_item,
    }
    apart = Database(app.extensions["bonny.settings"].database_url, foreign_keys=False)
    app.extensions["bonny.migration_database"] = apart
    app.extensions["bonny.migrations"] = Alembic(app, metadatas=SQLModel.metadata, engines=apart.engine)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def upgrade(app: Flask) -> None:
    """Bring the database to the newest tables; raises OrphanedRows."""
    with app.app_context():
        app.extensions["bonny.migrations"].upgrade()
        engine = web.database().engine
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise OrphanedRows


def differences(app: Flask) -> list[Any]:
    """What a migration would still have to change after all of them ran on an empty database."""
    with app.app_context(), tempfile.TemporaryDirectory() as folder:
        empty = Database(f"sqlite:///{folder}/empty.sqlite3", foreign_keys=False)
        checker = Alembic(run_mkdir=False, metadatas=SQLModel.metadata, engines=empty.engine)
        checker.init_app(app)
        try:
            checker.upgrade()
            return list(checker.compare_metadata())
        finally:
            empty.close()


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Write SQLModel's own column types as plain SQLAlchemy ones."""
    if kind != "type":
        return False
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False
