"""What a report says, as plain frozen values; the page, the PDF and the sheet are made from nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.checklist.set_aside import SetAside
from app.rules import days
from app.rules.figures import Tally, Trend
from app.rules.habits import Goal
from app.rules.marks import Skip, State
from app.visits.brought import NOTHING, Brought


class DayOutcome(StrEnum):
    """What a day came to over all daily habits that were due on it."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    SET_ASIDE = "set_aside"
    NOTHING = "nothing"
    NOT_DUE = "not_due"


class LogPeriod(StrEnum):
    """What a row of the log stands for: a daily habit's day, or a day in a weekly habit's week.

    Only a daily habit's day carries a state; a weekly habit's weeks are judged whole (``LogWeek``).
    """

    DAY = "day"
    DAY_IN_WEEK = "day_in_week"


@dataclass(frozen=True, slots=True)
class Unit:
    """The catalogue's words for an amount: of one, of many, short; all empty for a check."""

    one: str
    many: str
    short: str


@dataclass(frozen=True, slots=True)
class HabitFacts:
    """What a row says of the habit itself.

    ``goal`` is in force on the last day it was hers in the period. ``goal_since``, ``started_on`` and
    ``ended_on`` are set only when they fall inside the period; ``goal_before`` is the goal at its beginning,
    where ``goal_since`` is set. ``weekdays`` (Monday is 0) is empty when it
    is due on all of them, or on one day of the month, which the goal names. ``slug`` is the catalogue's name
    of it, empty for one of her own; ``habit_id`` tells two of one name apart.
    """

    name: str
    unit: Unit
    is_check: bool
    is_limit: bool
    goal: Goal
    goal_since: date | None
    weekdays: tuple[int, ...]
    started_on: date | None
    ended_on: date | None
    slug: str = ""
    habit_id: int = 0
    goal_before: Goal | None = None


@dataclass(frozen=True, slots=True)
class DailyRow:
    """A daily habit over the period; ``shares`` (0 to 1) are of the report's weeks, None without a record.

    ``weeks`` are the tallies of the same weeks, whatever their record; ``longest_gap`` counts due days of the
    period. ``mean`` is in the habit's unit per recorded day, None for a check and without a record. ``trend``
    is of shares; of a limit on an amount it is of means, since there "less" speaks of the amount.
    """

    facts: HabitFacts
    tally: Tally
    mean: float | None
    shares: tuple[float | None, ...]
    trend: Trend
    weeks: tuple[Tally, ...] = ()
    longest_gap: int = 0


@dataclass(frozen=True, slots=True)
class WeekValue:
    """One week of a weekly habit, under the goal in force in it.

    ``amount`` is None without a record, and in a week that was not due or is set aside. It is in the means
    and trends only when ``is_reported``: a reported week with at least 4 days that were hers.
    """

    first: date
    amount: float | None
    goal: float
    state: State
    is_reported: bool = True


@dataclass(frozen=True, slots=True)
class WeeklyRow:
    """A weekly habit; ``tally`` and ``mean`` are of the period's whole weeks, ``weeks`` of the report's.

    ``longest_gap`` counts whole weeks of the period.
    """

    facts: HabitFacts
    tally: Tally
    mean: float | None
    weeks: tuple[WeekValue, ...]
    trend: Trend
    longest_gap: int = 0


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """How many of the daily habits that counted on a day were met; the reason when all were set aside."""

    day: date
    outcome: DayOutcome
    met: int
    counted: int
    reason: Skip | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much there is to judge by; ``counted + before + between + set_aside`` are the days of the period.

    ``before`` are the days of the period before her very first habit, ``began`` the day of it when it
    falls inside the period, ``between`` later ones on which no habit was hers. ``set_aside`` are the days
    without a record on which every habit was in a spell. None of these are counted, and ``percent`` is of
    the others. ``skips`` count the days on which any habit was skipped, by reason; ``spells`` are the
    stretches set aside for any habit.
    """

    days: int
    recorded: int
    blank: int
    before: int
    between: int
    set_aside: int
    began: date | None
    percent: int | None
    skips: tuple[tuple[Skip, int], ...]
    spells: tuple[SetAside, ...] = ()

    @property
    def counted(self) -> int:
        """The days that ``recorded`` is a part of."""
        return self.recorded + self.blank


@dataclass(frozen=True, slots=True)
class Included:
    """What of hers a summary holds beside the figures and her questions; the defaults are the safe ones.

    ``has_events``: results, medicines, falls and fractures. ``has_notes``: the notes she wrote for it, and in
    the CSV file those of single days. ``has_details``: a second sheet of weekly tables and sources.
    """

    has_name: bool = True
    has_birth_date: bool = False
    has_notes: bool = False
    has_events: bool = True
    has_details: bool = False


USUALLY = Included()


@dataclass(frozen=True, slots=True)
class Reminded:
    """Reminders of the period's days: accepted by a channel, and those answered by the day's end."""

    sent: int
    answered: int


@dataclass(frozen=True, slots=True)
class LogRow:
    """One habit on one day; the empty fields do not apply. ``note`` is hers of that habit on that day.

    ``goal`` is in force on the day, of a weekly habit too, though its week is judged by that of its last day.
    """

    period: LogPeriod
    day: date
    habit: str
    state: State | None
    amount: float | None
    unit: str
    goal: Goal
    skip: Skip | None
    note: str = ""
    habit_id: int = 0


@dataclass(frozen=True, slots=True)
class LogWeek:
    """One habit in one week; the tallies of a habit's weeks add up to that of its row.

    Of a daily habit also the weeks at the ends of the period, as far as they lie in it (``days`` of them),
    each day judged by its own goal; it has no ``state``. Of a weekly habit whole weeks alone; one set aside
    has an empty tally. ``amount`` is the sum, None without one. ``goal`` is that of the last of the days.
    ``days_recorded`` counts the days with anything recorded, for whichever habit.
    """

    first: date
    days: int
    habit: str
    is_weekly: bool
    state: State | None
    tally: Tally
    amount: float | None
    unit: str
    goal: Goal
    days_recorded: int
    is_reported: bool
    habit_id: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one person's period. ``weeks`` are the twelve whole ones before its end.

    ``name`` is empty, ``birth_date`` None and ``brought`` without what she did not include.
    The same ``document_id`` on two files means that they say the same: it follows from the person, the
    period, the day it was made on and every value below.
    """

    document_id: str
    name: str
    zone: str
    week_start: int
    first: date
    last: date
    made_on: date
    made_at: datetime
    completeness: Completeness
    weeks: tuple[days.Week, ...]
    daily: tuple[DailyRow, ...]
    weekly: tuple[WeeklyRow, ...]
    calendar: tuple[CalendarDay, ...]
    log: tuple[LogRow, ...]
    included: Included = USUALLY
    birth_date: date | None = None
    brought: Brought = NOTHING
    reminded: Reminded | None = None
    log_weeks: tuple[LogWeek, ...] = ()


class Paper(StrEnum):
    """The sheets the page is laid out for."""

    A4 = "a4"
    LETTER = "letter"
