"""Checks at the door of the visits room: what she typed, kept as it is, and what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import SQLModel

from app import words
from app.checklist.forms import read_text
from app.rules import partial_days
from app.visits import fields
from app.visits.fields import Fault, Field, Shape

SURE = "sure"
Values = dict[str, Any]


class Wrong(ValueError):
    """What is wrong with the form as a whole, and at which field; ``asks_sure``: a box lets it through."""

    def __init__(self, field: str, words: str, *, asks_sure: bool = False) -> None:
        super().__init__(field)
        self.field, self.words, self.asks_sure = field, words, asks_sure


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as she filled it in, by input; ``wrong`` by field. ``asks_sure``: it shows the box to say so."""

    texts: Mapping[str, str]
    is_sure: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)
    asks_sure: bool = False

    def text(self, name: str) -> str:
        """What stands in an input."""
        return self.texts.get(name, "")

    def error(self, name: str) -> str:
        """What is wrong in a field; empty when nothing is."""
        return self.wrong.get(name, "")

    def refused(self, wrong: Wrong) -> "Typed":
        """The same with what is wrong with it as a whole."""
        return replace(self, wrong={wrong.field: wrong.words}, asks_sure=wrong.asks_sure)


Finish = Callable[[Values, Typed, date], Values]


def empty(asked: tuple[Field, ...], *, today: date) -> Typed:
    """A new form: what is usual stands in it, and today where a whole day is asked that has to be over."""
    texts = {each.name: str(each.at_first) for each in asked if each.at_first}
    days = (each for each in asked if each.shape is Shape.DAY and not each.may_be_ahead)
    return Typed({**texts, **{each.name: today.isoformat() for each in days}})


def typed_in(form: Mapping[str, str], asked: tuple[Field, ...]) -> Typed:
    """What she filled in; only what no page can show is left out."""
    names = [name for each in asked for name in each.inputs]
    return Typed({name: read_text(form.get(name, "")) for name in names}, is_sure=form.get(SURE) == "y")


def of_row(row: SQLModel, asked: tuple[Field, ...]) -> Typed:
    """The form of what is there, before she changes it."""
    texts: dict[str, str] = {}
    for each in asked:
        kept = getattr(row, each.name)
        if each.shape is Shape.PARTIAL:
            texts |= zip(each.inputs, _parts(kept), strict=True)
        elif each.shape is Shape.BOX:
            texts[each.name] = "y" if kept else ""
        elif each.shape is Shape.NUMBER:
            texts[each.name] = as_printed(row)
        else:
            texts[each.name] = "" if kept is None else str(kept)
    return Typed(texts)


def as_printed(row: Any) -> str:
    """The number of a result as it stands in its field: −2.1, <10."""
    return f"{row.comparator}{words.digits(row.printed)}"


def _parts(kept: str) -> tuple[str, str, str]:
    """Day, month and year of a partial day; empty where it does not say."""
    if not kept:
        return "", "", ""
    known = partial_days.parse(kept)
    return str(known.day or ""), str(known.month or ""), str(known.year)


def checked(typed: Typed, asked: tuple[Field, ...], *, finish: Finish, today: date) -> tuple[Typed, Values]:
    """The form with what is wrong in it, and what its columns shall hold; ``finish`` sees sound fields."""
    values: Values = {}
    wrong: dict[str, str] = {}
    for each in asked:
        try:
            values[each.name] = fields.read(each, typed.texts, today=today)
        except Fault as fault:
            wrong[each.name] = fault.words
    if wrong:
        return replace(typed, wrong=wrong), {}
    try:
        return typed, finish(values, typed, today)
    except Wrong as fault_of_all:
        return typed.refused(fault_of_all), {}
