"""The year of a habit in her words: figures, days, what happened, which weekday leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import goal_wording, streak_wording, wording
from app.checklist.queries import Chosen
from app.progress.habit_years import FEW_WEEKS, MANY_WEEKS, Day, Event, HabitYear
from app.progress.wording import is_mean_told, kept_of, mean_of, percent_of
from app.progress.wording import left_out_of as left_out_words
from app.rules.figures import Records
from app.rules.habits import Measure
from app.rules.marks import State
from app.rules.patterns import Weekday
from app.rules.tallies import Tally


def goal(chosen: Chosen, *, today: date) -> str:
    """Its goal and who set it: "5 prunes a day, set by Dr Novak, 3 November 2026"."""
    day = min(chosen.habit.ended_on or today, today)
    of = chosen.habit.goal_on(day)
    text, who = goal_wording.goal(chosen, of), goal_wording.set_by_and_when(of)
    return _("%(goal)s, set by %(who)s", goal=text, who=who) if who else text


def on_list(chosen: Chosen) -> str:
    """Since when it is hers, or from when to when it was."""
    first, ended = words.full_day(chosen.habit.started_on), chosen.habit.ended_on
    if ended is None:
        return _("On your list since %(day)s.", day=first)
    return _("On your list from %(first)s to %(last)s.", first=first, last=words.full_day(ended))


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure under its name, and what more there is to say about it."""

    name: str
    value: str
    more: str = ""


def headline(of: HabitYear) -> list[Fact]:
    """Where the habit stands: streak, best, strength.

    A streak of nothing is not told: the strength says what is left.
    """
    habit, found = of.chosen.habit, list[Fact]()
    streak = of.now.streak if of.now else 0
    best = max(of.standing.best if of.standing else 0, streak)
    if streak:
        found.append(Fact(_("In a row"), streak_wording.periods(habit, streak)))
    if best:
        found.append(Fact(_("Best so far"), streak_wording.periods(habit, best)))
    strength = of.standing.strength if of.standing else 0.0
    if kept := streak_wording.percent(habit, strength=strength, best=best):
        found.append(Fact(_("Strength") if of.now else _("Strength at the end"), kept))
    return found


def facts(of: HabitYear) -> list[Fact]:
    """Shares, mean and records; left out is what there is nothing to say about."""
    return [fact for fact in (*_lately(of), *_of_the_year(of)) if fact.value]


def _lately(of: HabitYear) -> Iterator[Fact]:
    """The last whole weeks that hold anything; the twelve only where they say more than the four."""
    if of.now is None:
        return
    few, many = of.now.few_weeks, of.now.many_weeks
    if not many.recorded and not many.skipped:
        return
    yield _share(ngettext("The last %(num)d week", "The last %(num)d weeks", FEW_WEEKS), few, of)
    if many.counted > few.counted:
        yield _share(ngettext("The last %(num)d week", "The last %(num)d weeks", MANY_WEEKS), many, of)


def _of_the_year(of: HabitYear) -> Iterator[Fact]:
    yield _share(str(of.year), of.tally, of)
    if of.mean is not None and is_mean_told(of.chosen, of.mean):
        is_weekly = of.chosen.habit.is_weekly
        name = _("On average in a whole week") if is_weekly else _("On average on a recorded day")
        yield Fact(name, mean_of(of.chosen, of.mean))
    yield _recorded(of)


def up_to(of: HabitYear) -> str:
    """What "up to" means, where a share says it; empty elsewhere."""
    tallies = [of.tally, *((of.now.few_weeks, of.now.many_weeks) if of.now else ())]
    if not any(_could_be_more(of.chosen, each) for each in tallies):
        return ""
    if of.chosen.habit.is_weekly:
        return _("“Up to” is what it would be if the weeks not recorded were kept as well.")
    return _("“Up to” is what it would be if the days not recorded were kept as well.")


def no_figures(of: HabitYear) -> str:
    """What is said while there is no figure: that the first week runs, or that they come with records."""
    if any(day.amount is not None for day in of.days):
        return _("The figures begin when the first week is over.")
    return _("The figures come with what you record.")


def strength(chosen: Chosen) -> str:
    """How the strength moves."""
    if chosen.habit.is_limit:
        return _("It grows as you stay within the limit, and going over it once takes little away.")
    return _("It grows as you keep the habit, and one day without takes little away.")


def _share(name: str, tally: Tally, of: HabitYear) -> Fact:
    """How much was kept: "52 of 80 days", and "65 %, up to 81 %"."""
    return Fact(name, kept_of(of.chosen, tally), _percents(of.chosen, tally))


def _percents(chosen: Chosen, tally: Tally) -> str:
    if percent_of(chosen, tally) is None:
        return ""
    if not _could_be_more(chosen, tally):
        return _("%(now)d\u00a0%%", now=tally.percent)
    return _("%(now)d\u00a0%%, up to %(upper)d\u00a0%%", now=tally.percent, upper=tally.upper_percent)


def _could_be_more(chosen: Chosen, tally: Tally) -> bool:
    """Whether the share is printed with its upper bound."""
    return percent_of(chosen, tally) not in (None, tally.upper_percent)


def _recorded(of: HabitYear) -> Fact:
    """How much of what was due is recorded, with a word where that is little; empty for nothing at all."""
    tally = of.tally
    done = tally.recorded + tally.skipped
    if of.chosen.habit.is_weekly:
        text = ngettext("%(done)d of %(num)d week", "%(done)d of %(num)d weeks", tally.due, done=done)
    else:
        text = ngettext("%(done)d of %(num)d day", "%(done)d of %(num)d days", tally.due, done=done)
    few = {
        Records.ENOUGH: "",
        Records.FEW: _("few records"),
        Records.NOT_ENOUGH: _("not enough records to go by yet"),
    }[tally.records]
    return Fact(_("Recorded"), text if done else "", few)


def day(of: HabitYear, each: Day, *, named: Mapping[State, str]) -> str:
    """A day in words: "3 Nov: goal met, 6 prunes"; ``named`` are the ``states`` of the habit."""
    is_empty = each.state is State.NOT_DUE and of.chosen.habit.is_weekly
    held = _held(of.chosen, each, _("nothing recorded") if is_empty else named[each.state])
    return _("%(day)s: %(held)s", day=words.short_day(each.day), held=held)


def _held(chosen: Chosen, each: Day, said: str) -> str:
    """The state as it is said, with the reason or the amount."""
    if each.reason is not None:
        return _("%(state)s, %(reason)s", state=said, reason=wording.skip(each.reason))
    is_told = each.amount is not None and chosen.habit.measure is not Measure.CHECK
    if each.amount is None or not is_told or (each.amount == 0 and not chosen.habit.is_limit):
        return said
    amount = goal_wording.short_amount(chosen.entry, each.amount) if each.amount else _("none")
    return _("%(state)s, %(amount)s", state=said, amount=amount)


def states(chosen: Chosen) -> dict[State, str]:
    """What each state is called for this habit: a limit is kept, a day of a weekly one only recorded."""
    named = {state: wording.state(state) for state in State} | {State.PAUSED: _("set aside")}
    if chosen.habit.is_weekly:
        named[State.MET] = _("recorded")
    elif chosen.habit.is_limit:
        named |= {State.MET: _("within the limit"), State.NOT_MET: _("over the limit")}
    return named


def event(of: HabitYear, each: Event) -> str:
    """What happened: "From 3 Nov: 6 prunes a day, set by Dr Novak", "2 Nov to 6 Nov: away"."""
    if each.goal is not None:
        text, who = goal_wording.goal(of.chosen, each.goal), goal_wording.set_by(each.goal)
        text = _("%(goal)s, set by %(who)s", goal=text, who=who) if who else text
        return _("From %(day)s: %(goal)s", day=_date(of, each.first), goal=text)
    if each.last is None:
        return _("From %(day)s: off your list", day=_date(of, each.first))
    why = wording.skip(each.reason) if each.reason is not None else _("off your list")
    return _("%(days)s: %(why)s", days=_dates(of, each.first, each.last), why=why)


def _dates(of: HabitYear, first: date, last: date) -> str:
    if first == last:
        return _date(of, first)
    return _("%(first)s to %(last)s", first=_date(of, first), last=_date(of, last))


def _date(of: HabitYear, on: date) -> str:
    """Without the year of the page."""
    return words.short_day(on) if on.year == of.year else words.full_day(on)


def left_out(of: HabitYear) -> str:
    """The days set aside, by reason: "Left out: ill 4 days, away 7 days."; empty for none."""
    return left_out_words(of.left_out)


def lead(of: HabitYear) -> str:
    """The weekday that clearly leads: "Most often on Tuesdays."; empty without one.

    Of a daily habit it is the one kept best: another that is due more often may be kept on more days.
    """
    number = of.pattern.lead
    if number is None:
        return ""
    return _most_often(number) if of.chosen.habit.is_weekly else _kept_best(number)


def _kept_best(number: int) -> str:
    return (
        _("Kept best on Mondays."),
        _("Kept best on Tuesdays."),
        _("Kept best on Wednesdays."),
        _("Kept best on Thursdays."),
        _("Kept best on Fridays."),
        _("Kept best on Saturdays."),
        _("Kept best on Sundays."),
    )[number]


def _most_often(number: int) -> str:
    return (
        _("Most often on Mondays."),
        _("Most often on Tuesdays."),
        _("Most often on Wednesdays."),
        _("Most often on Thursdays."),
        _("Most often on Fridays."),
        _("Most often on Saturdays."),
        _("Most often on Sundays."),
    )[number]


def weeks(chosen: Chosen) -> str:
    """What a bar of the weeks is."""
    habit = chosen.habit
    if not habit.is_weekly:
        kept = _("Days within the limit each week") if habit.is_limit else _("Days met each week")
        return _("%(what)s; the line shows how many days counted.", what=kept)
    unit = chosen.entry.units or chosen.entry.unit_short
    if habit.measure is Measure.CHECK:
        what = _("How often each week")
    elif habit.measure is Measure.VARIETY:
        what = _("Different plants each week")
    else:
        what = _("%(unit)s each week", unit=unit[:1].upper() + unit[1:] if unit else _("Amount"))
    line = _("the line is the limit") if habit.is_limit else _("the line is the goal")
    return _("%(what)s; %(line)s.", what=what, line=line)


def weekdays(chosen: Chosen) -> str:
    """What a bar of the weekdays is."""
    if not chosen.habit.is_weekly:
        return _("How often it was kept on each weekday.")
    return _("On which weekdays something was recorded.")


def part(chosen: Chosen, each: Weekday) -> str:
    """A weekday's part: "9 of 12" of its days, of a weekly habit "9 days"; a dash where nothing counted."""
    if not each.whole:
        return "–"
    if chosen.habit.is_weekly:
        return ngettext("%(num)d day", "%(num)d days", each.part)
    return _("%(done)d of %(whole)d", done=each.part, whole=each.whole)
