"""What a page asks of the database: statements sent, rows fetched."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask


@dataclass(slots=True)
class Cost:
    """So many statements, the beginning of a transaction left out, and rows."""

    statements: int = 0
    rows: int = 0


@contextmanager
def counted(app: Flask) -> Iterator[Cost]:
    """Count what is asked of the app's SQLite file meanwhile.

    Statements by SQLAlchemy's ``before_cursor_execute``. Rows by a ``row_factory`` that every connection gets
    when it leaves the pool and gives back when it returns: sqlite3 calls it once for each row that is really
    fetched from a cursor, so a row that is counted, joined or passed over inside the database is none.
    """
    engine = app.extensions["bonny.database"].engine
    cost = Cost()

    def sent(*args: Any) -> None:
        cost.statements += not args[2].startswith("BEGIN")

    def fetched(_cursor: object, row: tuple[object, ...]) -> tuple[object, ...]:
        cost.rows += 1
        return row

    def leaves(connection: Any, *_: object) -> None:
        connection.row_factory = fetched

    def returns(connection: Any, *_: object) -> None:
        connection.row_factory = None

    told = (("before_cursor_execute", sent), ("checkout", leaves), ("checkin", returns))
    for name, listener in told:
        sa.event.listen(engine, name, listener)
    try:
        yield cost
    finally:
        for name, listener in told:
            sa.event.remove(engine, name, listener)
