"""What the catalogue holds: a habit with its evidence and cautions, a source, a condition, a shelf."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.rules import plants
from app.rules.habits import Direction, Measure, Period

EVERYONE = "everyone"


class Group(StrEnum):
    """The shelf of the library a habit stands on."""

    MOVE = "move"
    EAT = "eat"
    SUPPLEMENTS = "supplements"
    LIMIT = "limit"
    REST = "rest"
    MEDICINES = "medicines"


class EvidenceWord(StrEnum):
    """Guidelines agree; trials with a bone outcome; another outcome or observation; advice alone."""

    STRONG = "strong"
    FAIR = "fair"
    EARLY = "early"
    TRADITION = "tradition"


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from; ``verified``: the study or its abstract was read, ``seen`` says what of it."""

    slug: str
    title: str
    verified: bool
    seen: str
    authors: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    doi: str = ""
    url: str = ""

    @property
    def address(self) -> str:
        """A link to it: by DOI, else its page, else empty."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class Condition:
    """Something she may tick about her health that brings cautions with it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Caution:
    """One sentence for people with a condition (or everyone); ``ask``: she ticks that she has asked.

    ``needs_doctor``: the habit is kept only when she says which doctor agreed, and when.
    """

    condition: str
    sentence: str
    ask: bool
    needs_doctor: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether she is asked about it before she begins: not what is said to everyone."""
        return self.ask and self.condition != EVERYONE


@dataclass(frozen=True, slots=True)
class Expectation:
    """One point of the time line of what to expect."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number the sentences may use; one that is not verified stands only behind the word "about"."""

    value: float
    meaning: str
    verified: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class SharedPoint:
    """A point of the time line that many habits share, with the numbers in it and where they come from.

    With ``from_day`` her progress tells it too, that many days after her first record; ``if_expected``: only
    when one of her habits expects it.
    """

    slug: str
    when: str
    what: str
    source: str = ""
    figures: tuple[Figure, ...] = ()
    from_day: int | None = None
    if_expected: bool = False

    def is_expected_of(self, entries: "Iterable[HabitEntry]") -> bool:
        """Whether any of the habits has it on its own time line."""
        return any(Expectation(self.when, self.what) in entry.expect for entry in entries)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is said about a whole group; its slug is the group's."""

    slug: str
    intro: str


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Something described that is no habit: why, in one sentence, and by which source."""

    slug: str
    name: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class OtherGoal:
    """Another period she may count the same habit over, with its own goal and bounds."""

    period: Period
    goal: float
    goal_min: float
    goal_max: float


@dataclass(frozen=True, slots=True)
class HabitEntry:
    """A habit as the catalogue offers it; amounts are in ``unit``.

    ``goal`` is the default; she may choose ``goal_min`` to ``goal_max``, and above ``goal_ask_above`` only
    what her doctor has set. ``step`` is one press of the stepper, ``portion`` what one tap records where that
    is not the goal, ``most`` the largest amount believed for one day. ``also``: other periods to count over.
    ``own_name``: she names it herself; ``monthly``: it may also be due on one day of the month.
    """

    slug: str
    order: int
    name: str
    short: str
    aliases: tuple[str, ...]
    group: Group
    measure: Measure
    direction: Direction
    period: Period
    goal: float
    goal_min: float
    goal_max: float
    step: float
    most: float
    what: str
    how_much: str
    evidence_word: EvidenceWord
    evidence: tuple[str, ...]
    expect: tuple[Expectation, ...]
    cautions: tuple[Caution, ...]
    sources: tuple[str, ...]
    figures: tuple[Figure, ...]
    unit: str = ""
    units: str = ""
    unit_short: str = ""
    portion: float | None = None
    goal_ask_above: float | None = None
    also: tuple[OtherGoal, ...] = ()
    own_name: bool = False
    monthly: bool = False

    @property
    def words(self) -> frozenset[str]:
        """Every word she may use for it in a text answer, folded."""
        return frozenset(map(plants.fold, (self.slug, self.name, self.short, *self.aliases)))

    def cautions_for(self, conditions: Collection[str]) -> tuple[Caution, ...]:
        """The cautions for everyone and for the condition slugs she ticked, in the catalogue's order."""
        return tuple(c for c in self.cautions if c.condition == EVERYONE or c.condition in conditions)

    def needs_doctor(self, goal: float) -> bool:
        """Whether a goal this high is accepted only as set by her doctor."""
        return self.goal_ask_above is not None and goal > self.goal_ask_above
