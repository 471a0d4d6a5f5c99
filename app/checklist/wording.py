"""Habits, goals, states and reasons in her words, for pages, messages and the report alike."""

from collections.abc import Iterable, Sequence
from datetime import date

from babel.lists import format_list
from flask_babel import get_locale, pgettext
from flask_babel import gettext as _

from app import words
from app.catalogue import book
from app.catalogue.entries import EvidenceWord, HabitEntry
from app.checklist import goal_wording, plant_names
from app.checklist.goal_wording import amount as amount
from app.checklist.goal_wording import short_amount as short_amount
from app.checklist.lapses import Welcome
from app.checklist.queries import Chosen
from app.checklist.rows import Row
from app.rules import streaks
from app.rules.habits import Measure
from app.rules.marks import Skip, State
from app.rules.plants import Plant, alphabetical

LEFT_OUT_SIGN = "~"


def unit_label(entry: HabitEntry) -> str:
    """The unit as the label of a field: "Prunes", "IU", "Amount"."""
    units = entry.units
    return (units if units.isupper() else units[:1].upper() + units[1:]) or _("Amount")


def day_range(first: date, last: date) -> str:
    """From a day to another: "3 Nov to 9 Nov", or the one day."""
    if first == last:
        return words.short_day(first)
    return _("%(first)s to %(last)s", first=words.short_day(first), last=words.short_day(last))


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
        Skip.ILL: pgettext("two letters", "ill"),
        Skip.AWAY: pgettext("two letters", "aw"),
        Skip.HOSPITAL: pgettext("two letters", "ho"),
        Skip.DOCTOR: pgettext("two letters", "dr"),
        Skip.OTHER: "–",
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
    if row.is_left_out and row.reason is not None:
        name = skip(row.reason)
        return (
            _("Set aside: %(reason)s", reason=name)
            if row.is_paused
            else _("Left out: %(reason)s", reason=name)
        )
    if row.chosen.habit.is_limit and not row.chosen.habit.is_weekly:
        return _limit_line(row)
    if row.state is State.NOT_MET:
        return _("Not today") if row.amount == 0 else goal_wording.goal(row.chosen, row.goal)
    parts = [_weekly_line(row)] if row.chosen.habit.is_weekly else [goal_wording.goal(row.chosen, row.goal)]
    parts += [part for part in (goal_wording.set_by(row.goal), row.chosen.cue) if part]
    return ", ".join(parts)


def _limit_line(row: Row) -> str:
    """A limit's line: what is recorded against it, or how to say that there was none."""
    limit = goal_wording.goal(row.chosen, row.goal)
    if row.amount is None:
        return _("%(limit)s: tap for none", limit=limit)
    if row.amount == 0:
        return _("%(limit)s: none", limit=limit)
    return _("%(limit)s: %(amount)s", limit=limit, amount=short_amount(row.chosen.entry, row.total))


def _weekly_line(row: Row) -> str:
    total, most = words.number(row.total), short_amount(row.chosen.entry, row.goal.amount)
    if row.chosen.habit.measure is Measure.CHECK:
        most = words.number(row.goal.amount)
    if row.chosen.habit.is_limit:
        return _limit_week(row, total, most)
    if not row.is_this_week:
        return _("%(total)s of %(goal)s that week", total=total, goal=most)
    return _("%(total)s of %(goal)s this week", total=total, goal=most)


def _limit_week(row: Row, total: str, most: str) -> str:
    """Nothing recorded of a limit is no 0: that would say that it was kept."""
    if not row.has_total and row.is_this_week:
        return _("nothing recorded this week, at most %(goal)s", goal=most)
    if not row.has_total:
        return _("nothing recorded that week, at most %(goal)s", goal=most)
    if not row.is_this_week:
        return _("%(total)s that week, at most %(goal)s", total=total, goal=most)
    return _("%(total)s this week, at most %(goal)s", total=total, goal=most)


def plants_of_goal(row: Row, count: int) -> str:
    """How many plants the week has, of how many: "17 of 30 this week"."""
    most = words.number(row.goal.amount)
    if row.is_this_week:
        return _("%(count)d of %(goal)s this week", count=count, goal=most)
    return _("%(count)d of %(goal)s that week", count=count, goal=most)


def welcome_back(of: Welcome) -> str:
    """What has stayed after a lapse, and the next small step; true too where weeks still run in a row."""
    kept = [_("%(habit)s: strength %(kept)s.", habit=name, kept=_percent(left)) for name, left in of.kept]
    if of.has_begun:
        step = _("Good to see you here. Small steps are enough.")
    else:
        step = _("One tick today is enough.")
    return " ".join([*kept, step])


def _percent(of: float) -> str:
    return _("%(now)d %%", now=streaks.percent(of)).replace(" ", "\N{NO-BREAK SPACE}")


def day_name(day: date, today: date) -> str:
    """Today, yesterday, or the date."""
    if day == today:
        return _("Today")
    if (today - day).days == 1:
        return _("Yesterday")
    return words.at_start(words.long_day(day))


def said(row: Row) -> str:
    """What the notice says after a tap: "Prunes: 3 of 5", "Vitamin D recorded"."""
    name = row.chosen.name
    if row.skip is not None:
        return _("%(habit)s left out: %(reason)s", habit=name, reason=skip(row.skip))
    if row.amount is None:
        return _("%(habit)s: nothing recorded", habit=name)
    if row.chosen.habit.is_limit:
        return _("%(habit)s: %(amount)s", habit=name, amount=_none_or(row))
    if row.amount == 0:
        return _("%(habit)s: not today", habit=name)
    if row.chosen.habit.measure is Measure.CHECK and not row.chosen.habit.is_weekly:
        return _("%(habit)s recorded", habit=name)
    if row.chosen.habit.is_weekly:
        return _("%(habit)s: %(line)s", habit=name, line=_weekly_line(row))
    most = short_amount(row.chosen.entry, row.goal.amount)
    return _("%(habit)s: %(amount)s of %(goal)s", habit=name, amount=words.number(row.amount), goal=most)


def _none_or(row: Row) -> str:
    return short_amount(row.chosen.entry, row.amount) if row.amount else _("none")


def offer(chosen: Chosen, met: int, counted: int) -> str:
    """Why the next habit may come: "19 of the last 21 days it was due. Would you like ..."."""
    if chosen.habit.is_weekly:
        kept = _("Kept in each of the last %(weeks)d weeks.", weeks=counted)
    else:
        kept = _("%(met)d of the last %(counted)d days it was due.", met=met, counted=counted)
    return kept + " " + _("Would you like to add one more habit?")


def spell(reason: Skip) -> str:
    """The line over a day that is set aside."""
    return {
        Skip.ILL: _("You are ill: rest well."),
        Skip.AWAY: _("You are away: have a good time."),
        Skip.HOSPITAL: _("You are in hospital: all the best."),
        Skip.DOCTOR: _("Set aside on your doctor’s advice."),
        Skip.OTHER: _("Set aside."),
    }[reason]


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


def plant(slug: str) -> str:
    """A plant's name; the word it is stored under when it has left the catalogue."""
    found = plant_of(slug)
    return found.name if found is not None else slug


def plant_of(slug: str) -> Plant | None:
    """The plant stored under this word, by its name in the language that is spoken here."""
    return plant_names.plant_of(slug, locale=str(get_locale() or book.ENGLISH))


def plants_named(slugs: Iterable[str]) -> list[str]:
    """The names of the plants in the order of the alphabet, without those that left the catalogue."""
    found = map(plant_of, slugs)
    return sorted((plant.name for plant in found if plant), key=alphabetical)


def families(slugs: Sequence[str]) -> str:
    """Families one after the other: "nuts, seeds or fruit"."""
    return str(format_list([family(slug) for slug in slugs], style="or", locale=get_locale() or "en"))
