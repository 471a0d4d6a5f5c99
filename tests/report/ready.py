"""Reports written once and gathered once for each period: the quarter made by hand, and the worst case."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from sqlmodel import Session, SQLModel

from app.database import Database
from app.report.model import Report
from tests.report import make, make_worst

Reports = Callable[[date], Report]


@dataclass(frozen=True, slots=True)
class Sources:
    """The report of the quarter and of the worst case from a day on, and of a person without habits."""

    quarter: Reports
    worst: Reports
    nothing: Report


@contextmanager
def stored(folder: Path) -> Iterator[Session]:
    """A session on an empty SQLite file with every table."""
    database = Database(f"sqlite:///{folder}/report.sqlite3")
    SQLModel.metadata.create_all(database.engine)
    with database.writing() as session:
        yield session
    database.close()


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """The words of a language, without the app."""
    app = Flask("speaking")
    Babel(app, locale_selector=lambda: locale)
    with app.test_request_context():
        yield


@contextmanager
def sources(folder: Path) -> Iterator[Sources]:
    """All of them, kept in a folder."""
    with stored(folder) as session:
        quarter, worst = make.make_quarter(session), make_worst.make_worst(session)
        yield Sources(
            quarter=functools.cache(lambda first: make.make_report(session, quarter, first=first)),
            worst=functools.cache(lambda first: make_worst.make_report(session, worst, first=first)),
            nothing=make.make_report(session, make.make_user(session)),
        )
