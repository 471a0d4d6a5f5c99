"""A month in her words: the same sentences and figures on its page and in its letter."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import goal_wording, streak_wording, wording
from app.checklist.queries import Chosen
from app.checklist.set_aside import SetAside
from app.progress.left_out import LeftOut
from app.progress.months import HabitMonth, Month
from app.rules import figures
from app.rules.habits import Measure
from app.rules.presence import ByReason, Presence
from app.rules.tallies import Tally

MOST_NEW_PLANTS = 8
MOST_STRETCHES = 8
MOST_NAMES = 3
MINUTES = frozenset({"min", "minutes"})


def sentences(of: Month) -> list[str]:
    """The kindest true sentences of the month."""
    return [said for said in (recorded(of), set_aside(of), best(of)) if said]


def recorded(of: Month) -> str:
    """On how many of the days that counted something was recorded; empty when nothing was."""
    return recorded_of(of.presence)


def recorded_of(of: Presence) -> str:
    """The same of any stretch of days."""
    if not of.recorded:
        return ""
    return ngettext(
        "Something recorded on %(done)d of %(num)d day.",
        "Something recorded on %(done)d of %(num)d days.",
        of.counted,
        done=of.recorded,
    )


def nothing_in(of: Presence, name: str) -> str:
    """That a month or year is without a record; empty when it has one, and when all of it is set aside."""
    if of.recorded or (of.set_aside and not of.counted):
        return ""
    return _("Nothing is recorded in %(name)s.", name=name)


def set_aside(of: Month) -> str:
    """How many days she had set aside; empty for none."""
    return set_aside_of(of.presence)


def set_aside_of(of: Presence) -> str:
    """The same of any stretch of days."""
    if not of.set_aside:
        return ""
    return ngettext("%(num)d day set aside.", "%(num)d days set aside.", of.set_aside)


def best(of: Month, *, is_short: bool = False) -> str:
    """The habit that is kept best, and whether that is the most so far; empty when none was met.

    ``is_short``: by its short name and without the rest, where room is scarce.
    """
    kindest = of.kindest
    if kindest is None:
        return ""
    chosen = kindest.chosen
    name = chosen.entry.short if is_short else chosen.name
    return best_of(chosen, kindest.tally, name=name, is_most=kindest.is_most and not is_short)


def best_of(chosen: Chosen, tally: Tally, *, name: str, is_most: bool = False) -> str:
    """What was kept of a habit as a sentence: "Prunes on 19 of 27 days.", and of a limit that it was kept."""
    told = {"habit": words.apart(name), "kept": kept_of(chosen, tally)}
    if chosen.habit.is_limit:
        said = _("%(habit)s: %(kept)s", **told)
    elif chosen.habit.is_weekly:
        said = _("%(habit)s in %(kept)s", **told)
    else:
        said = _("%(habit)s on %(kept)s", **told)
    return _("%(said)s: the most so far.", said=said) if is_most else f"{said}."


def most(of: HabitMonth) -> str:
    """That it was kept more often than in any month before; empty when it was not, or there is none."""
    return _("the most so far") if of.is_most else ""


def in_short(of: HabitMonth) -> str:
    """What stands under a habit's name: share, minutes, and in a month that runs its streak."""
    return " · ".join(filter(None, (most(of), compared(of), minutes(of), streak(of))))


def below(of: HabitMonth, month: Month) -> list[str]:
    """The sentences under a habit's picture: its mean, the plants, and why days were left out."""
    told = [mean(of)]
    if of.chosen.habit.measure is Measure.VARIETY:
        told += [plants(month), new_plants(month)]
    told.append(left_out_days(of))
    return [sentence if sentence.endswith(".") else f"{sentence}." for sentence in told if sentence]


def streak(of: HabitMonth) -> str:
    """What runs in a month that runs, or else the strength that is kept, and the best; empty without any."""
    if of.streak is None or of.best is None:
        return ""
    habit = of.chosen.habit
    kept = streak_wording.percent(habit, strength=of.strength, best=of.best)
    strength = _("strength %(kept)s", kept=kept) if kept else ""
    return ", ".join(filter(None, (streak_wording.in_a_row(habit, of.streak) or strength, _best(of))))


def _best(of: HabitMonth) -> str:
    if not of.best:
        return ""
    if of.best == of.streak:
        return _("your best so far")
    return _("best so far %(best)s", best=streak_wording.periods(of.chosen.habit, of.best))


def facts(of: HabitMonth, month: Month) -> str:
    """All figures of a habit in one line, the plants by name included; empty when there are none yet."""
    figures = [kept(of), most(of), compared(of), minutes(of), mean(of)]
    if of.chosen.habit.measure is Measure.VARIETY:
        figures += [plants(month), new_plants(month).rstrip(".")]
    return " · ".join(filter(None, figures))


def kept(of: HabitMonth) -> str:
    """On how many of its days or weeks a habit was kept; empty when none counted."""
    return kept_of(of.chosen, of.tally)


def kept_of(chosen: Chosen, tally: Tally) -> str:
    """The same of any stretch: "12 of 20 days", of a limit "12 of 20 days within the limit".

    Empty when none counted, and of a limit without a record: that would read as if it had been passed.
    """
    kept = _of_counted(chosen, tally)
    return _("%(kept)s within the limit", kept=kept) if kept and chosen.habit.is_limit else kept


def kept_in_short(chosen: Chosen, tally: Tally) -> str:
    """The same for a text, with the name: "Prunes 12 of 20 days", "Alcohol 12 of 20 days within limit"."""
    kept = _of_counted(chosen, tally)
    if not kept:
        return ""
    text = f"{chosen.entry.short} {kept}"
    return _("%(text)s within limit", text=text) if chosen.habit.is_limit else text


def _of_counted(chosen: Chosen, tally: Tally) -> str:
    met, counted = tally.met, tally.counted
    if not is_told(chosen, tally):
        return ""
    if chosen.habit.is_weekly:
        return ngettext("%(met)d of %(num)d week", "%(met)d of %(num)d weeks", counted, met=met)
    return ngettext("%(met)d of %(num)d day", "%(met)d of %(num)d days", counted, met=met)


def is_told(chosen: Chosen, tally: Tally) -> bool:
    """Whether there is a share to tell: something counted, and of a limit something is recorded."""
    return tally.counted > 0 and (tally.recorded > 0 or not chosen.habit.is_limit)


def percent_of(chosen: Chosen, tally: Tally) -> int | None:
    """The share as it is printed; None while too little counts, and where nothing of it is recorded."""
    return tally.percent if tally.recorded and is_told(chosen, tally) else None


def compared(of: HabitMonth) -> str:
    """The share, and the month before beside it; no per cent while too little counts."""
    now, before = percent_of(of.chosen, of.tally), percent_of(of.chosen, of.before)
    if now is None:
        return ""
    if before is None:
        return _("%(now)d %%", now=now)
    return _("%(now)d %%, the month before %(before)d %%", now=now, before=before)


def mean(of: HabitMonth) -> str:
    """The mean of its whole weeks with the unit; empty for a daily habit, or where none is told."""
    return mean_of_weeks(of.chosen, of.mean)


def mean_of_weeks(chosen: Chosen, value: float | None) -> str:
    """A mean in everyday words: "On average 80 min in a whole week"; empty where none is told."""
    if value is None or not is_mean_told(chosen, value):
        return ""
    return _("On average %(mean)s in a whole week", mean=mean_of(chosen, value))


def is_mean_told(chosen: Chosen, value: float) -> bool:
    """Whether a mean says something: none is told of nothing, except of a limit that was kept so."""
    return value > 0 or chosen.habit.is_limit


def mean_of(chosen: Chosen, value: float) -> str:
    """A mean with its unit, of sessions without one how often: "80 min", "1 plant", "1.7 times"."""
    rounded = figures.rounded(value)
    if chosen.habit.measure is Measure.CHECK and not chosen.entry.units:
        number = words.number(rounded)
        return _("%(number)s time", number=number) if rounded == 1 else _("%(number)s times", number=number)
    return goal_wording.short_amount(chosen.entry, rounded)


def minutes(of: HabitMonth) -> str:
    """All the minutes of the month, and of the month before; empty for none, and in other units."""
    if not of.total or not counts_minutes(of.chosen):
        return ""
    now, before = words.number(of.total), words.number(of.total_before)
    if not of.total_before:
        return _("%(now)s min in all", now=now)
    return _("%(now)s min in all, the month before %(before)s min", now=now, before=before)


def counts_minutes(chosen: Chosen) -> bool:
    """Whether a habit's amounts are minutes."""
    units = (chosen.entry.unit_short, chosen.entry.units)
    return chosen.habit.measure is Measure.AMOUNT and not MINUTES.isdisjoint(units)


def weekly_title(chosen: Chosen) -> str:
    """What a picture of its weeks is called."""
    unit = chosen.entry.units
    if not unit:
        return _("%(habit)s each week", habit=chosen.name)
    return _("%(habit)s each week, in %(unit)s", habit=chosen.name, unit=unit)


def not_met(of: Month) -> str:
    """What the sign of a day on which a goal was not met means; of a limit that it was passed."""
    has_limit = any(each.chosen.habit.is_limit for each in of.habits if each.cells)
    return _("not that day, or over a limit") if has_limit else _("not that day")


def left_out_days(of: HabitMonth) -> str:
    """Why a habit was left out, and on how many of its days: "Left out: ill 3 days, away 2 days."."""
    return left_out_of(of.left_out)


def left_out(of: LeftOut) -> list[str]:
    """What was left out of all habits and why, then the stretches set aside; empty when nothing was."""
    return list(filter(None, (left_out_of(of.skips), _stretches(of))))


def left_out_of(reasons: ByReason) -> str:
    """The days left out for each reason; empty for none."""
    told = (
        ngettext("%(why)s %(num)d day", "%(why)s %(num)d days", number, why=wording.skip(reason))
        for reason, number in reasons
    )
    text = ", ".join(told)
    return _("Left out: %(reasons)s.", reasons=text) if text else ""


def _stretches(of: LeftOut) -> str:
    told = [_stretch(each) for each in of.spells[:MOST_STRETCHES]]
    more = len(of.spells) - MOST_STRETCHES
    if more > 0:
        told.append(ngettext("and %(num)d time more", "and %(num)d times more", more))
    return _("Set aside: %(stretches)s.", stretches="; ".join(told)) if told else ""


def _stretch(of: SetAside) -> str:
    """A stretch set aside: "away 3 Nov to 9 Nov"; for some habits with their names."""
    spell = of.spell
    why, when = wording.skip(spell.reason), wording.day_range(spell.first, spell.last)
    text = _("%(why)s %(days)s", why=why, days=when)
    return _("%(text)s (%(names)s)", text=text, names=listed(of.habits)) if of.habits else text


def listed(names: Sequence[str], *, most: int = MOST_NAMES) -> str:
    """The first few names; the others are counted."""
    text, more = ", ".join(names[:most]), len(names) - most
    return text if more <= 0 else _("%(names)s and %(more)d more", names=text, more=more)


def plants(of: Month) -> str:
    """How many different plants she ate, and in the month before; empty for none."""
    if not of.plants:
        return ""
    now = ngettext("%(num)d different plant", "%(num)d different plants", of.plants)
    if not of.plants_before:
        return now
    return _("%(now)s, the month before %(before)d", now=now, before=of.plants_before)


def new_plants(of: Month) -> str:
    """The plants of the month that she never ate before, some by name; empty for none."""
    names = listed(wording.plants_named(of.new_plants), most=MOST_NEW_PLANTS)
    return _("New this month: %(plants)s.", plants=names) if names else ""
