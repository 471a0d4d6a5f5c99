"""Fixtures of the report room: a file of records, and the app's way of speaking without the app."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel
from sqlmodel import Session, SQLModel

from app.database import Database


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Session]:
    """A session on an empty SQLite file with every table."""
    database = Database(f"sqlite:///{tmp_path}/report.sqlite3")
    SQLModel.metadata.create_all(database.engine)
    with database.writing() as session:
        yield session
    database.close()


@pytest.fixture
def british() -> Iterator[None]:
    """British English for the words of a page."""
    yield from _speaking("en_GB")


def _speaking(locale: str) -> Iterator[None]:
    app = Flask("speaking")
    Babel(app, locale_selector=lambda: locale)
    with app.test_request_context():
        yield
