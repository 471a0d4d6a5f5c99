"""A made-up person's day and month in which every state occurs once; nothing of it is stored."""

from datetime import date, timedelta

from app.catalogue import here
from app.catalogue.entries import HabitEntry
from app.checklist.queries import Chosen, Record
from app.rules import habits, streaks
from app.rules.habits import Goal, SetBy
from app.rules.marks import Mark, Skip

DAY = date(2039, 6, 17)  # still to come: a press on a sample is refused, and changes nothing
LIVED = 60
LONGEST_NAME = "Rhabarberbarbarabarbarbarenbartbarbierbierbarbärbelsbarbierbierbarbarenbart" + "erei!"
EATEN = ("oats", "apple", "kale", "walnut")
WALKS = (0, 1, 15, 16, *range(22, 28), *range(29, 33), *range(36, 42), 44, 47)
FIRST_ID = 9_001


def record(today: date) -> Record:
    """Eight rows in the states a row can have, and some plants."""
    prunes, ferments, vitamin, walk, plants = (
        here.book().habit(slug) for slug in ("prunes", "fermented", "vitamin-d", "weight-bearing", "plants")
    )
    kept = _every_day(today, prunes.goal)
    rows = [
        (_chosen(0, prunes, today, cue="after breakfast"), kept | {today: Mark(amount=3)}),
        (_chosen(1, ferments, today), _every_day(today, ferments.goal) | {today: Mark(amount=ferments.goal)}),
        (_chosen(2, vitamin, today, set_by=SetBy.DOCTOR), _every_day(today, vitamin.goal)),
        (_chosen(3, walk, today), {today - timedelta(days=back): Mark(amount=30) for back in WALKS}),
        (_chosen(4, prunes, today, name="Left out today"), kept | {today: Mark(skip=Skip.ILL)}),
        (_chosen(5, prunes, today, name="Not today"), kept | {today: Mark(amount=0)}),
        (_chosen(6, ferments, today, name=LONGEST_NAME, cue="x" * 60), {}),
        (_chosen(7, plants, today), {}),
    ]
    return Record(
        chosen=tuple(chosen for chosen, _ in rows),
        marks={chosen.id: marks for chosen, marks in rows},
        eaten=tuple((today - timedelta(days=place), plant) for place, plant in enumerate(EATEN)),
    )


def _every_day(today: date, amount: float) -> dict[date, Mark]:
    """Kept on each day of the weeks before, but for one of every other kind of day."""
    past = {today - timedelta(days=back): Mark(amount=amount) for back in range(1, LIVED)}
    return past | {
        today - timedelta(days=19): Mark(amount=amount / 2),
        today - timedelta(days=26): Mark(skip=Skip.AWAY),
        today - timedelta(days=33): Mark(amount=0),
        today - timedelta(days=40): Mark(),
    }


def _chosen(
    place: int,
    entry: HabitEntry,
    today: date,
    *,
    name: str = "",
    cue: str = "",
    set_by: SetBy = SetBy.SELF,
) -> Chosen:
    since = today - timedelta(days=LIVED)
    habit = habits.Habit(
        measure=entry.measure,
        goals=(Goal(since, entry.goal, set_by),),
        started_on=since,
        direction=entry.direction,
        period=entry.period,
    )
    return Chosen(FIRST_ID + place, name or entry.name, habit, entry, cue, place, streaks.start(habit))
