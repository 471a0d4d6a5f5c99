"""Results as a laboratory prints them: the number as she typed it, whether it can be, the other unit."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NMOL_PER_NG = Decimal("2.496")
LONGEST = 12
LEAST_T_SCORE, MOST_T_SCORE = Decimal(-8), Decimal(6)
FARTHEST_T_SCORE = Decimal(20)
_WHOLE_FROM = Decimal(10)


class VitaminD(StrEnum):
    """The units that 25-OH vitamin D is printed in."""

    NMOL = "nmol/L"
    NG = "ng/mL"


class Doubt(StrEnum):
    """What a number leaves open: to be looked at once more, or surely not what was printed."""

    UNLIKELY = "unlikely"
    IMPOSSIBLE = "impossible"


# Above the first she is asked to look once more, above the second no report can say so.
_MOST = {VitaminD.NMOL: (Decimal(400), Decimal(1000)), VitaminD.NG: (Decimal(160), Decimal(400))}


class NotANumber(ValueError):
    """It is no single number, or one that is longer than any report prints."""


class Ambiguous(ValueError):
    """A lone sign that may part thousands: ``whole`` and ``decimal`` are the readings, with a point."""

    def __init__(self, whole: str, decimal: str) -> None:
        super().__init__(whole, decimal)
        self.whole, self.decimal = whole, decimal


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as read: "<", ">" or nothing before it, its digits with a point, the unit typed behind it."""

    comparator: str
    digits: str
    unit: str = ""

    @property
    def value(self) -> Decimal:
        """The number, with as many decimals as were printed."""
        return Decimal(self.digits)


_TYPED = re.compile(
    r"(?P<comparator>[<>]?)\s*(?P<sign>[-+−–‐‑]?)\s*(?P<digits>[0-9][0-9 ,.'’]*(?<=[0-9])|[.,][0-9]+)"
    r"\s*(?P<unit>(?!e[0-9])(?:[^\W\d_]|[%‰°×/\[]).*)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\d*[.,]?\d+")
_GROUPED = re.compile(r"(?P<whole>\d{1,3}(?:(?P<mark>[ ,.'’])\d{3})(?:(?P=mark)\d{3})*)(?P<rest>[.,]\d+)?")


def parse(text: str, *, decimal: str = ".") -> Printed:
    """What she typed: "−2,1", "<10", "71 nmol/L", "1 200". Raises NotANumber or Ambiguous.

    A lone comma before three digits ("1,200") may mean either where a point is what she writes before
    ``decimal`` places, and a lone point where a comma is.
    """
    found = _TYPED.fullmatch(_spaced(text))
    if found is None:
        raise NotANumber
    digits = _with_point(found["digits"], decimal)
    sign = "" if found["sign"] in ("", "+") else "-"
    if len(sign + digits) > LONGEST:
        raise NotANumber
    return Printed(found["comparator"], sign + digits, (found["unit"] or "").strip())


def _spaced(text: str) -> str:
    """The same with every kind of white space as one plain blank."""
    return " ".join(text.split())


def _with_point(digits: str, decimal: str) -> str:
    grouped = _GROUPED.fullmatch(digits)
    if grouped is not None and _is_thousands(grouped, decimal):
        whole, rest = re.sub(r"\D", "", grouped["whole"]), (grouped["rest"] or "").replace(",", ".")
        return _tidied(whole + rest)
    if _PLAIN.fullmatch(digits) is None:
        raise NotANumber
    return _tidied(digits.replace(",", "."))


def _is_thousands(grouped: re.Match[str], decimal: str) -> bool:
    """Whether its marks surely stand between thousands. Raises Ambiguous for a lone one that may not."""
    whole, mark, rest = grouped["whole"], grouped["mark"], grouped["rest"]
    if mark not in ",.":
        return True
    if rest is not None:
        return rest[0] != mark
    if whole.count(mark) > 1:
        return True
    if mark != decimal and not whole.startswith("0"):
        raise Ambiguous(whole.replace(mark, ""), whole.replace(mark, "."))
    return False


def _tidied(digits: str) -> str:
    """Without needless zeros in front, with the one that belongs before a point: 071 is 71, .5 is 0.5."""
    whole, point, rest = digits.partition(".")
    return (whole.lstrip("0") or "0") + point + rest


def folded(unit: str) -> str:
    """A unit in which two ways of writing the same one are equal: "NMOL / l" and "nmol/L"."""
    return "".join(unit.split()).casefold().replace("µ", "u").replace("μ", "u")


def vitamin_d_unit(text: str) -> VitaminD | None:
    """The unit of vitamin D she means, however she writes it; None when it is none of them."""
    return next((each for each in VitaminD if folded(each) == folded(text)), None)


def doubt_of_t_score(value: Decimal) -> Doubt | None:
    """What a T-score leaves open: usually it lies between −8 and +6."""
    if abs(value) > FARTHEST_T_SCORE:
        return Doubt.IMPOSSIBLE
    return None if LEAST_T_SCORE <= value <= MOST_T_SCORE else Doubt.UNLIKELY


def doubt_of_vitamin_d(value: Decimal, unit: VitaminD) -> Doubt | None:
    """What an amount of 25-OH vitamin D leaves open: up to 400 nmol/L or 160 ng/mL nothing does."""
    most, farthest = _MOST[unit]
    if value < 0 or value > farthest:
        return Doubt.IMPOSSIBLE
    return None if 0 < value <= most else Doubt.UNLIKELY


def other_unit(value: Decimal, unit: VitaminD) -> tuple[Decimal, VitaminD]:
    """The same amount of 25-OH vitamin D in the other unit: nmol/L = ng/mL × 2.496.

    Rounded half up, to one decimal below ten and whole from there on.
    """
    if unit is VitaminD.NMOL:
        return _rounded(value / NMOL_PER_NG), VitaminD.NG
    return _rounded(value * NMOL_PER_NG), VitaminD.NMOL


def _rounded(value: Decimal) -> Decimal:
    tenths = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return value.quantize(Decimal(1), ROUND_HALF_UP) if tenths >= _WHOLE_FROM else tenths
