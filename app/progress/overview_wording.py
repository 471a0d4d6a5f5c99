"""The overview in her words: the kindest true sentence, streak and strength, shares, milestones."""

from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import goal_wording, streak_wording, wording
from app.progress.overview import Card, Glance, Overview
from app.progress.wording import kept_of, percent_of
from app.rules.habits import Habit, Measure
from app.rules.kindness import Kind
from app.rules.milestones import Milestone
from app.rules.tallies import Tally

# Eight whole weeks, and the days before the first of them.
TWO_MONTHS = timedelta(weeks=9)


def kind(of: Overview) -> str:
    """The kindest true sentence."""
    said = of.kindest
    if of.welcome is not None:
        return _("Welcome back.") + " " + wording.welcome_back(of.welcome)
    if said.kept is not None:
        return _of_a_habit(of.card(said.kept.habit_id), is_most=said.kind is Kind.MOST_SO_FAR)
    if said.kind is Kind.NEW_WEEK and not any(card.is_to_come or card.week.due for card in of.cards):
        return _("Nothing is due this week.")
    if said.kind is Kind.SET_ASIDE and of.glance.left_out is not None:
        return wording.spell(of.glance.left_out)
    return {
        Kind.ALL_WEEK: _("Every daily habit on every day of this week so far."),
        Kind.FIRST_DAY: _("Your first day is recorded. It grows from here, day by day."),
        Kind.NEW_WEEK: _("This week begins with the first thing you record."),
        Kind.NOTHING_YET: _("Your first tick begins the picture."),
    }.get(said.kind) or this_week(of.glance)


def _of_a_habit(card: Card, *, is_most: bool) -> str:
    """A habit's last 4 weeks: "Prunes: 24 of 28 days, the most so far."."""
    values = {"habit": words.apart(card.chosen.name), "kept": kept_in(card, card.lately.month)}
    if is_most:
        return _("%(habit)s: %(kept)s, the most so far.", **values)
    if card.chosen.habit.is_weekly:
        return _("%(habit)s in the last 4 weeks: %(kept)s.", **values)
    return _("%(habit)s: %(kept)s in the last 4 weeks.", **values)


def this_week(of: Glance) -> str:
    """On how many days of this week something is recorded; empty before there is one."""
    if not of.days_recorded:
        return ""
    return ngettext(
        "Something recorded on %(done)d of %(num)d day this week.",
        "Something recorded on %(done)d of %(num)d days this week.",
        of.days_counted,
        done=of.days_recorded,
    )


def set_aside(of: Glance) -> str:
    """How many of this week's days are set aside; empty for none."""
    if not of.days_set_aside:
        return ""
    return ngettext("%(num)d day set aside.", "%(num)d days set aside.", of.days_set_aside)


def week_of(card: Card) -> str:
    """This week of a habit: "5 of 6 days", "90 of 150 min", "3 drinks, at most 7 drinks a week"."""
    row, entry = card.row, card.chosen.entry
    if row.is_paused and not row.total:
        return _("set aside")
    if not card.chosen.habit.is_weekly:
        return kept_in(card, card.week) or _nothing_of_the_week(card)
    if card.chosen.habit.is_limit:
        if not row.has_total:
            return _("nothing recorded yet")
        amount = _amount_of_limit(card)
        return _("%(amount)s, %(limit)s", amount=amount, limit=goal_wording.goal(card.chosen, row.goal))
    total, goal = words.number(row.total), row.goal.amount
    if card.chosen.habit.measure is Measure.CHECK:
        return ngettext("%(total)s of %(num)d time", "%(total)s of %(num)d times", int(goal), total=total)
    return _("%(total)s of %(goal)s", total=total, goal=goal_wording.short_amount(entry, goal))


def _nothing_of_the_week(card: Card) -> str:
    if card.week.counted:
        return _("nothing recorded yet")
    if card.is_to_come:
        return _("still to come")
    return _("left out") if card.week.skipped else _("not due this week")


def _amount_of_limit(card: Card) -> str:
    if card.chosen.habit.measure is Measure.CHECK:
        total = int(card.row.total)
        return ngettext("%(num)d time", "%(num)d times", total)
    return goal_wording.short_amount(card.chosen.entry, card.row.total)


def kept_in(card: Card, tally: Tally) -> str:
    """Days or weeks kept, "24 of 28 days"; of a limit with "within the limit"; empty when none counted."""
    return kept_of(card.chosen, tally)


def share(card: Card, tally: Tally) -> str:
    """The same with its percentage, which a small number does not have: "24 of 28 days (86 %)"."""
    kept, share = kept_in(card, tally), percent_of(card.chosen, tally)
    if not kept or share is None:
        return kept
    return _("%(kept)s (%(percent)d\u00a0%%)", kept=kept, percent=share)


def last_weeks(card: Card) -> str:
    """The share of the last 4 weeks; empty while the habit has no record in the last 12."""
    quarter = card.lately.quarter
    return share(card, card.lately.month) if quarter.recorded or quarter.skipped else ""


def last_quarter(card: Card) -> str:
    """The share of the last 12 weeks, which says more than the last 4 when weeks lie before these."""
    return share(card, card.lately.quarter)


def not_yet_comparable(of: Overview) -> str:
    """When a month will stand beside the newest, while no habit has two of them."""
    today = of.glance.today
    if today - (of.began or today) < TWO_MONTHS:
        return _(
            "After about two months there is a month to look back on. It will stand here beside the newest."
        )
    return _("A habit stands here once the last 4 weeks and the 4 before them both have enough records.")


def percent(tally: Tally) -> str:
    """A share as it is printed, "86 %"; empty while too little counts."""
    return "" if tally.percent is None else _("%(percent)d\u00a0%%", percent=tally.percent)


def streak(card: Card) -> str:
    """What runs in a row: "12 days in a row"; empty while nothing does."""
    return streak_wording.in_a_row(card.chosen.habit, card.row.streak)


def strength(card: Card) -> str:
    """The strength she has: "Strength 94 %"; empty where none is told."""
    kept = streak_wording.strength(card.row)
    return _("Strength %(kept)s", kept=kept) if kept else ""


def figures(card: Card) -> list[str]:
    """Streak and strength, as far as there are any: a streak that is over leaves the strength alone."""
    return [said for said in (streak(card), strength(card)) if said]


def best(card: Card) -> str:
    """The best streak, or how the next one starts; nothing is said of the one that ended."""
    count, habit = card.row.best, card.chosen.habit
    best = _("Best so far: %(best)s.", best=streak_wording.periods(habit, count)) if count else ""
    if not card.row.streak:
        return " ".join(filter(None, (_next_run(habit, count), best)))
    return _("Your best so far.") if card.row.streak == count else best


def _next_run(habit: Habit, count: int) -> str:
    if habit.is_limit and habit.is_weekly:
        return _("A run begins with a week within the limit.")
    if habit.is_limit:
        return _("A run begins with a day within the limit.")
    if count:
        return _("A new run begins with the next goal you meet.")
    return _("A run begins with the first goal you meet.")


def curve_title(card: Card) -> str:
    """What the small curve shows."""
    return _("Strength of %(habit)s, 12 weeks", habit=card.chosen.name)


def milestone(of: Milestone) -> str:
    """When a point of the time line comes, by her own calendar."""
    day = words.full_day(of.day)
    if of.has_come:
        return _("Since %(day)s", day=day)
    return _("Next: from %(day)s", day=day) if of.is_next else _("From %(day)s", day=day)


def began(day: date) -> str:
    """From where the time line counts."""
    return _("Counted from your first record, on %(day)s.", day=words.full_day(day))


def given_up(ended_on: date | None) -> str:
    """Until when a habit of the past was hers."""
    return _("Until %(day)s", day=words.full_day(ended_on)) if ended_on else ""
