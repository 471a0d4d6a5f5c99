"""Rows of the table that ``make bench`` prints."""

from dataclasses import dataclass

VERDICTS = {True: "met", False: "MISSED", None: ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; ``is_met`` is None where there is no target."""

    what: str
    value: str
    target: str = ""
    is_met: bool | None = None


def at_most(what: str, value: int, most: int) -> Line:
    """A row whose value must not be larger than ``most``."""
    return Line(what, f"{value:,}", f"{most:,}", value <= most)


def show(lines: list[Line]) -> None:
    """Print the rows under each other."""
    width = max(len(line.what) for line in lines)
    for line in lines:
        row = f"{line.what:{width}}  {line.value:>22}  {line.target:>14}  {VERDICTS[line.is_met]}"
        print(row.rstrip())
