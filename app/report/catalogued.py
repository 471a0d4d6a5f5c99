"""What the catalogue says of a habit on the page, if it knows it."""

from app.catalogue import book, here
from app.catalogue.entries import HabitEntry


def entry_of(slug: str) -> HabitEntry | None:
    """The habit of that slug; None of one of her own, and of one that has left the catalogue."""
    try:
        return here.book().habit(slug)
    except book.UnknownHabit:
        return None
