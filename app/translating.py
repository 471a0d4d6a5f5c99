"""What Bonny says in another language: the messages of a folder of translations, read as they are kept."""

import functools
import io
import re
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale

from app import locales

MESSAGES = Path("LC_MESSAGES") / "messages.po"
DECIMALS = re.compile(r"(?<=\d)[.,](?=\d{1,2}(?!\d))")


class Messages(Domain):
    """The messages of the language that is spoken here; compiled by no one, and read once by each process."""

    def get_translations(self) -> NullTranslations:
        """Those of the page's or message's language; none for English, which the program is written in."""
        locale = get_locale()
        if locale is None:
            return of(locales.FALLBACK)
        sign = get_decimal_symbol(locale)
        usual = sign == get_decimal_symbol(locale.language)
        return of(locale.language) if usual else signed(locale.language, sign)


class Speaking(Babel):
    """Flask-Babel with its words from here."""

    @functools.cached_property
    def domain_instance(self) -> Domain:
        """Where every ``_`` of the app finds its words."""
        return Messages()


@functools.cache
def of(language: str) -> NullTranslations:
    """The messages of a language by its code; none where there is no folder for it."""
    return load(locales.TRANSLATIONS / language / MESSAGES)


@functools.cache
def signed(language: str, sign: str) -> NullTranslations:
    """The same for regions that write another sign before decimals than most of their language do: 2.5."""
    return load(locales.TRANSLATIONS / language / MESSAGES, sign=sign)


def load(file: Path, *, sign: str = "") -> NullTranslations:
    """The messages of a file, without the doubtful ("fuzzy") ones; none where there is no file.

    ``sign`` stands before the decimals of numbers that are written out in them; empty: as they are written.
    """
    if not file.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as text:
        catalog = read_po(text)
    for message in catalog if sign else ():
        if isinstance(message.string, str):
            message.string = DECIMALS.sub(sign, message.string)
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
