"""What she asks by text, answered in one segment: her week, her month, her plants, her streaks, a habit."""

import math
from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from app import words
from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import daysheet, plant_weeks, queries, streak_wording, wording
from app.checklist.queries import Chosen, Days, Record
from app.checklist.rows import Row
from app.progress import months
from app.progress import wording as month_words
from app.progress.months import HabitMonth
from app.reminders import about, plant_nudges
from app.reminders.answered import begun_with
from app.reminders.models import Meaning
from app.rules import days, figures, marks, streaks, texts
from app.rules.days import Week
from app.rules.habits import Measure
from app.rules.marks import State
from app.rules.presence import Presence

# How much of one segment the habits whose streak is over may take beside those that run.
ROOM_FOR_STRENGTHS = 75

ASKED = frozenset(
    {Meaning.WEEK, Meaning.MONTH, Meaning.PLANTS, Meaning.STREAK, Meaning.ABOUT, Meaning.SUMMARY}
)
# What one habit comes to: how far it got, 0 to 1, and the words for it.
Said = tuple[float, str]


def text_of(
    session: Session,
    user: User,
    *,
    meaning: Meaning,
    payload: dict[str, Any],
    now: datetime,
    whose: str = "",
) -> str:
    """The answer to a question of hers, one segment of GSM-7, from her record as it is now.

    ``payload`` is what inbound noted of an ``ABOUT``: see ``about.noted``. Raises KeyError for a meaning that
    is no question of this module. ``whose``: the name that a list begins with where she shares a number.
    """
    today = accounts.today_of(user, now=now)
    if meaning is Meaning.ABOUT:
        return about.text_of(session, user, payload=payload, today=today)
    if meaning is Meaning.SUMMARY:
        return texts.to_gsm(_("The link to your summary comes in a text of its own."))
    answers = {Meaning.WEEK: week, Meaning.MONTH: month, Meaning.PLANTS: plants, Meaning.STREAK: streak}
    return answers[meaning](session, user, today=today, whose=whose)


def week(session: Session, user: User, *, today: date, whose: str = "") -> str:
    """What the running week holds so far, the fullest first."""
    this_week = days.week_of(today, week_start=user.week_start)
    record = queries.record_between(session, user, first=this_week.first, last=today)
    if not record.chosen:
        return _no_habits()
    said = [_of_week(each, record.of(each.id), this_week, today, user.week_start) for each in record.chosen]
    recorded = figures.reported_days(record.marks.values(), (day for day, _plant in record.eaten))
    if not any(said):
        return _nothing_counts(record, this_week, recorded, today)
    if recorded.isdisjoint(this_week.days):
        return texts.to_gsm(_("Nothing is recorded yet this week, and there is time. ? shows today."))
    return _listed(begun_with(whose, _("Week:")), _fullest_first(said), ".")


def _nothing_counts(record: Record, this_week: Week, recorded: Set[date], today: date) -> str:
    """That days are set aside, or that nothing counts yet."""
    hers = [(each.habit, each.spells) for each in record.chosen]
    begun = days.days_between(this_week.first, today)
    aside = figures.days_set_aside(hers, begun, recorded_days=recorded)
    if not aside:
        return texts.to_gsm(_("Nothing counts yet this week. ? shows what is open today."))
    return texts.fit(_("Week:"), [], month_words.set_aside_of(Presence(set_aside=len(aside))))


def _of_week(chosen: Chosen, on: Days, this_week: Week, today: date, week_start: int) -> Said | None:
    """A daily habit's days that count, a weekly one's sum; None while nothing counts or it is set aside."""
    if chosen.habit.is_weekly:
        state = marks.week_state(chosen.habit, this_week, on, today=today, spells=chosen.spells)
        return _of_sum(chosen, on, this_week, today) if state is not State.PAUSED else None
    tally = figures.tally(
        chosen.habit,
        on,
        first=this_week.first,
        last=today,
        today=today,
        spells=chosen.spells,
        week_start=week_start,
    )
    kept = month_words.kept_in_short(chosen, tally)
    return (tally.share or 0.0, kept) if kept else None


def _of_sum(chosen: Chosen, on: Days, this_week: Week, today: date) -> Said | None:
    """The week's sum; None of a limit without a record, which would read as if it had been kept."""
    amounts = marks.amounts(chosen.habit, on, on=this_week.days)
    if chosen.habit.is_limit and not amounts:
        return None
    total = math.fsum(amounts)
    goal = chosen.habit.goal_on(min(chosen.habit.ended_on or today, today))
    values = {
        "habit": chosen.entry.short,
        "total": words.number(total),
        "goal": _with_unit(chosen, goal.amount),
    }
    if chosen.habit.is_limit:
        is_within = chosen.habit.is_met_by(total, goal=goal)
        return float(is_within), _("%(habit)s %(total)s, at most %(goal)s", **values)
    reached = min(total / goal.amount, 1.0) if goal.amount else 1.0
    return reached, _("%(habit)s %(total)s of %(goal)s", **values)


def _with_unit(chosen: Chosen, amount: float) -> str:
    """The amount with its unit, unless the habit's name says it: "150 min", "30" of plants, "2" of times."""
    entry = chosen.entry
    is_said = entry.units.casefold() == entry.short.casefold()
    if is_said or chosen.habit.measure is not Measure.AMOUNT:
        return words.number(amount)
    return wording.short_amount(entry, amount)


def month(session: Session, user: User, *, today: date, whose: str = "") -> str:
    """The month so far in the figures of its page, the habit kept best first."""
    of = months.read(session, user, first=today.replace(day=1), today=today)
    name = words.month(of.first)
    if not of.habits:
        return _no_habits()
    if not of.presence.recorded:
        return texts.fit(
            _("%(month)s so far:", month=name),
            [],
            month_words.set_aside(of) or _("nothing recorded yet, and there is time. ? shows today."),
        )
    said = [_of_month(each) for each in of.habits]
    if not any(said):
        return texts.fit(_("%(month)s so far:", month=name), [], month_words.recorded(of))
    head = begun_with(whose, _("%(month)s so far:", month=name))
    return _listed(head, _fullest_first(said), f". {month_words.recorded(of)}")


def _of_month(of: HabitMonth) -> Said | None:
    """Its days or weeks that were kept; while no week is over, what it has come to."""
    kept = month_words.kept_in_short(of.chosen, of.tally)
    if kept:
        return of.tally.share or 0.0, kept
    total = _with_unit(of.chosen, of.total)
    return (0.0, f"{of.chosen.entry.short} {total}") if of.total else None


def plants(session: Session, user: User, *, today: date, whose: str = "") -> str:
    """How many plants so far this week, which families are missing, and one idea for them."""
    this_week = days.week_of(today, week_start=user.week_start)
    eaten = plant_weeks.read(session, user, week=this_week)
    count = plant_weeks.count_of(session, user, of=eaten, today=today)
    if count is None:
        return texts.to_gsm(_("Plants are not on your list yet. WEB sends a link where you can add them."))
    ideas = plant_weeks.suggestions_for(session, user, of=eaten)
    idea = _("Perhaps %(plant)s.", plant=ideas[0].plants[0].name.lower()) if ideas else ""
    if not count.count:
        head = _("No plants recorded yet this week. Each one counts once, a pinch of herbs too.")
        return texts.fit(head, [], idea)
    head = f"{plant_nudges.sentence(count)}."
    if not eaten.missing:
        return texts.fit(head, [], _("Every family is there."))
    missing = [wording.family(each) for each in eaten.missing]
    head = " ".join((begun_with(whose, head), _("Still missing:")))
    return _listed(head, missing, f". {idea}".rstrip())


def streak(session: Session, user: User, *, today: date, whose: str = "") -> str:
    """What runs in a row, with the best; of a streak that is over, the strength that remains."""
    rows = daysheet.read(session, user, day=today, today=today).rows
    if not rows:
        return _no_habits()
    running = [_in_a_row(row) for row in rows if row.streak]
    kept = [said for row in rows if not row.streak and (said := _strength(row))]
    if running and kept:
        room = _room_beside(running, kept)
        tail = texts.fit(_("Strength kept:"), _with_commas(kept), "", limit=room)
        return _listed(begun_with(whose, _("In a row now:")), running, f". {tail}.")
    if running:
        return _listed(begun_with(whose, _("In a row now:")), running, ".")
    if kept:
        after = ". " + _("A new run can begin any day.")
        return _listed(begun_with(whose, _("Strength kept:")), kept, after)
    return texts.to_gsm(_("A run begins with the first goal you meet. ? shows what is open today."))


def _room_beside(running: Sequence[str], kept: Sequence[str]) -> int:
    """How many septets the second list may take: fewer when the first one needs an alphabet of 70 units."""
    whole = texts.alphabet_of([*running, *kept])
    return ROOM_FOR_STRENGTHS if texts.alphabet_of(kept) is whole else whole.share(ROOM_FOR_STRENGTHS)


def _in_a_row(row: Row) -> str:
    """ "Prunes 12 days (best 20)", "Walk 3 weeks (your best)"."""
    run = f"{row.chosen.entry.short} {streak_wording.periods(row.chosen.habit, row.streak)}"
    if row.chosen.habit.is_limit:
        run = _("%(text)s within limit", text=run)
    if row.streak == row.best:
        return _("%(run)s (your best)", run=run)
    return _("%(run)s (best %(best)s)", run=run, best=words.number(row.best))


def _strength(row: Row) -> str:
    """As the day's page rounds it; empty where it tells none."""
    share = streaks.percent_told(row.chosen.habit, strength=row.strength, best=row.best)
    return "" if share is None else _("%(habit)s %(percent)d %%", habit=row.chosen.entry.short, percent=share)


def _no_habits() -> str:
    return texts.to_gsm(_("There is no habit on your list now. WEB sends a link to choose one."))


def _fullest_first(said: Iterable[Said | None]) -> list[str]:
    """The words, those first that got furthest; among equals her own order stands."""
    return [text for _reached, text in sorted(filter(None, said), key=lambda each: -each[0])]


def _with_commas(items: Sequence[str]) -> list[str]:
    return [*(f"{item}," for item in items[:-1]), *items[-1:]]


def _listed(head: str, items: Sequence[str], tail: str) -> str:
    """Head, items with commas, and a tail that stands close to the last one, in one segment.

    Where there is room for 70 units only, the tail goes rather than one of the items.
    """
    is_short = texts.alphabet_of([head, *items, tail]) is texts.UCS2
    return texts.fit_first(head, _with_commas(items), (tail, ".") if is_short else (tail,)).text
