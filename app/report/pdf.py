"""The page as a tagged file (PDF/UA-1, PDF/A-2a) of exactly one sheet, or two with details, set by Typst."""

import bisect
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from app.report import fitting, typeface
from app.report.fitting import Room, SecondRoom
from app.report.model import Paper
from app.report.page import Page

TEMPLATE = Path(__file__).parents[2] / "templates" / "report" / "page.typ"
STANDARDS = ["ua-1", "a-2a"]
USUAL_ROOMS = 2
TOO_LONG = "bonny: more than one sheet"


class TooLong(RuntimeError):
    """The page does not fit its sheets, however few of its rows are printed."""


def render(page: Page, *, paper: Paper, made_at: datetime) -> bytes:
    """The PDF; the same page, paper and second of ``made_at`` give the same bytes.

    Her words travel as data, so Typst prints them and never reads them as its own language. Rows that
    find no room are counted in a sentence and stand in the files. Raises TooLong.
    """
    made = _set(page, paper, format="pdf", pdf_standards=STANDARDS, timestamp=int(made_at.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError("Typst gives a PDF as bytes")
    return made


def pictures(page: Page, *, paper: Paper, ppi: float) -> list[bytes]:
    """Each sheet as a PNG of so many pixels per inch, set as in the PDF. Raises TooLong."""
    made = _set(page, paper, format="png", ppi=ppi)
    return list(made) if isinstance(made, list) else [made]


def _set(page: Page, paper: Paper, **output: Any) -> Any:
    """The page as the first rooms that hold it: what is usual at once, else what its first sheet asks for."""
    for room in fitting.ROOMS[:USUAL_ROOMS]:
        with suppress(TooLong):
            return _compiled(page, paper, room, fitting.SECOND_ROOMS[0], output)
    room = _room_of(page, paper, output)
    for second in fitting.SECOND_ROOMS:
        with suppress(TooLong):
            return _compiled(page, paper, room, second, output)
    raise TooLong


def _room_of(page: Page, paper: Paper, output: dict[str, Any]) -> Room:
    """The first room that holds the first sheet; each holds what the ones before it hold."""
    alone = fitting.without_details(page)

    def is_held_by(room: Room) -> bool:
        with suppress(TooLong):
            _compiled(alone, paper, room, fitting.SECOND_ROOMS[0], output)
            return True
        return False

    place = bisect.bisect_left(fitting.ROOMS, True, key=is_held_by)
    if place == len(fitting.ROOMS):
        raise TooLong
    return fitting.ROOMS[place]


def _compiled(page: Page, paper: Paper, room: Room, second: SecondRoom, output: dict[str, Any]) -> Any:
    layout = {
        "paper": paper.value,
        "is_airy": room.is_airy,
        "answer_room": room.answers,
        "too_long": TOO_LONG,
    }
    data = _printable({**asdict(fitting.fitted(page, room, second)), **layout})
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=typeface.fonts(),
            ignore_system_fonts=True,
            sys_inputs={"page": json.dumps(data)},
            **output,
        )
    except typst.TypstError as error:
        if TOO_LONG in str(error):
            raise TooLong from error
        raise


def _printable(value: Any) -> Any:
    """The same nested values with every text cleared of what the typeface cannot draw."""
    if isinstance(value, str):
        return typeface.printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value
