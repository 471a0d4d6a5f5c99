"""A copy of the catalogue that a test may break, and what the loader says to it."""

from pathlib import Path

import pytest

from app.catalogue import book

CORE_FILE = "habits/core.toml"


def change(folder: Path, file: str, *, old: str, new: str) -> None:
    """Replace the first ``old`` of a file; the shipped file must hold it, or the case tests nothing."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal_of(folder: Path) -> book.CatalogueError:
    with pytest.raises(book.CatalogueError) as caught:
        book.load(folder)
    return caught.value
