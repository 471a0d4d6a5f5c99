"""The catalogue in the language that is spoken here: of the page, or of the message that is written."""

from flask_babel import get_locale

from app.catalogue import book as books
from app.catalogue.book import Book


def book() -> Book:
    """The book in this language; in English where it has none."""
    locale = get_locale()
    return books.book(locale.language if locale else books.ENGLISH)
