"""The page in ready words and drawn proportions: all that its HTML and its PDF print, and nothing else."""

from dataclasses import dataclass

from app.report.model import DayOutcome


def cut(text: str, most: int) -> str:
    """The text, or its beginning and three dots."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Name:
    """A habit's name and goal, each with a small second line (from when, set by whom)."""

    name: str
    since: str
    goal: str
    set_by: str


@dataclass(frozen=True, slots=True)
class Daily:
    """A row of the daily habits; ``part``, ``upper_part`` and ``bars`` are drawn, 0 to 1.

    The parts are None while too few days count for a percentage, a bar is for a week without a record.
    """

    name: Name
    share: str
    upper: str
    records: str
    part: float | None
    upper_part: float | None
    mean: str
    mean_unit: str
    skipped: str
    not_recorded: str
    bars: tuple[float | None, ...]
    bars_in_words: str
    trend: str
    trend_numbers: str


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week of a strip; ``height`` and ``goal`` are drawn, 0 to 1, height None without a record.

    The goal is drawn at 0 in a week that was not due or is set aside. An amount that is in no mean and no
    trend is not ``is_reported``, and stands in brackets.
    """

    begins: str
    amount: str
    height: float | None
    goal: float
    is_met: bool
    is_set_aside: bool
    is_reported: bool = True


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekly habit: its strip of twelve weeks and what follows from the period's own."""

    name: Name
    bars: tuple[WeekBar, ...]
    bars_in_words: str
    mean: str
    met: str
    upper: str
    trend: str
    trend_numbers: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar by column (week) and row (weekday); ``part`` is the share of goals met."""

    column: int
    row: int
    kind: DayOutcome
    part: float
    letter: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a kind of cell means, and how many days of the period it stands for."""

    kind: DayOutcome
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The latest weeks of the period as columns; the legend counts the whole period."""

    heading: str
    columns: int
    weekdays: tuple[str, ...]
    months: tuple[tuple[int, str], ...]
    cells: tuple[Cell, ...]
    legend: tuple[LegendEntry, ...]
    in_words: str


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence; the strong ones carry its figures."""

    words: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Something she entered: its date as far as it is known, what it is, and what she said of it."""

    day: str
    what: str
    more: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the second sheet; every row has as many cells as ``head``."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Second:
    """The second sheet: week by week in figures, how the numbers are made, and where the goals come from."""

    heading: str
    tables: tuple[Table, ...]
    definitions: tuple[str, ...]
    sources_heading: str
    sources: tuple[str, ...]
    sources_more: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page. ``calendar`` is None without daily habits; ``empty`` says so when there are none.

    Without a name (``has_name``) ``name`` is a line to write it on. ``born`` and ``visit`` are empty where
    she did not include or enter them. ``second`` is None unless she asked for it; on paper the definitions
    then stand on it, and ``definitions_pointer`` in their place. ``page_numbers`` are of paper too. ``qr`` is
    an SVG of a link to the same page, with ``qr_words`` beside it, where she wants one on paper.
    """

    lang: str
    region: str
    title: str
    name: str
    has_name: bool
    period: str
    length: str
    made: str
    completeness: str
    completeness_part: float
    completeness_notes: tuple[str, ...]
    empty: str
    daily_heading: str
    daily_head: tuple[str, ...]
    bars_head: str
    trend_head: str
    daily: tuple[Daily, ...]
    daily_more: str
    calendar: Calendar | None
    weekly_heading: str
    weekly: tuple[Weekly, ...]
    weekly_more: str
    weekly_caption: str
    definitions_heading: str
    definitions: tuple[str, ...]
    footer: str
    document_id: str
    born: str = ""
    visit: str = ""
    glance_heading: str = ""
    glance: tuple[tuple[Span, ...], ...] = ()
    questions_heading: str = ""
    questions: tuple[str, ...] = ()
    questions_more: str = ""
    answers: str = ""
    brought_heading: str = ""
    brought_head: tuple[str, ...] = ()
    brought: tuple[Line, ...] = ()
    brought_more: str = ""
    notes_heading: str = ""
    notes: tuple[str, ...] = ()
    notes_more: str = ""
    second: Second | None = None
    definitions_pointer: str = ""
    page_numbers: tuple[str, ...] = ()
    qr: str = ""
    qr_words: str = ""
