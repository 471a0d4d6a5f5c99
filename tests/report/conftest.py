"""Fixtures of the report room: a file of records, and the app's way of speaking without the app."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from app.report import pdf, wording
from app.report.model import Paper
from tests.report import make, ready
from tests.report.ready import Reports, Sources


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Session]:
    """A session on an empty SQLite file with every table."""
    with ready.stored(tmp_path) as session:
        yield session


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    """Reports written and gathered once."""
    with ready.sources(tmp_path_factory.mktemp("reports")) as found:
        yield found


@pytest.fixture(scope="session")
def reports(sources: Sources) -> Reports:
    """The quarter made by hand, from a day on."""
    return sources.quarter


@pytest.fixture(scope="session")
def worst(sources: Sources) -> Reports:
    """The most habits with the longest names, and all that she can bring along, from a day on."""
    return sources.worst


@pytest.fixture(scope="session")
def quarter_pdf(reports: Reports) -> bytes:
    """The sheet of the quarter, in British English."""
    report = reports(make.FIRST)
    with ready.speaking("en_GB"):
        return pdf.render(wording.page_of(report), paper=Paper.A4, made_at=report.made_at)


@pytest.fixture
def british() -> Iterator[None]:
    """British English for the words of a page."""
    with ready.speaking("en_GB"):
        yield
