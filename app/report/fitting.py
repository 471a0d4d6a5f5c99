"""How much of a page one sheet holds: her words cut to a length, rows counted where they find no room."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask_babel import ngettext

from app.report.page import Daily, Line, Name, Page, Second, Weekly, cut

LONGEST_PERSON = 60
LONGEST_VISIT = 110
LONGEST_GOAL = 24
LONGEST_UNIT = 14

_LEAST_OF_MORE = 12


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many characters of her own words are printed."""

    name: int = 40
    setter: int = 56
    question: int = 300
    note: int = 300
    line: int = 160


USUAL = Lengths()


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows are printed, how much of her words, and whether with the usual air around them.

    ``answers`` are the millimetres left under her questions.
    """

    daily: int
    weekly: int
    brought: int
    notes: int
    lengths: Lengths = USUAL
    answers: int = 6
    is_airy: bool = False


# What is usual fits the first, with less air the second; then her longest words are cut, then rows are left
# out. The last ones hold the widest names beside everything that can be said.
ROOMS = (
    Room(8, 4, 8, 4, answers=13, is_airy=True),
    Room(8, 4, 8, 4, answers=8),
    Room(8, 4, 6, 3, Lengths(question=150, note=150, line=110), answers=7),
    Room(8, 3, 4, 2, Lengths(name=36, setter=40, question=110, note=110, line=90)),
    Room(8, 2, 3, 1, Lengths(name=30, setter=26, question=100, note=90, line=80)),
    Room(6, 2, 3, 1, Lengths(name=30, setter=26, question=100, note=90, line=80)),
    Room(4, 2, 2, 1, Lengths(name=30, setter=26, question=90, note=90, line=60)),
    Room(3, 1, 2, 1, Lengths(name=26, setter=24, question=70, note=70, line=50)),
    Room(2, 1, 1, 1, Lengths(name=24, setter=20, question=50, note=50, line=50)),
)


@dataclass(frozen=True, slots=True)
class SecondRoom:
    """How many rows of each table and how many sources the second sheet prints."""

    rows: int
    sources: int


SECOND_ROOMS = (SecondRoom(16, 24), SecondRoom(12, 16), SecondRoom(9, 12), SecondRoom(7, 6), SecondRoom(5, 4))


def fitted(page: Page, room: Room, second: SecondRoom) -> Page:
    """The page as these rooms hold it; what is left out is counted in a sentence."""
    lengths = room.lengths
    return replace(
        page,
        name=cut(page.name, LONGEST_PERSON),
        visit=cut(page.visit, LONGEST_VISIT),
        questions=tuple(cut(words, lengths.question) for words in page.questions),
        daily=tuple(_shortened_daily(page.daily[: room.daily], lengths)),
        daily_more=_more(page.daily, room.daily),
        weekly=tuple(_shortened_weekly(page.weekly[: room.weekly], lengths)),
        weekly_more=_more(page.weekly, room.weekly),
        brought=tuple(_shortened_line(line, lengths.line) for line in page.brought[: room.brought]),
        brought_more=_more(page.brought, room.brought),
        notes=tuple(cut(words, lengths.note) for words in page.notes[: room.notes]),
        notes_more=_more(page.notes, room.notes),
        second=_fitted_second(page.second, second) if page.second is not None else None,
    )


def without_details(page: Page) -> Page:
    """The page with an empty second sheet, where it has one: its first sheet is the same."""
    if page.second is None:
        return page
    return replace(page, second=Second(page.second.heading, (), (), page.second.sources_heading, ()))


def _fitted_second(page: Second, room: SecondRoom) -> Second:
    return replace(
        page,
        tables=tuple(
            replace(table, rows=table.rows[: room.rows], more=_more(table.rows, room.rows))
            for table in page.tables
        ),
        sources=page.sources[: room.sources],
        sources_more=_more(page.sources, room.sources, beside_files=False),
    )


def _more(printed: tuple[object, ...], most: int, *, beside_files: bool = True) -> str:
    number = len(printed) - most
    if number <= 0:
        return ""
    if beside_files:
        return ngettext("and %(num)s more in the files", "and %(num)s more in the files", number)
    return ngettext("and %(num)s more in Bonny’s library", "and %(num)s more in Bonny’s library", number)


def _shortened_daily(rows: tuple[Daily, ...], lengths: Lengths) -> Iterator[Daily]:
    for row in rows:
        yield replace(row, name=_shortened(row.name, lengths), mean_unit=cut(row.mean_unit, LONGEST_UNIT))


def _shortened_weekly(rows: tuple[Weekly, ...], lengths: Lengths) -> Iterator[Weekly]:
    for row in rows:
        yield replace(row, name=_shortened(row.name, lengths))


def _shortened(name: Name, lengths: Lengths) -> Name:
    return replace(
        name,
        name=cut(name.name, lengths.name),
        goal=cut(name.goal, LONGEST_GOAL),
        set_by=cut(name.set_by, lengths.setter),
    )


def _shortened_line(line: Line, length: int) -> Line:
    """What it is may take all of the length; what she said of it has what is left, if that is worth while."""
    what = cut(line.what, length)
    left = length - len(what)
    return replace(line, what=what, more=cut(line.more, left) if left >= _LEAST_OF_MORE else "")
