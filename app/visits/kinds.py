"""The kinds of things she brings: what a form of each asks, which table keeps it, how it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import SQLModel

from app.rules import partial_days
from app.rules.results import VitaminD
from app.visits import result_forms, wording
from app.visits.fields import Field, Shape
from app.visits.forms import Finish, Typed, Values, Wrong
from app.visits.models import (
    Fall,
    Fracture,
    Harm,
    Medicine,
    Question,
    Result,
    ResultKind,
    ShownNote,
    Site,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: ``slug`` in its address, ``title`` over a new form, ``change_title`` over one that is there.

    ``of`` are columns that tell its rows from others of the same table. Words are lazy translations.
    """

    slug: str
    table: type[SQLModel]
    title: Any
    change_title: Any
    fields: tuple[Field, ...]
    finish: Finish
    lead: Any = ""
    of: Mapping[str, Any] = field(default_factory=dict)

    def asked(self, *, is_new: bool) -> tuple[Field, ...]:
        """The fields of its form."""
        return tuple(each for each in self.fields if not (is_new and each.is_of_change))

    @property
    def card(self) -> str:
        """The id of its card on the page: that of its table, which several kinds may share."""
        return f"{self.table.__tablename__}s"

    def has(self, row: SQLModel) -> bool:
        """Whether a row of its table is of this kind."""
        return all(getattr(row, name) == value for name, value in self.of.items())


def _as_typed(values: Values, _typed: Typed, _today: date) -> Values:
    return values


def _fall(values: Values, _typed: Typed, _today: date) -> Values:
    return {**values, "harm": Harm(values["harm"])}


def _medicine(values: Values, _typed: Typed, _today: date) -> Values:
    since, until = values["since"], values["until"]
    if since and until and partial_days.parse(until).last < partial_days.parse(since).first:
        raise Wrong("until", _("That is before you began. Please look at both dates once more."))
    return values


def _question(values: Values, _typed: Typed, today: date) -> Values:
    """A settled question has its day; ``settled_on`` is true or false as it comes from the box."""
    if "settled_on" not in values:
        return values
    return {**values, "settled_on": today if values["settled_on"] else None}


def _sites() -> tuple[tuple[str, str], ...]:
    return (("", _("Choose the place")), *((each.value, wording.site(each)) for each in Site))


def _units() -> tuple[tuple[str, str], ...]:
    return tuple((each.value, each.value) for each in VitaminD)


def _harms() -> tuple[tuple[str, str], ...]:
    return tuple((each.value, wording.harm(each)) for each in Harm)


PART_HINT = _l("As far as you know it: the year alone is enough.")
TAKEN_ON = Field(
    "taken_on",
    _l("When was it measured?"),
    Shape.PARTIAL,
    _l("Please say when, at least the year."),
    PART_HINT,
)
SOURCE = Field(
    "source",
    _l("Where do you have it from?"),
    at_first=_l("copied from the report"),
    longest=80,
)
HAPPENED = Field("day", _l("When?"), Shape.PARTIAL, _l("Please say when, at least the year."), PART_HINT)
HOW = Field("note", _l("How did it happen? (if you like)"), hint=_l("In your words"), longest=200)
NUMBER_MISSING = _l("Please type the number that is printed.")

VISIT = Kind(
    "visit",
    Visit,
    _l("A visit"),
    _l("This visit"),
    (
        Field("with_whom", _l("With whom?"), missing=_l("Please say with whom."), longest=80,
              hint=_l("Such as: Dr Novak, osteoporosis clinic")),
        Field("day", _l("On which day?"), Shape.DAY, may_be_ahead=True),
    ),
    _as_typed,
    _l("One to come, or one that was. The page for your doctor starts where the last visit ended."),
)  # fmt: skip
QUESTION = Kind(
    "question",
    Question,
    _l("A question"),
    _l("This question"),
    (
        Field("words", _l("What would you like to ask?"), Shape.LINES, _l("Please write your question."),
              longest=300),
        Field("answer", _l("What were you told? (if you like)"), Shape.LINES, longest=500, is_of_change=True),
        Field("settled_on", _l("It is answered. Take it off the page."), Shape.BOX, is_of_change=True),
    ),
    _question,
    _l("Short ones are answered best. The first three on your list stand on the page."),
)  # fmt: skip
BONE_DENSITY = Kind(
    "bone-density",
    Result,
    _l("A T-score (DXA)"),
    _l("This T-score (DXA)"),
    (
        Field("site", _l("Where was it measured?"), Shape.CHOICE, _l("Please choose where it was measured."),
              options=_sites),
        Field("printed", _l("T-score"), Shape.NUMBER, NUMBER_MISSING,
              _l("As printed, with its minus: −2.1")),
        TAKEN_ON,
        SOURCE,
    ),
    result_forms.bone_density,
    _l("One for each place, just as the report has it."),
    of={"kind": ResultKind.BONE_DENSITY},
)  # fmt: skip
VITAMIN_D = Kind(
    "vitamin-d",
    Result,
    _l("25-OH vitamin D"),
    _l("This 25-OH vitamin D"),
    (
        Field("printed", _l("Result"), Shape.NUMBER, NUMBER_MISSING, _l("As printed, such as 71 or <10")),
        Field("unit", _l("Unit beside the number"), Shape.RADIO, options=_units),
        TAKEN_ON,
        SOURCE,
    ),
    result_forms.vitamin_d,
    _l("Just as the report has it. Bonny shows it in both units."),
    of={"kind": ResultKind.VITAMIN_D},
)  # fmt: skip
OTHER_RESULT = Kind(
    "other-result",
    Result,
    _l("Another result"),
    _l("This result"),
    (
        Field("name", _l("What was measured?"), missing=_l("Please say what was measured."), longest=60,
              hint=_l("Such as: calcium")),
        Field("printed", _l("Result"), Shape.NUMBER, NUMBER_MISSING, _l("The number as printed")),
        Field("unit", _l("Unit"), longest=20, hint=_l("Such as: mmol/L. Empty if there is none.")),
        TAKEN_ON,
        SOURCE,
    ),
    result_forms.other,
    _l("Just as the report has it."),
    of={"kind": ResultKind.OTHER},
)  # fmt: skip
MEDICINE = Kind(
    "medicine",
    Medicine,
    _l("A medicine"),
    _l("This medicine"),
    (
        Field("name", _l("Name"), missing=_l("Please write its name."), longest=80,
              hint=_l("As it stands on the box")),
        Field("dose", _l("How much and when? (if you like)"), longest=80, hint=_l("Such as: 2.5 mg daily")),
        Field("since", _l("Since when? (if you like)"), Shape.PARTIAL, hint=PART_HINT),
        Field("until", _l("Stopped when? (if you like)"), Shape.PARTIAL,
              hint=_l("Leave this empty while you take it.")),
    ),
    _medicine,
)  # fmt: skip
FALL = Kind(
    "fall",
    Fall,
    _l("A fall"),
    _l("This fall"),
    (
        HAPPENED,
        Field("harm", _l("What came of it?"), Shape.RADIO, _l("Please choose one."), options=_harms),
        HOW,
    ),
    _fall,
)
FRACTURE = Kind(
    "fracture",
    Fracture,
    _l("A broken bone"),
    _l("This broken bone"),
    (
        Field("bone", _l("Which bone?"), missing=_l("Please say which bone."), longest=60,
              hint=_l("Such as: left wrist")),
        HAPPENED,
        HOW,
    ),
    _as_typed,
)  # fmt: skip
NOTE = Kind(
    "note",
    ShownNote,
    _l("A note"),
    _l("This note"),
    (
        Field("words", _l("What shall your doctor know?"), Shape.LINES, _l("Please write your note."),
              longest=500),
        Field("day", _l("Of which day?"), Shape.DAY),
    ),
    _as_typed,
    _l("It stands on the page only if you let notes be shown there."),
)  # fmt: skip

KINDS = {
    kind.slug: kind
    for kind in (
        VISIT, QUESTION, BONE_DENSITY, VITAMIN_D, OTHER_RESULT, MEDICINE, FALL, FRACTURE, NOTE
    )
}  # fmt: skip
OF_RESULTS = {
    ResultKind.BONE_DENSITY: BONE_DENSITY,
    ResultKind.VITAMIN_D: VITAMIN_D,
    ResultKind.OTHER: OTHER_RESULT,
}
