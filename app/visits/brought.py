"""What she brings to a visit, as plain frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.rules.partial_days import PartialDay
from app.visits.models import Harm, ResultKind, Site


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment and with whom."""

    id: int
    day: date
    with_whom: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is still open."""

    id: int
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """A result as it was printed; see the row's fields. ``value`` is the number of ``printed``."""

    id: int
    kind: ResultKind
    site: Site | None
    name: str
    comparator: str
    printed: str
    unit: str
    taken_on: PartialDay
    source: str

    @property
    def value(self) -> Decimal:
        """The number, with as many decimals as were printed."""
        return Decimal(self.printed)


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine; ``since`` and ``until`` as far as she knows them."""

    id: int
    name: str
    dose: str
    since: PartialDay | None
    until: PartialDay | None


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall and what came of it."""

    id: int
    day: PartialDay
    harm: Harm
    note: str


@dataclass(frozen=True, slots=True)
class Fracture:
    """A broken bone."""

    id: int
    day: PartialDay
    bone: str
    note: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note she wrote for the page."""

    id: int
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Brought:
    """All that stands behind one page. Questions in her order; everything else the newest first.

    ``visit`` is the next one, the day's own included; None when none is to come.
    """

    visit: Visit | None = None
    questions: tuple[Question, ...] = ()
    results: tuple[Result, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    falls: tuple[Fall, ...] = ()
    fractures: tuple[Fracture, ...] = ()
    notes: tuple[Note, ...] = ()


NOTHING = Brought()
