"""The shipped catalogue's files, copied for a test to change."""

import shutil
from pathlib import Path

import pytest

from app.catalogue import book, reading

SHIPPED = Path(book.__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED / reading.HABITS, tmp_path / reading.HABITS)
    for name in (reading.SHELVES, reading.SOURCES, reading.PLANTS):
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path
