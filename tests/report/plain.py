"""Reports composed of plain values without a database: habits, marks, and what she brings to a visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from app.accounts.models import User
from app.catalogue import book
from app.checklist import own_habits
from app.checklist.models import Habit as HabitRow
from app.checklist.queries import Chosen, Record
from app.report import gather
from app.report.gather import Extras
from app.report.model import Included, Report
from app.rules import habits, streaks
from app.rules.habits import Direction, Goal, Measure, Period, SetBy
from app.rules.marks import Mark, Skip, Spell
from app.rules.partial_days import PartialDay
from app.visits import brought
from app.visits.brought import NOTHING, Brought
from app.visits.models import Harm, ResultKind, Site

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
FIRST, LAST = date(2026, 8, 24), date(2026, 11, 21)
BEFORE = date(2026, 6, 1)
EVERYTHING = Included(has_birth_date=True, has_notes=True, has_details=True)


@dataclass(frozen=True)
class Kept:
    """A habit with what was recorded of it: a number is an amount, a reason a skip."""

    slug: str
    on: Mapping[date, float | Skip] = field(default_factory=dict)
    goal: float = 5
    name: str = ""
    unit: str = ""
    measure: Measure = Measure.AMOUNT
    period: Period = Period.DAY
    direction: Direction = Direction.AT_LEAST
    weekdays: frozenset[int] = habits.EVERY_DAY
    started_on: date = BEFORE
    ended_on: date | None = None
    set_by: SetBy = SetBy.SELF
    set_by_name: str = ""
    spells: tuple[Spell, ...] = ()


def report(
    *kept: Kept,
    first: date = FIRST,
    last: date = LAST,
    included: Included | None = None,
    brings: Brought = NOTHING,
    notes: Mapping[tuple[int, date], str] | None = None,
    name: str = "Anna Example",
    week_start: int = 0,
) -> Report:
    """The report of a person in Prague on 22 November; habits are numbered from 1."""
    chosen = tuple(_chosen(number, each) for number, each in enumerate(kept, start=1))
    held = {number: _marks(each) for number, each in enumerate(kept, start=1)}
    included = included or Included()
    return gather.compose(
        User(id=1, name=name, zone="Europe/Prague", locale="en_GB", week_start=week_start, created_at=NOW),
        Record(chosen, held, notes=notes or {}),
        began=min((each.started_on for each in kept), default=None),
        first=first,
        last=last,
        today=TODAY,
        now=NOW,
        extras=Extras(
            included=included,
            birth_date=date(1957, 3, 8) if included.has_birth_date else None,
            brought=brings,
        ),
    )


def _chosen(number: int, kept: Kept) -> Chosen:
    goal = Goal(kept.started_on, kept.goal, kept.set_by, kept.set_by_name, set_on=kept.started_on)
    habit = habits.Habit(
        measure=kept.measure,
        goals=(goal,),
        started_on=kept.started_on,
        direction=kept.direction,
        period=kept.period,
        weekdays=kept.weekdays,
        ended_on=kept.ended_on,
    )
    entry = book.book().habit(kept.slug) if kept.slug else own_habits.entry_of(_row(kept), goals=[kept.goal])
    name = kept.name or entry.name
    standing = streaks.start(habit)
    return Chosen(number, name, habit, entry, "", number, standing, spells=kept.spells)


def _row(kept: Kept) -> HabitRow:
    return HabitRow(
        user_id=1,
        name=kept.name,
        measure=kept.measure,
        direction=kept.direction,
        period=kept.period,
        unit=kept.unit,
        started_on=kept.started_on,
        created_at=NOW,
    )


def _marks(kept: Kept) -> dict[date, Mark]:
    return {
        day: Mark(skip=held) if isinstance(held, Skip) else Mark(amount=held) for day, held in kept.on.items()
    }


def quarter() -> Sequence[Kept]:
    """One habit of each kind with some days of each state."""
    every = [date.fromordinal(number) for number in range(FIRST.toordinal(), LAST.toordinal() + 1)]
    pattern: tuple[float | Skip | None, ...] = (5.0, 6.0, 3.0, 0.0, Skip.ILL, None, 5.0, 5.0)
    signs = {day: pattern[day.toordinal() % len(pattern)] for day in every}
    prunes = {day: sign for day, sign in signs.items() if sign is not None}
    doctor = {"set_by": SetBy.DOCTOR, "set_by_name": "Dr Novak"}
    return (
        Kept("prunes", prunes, name="Prunes"),
        Kept("vitamin-d", dict.fromkeys(every[:80], 1000.0), goal=1000, **doctor),  # type: ignore[arg-type]
        Kept("alcohol", {day: float(day.day % 3) for day in every}, goal=1, direction=Direction.AT_MOST),
        Kept("bone-medicine", dict.fromkeys(every[::2], 1.0), goal=1, measure=Measure.CHECK),
        Kept("weight-bearing", dict.fromkeys(every[2::7], 90.0), goal=150, period=Period.WEEK),
        Kept(
            "strength",
            dict.fromkeys(every[::4], 1.0),
            goal=2,
            measure=Measure.CHECK,
            period=Period.WEEK,
            set_by=SetBy.PHYSIOTHERAPIST,
        ),
        Kept("", {LAST: 2.0}, goal=3, name="Dessert", unit="glasses of café"),
    )


def everything() -> Brought:
    """Something of each kind that she can bring."""
    return Brought(
        visit=brought.Visit(1, date(2026, 11, 25), "Dr Novak"),
        questions=(brought.Question(1, "How long shall I take the tablets?"),),
        results=(
            brought.Result(
                1,
                ResultKind.BONE_DENSITY,
                Site.LUMBAR_SPINE,
                "",
                "",
                "-2.10",
                "",
                PartialDay(2026, 10, 2),
                "Letter",
            ),
            brought.Result(
                2, ResultKind.VITAMIN_D, None, "", "<", "71.0", "nmol/L", PartialDay(2026, 10), ""
            ),
            brought.Result(3, ResultKind.VITAMIN_D, None, "", "", "28", "ng/mL", PartialDay(2025), ""),
            brought.Result(4, ResultKind.OTHER, None, "CTX", "", "0.350", "µg/L", PartialDay(2026, 10), ""),
            brought.Result(5, ResultKind.OTHER, None, "Grip", "", "21", "kilos", PartialDay(2026, 10), ""),
        ),
        medicines=(
            brought.Medicine(1, "Alendronate", "70 mg once a week", PartialDay(2026, 3), None),
            brought.Medicine(2, "Letrozole", "", None, PartialDay(2025)),
        ),
        falls=(brought.Fall(1, PartialDay(2026, 9, 12), Harm.MINOR, "On the stairs"),),
        fractures=(brought.Fracture(1, PartialDay(2019), "wrist", "Slipped on ice"),),
        notes=(brought.Note(1, date(2026, 11, 1), "Back pain in the mornings"),),
    )
