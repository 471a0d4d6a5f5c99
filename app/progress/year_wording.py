"""A year in her words, in the phrases of the month."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import wording as checklist_wording
from app.checklist.queries import Chosen
from app.progress import wording
from app.progress.years import HabitYear, MonthDays, Part, Year
from app.rules.habits import Measure

MOST_NEW_PLANTS = 12
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class PartWords:
    """A month of a habit as it is printed; ``share`` of 0 to 1 is drawn beside the number."""

    name: str
    number: str
    more: str = ""
    share: float = 0.0
    is_full: bool = False


def sentences(of: Year) -> list[str]:
    """The kindest true sentences of the year."""
    told = of.presence
    return [said for said in (wording.recorded_of(told), wording.set_aside_of(told), best(of)) if said]


def best(of: Year) -> str:
    """The habit that is kept best; empty when none was met."""
    kindest = of.kindest
    if kindest is None:
        return ""
    return wording.best_of(kindest.chosen, kindest.tally, name=kindest.chosen.name)


def kept(of: HabitYear) -> str:
    """On how many of its days or weeks a habit was kept; empty when none counted."""
    return wording.kept_of(of.chosen, of.tally)


def in_short(of: HabitYear) -> str:
    """What stands under a habit's name: its share, its minutes, the mean of its plants."""
    share = wording.percent_of(of.chosen, of.tally)
    told = _("%(now)d\u00a0%%", now=share) if share is not None else ""
    return " · ".join(filter(None, (told, minutes(of), mean(of))))


def minutes(of: HabitYear) -> str:
    """All the minutes of its months; empty for none, and for a habit in other units."""
    if not of.total or not wording.counts_minutes(of.chosen):
        return ""
    return _("%(now)s min in all", now=words.number(of.total))


def mean(of: HabitYear) -> str:
    """The mean of the plants of its weeks; empty without a week that is over."""
    return wording.mean_of_weeks(of.chosen, of.mean)


def days_of(of: MonthDays) -> str:
    """Of how many days of a month something is recorded: "29 of 31"; a dash when none counted."""
    told = of.presence
    return _("%(done)d of %(all)d", done=told.recorded, all=told.counted) if told.counted else NOTHING


def parts_title(of: HabitYear) -> str:
    """What the numbers of a habit's months say."""
    if of.chosen.habit.measure is Measure.VARIETY:
        goal = words.number(of.parts[-1].goal)
        return _("Plants in a week, on average in each month. The goal is %(goal)s.", goal=goal)
    if of.chosen.habit.is_limit:
        return _limit_title(is_weekly=of.chosen.habit.is_weekly)
    return _("Weeks kept in each month") if of.chosen.habit.is_weekly else _("Days kept in each month")


def _limit_title(*, is_weekly: bool) -> str:
    if is_weekly:
        return _("Weeks within the limit in each month")
    return _("Days within the limit in each month")


def parts(of: HabitYear) -> list[PartWords]:
    """A habit's months, each a number and the part of the whole that it is."""
    return [_part(each, of.chosen) for each in of.parts]


def _part(of: Part, chosen: Chosen) -> PartWords:
    name, tally = words.month_alone(of.first), of.tally
    if chosen.habit.measure is Measure.VARIETY:
        reached = (of.mean or 0.0) / of.goal if of.goal else 1.0
        number = words.mean(of.mean) if of.mean is not None else NOTHING
        return PartWords(name, number, share=min(reached, 1.0), is_full=reached >= 1)
    is_told = wording.is_told(chosen, tally)
    kept = _("%(done)d of %(all)d", done=tally.met, all=tally.counted) if is_told else NOTHING
    is_in_minutes = of.total and wording.counts_minutes(chosen)
    more = _("%(number)s min", number=words.number(of.total)) if is_in_minutes else ""
    return PartWords(name, kept, more, share=tally.share or 0.0, is_full=tally.share == 1)


def below(of: HabitYear, year: Year) -> list[str]:
    """The sentences under a habit's months: of weeks in two months, and of plants."""
    told = [_("Weeks that lie in two months count for the year alone.")] if of.chosen.habit.is_weekly else []
    if of.chosen.habit.measure is Measure.VARIETY:
        told += [plants(year), new_plants(year)]
    return [sentence for sentence in told if sentence]


def plants(of: Year) -> str:
    """How many different plants she ate; empty for none."""
    return ngettext("%(num)d different plant.", "%(num)d different plants.", of.plants) if of.plants else ""


def new_plants(of: Year) -> str:
    """The plants of the year that she never ate before, some by name; empty for none."""
    names = checklist_wording.plants_named(of.new_plants)
    if not names:
        return ""
    told = wording.listed(names, most=MOST_NEW_PLANTS)
    return ngettext(
        "%(num)d for the first time: %(plants)s.",
        "%(num)d for the first time: %(plants)s.",
        len(names),
        plants=told,
    )
