"""The database: engine, sessions, SQLite's pragmas, and the upsert both dialects share."""

import random
import sqlite3
import time
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlmodel import Session, SQLModel

BUSY_SECONDS = 5
# Seconds between two looks whether the file may be written.
ASKED_AGAIN_AFTER = (0.001, 0.003)
# Of an error code of SQLite, the part without details.
PRIMARY_CODE = 0xFF
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def enum_of(kind: type[StrEnum]) -> sa.Enum:
    """A column type that stores an enum's values as text, checked by the database itself."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=16,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Database:
    """One engine and the two kinds of session a piece of work may ask for.

    ``reading`` begins deferred and never blocks a writer; ``writing`` takes SQLite's write lock at its
    first statement, so that what was read is still true when it is written. On PostgreSQL both are the
    same, and actions lock the person's row instead.
    """

    def __init__(self, url: str, *, foreign_keys: bool = True) -> None:
        self.engine = _engine(url, foreign_keys=foreign_keys)
        self._immediate = self.engine.execution_options(immediate=True)

    def reading(self) -> Session:
        """A session for work that only reads."""
        return Session(self.engine, expire_on_commit=False)

    def writing(self) -> Session:
        """A session for work that reads and then writes; its owner commits."""
        return Session(self._immediate, expire_on_commit=False)

    def be_patient(self, seconds: int) -> None:
        """Let each new connection of the one-file database wait so long for others who write."""
        if self.is_sqlite:
            pragma = f"PRAGMA busy_timeout={1000 * seconds}"
            sa.event.listen(self.engine, "connect", lambda connection, _: connection.execute(pragma))
            self._immediate = self._immediate.execution_options(patience=seconds)

    def give_way(self) -> None:
        """Between two of many writes: let whoever waits to write to the one-file database go first.

        They look every few milliseconds whether it is free, and who just wrote would be quicker each time.
        """
        if self.is_sqlite:
            time.sleep(2 * max(ASKED_AGAIN_AFTER))

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-file database."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _engine(url: str, *, foreign_keys: bool) -> sa.Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(
            parsed, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS}
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        parsed,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
    )
    keys = "ON" if foreign_keys else "OFF"

    def set_pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"foreign_keys={keys}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if options.get("immediate") or not foreign_keys:
            _queue_up(connection, patience=options.get("patience", BUSY_SECONDS))
        else:
            connection.exec_driver_sql("BEGIN")

    sa.event.listen(engine, "connect", set_pragmas)
    sa.event.listen(engine, "begin", begin)
    return engine


def _queue_up(connection: sa.Connection, *, patience: float) -> None:
    """Begin to write as soon as nobody else does, or fail as the database would.

    SQLite's own waiting sleeps longer and longer, up to a tenth of a second, while newcomers overtake it; so
    we ask at short and even intervals.
    """
    cursor = connection.connection.cursor()
    until = time.monotonic() + patience
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & PRIMARY_CODE != sqlite3.SQLITE_BUSY:
                    break
                time.sleep(random.uniform(*ASKED_AGAIN_AFTER))
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        cursor.execute(f"PRAGMA busy_timeout={1000 * patience:.0f}")
        cursor.close()


def upsert(
    session: Session,
    model: type[SQLModel],
    values: Mapping[str, Any],
    *,
    key: Sequence[str],
    update: bool = True,
    keep: Sequence[str] = (),
) -> bool:
    """Insert a row, or change the one with the same unique key (``update``), or leave that one alone.

    Columns to ``keep`` are written to a new row only. Returns whether a row was written.
    """
    insert = _dialect_of(session).insert(model)
    changed = {name: value for name, value in values.items() if name not in key and name not in keep}
    statement = (
        insert.values(**values).on_conflict_do_update(index_elements=key, set_=changed)
        if update and changed
        else insert.values(**values).on_conflict_do_nothing(index_elements=key)
    )
    written = session.exec(statement.returning(*sa.inspect(model).primary_key))
    return written.first() is not None


def upsert_all(
    session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]
) -> None:
    """Insert any number of rows with the same columns, or change those with the same unique keys."""
    if not rows:
        return
    table = sa.inspect(model).local_table
    insert = _dialect_of(session).insert(table)
    changed = {name: insert.excluded[name] for name in rows[0] if name not in key}
    statement = insert.on_conflict_do_update(index_elements=key, set_=changed)
    # One statement, compiled once and run for each row: with all rows in it, compiling took half the time.
    session.connection().execute(statement, list(rows))


def _dialect_of(session: Session) -> Any:
    """The dialect's own module, which knows what an upsert is."""
    return sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
