"""At a glance: at most four sentences that are worked out from the report; they praise and blame nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.catalogue.entries import Group
from app.checklist import wording as habit_wording
from app.checklist.set_aside import SetAside
from app.report import brought_words, catalogued, rows
from app.report.model import DailyRow, HabitFacts, Report, WeeklyRow
from app.report.page import Line, Span, cut
from app.report.spans import parted, plain, strong
from app.rules.figures import Records, TrendWord
from app.rules.habits import Measure
from app.rules.marks import Skip

MOST_CHANGES = 4
MOST_EXERCISE = 2
MOST_SPELLS = 2
LONGEST_CHANGE = 70
LONGEST_NAME = 34

_LEAST_TO_COMPARE = 2
_UNBROKEN = str.maketrans(" ", "\N{NO-BREAK SPACE}")


def of(report: Report) -> tuple[tuple[Span, ...], ...]:
    """What happened, what is most and least regular, exercise and plants, what was left out."""
    sentences = (_changes(report), _regular(report.daily), _weeks(report.weekly), _left_out(report))
    return tuple(parted(sentence) for sentence in sentences if sentence)


def _changes(report: Report) -> str:
    """Falls, broken bones, new results, medicines begun or stopped, and goals that are others now."""
    changes = [*brought_words.changes(report), *_goals(report)]
    told = [
        _("%(what)s (%(day)s)", what=strong(cut(each.what, LONGEST_CHANGE)), day=each.day)
        for each in changes[:MOST_CHANGES]
    ]
    more = len(changes) - MOST_CHANGES
    if more > 0:
        told.append(ngettext("and %(num)s more", "and %(num)s more", more))
    return _("In this period: %(changes)s.", changes="; ".join(told)) if told else ""


def _goals(report: Report) -> Iterator[Line]:
    """The goals whose amount is not what it was at the beginning of the period."""
    yield from (line for row in report.daily for line in _goal(row.facts, rows.goal))
    yield from (line for row in report.weekly for line in _goal(row.facts, rows.weekly_goal))


def _goal(facts: HabitFacts, said: Callable[[HabitFacts], str]) -> Iterator[Line]:
    before = facts.goal_before
    if before is None or facts.goal_since is None or before.amount == facts.goal.amount:
        return
    what = _(
        "goal of %(habit)s %(before)s → %(after)s",
        habit=cut(facts.name, LONGEST_NAME),
        before=said(replace(facts, goal=before)),
        after=said(facts),
    )
    yield Line(words.short_day(facts.goal_since), what, "")


def _regular(daily: tuple[DailyRow, ...]) -> str:
    """The daily habits with the largest and the smallest share, where one alone has it; limits are left out.

    Nor are those compared whose share rests on few records: that says how she records, not how she lives.
    """
    known = sorted((row for row in daily if not row.facts.is_limit and _has_share(row)), key=_share)
    if len(known) < _LEAST_TO_COMPARE:
        return ""
    most = "" if _is_shared(known[-2:]) else _("Most regular daily habit: %(habit)s.", habit=_kept(known[-1]))
    least = "" if _is_shared(known[:2]) else _kept(known[0])
    if most and least:
        return _("%(most)s Least regular: %(habit)s.", most=most, habit=least)
    return _("Least regular daily habit: %(habit)s.", habit=least) if least else most


def _kept(row: DailyRow) -> str:
    """Its name and on how many days its goal was met."""
    return _("%(habit)s, %(days)s", habit=_name(row), days=rows.share_of_days(row.tally))


def _has_share(row: DailyRow) -> bool:
    return row.tally.percent is not None and row.tally.records is Records.ENOUGH


def _is_shared(two: list[DailyRow]) -> bool:
    return _share(two[0]) == _share(two[1])


def _share(row: DailyRow) -> float:
    return row.tally.share or 0.0


def _name(row: DailyRow | WeeklyRow) -> str:
    return strong(cut(row.facts.name, LONGEST_NAME))


def _weeks(weekly: tuple[WeeklyRow, ...]) -> str:
    """The means of a week: of what moves her and of plants; where there are none, of her first ones."""
    known = [row for row in weekly if row.mean is not None]
    exercise = [row for row in known if _moves(row)][:MOST_EXERCISE]
    plants = [row for row in known if _is_of_plants(row)]
    told = "; ".join(_week(row) for row in exercise + plants or known[:MOST_EXERCISE])
    return _("Mean of a week: %(habits)s.", habits=told) if told else ""


def _moves(row: WeeklyRow) -> bool:
    entry = catalogued.entry_of(row.facts.slug)
    return entry is not None and entry.group is Group.MOVE


def _is_of_plants(row: WeeklyRow) -> bool:
    entry = catalogued.entry_of(row.facts.slug)
    return entry is not None and entry.measure is Measure.VARIETY


def _week(row: WeeklyRow) -> str:
    name = plain(cut(row.facts.name, LONGEST_NAME))
    mean = _("%(habit)s %(mean)s", habit=name, mean=strong(rows.mean_of_week(row.facts, row.mean or 0.0)))
    if row.trend.word is TrendWord.TOO_FEW:
        return mean
    return _(
        "%(mean)s (last 4 weeks %(trend)s, %(numbers)s)",
        mean=mean,
        trend=rows.trend(row.trend.word),
        numbers=rows.numbers(row).translate(_UNBROKEN),
    )


def _left_out(report: Report) -> str:
    """For what reasons days were skipped, and what was set aside as a whole."""
    of = report.completeness
    skipped = ", ".join(_skipped(reason, number) for reason, number in of.skips)
    aside = ", ".join(_set_aside(each) for each in of.spells[:MOST_SPELLS])
    if len(of.spells) > MOST_SPELLS:
        more = len(of.spells) - MOST_SPELLS
        aside = ngettext(
            "%(spells)s and %(num)d more time", "%(spells)s and %(num)d more times", more, spells=aside
        )
    parts = (
        _("Skipped: %(reasons)s.", reasons=skipped) if skipped else "",
        _("Set aside: %(spells)s.", spells=aside) if aside else "",
    )
    told = " ".join(filter(None, parts))
    return told or (_("No day was skipped or set aside.") if of.recorded else "")


def _skipped(reason: Skip, number: int) -> str:
    why = strong(habit_wording.skip(reason))
    return ngettext(
        "%(why)s on %(days)s day", "%(why)s on %(days)s days", number, why=why, days=words.number(number)
    )


def _set_aside(of: SetAside) -> str:
    spell = of.spell
    when = habit_wording.day_range(spell.first, spell.last)
    text = _("%(why)s %(days)s", why=strong(habit_wording.skip(spell.reason)), days=when)
    names = plain(", ".join(_first_names(of.habits)))
    return _("%(text)s (%(names)s)", text=text, names=names) if names else text


def _first_names(habits: tuple[str, ...]) -> Iterator[str]:
    """The name of the only habit, or how many there are."""
    if len(habits) == 1:
        yield cut(habits[0], LONGEST_NAME)
    elif habits:
        yield ngettext("%(num)s habit", "%(num)s habits", len(habits))
