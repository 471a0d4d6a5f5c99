"""A quiet welcome after a silence: whether she is back, and what of her habits has stayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.checklist.queries import Chosen, Record
from app.rules import figures, lapses, streaks
from app.rules.lapses import Lapse

MOST_KEPT = 2
# A smaller strength, in per cent, is no comfort to be welcomed back with.
LEAST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Welcome:
    """What she is welcomed back with.

    ``kept`` are her strongest habits by name, with the strength that is left (0.2 to 1), strongest first.
    A limit is none of them: it is as strong when nothing is recorded. ``has_begun``: there is a record again.
    """

    kept: tuple[tuple[str, float], ...]
    has_begun: bool


def welcome(record: Record, *, strengths: Mapping[int, float], since: date, today: date) -> Welcome | None:
    """The welcome of today; None without a lapse, and for who has never recorded anything.

    The record has every day from ``since`` on; ``strengths`` are those of yesterday, by habit. No query: what
    was recorded before ``since`` follows from the standings.
    """
    recorded = figures.reported_days(record.marks.values(), (day for day, _ in record.eaten))
    hers = [(each.habit, each.spells) for each in record.chosen]
    lapse = lapses.to_welcome(hers, recorded_days=recorded, since=since, today=today)
    if lapse is None or not _has_earlier_record(lapse, record):
        return None
    strongest = sorted(
        ((each.name, strengths.get(each.id, 0.0)) for each in record.chosen if not each.habit.is_limit),
        key=lambda each: -each[1],
    )
    kept = [each for each in strongest if streaks.percent(each[1]) >= LEAST_KEPT]
    return Welcome(tuple(kept[:MOST_KEPT]), has_begun=lapse.returned is not None)


def _has_earlier_record(lapse: Lapse, record: Record) -> bool:
    return lapse.last_recorded is not None or any(
        _was_kept_before(each, lapse.returned) for each in record.chosen
    )


def _was_kept_before(chosen: Chosen, returned: date | None) -> bool:
    """Whether the standing tells of a record before the return, which it may hold itself."""
    standing = chosen.standing
    if returned is not None and standing.through >= returned:
        return standing.best > 1
    return standing.best > 0 or (standing.strength > 0 and not chosen.habit.is_limit)
