"""Units of amounts in UCUM: those it knows, and any other as an annotation in braces."""

import unicodedata
from dataclasses import dataclass

from app.catalogue import book
from app.catalogue.entries import HabitEntry
from app.report.model import HabitFacts, Unit
from app.rules.habits import Measure

LONGEST_ANNOTATION = 24
_ANNOTATION_FIRST, _ANNOTATION_LAST = "!", "~"

# What the catalogue and people call a unit, and what UCUM calls it.
KNOWN = {
    "minute": "min",
    "minutes": "min",
    "min": "min",
    "hour": "h",
    "hours": "h",
    "h": "h",
    "g": "g",
    "gram": "g",
    "grams": "g",
    "mg": "mg",
    "µg": "ug",
    "μg": "ug",
    "mcg": "ug",
    "kg": "kg",
    "iu": "[iU]",
    "ml": "mL",
    "l": "L",
    "litre": "L",
    "litres": "L",
    "liter": "L",
    "liters": "L",
    "km": "km",
    "kcal": "kcal",
    "%": "%",
    # Of habits of her own, in the other language that people write them in.
    "minuto": "min",
    "minutos": "min",
    "hora": "h",
    "horas": "h",
    "gramo": "g",
    "gramos": "g",
    "ui": "[iU]",
    "litro": "L",
    "litros": "L",
}
# Units of results that UCUM writes as laboratories print them. Any other goes out as text without a code.
OF_RESULTS = frozenset(
    {"ng/mL", "nmol/L", "pmol/L", "umol/L", "mmol/L", "pg/mL", "ug/L", "ng/L", "mg/L", "mg/dL", "g/dL", "g/L"}
    | {"U/L", "%", "g/cm2", "mg", "mL/min"}
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A unit as people read it, and in UCUM; without a code it is text alone."""

    words: str
    code: str


PERCENT = Measured("%", "%")
DAYS, WEEKS = Measured("days", "d"), Measured("weeks", "wk")
DAYS_A_WEEK = Measured("days a week", "d/wk")
T_SCORE = Measured("T-score", "{T-score}")


def of_amount(facts: HabitFacts) -> Measured:
    """What an amount of one day is in; of a check, a count of days."""
    if facts.is_check:
        return DAYS
    unit = _in_english(facts)
    words = unit.short or unit.many
    return Measured(words, KNOWN.get(words.casefold(), "") or annotation(words))


def of_a_day(facts: HabitFacts) -> Measured:
    """The same; of plants it says that a day brings those that are new to its week, so that 0 is not none."""
    entry, unit = _entry(facts), of_amount(facts)
    if entry is None or entry.measure is not Measure.VARIETY:
        return unit
    return Measured(f"{unit.words} new to the week", unit.code)


def of_rate(facts: HabitFacts, *, is_weekly: bool, is_one: bool = False) -> Measured:
    """What a goal and a mean are in: so much a day, so much a week, so many days a week; ``is_one``: of 1."""
    span, code = ("a week", "wk") if is_weekly else ("a day", "d")
    if facts.is_check:
        words = ("day" if is_one else "days") if is_weekly else ("time" if is_one else "times")
        return Measured(f"{words} {span}", DAYS_A_WEEK.code if is_weekly else "/d")
    amount = of_amount(facts)
    unit = _in_english(facts)
    words = unit.one if is_one and not unit.short else amount.words
    return Measured(f"{words} {span}", f"{amount.code}/{code}")


def _in_english(facts: HabitFacts) -> Unit:
    """The unit in the catalogue's English, whatever her language; of a habit of her own as she has it."""
    entry = _entry(facts)
    return Unit(entry.unit, entry.units, entry.unit_short) if entry else facts.unit


def _entry(facts: HabitFacts) -> HabitEntry | None:
    return next((each for each in book.book().habits if each.slug == facts.slug), None)


def of_result(words: str) -> Measured:
    """The unit of a result as she copied it."""
    micro = words.replace("µ", "u").replace("μ", "u")
    return Measured(words, micro if micro in OF_RESULTS else "")


def annotation(words: str) -> str:
    """Any words as UCUM's annotation, which holds printable ASCII alone: {prunes}, {cups_of_tea}."""
    plain = unicodedata.normalize("NFKD", "_".join(words.split()))
    kept = "".join(
        char for char in plain if _ANNOTATION_FIRST <= char <= _ANNOTATION_LAST and char not in "{}"
    )
    return f"{{{kept[:LONGEST_ANNOTATION] or 'amount'}}}"
