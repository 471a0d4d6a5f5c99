"""Cells of a CSV file that a spreadsheet opens rightly and safely."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from app.rules.habits import Goal

BYTE_ORDER_MARK = "\ufeff"

# A cell that begins with one of these is a formula to a spreadsheet; what is not seen before it is no help.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_SPREADSHEET_BREAKS = ("\t", "\r", "\n")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# What no cell holds: every control character but those that break lines and columns.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, lines end in CRLF; the cells as ``text`` and ``number`` made them."""
    written = io.StringIO(newline="")
    sheet = csv.writer(written, lineterminator="\r\n")
    sheet.writerow(head)
    sheet.writerows(rows)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def text(words: str) -> str:
    """Her words, with an apostrophe before what a spreadsheet would calculate; without what no cell holds."""
    kept = _CONTROLS.sub("", words)
    if not kept or kept[0].isalnum():
        return kept
    seen = kept.lstrip("".join({char for char in kept if unicodedata.category(char) in _UNSEEN}))
    is_formula = seen.startswith(FORMULA_STARTS) or kept.startswith(_SPREADSHEET_BREAKS)
    return f"'{kept}" if is_formula else kept


def number(value: float | None) -> str:
    """Plain digits with a point, as every program reads them; amounts are never below zero."""
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def printed_number(digits: str) -> str:
    """A number as it was printed, "-2.1" too; what is none is text."""
    return digits if _NUMBER.fullmatch(digits) else text(digits)


def day(of: date | None) -> str:
    """2026-11-24; empty for none."""
    return "" if of is None else of.isoformat()


def goal(of: Goal, *, is_weekly: bool) -> tuple[str, ...]:
    """What the goal is, per what, and who set it and when: five cells."""
    period = "week" if is_weekly else "day"
    return number(of.amount), period, of.set_by.value, text(of.set_by_name), day(of.set_on)
