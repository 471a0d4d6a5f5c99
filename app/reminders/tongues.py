"""The languages that answers by text are understood in beside English: data, read once and checked."""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app import locales
from app.rules import reply_words
from app.rules.reply_context import Context
from app.rules.reply_tongues import NUMBER, Tongue

FILE = "replies.toml"
LISTS = ("shared", "notes", "automatic", "reactions", "reacted_to")
PARTS = frozenset({*LISTS, "has_dotted_thousands", "tables", "words"})
_NAME = re.compile(r"\{\w+\}")
_WORD = re.compile(r"\{\w+\}|\d+|[^\W\d_]+")


class TongueError(Exception):
    """The words of a language do not hold together; says in which file and why."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file.parent.name}/{file.name}: {problem}")


@functools.cache
def every() -> tuple[Tongue, ...]:
    """The shipped ones in the order of their codes, read once per process; raises TongueError."""
    return load(locales.TRANSLATIONS)


def bare_context(day: date, *, locale: str, today: date | None = None, opted_out: bool = False) -> Context:
    """What a text is read against where no habit of anybody is looked for, only what all may say."""
    return Context(
        listed=(),
        habits=(),
        day=day,
        today=today or day,
        opted_out=opted_out,
        tongues=every(),
        language=locales.language_of(locale),
    )


def load(folder: Path) -> tuple[Tongue, ...]:
    """Those of a folder that has one folder a language; TongueError at the first fault."""
    return tuple(_tongue(file) for file in sorted(folder.glob(f"*/{FILE}")))


def _tongue(file: Path) -> Tongue:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise TongueError(file, str(fault)) from fault
    if unknown := told.keys() - PARTS:
        raise TongueError(file, f"unknown: {', '.join(sorted(unknown))}")
    tables = {f"{{{name}}}": _table(file, each) for name, each in told.get("tables", {}).items()}
    lists = {name: tuple(map(_plain, told.get(name, ()))) for name in LISTS}
    return Tongue(
        language=file.parent.name,
        phrases=_phrases(file, told.get("words", {}), tables),
        tables=tables,
        shared=frozenset(lists.pop("shared")),
        has_dotted_thousands=bool(told.get("has_dotted_thousands")),
        **lists,
    )


def _plain(text: str) -> str:
    return " ".join(reply_words.plain(text).split())


def _table(file: Path, words: Mapping[str, list[str]]) -> dict[str, str]:
    """The words of a table, each with what it means."""
    return dict(_unique(file, ((_plain(word), into) for into, said in words.items() for word in said)))


def _phrases(
    file: Path, words: Mapping[str, list[str]], tables: Mapping[str, Any]
) -> dict[tuple[str, ...], str]:
    """The phrases, each as its words with what it means; a name in braces stands on both sides."""
    found = [(_plain(phrase), into) for into, said in words.items() for phrase in said]
    for phrase, into in found:
        names = _NAME.findall(into)
        if sorted(names) != sorted(_NAME.findall(phrase)):
            raise TongueError(file, f"“{phrase}” and “{into}” have other names in braces")
        if unknown := set(names) - {NUMBER, *tables}:
            raise TongueError(file, f"“{phrase}”: there is no table {unknown.pop()}")
    told = {tuple(_WORD.findall(phrase)): into for phrase, into in _unique(file, found)}
    if () in told:
        raise TongueError(file, "a phrase has no word")
    return told


def _unique(file: Path, told: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The same, where no word has two meanings."""
    known: dict[str, str] = {}
    for word, into in told:
        if known.setdefault(word, into) != into:
            raise TongueError(file, f"“{word}” means “{known[word]}” and “{into}”")
        yield word, into
