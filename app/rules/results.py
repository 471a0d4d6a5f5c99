"""Results as a laboratory prints them: the number as she typed it, whether it can be, the other unit."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NMOL_PER_NG = Decimal("2.496")
_WHOLE_FROM = Decimal(10)


class VitaminD(StrEnum):
    """The units that 25-OH vitamin D is printed in."""

    NMOL = "nmol/L"
    NG = "ng/mL"


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
