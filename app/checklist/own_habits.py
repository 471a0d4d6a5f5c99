"""A habit of her own as the entry a page, a text and an answer expect, made from its name, unit and goal."""

import math
import unicodedata
from collections.abc import Sequence

from app import locales
from app.catalogue.entries import EvidenceWord, Group, HabitEntry
from app.checklist import singulars
from app.checklist.models import Habit
from app.rules import texts
from app.rules.habits import Direction, Measure, Period

LONGEST_UNIT = 24
LEAST_GOAL, MOST_GOAL = 0.1, 100_000.0
MOST_SESSIONS = 7
SHORT = 8
# A text message needs a word for it, also where the name has no letter that every phone can show.
NAMELESS = "My own"
# A day may hold this many goals before a number is taken for a slip of the finger.
GOALS_A_DAY = 20
LEAST_MOST = 100.0
PORTIONS_A_WEEK = 5
# From this goal on, one press of the stepper is about a twentieth of it.
STEP_FROM = 50


def entry_of(habit: Habit, *, goals: Sequence[float], language: str = locales.FALLBACK) -> HabitEntry:
    """The entry of a habit the catalogue does not have.

    Its steps follow the newest of its ``goals``, and what a day can hold the largest, so that an old day
    can still be changed. ``language`` is hers, in which she named what she counts.
    """
    goal = goals[-1]
    is_check = habit.measure is Measure.CHECK
    is_weekly = habit.period is Period.WEEK
    name = habit.name or (habit.slug or NAMELESS).replace("-", " ").capitalize()
    return HabitEntry(
        slug="",
        order=0,
        name=name,
        short=short_of(name),
        aliases=(),
        group=Group.REST,  # it stands on no shelf
        measure=habit.measure,
        direction=habit.direction,
        period=habit.period,
        goal=goal,
        goal_min=_least(habit),
        goal_max=float(MOST_SESSIONS if is_weekly else 1) if is_check else MOST_GOAL,
        step=_step(goal),
        most=1.0 if is_check else max(max(goals) * GOALS_A_DAY, LEAST_MOST),
        portion=_portion(goal) if is_weekly and not is_check else None,
        unit=singulars.one_of(habit.unit, language=language),
        units=habit.unit,
        what="",
        how_much="",
        evidence_word=EvidenceWord.TRADITION,
        evidence=(),
        expect=(),
        cautions=(),
        sources=(),
        figures=(),
    )


def _least(habit: Habit) -> float:
    if habit.direction is Direction.AT_MOST:
        return 0.0
    return 1.0 if habit.measure is Measure.CHECK else LEAST_GOAL


def _step(goal: float) -> float:
    return 1.0 if goal < STEP_FROM else _rounded(goal / GOALS_A_DAY)


def _portion(goal: float) -> float:
    return max(1.0, _rounded(goal / PORTIONS_A_WEEK))


def _rounded(value: float) -> float:
    """To one figure that is easy to say: 7.5 is 8, 27 is 30."""
    size = 10 ** math.floor(math.log10(value)) if value > 0 else 1
    return float(round(value / size) * size)


def short_of(name: str) -> str:
    """Up to eight characters for a text message, cut between words where that leaves any.

    They are those that every phone can show; a name that would lose letters so keeps its own.
    """
    if texts.loses_letters(name):
        plain = " ".join("".join(filter(_is_written, texts.to_ucs2(name))).split())
    else:
        plain = " ".join(texts.to_gsm(name).replace("?", " ").split())
    if len(plain) <= SHORT:
        return plain or NAMELESS
    words = plain[: SHORT + 1].rpartition(" ")[0]
    return (words or _cut(plain)).strip()


def _is_written(char: str) -> bool:
    """Whether a character spells a word or stands between two: no emoji, nothing unseen."""
    return char == " " or unicodedata.category(char)[0] in "LMNP"


def _cut(word: str) -> str:
    """The first characters of a long word, and the marks that stand on the last of them."""
    end = SHORT
    while unicodedata.category(word[end - 1 : end + 1][-1]).startswith("M") and end > 1:
        end -= 1
    return word[:end]
