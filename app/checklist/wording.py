"""Habits, goals, states and reasons in her words, for pages, messages and the report alike."""

from collections.abc import Sequence
from datetime import date

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app import words
from app.catalogue.entries import EvidenceWord, HabitEntry
from app.checklist.daysheet import Row
from app.checklist.queries import Chosen
from app.rules.habits import Goal, Measure, SetBy
from app.rules.marks import Skip, State

PLURAL_FROM = 1
LEFT_OUT_SIGN = "~"


def amount(entry: HabitEntry, value: float) -> str:
    """An amount with its unit: "5 prunes", "800 IU", "1 serving"."""
    unit = entry.unit if value == PLURAL_FROM else entry.units
    return f"{words.number(value)} {unit}".strip()


def short_amount(entry: HabitEntry, value: float) -> str:
    """An amount with its short unit where it has one: "30 min"."""
    return f"{words.number(value)} {entry.unit_short}".strip() if entry.unit_short else amount(entry, value)


def goal(chosen: Chosen, of: Goal) -> str:
    """A goal in words: "5 prunes a day", "150 min a week"."""
    if chosen.habit.measure is Measure.CHECK and not chosen.habit.is_weekly:
        return _("every day")
    text = short_amount(chosen.entry, of.amount)
    if chosen.habit.is_limit:
        text = _("at most %(amount)s", amount=text)
    if chosen.habit.is_weekly:
        return _("%(amount)s a week", amount=text)
    return _("%(amount)s a day", amount=text)


def set_by(of: Goal) -> str:
    """Who set a goal, by name where she gave one; empty when she did."""
    if of.set_by is SetBy.SELF:
        return ""
    return of.set_by_name or setter(of.set_by)


def setter(who: SetBy) -> str:
    """The kind of person who set a goal."""
    return {
        SetBy.SELF: _("me"),
        SetBy.DOCTOR: _("my doctor"),
        SetBy.PHYSIOTHERAPIST: _("my physiotherapist"),
        SetBy.DIETITIAN: _("my dietitian"),
    }[who]


def skip(reason: Skip) -> str:
    """Why a day was left out."""
    return {
        Skip.ILL: _("ill"),
        Skip.AWAY: _("away"),
        Skip.HOSPITAL: _("in hospital"),
        Skip.DOCTOR: _("doctor’s advice"),
        Skip.OTHER: _("another reason"),
    }[reason]


def skip_letter(reason: Skip) -> str:
    """One or two letters for a small round place."""
    return {
        Skip.ILL: _("ill"),
        Skip.AWAY: _("aw"),
        Skip.HOSPITAL: _("ho"),
        Skip.DOCTOR: _("dr"),
        Skip.OTHER: _("–"),
    }[reason]


def state(of: State) -> str:
    """The state of a day."""
    return {
        State.MET: _("goal met"),
        State.PARTIAL: _("partly done"),
        State.NOT_MET: _("not that day"),
        State.SKIPPED: _("left out"),
        State.NOT_RECORDED: _("not recorded"),
        State.OPEN: _("open"),
        State.NOT_DUE: _("not due"),
        State.PAUSED: _("paused"),
    }[of]


def row_line(row: Row) -> str:
    """The second line of a row: what is left out, what is there of the goal, when she does it."""
    if row.skip is not None:
        return _("Left out: %(reason)s", reason=skip(row.skip))
    if row.state is State.NOT_MET:
        return _("Not today")
    parts = [_weekly_line(row)] if row.chosen.habit.is_weekly else [goal(row.chosen, row.goal)]
    parts += [part for part in (set_by(row.goal), row.chosen.cue) if part]
    return ", ".join(parts)


def _weekly_line(row: Row) -> str:
    total, most = words.number(row.total), short_amount(row.chosen.entry, row.goal.amount)
    return _("%(total)s of %(goal)s this week", total=total, goal=most)


def best_streak(row: Row) -> str:
    """Streak and best in one sentence; empty before the first."""
    if not row.best:
        return ""
    if row.chosen.habit.is_weekly:
        best = ngettext("%(num)d week", "%(num)d weeks", row.best)
    else:
        best = ngettext("%(num)d day", "%(num)d days", row.best)
    return _("In a row now: %(streak)d. Best so far: %(best)s.", streak=row.streak, best=best)


def streak_unit(row: Row) -> str:
    """What a row's streak counts."""
    if row.chosen.habit.is_weekly:
        return ngettext("week", "weeks", row.streak)
    return ngettext("day", "days", row.streak)


def day_name(day: date, today: date) -> str:
    """Today, yesterday, or the date."""
    if day == today:
        return _("Today")
    if (today - day).days == 1:
        return _("Yesterday")
    return words.long_day(day)


def said(row: Row) -> str:
    """What the notice says after a tap: "Prunes: 3 of 5", "Vitamin D recorded"."""
    name = row.chosen.name
    if row.skip is not None:
        return _("%(habit)s left out today: %(reason)s", habit=name, reason=skip(row.skip))
    if row.amount is None:
        return _("%(habit)s: nothing recorded", habit=name)
    if row.amount == 0:
        return _("%(habit)s: not today", habit=name)
    if row.chosen.habit.measure is Measure.CHECK:
        return _("%(habit)s recorded", habit=name)
    if row.chosen.habit.is_weekly:
        return _("%(habit)s: %(line)s", habit=name, line=_weekly_line(row))
    most = short_amount(row.chosen.entry, row.goal.amount)
    return _("%(habit)s: %(amount)s of %(goal)s", habit=name, amount=words.number(row.amount), goal=most)


def evidence(word: EvidenceWord) -> str:
    """How strong the evidence is, in one of four words."""
    return {
        EvidenceWord.STRONG: _("strong"),
        EvidenceWord.FAIR: _("fair"),
        EvidenceWord.EARLY: _("early"),
        EvidenceWord.TRADITION: _("tradition"),
    }[word]


def family(slug: str) -> str:
    """A family of plants."""
    return {
        "vegetable": _("vegetables"),
        "fruit": _("fruit"),
        "whole_grain": _("whole grains"),
        "legume": _("beans and lentils"),
        "nut": _("nuts"),
        "seed": _("seeds"),
        "herb_spice": _("herbs and spices"),
        "mushroom_alga": _("mushrooms and seaweed"),
        "beverage": _("coffee, tea or cocoa"),
        "own": _("your own"),
    }[slug]


def families(slugs: Sequence[str]) -> str:
    """Families one after the other: "nuts, seeds or fruit"."""
    return str(format_list([family(slug) for slug in slugs], style="or", locale=get_locale() or "en"))
