"""What a habit is, how much of it, and what concerns her about it: the catalogue in one text."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from app import words
from app.accounts.models import User
from app.catalogue import book
from app.catalogue.entries import EVERYONE, Caution, Group, HabitEntry
from app.checklist import cautions, goal_wording, queries, wording
from app.checklist.queries import Chosen
from app.rules import texts
from app.rules.habits import Direction, Measure, Period
from app.rules.reply_meanings import About

# Of what is taken as a tablet, a caution for everyone goes before what it is as well.
# What somebody may ask about who has no habit yet.
ASKED_FIRST = ("prunes", "weight-bearing")
TAKEN = frozenset({Group.SUPPLEMENTS, Group.MEDICINES})


def noted(of: About) -> dict[str, Any]:
    """What is kept of her question for its answer: ids alone, for her words may say anything.

    ``habit_id`` is a habit of hers; ``slug`` an entry of the catalogue that goes by her words; or neither.
    """
    if of.habit_id is not None:
        return {"habit_id": of.habit_id}
    return {"slug": book.slug_called(of.heard)}


def text_of(session: Session, user: User, *, payload: dict[str, Any], today: date) -> str:
    """The answer, one segment of GSM-7; for unknown words, or a habit that is gone, what she may ask."""
    if payload.get("habit_id") is not None:
        try:
            chosen = queries.chosen_of(session, user, habit_id=payload["habit_id"])
        except queries.NoSuchHabit:
            return _unknown(session, user, today)
        return of_entry(user, chosen.entry) if chosen.entry.slug else _own(chosen, today)
    try:
        return of_entry(user, book.book(user.locale).habit(payload.get("slug") or ""))
    except book.UnknownHabit:
        return _unknown(session, user, today)


def of_entry(user: User, entry: HabitEntry) -> str:
    """The fullest of its sentences that have room; a caution that is hers is never what gives way."""
    return next(text for text in _tries(user, entry) if texts.gsm_length(text) <= texts.ONE_SEGMENT)


def _tries(user: User, entry: HabitEntry) -> Iterator[str]:
    """The answer with less and less of what may be left out."""
    caution, is_hers = _caution(user, entry)
    amount, evidence = _amount(entry), _evidence(entry)
    yield _text(entry, entry.what, amount, evidence, caution)
    if not is_hers:
        yield _text(entry, entry.what, amount, evidence)
    yield _text(entry, amount, evidence, caution)
    if is_hers:
        yield _text(entry, amount, caution)
        yield _text(entry, _amount(entry, has_bounds=False), caution)
        yield _text(entry, caution)
        yield texts.to_gsm(caution)
        yield _text(entry, amount, evidence, _("Please ask your doctor first."))
    yield _text(entry, amount, evidence)
    yield _text(entry, evidence)


def _text(entry: HabitEntry, *sentences: str) -> str:
    return texts.to_gsm(f"{entry.short}: {' '.join(filter(None, sentences))}")


def _caution(user: User, entry: HabitEntry) -> tuple[str, bool]:
    """The first caution that concerns her, how many are beside it, and whether it must be said.

    One for what she ticked goes before those for everyone.
    """
    touching = cautions.touching(user, entry)
    hers = [each for each in touching if each.condition != EVERYONE]
    if not hers:
        return (touching[0].sentence if touching else ""), bool(touching) and entry.group in TAKEN
    return _with_more(hers), True


def _with_more(hers: list[Caution]) -> str:
    more = len(hers) - 1
    if not more:
        return hers[0].sentence
    return " ".join((hers[0].sentence, _("%(num)d more: ask your doctor.", num=more)))


def _evidence(entry: HabitEntry) -> str:
    return _("Evidence: %(word)s.", word=wording.evidence(entry.evidence_word))


def _amount(entry: HabitEntry, *, has_bounds: bool = True) -> str:
    """The usual goal, and with ``has_bounds`` what she may choose by herself."""
    if entry.group is Group.MEDICINES:
        return _("As your doctor told you.")
    sentence = _usual(entry, has_bounds=has_bounds)
    if entry.group is Group.SUPPLEMENTS:
        return _("Only if your doctor agrees. %(usual)s", usual=sentence)
    return sentence


def _usual(entry: HabitEntry, *, has_bounds: bool) -> str:
    if entry.measure is Measure.CHECK and entry.period is Period.DAY:
        return _("Usually every day.")
    amount = wording.short_amount(entry, entry.goal)
    if entry.direction is Direction.AT_MOST:
        amount = _("at most %(amount)s", amount=amount)
    per = _("%(amount)s a week") if entry.period is Period.WEEK else _("%(amount)s a day")
    usual = _("Usually %(amount)s", amount=per % {"amount": amount})
    least, most = entry.goal_min, min(entry.goal_max, entry.goal_ask_above or entry.goal_max)
    if least == most or not has_bounds:
        return f"{usual}."
    return _(
        "%(usual)s, from %(least)s to %(most)s.",
        usual=usual,
        least=words.number(least),
        most=words.number(most),
    )


def _own(chosen: Chosen, today: date) -> str:
    """What she said of a habit of her own."""
    goal = goal_wording.goal(chosen, chosen.habit.goal_on(today))
    return texts.fit(f"{chosen.entry.short}:", [], _("a habit of your own, %(goal)s.", goal=goal))


def _unknown(session: Session, user: User, today: date) -> str:
    """Which words she may ask about: those of her list."""
    hers = queries.chosen_between(session, user, first=today, last=today)
    entries = [each.entry for each in hers] or [book.book(user.locale).habit(slug) for slug in ASKED_FIRST]
    said = [_("HELP %(habit)s", habit=entry.short.upper()) for entry in entries]
    items = [*(f"{each}," for each in said[:-1]), said[-1]]
    return texts.fit(_("There is no habit by that word here. You may ask:"), items, "")
