"""A language that nobody speaks: in it, every word that went through translation stands in brackets."""

import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from babel.support import NullTranslations
from bs4 import BeautifulSoup
from sqlmodel import select

from app import translating
from app.accounts.models import User
from app.catalogue import book as books
from app.catalogue.book import Book
from app.rules.plants import Index, Plant
from tests.browser.demonstration import House

# Its dates and numbers hold no Latin letter, so that such a letter outside of brackets has escaped.
LANGUAGE, LOCALE = "zh", "zh"
OPENS, CLOSES = "⟦", "⟧"
INNERMOST = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")
PRINTED_ID = re.compile(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
# What a person is told with: attributes that are read out or shown.
SAID_BY = ("aria-label", "alt", "title", "placeholder")
NO_WORDS = ("script", "style", "code", "textarea")


class Bracketed(NullTranslations):
    """Every message as it stands in the program, between brackets."""

    def gettext(self, message: str) -> str:
        """The message itself."""
        return f"{OPENS}{message}{CLOSES}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One or many."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 (as its parent has it)
        """A message with a context."""
        return self.gettext(message)

    def npgettext(self, context: str, singular: str, plural: str, num: int) -> str:  # noqa: ARG002
        """One or many with a context."""
        return self.ngettext(singular, plural, num)

    ugettext, ungettext, upgettext, unpgettext = gettext, ngettext, pgettext, npgettext


def speak(monkeypatch: Any) -> None:
    """Let the app know the language while a test runs."""
    words, read = translating.of, books.book
    bracketed = bracket(books.book())
    monkeypatch.setattr(
        translating, "of", lambda language: Bracketed() if language == LANGUAGE else words(language)
    )
    monkeypatch.setattr(
        books,
        "book",
        lambda locale=books.ENGLISH: bracketed if locale.startswith(LANGUAGE) else read(locale),
    )


@contextmanager
def spoken_by(house: House, locale: str = LOCALE) -> Iterator[None]:
    """Let Anna speak it, or another language, for a while."""
    before = _speaks(house, locale)
    try:
        yield
    finally:
        _speaks(house, before)


def _speaks(house: House, locale: str) -> str:
    with house.app.extensions["bonny.database"].writing() as session:
        anna = session.exec(select(User).where(User.name == "Anna")).one()
        before, anna.locale = anna.locale, locale
        session.commit()
    return before


def bracket(book: Book) -> Book:
    """The catalogue between brackets; slugs, sources and the words she may type stay."""
    kept = {
        "slug",
        "aliases",
        "sources",
        "title",
        "authors",
        "journal",
        "volume",
        "doi",
        "url",
        "condition",
        "source",
    }
    plants = [dataclasses.replace(each, name=f"{OPENS}{each.name}{CLOSES}") for each in book.plants]
    return dataclasses.replace(
        _bracketed(dataclasses.replace(book, plants=Index([])), kept), plants=Index(plants)
    )


def _bracketed(value: Any, kept: set[str]) -> Any:
    if type(value) is str:
        return f"{OPENS}{value}{CLOSES}" if value else value
    if type(value) is tuple:
        return tuple(_bracketed(each, kept) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Plant):
        parts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(
            value, **{name: part if name in kept else _bracketed(part, kept) for name, part in parts.items()}
        )
    return value


def strings_of(value: Any) -> Iterator[str]:
    """Every text within what JSON holds, line by line."""
    if isinstance(value, str):
        yield from value.splitlines()
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings_of(part)


def escaped(html: str, *, kept: set[str]) -> list[str]:
    """Latin letters of a page outside of brackets, but for what is kept as she typed it."""
    page = BeautifulSoup(html, "html.parser")
    # The places of the tz database have but one name, and each language stands in its own.
    names = page.select("select[name=zone] option[value], select[name=locale] option, span[lang]")
    for silent in [*page.find_all(NO_WORDS), *names]:
        silent.decompose()
    said = [page.get_text("\n")]
    said += [str(tag["content"]) for tag in page.find_all("meta", attrs={"name": "description"})]
    said += [str(tag[name]) for tag in page.find_all(True) for name in SAID_BY if tag.has_attr(name)]
    return [left for text in said for left in _left_of(text, kept)]


def _left_of(text: str, kept: set[str]) -> list[str]:
    before, text = "", PRINTED_ID.sub("", text)
    while before != text:
        before, text = text, INNERMOST.sub("", text)
    for word in sorted(kept, key=len, reverse=True):
        text = text.replace(word, "")
    return LATIN.findall(text)
