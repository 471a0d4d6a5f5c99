"""The page as a tagged PDF/UA-1 file of exactly one sheet, set by Typst."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from flask_babel import ngettext

from app.report import typeface
from app.report.model import Paper
from app.report.page import Daily, Name, Page, Weekly, cut

TEMPLATE = Path(__file__).parents[2] / "templates" / "report" / "page.typ"
TOO_LONG = "bonny: more than one sheet"

LONGEST_PERSON = 60
LONGEST_NAME = 40
LONGEST_GOAL = 24
LONGEST_SETTER = 56
LONGEST_UNIT = 14


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows are printed, and whether with the usual air around them."""

    daily: int
    weekly: int
    is_airy: bool = False


# Tried one after another: what is usual fits the first, twelve habits with the longest names a later one,
# and the last ones the widest names there can be beside every reason and many of them set aside.
ROOMS = (
    Room(8, 4, is_airy=True),
    Room(8, 4),
    Room(8, 3),
    Room(7, 3),
    Room(6, 3),
    Room(5, 2),
    Room(4, 2),
    Room(3, 1),
)


class TooLong(RuntimeError):
    """The page does not fit one sheet, however few of its rows are printed."""


def render(page: Page, *, paper: Paper, made_at: datetime) -> bytes:
    """The PDF; the same page, paper and second of ``made_at`` give the same bytes.

    Her words travel as data, so Typst prints them and never reads them as its own language. Rows that
    find no room are counted in a sentence and stand in the CSV file. Raises TooLong.
    """
    for room in ROOMS:
        try:
            return _set(_fitted(page, room), paper, made_at, is_airy=room.is_airy)
        except typst.TypstError as error:
            if TOO_LONG not in str(error):
                raise
    raise TooLong


def _set(page: Page, paper: Paper, made_at: datetime, *, is_airy: bool) -> bytes:
    layout = {"paper": paper.value, "is_airy": is_airy, "too_long": TOO_LONG}
    data = _printable({**asdict(page), **layout})
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typeface.fonts(),
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(data)},
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gives a PDF as bytes")
    return made


def _printable(value: Any) -> Any:
    """The same nested values with every text cleared of what the typeface cannot draw."""
    if isinstance(value, str):
        return typeface.printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _fitted(page: Page, room: Room) -> Page:
    more = (len(page.daily) - room.daily, len(page.weekly) - room.weekly)
    daily_more, weekly_more = (_more(number) if number > 0 else "" for number in more)
    return replace(
        page,
        name=cut(page.name, LONGEST_PERSON),
        daily=tuple(_shortened_daily(page.daily[: room.daily])),
        daily_more=daily_more,
        weekly=tuple(_shortened_weekly(page.weekly[: room.weekly])),
        weekly_more=weekly_more,
    )


def _more(number: int) -> str:
    return ngettext("and %(num)s more in the files", "and %(num)s more in the files", number)


def _shortened_daily(rows: tuple[Daily, ...]) -> Iterator[Daily]:
    for row in rows:
        yield replace(row, name=_shortened(row.name), mean_unit=cut(row.mean_unit, LONGEST_UNIT))


def _shortened_weekly(rows: tuple[Weekly, ...]) -> Iterator[Weekly]:
    for row in rows:
        yield replace(row, name=_shortened(row.name))


def _shortened(name: Name) -> Name:
    return replace(
        name,
        name=cut(name.name, LONGEST_NAME),
        goal=cut(name.goal, LONGEST_GOAL),
        set_by=cut(name.set_by, LONGEST_SETTER),
    )
