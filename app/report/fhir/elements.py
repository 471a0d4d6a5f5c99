"""The small parts of FHIR resources: strings, numbers, codes, quantities, references, narrative."""

import html
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.report.fhir.codes import UCUM, Code
from app.report.fhir.units import Measured

Element = dict[str, Any]

XHTML = "http://www.w3.org/1999/xhtml"
_KEPT = frozenset("\t\n\r ")
_UNFIT = frozenset({"Cc", "Cs", "Cn"})


def clean(words: str) -> str:
    """Words as a FHIR string may hold them: no control characters, every other space a plain one."""
    fit = (char if char in _KEPT else _fit(char) for char in words)
    return "".join(fit).strip()


def _fit(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in _UNFIT else char


def said(**values: Any) -> Element:
    """An element of those values that say something; FHIR has no empty ones."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def number(value: float) -> int | float:
    """A number without a needless ``.0``."""
    return int(value) if value == int(value) else round(value, 6)


def coding(code: Code) -> Element:
    """A code with its system and display."""
    return {"system": code.system, "code": code.code, "display": clean(code.display)}


def concept(*codes: Code, text: str = "") -> Element:
    """One thing by one or more codes, or by words alone."""
    return said(coding=[coding(code) for code in codes], text=clean(text))


def quantity(value: float | Decimal, unit: Measured, *, comparator: str = "") -> Element:
    """So much of a unit; a Decimal keeps the digits it was printed with."""
    return said(
        comparator=comparator,
        unit=clean(unit.words),
        system=UCUM if unit.code else None,
        code=unit.code,
    ) | {"value": value if isinstance(value, Decimal) else number(value)}


def period(first: object, last: object) -> Element:
    """From a day to a day, each as far as it is known; None for an open side."""
    return said(start=str(first or ""), end=str(last or ""))


def span(first: date, last: date) -> Element:
    """A whole period, both days included."""
    return {"start": first.isoformat(), "end": last.isoformat()}


def notes(*lines: str) -> list[Element]:
    """Annotations, one for each line that says something."""
    return [{"text": clean(line)} for line in lines if clean(line)]


def narrative(*parts: str) -> Element:
    """The words a person reads in place of the data; ``parts`` are XHTML from the functions below."""
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{"".join(parts)}</div>'}


def paragraph(words: str) -> str:
    """Words as a paragraph; whatever they are, they are read and not obeyed."""
    return f"<p>{_literal(words)}</p>"


def listing(lines: Iterable[str]) -> str:
    """A line for each."""
    return f"<ul>{''.join(f'<li>{_literal(line)}</li>' for line in lines)}</ul>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a head."""
    top = "".join(f"<th>{_literal(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{_literal(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _literal(words: str) -> str:
    return html.escape(clean(words))
