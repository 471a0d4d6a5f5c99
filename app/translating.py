"""What Bonny says in another language: the messages of a folder of translations, read as they are kept."""

import functools
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale

from app import locales

MESSAGES = Path("LC_MESSAGES") / "messages.po"


class Messages(Domain):
    """The messages of the language that is spoken here; compiled by no one, and read once by each process."""

    def get_translations(self) -> NullTranslations:
        """Those of the page's or message's language; none for English, which the program is written in."""
        locale = get_locale()
        return of(locale.language if locale else locales.FALLBACK)


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


def load(file: Path) -> NullTranslations:
    """The messages of a file, without the doubtful ("fuzzy") ones; none where there is no file."""
    if not file.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as text:
        write_mo(compiled, read_po(text))
    compiled.seek(0)
    return Translations(compiled)
