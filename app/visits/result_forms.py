"""What forms of results check beyond each field: the unit, and whether the number can be."""

from datetime import date

from flask_babel import gettext as _

from app.rules import results
from app.rules.results import Doubt, Printed, VitaminD
from app.visits.forms import Typed, Values, Wrong
from app.visits.models import ResultKind, Site

NUMBER, UNIT = "printed", "unit"
OF_T_SCORES = frozenset({"", "sd"})


def bone_density(values: Values, typed: Typed, _today: date) -> Values:
    """A T-score: a number without a unit. Raises Wrong."""
    read: Printed = values[NUMBER]
    if results.folded(read.unit) not in OF_T_SCORES:
        raise Wrong(NUMBER, _("A T-score has no unit. Please type the number alone."))
    _doubt(results.doubt_of_t_score(read.value), typed, _look_at_t_score(read))
    site = Site(values["site"])
    return {**values, **_kept(read, ""), "kind": ResultKind.BONE_DENSITY, "site": site}


def vitamin_d(values: Values, typed: Typed, _today: date) -> Values:
    """25-OH vitamin D in one of its two units, chosen or typed behind the number. Raises Wrong."""
    read: Printed = values[NUMBER]
    unit = _unit_of_vitamin_d(read, chosen=values[UNIT])
    look = _("Please look once more at the number and the unit: is that what the report says?")
    _doubt(results.doubt_of_vitamin_d(read.value, unit), typed, look)
    return {**values, **_kept(read, unit.value), "kind": ResultKind.VITAMIN_D}


def other(values: Values, _typed: Typed, _today: date) -> Values:
    """Another result, in any unit or none. Raises Wrong."""
    read: Printed = values[NUMBER]
    chosen = values[UNIT]
    if read.unit and chosen and results.folded(read.unit) != results.folded(chosen):
        raise Wrong(NUMBER, _two_units(read.unit, chosen))
    unit = chosen or read.unit
    if len(unit) > 20:
        raise Wrong(NUMBER, _("Please type the number alone here, and its unit below."))
    return {**values, **_kept(read, unit), "kind": ResultKind.OTHER}


def _unit_of_vitamin_d(read: Printed, *, chosen: str) -> VitaminD:
    """The unit that she chose, or that she typed; both where they are the same."""
    typed = results.vitamin_d_unit(read.unit)
    if read.unit and typed is None:
        raise Wrong(NUMBER, _("Please type the number alone, and choose below which unit is printed."))
    if not chosen and typed is None:
        raise Wrong(UNIT, _("Which of the two is printed beside the number?"))
    if chosen and typed is not None and typed != chosen:
        raise Wrong(NUMBER, _two_units(read.unit, chosen))
    return typed or VitaminD(chosen)


def _two_units(typed: str, chosen: str) -> str:
    return _(
        "Here it says %(typed)s, and below %(chosen)s. Which one is printed?", typed=typed, chosen=chosen
    )


def _look_at_t_score(read: Printed) -> str:
    if read.value > 0:
        return _("T-scores lie mostly between −8 and +6. Is it printed with a minus, or with a point in it?")
    return _("T-scores lie mostly between −8 and +6. Is it printed with a point in it?")


def _doubt(doubt: Doubt | None, typed: Typed, look: str) -> None:
    """Ask her to look once more; what she is sure of is kept, unless no report says so."""
    if doubt is None or (doubt is Doubt.UNLIKELY and typed.is_sure):
        return
    raise Wrong(NUMBER, look, asks_sure=doubt is Doubt.UNLIKELY)


def _kept(read: Printed, unit: str) -> Values:
    return {"comparator": read.comparator, NUMBER: read.digits, UNIT: unit}
