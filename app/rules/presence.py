"""On how many days there was anything, and for which reasons days were left out; nothing is imputed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from app.rules import figures
from app.rules.habits import Habit

# Imported by name: in these functions ``marks`` is the mapping.
from app.rules.marks import Mark, Skip, Spell, State, reason_of, state

ByReason = tuple[tuple[Skip, int], ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """Of some days: ``recorded`` have anything, of ``counted``; ``set_aside`` are not among those.

    Counted are the days on which any habit was hers, without those set aside; what is recorded on others
    is not told here. Those of parts add up.
    """

    recorded: int = 0
    counted: int = 0
    set_aside: int = 0

    def __add__(self, other: "Presence") -> "Presence":
        return Presence(
            self.recorded + other.recorded, self.counted + other.counted, self.set_aside + other.set_aside
        )


def presence(
    hers: Iterable[tuple[Habit, Sequence[Spell]]],
    on: Iterable[date],
    *,
    recorded_days: Set[date],
    today: date | None = None,
) -> Presence:
    """How the days ``on``, none of them to come, are told: ``hers`` are all habits and their spells.

    ``today`` counts only once something is recorded, or when it is set aside.
    """
    hers, on = tuple(hers), tuple(on)
    aside = figures.days_set_aside(hers, on, recorded_days=recorded_days)
    lived = {day for day in on if any(habit.is_lived_on(day) for habit, _ in hers)}
    is_open = today in lived and today not in recorded_days and today not in aside
    return Presence(len(lived & recorded_days), len(lived) - len(aside) - is_open, len(aside))


def days_by_reason(left_out: Iterable[tuple[date, Skip | None]]) -> ByReason:
    """For each reason on how many days something was left out for it, in the order of ``Skip``.

    A day on which several habits were left out for one reason counts once. Days without a reason are none.
    """
    seen: dict[Skip, set[date]] = {}
    for day, reason in left_out:
        if reason is not None:
            seen.setdefault(reason, set()).add(day)
    return tuple((reason, len(seen[reason])) for reason in Skip if reason in seen)


def skips_of(
    habit: Habit, marks: Mapping[date, Mark], *, spells: Sequence[Spell] = ()
) -> Iterator[tuple[date, Skip | None]]:
    """The days whose state is skipped, with the reason: a skip in a spell, or on a day not due, is none."""
    for day, mark in marks.items():
        if mark.skip is not None and state(habit, day, mark, today=day, spells=spells) is State.SKIPPED:
            yield day, mark.skip


def left_out(
    habit: Habit,
    marks: Mapping[date, Mark],
    *,
    on: Iterable[date],
    today: date,
    spells: Sequence[Spell] = (),
) -> ByReason:
    """For each reason how many of one habit's days were skipped or lay in a spell without an amount."""
    return days_by_reason((day, _reason(habit, day, marks.get(day), today, spells)) for day in on)


def _reason(habit: Habit, day: date, mark: Mark | None, today: date, spells: Sequence[Spell]) -> Skip | None:
    outcome = state(habit, day, mark, today=today, spells=spells)
    is_left_out = outcome in (State.SKIPPED, State.PAUSED)
    return reason_of(day, mark, spells=spells) if is_left_out else None
