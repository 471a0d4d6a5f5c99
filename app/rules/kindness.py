"""The kindest true thing to say of what she keeps up: which one it is, not its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.rules import lately
from app.rules.tallies import Tally

# So many are asked about for "the most so far".
MOST_ASKED_ABOUT = 3

_DAYS_OF_A_START = 2
_LEAST_SHARE = 0.5


class Kind(StrEnum):
    """What is said, the kindest first; each only when it is true and none before it is."""

    WELCOME_BACK = "welcome_back"
    MOST_SO_FAR = "most_so_far"
    BEST = "best"
    ALL_WEEK = "all_week"
    FIRST_DAY = "first_day"
    THIS_WEEK = "this_week"
    SET_ASIDE = "set_aside"
    NEW_WEEK = "new_week"
    NOTHING_YET = "nothing_yet"


@dataclass(frozen=True, slots=True)
class Kept:
    """The last 4 weeks of a habit; ``most_before`` is the most in any 4 before, None for too few."""

    habit_id: int
    tally: Tally
    is_weekly: bool
    most_before: int | None = None

    @property
    def is_most(self) -> bool:
        """Whether it was never more."""
        return self.most_before is not None and self.tally.met > self.most_before

    @property
    def is_good(self) -> bool:
        """Whether there is enough to speak of, and at least half of it was met."""
        is_half = (self.tally.share or 0.0) >= _LEAST_SHARE
        return is_half and lately.is_enough(self.tally, is_weekly=self.is_weekly)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of her: the habits' last 4 weeks, her daily habits' days of this week, its days.

    ``is_week_whole``: none of these days of her daily habits was left out, by itself or in a spell.
    ``days_recorded`` of ``days_counted`` days of this week have something. ``days_ever`` are all days with
    anything recorded, and needs to be right only up to 2. ``is_set_aside``: today is.
    """

    kept: Sequence[Kept] = ()
    week: Tally = field(default_factory=Tally)
    days_recorded: int = 0
    days_ever: int = 0
    is_week_whole: bool = True
    is_set_aside: bool = False
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class Kindest:
    """What to say, and of which habit where it is about one."""

    kind: Kind
    kept: Kept | None = None


def best(kept: Iterable[Kept]) -> list[Kept]:
    """Those with anything met, by share and then by number; the earlier of her list first among equals."""
    met = (each for each in kept if each.tally.met)
    return sorted(met, key=lambda each: (each.tally.share or 0.0, each.tally.met), reverse=True)


def kindest(facts: Facts) -> Kindest:
    """The first that is true, in the order of ``Kind``."""
    if facts.is_back:
        return Kindest(Kind.WELCOME_BACK)
    ranked = best(facts.kept)
    if most := [each for each in ranked if each.is_most]:
        return Kindest(Kind.MOST_SO_FAR, most[0])
    if good := [each for each in ranked if each.is_good]:
        return Kindest(Kind.BEST, good[0])
    return Kindest(_of_the_week(facts))


def _of_the_week(facts: Facts) -> Kind:
    if not facts.days_ever:
        return Kind.NOTHING_YET
    is_all = 0 < facts.week.counted == facts.week.met
    if is_all and facts.is_week_whole and facts.days_recorded >= _DAYS_OF_A_START:
        return Kind.ALL_WEEK
    if not facts.days_recorded:
        return Kind.SET_ASIDE if facts.is_set_aside else Kind.NEW_WEEK
    return Kind.FIRST_DAY if facts.days_ever < _DAYS_OF_A_START else Kind.THIS_WEEK
