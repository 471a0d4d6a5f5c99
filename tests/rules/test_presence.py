"""On how many days there was anything, and why days were left out: literal cases."""

from datetime import date, timedelta

import pytest

from app.rules import presence
from app.rules.habits import Goal, Habit, Measure, Period
from app.rules.marks import Mark, Skip, Spell, reason_of
from app.rules.presence import Presence

MONDAY = date(2026, 10, 5)
WEEK = [MONDAY + timedelta(days=number) for number in range(7)]
DAILY = Habit(Measure.CHECK, (Goal(MONDAY, 1),), MONDAY)
WEEKENDS = Habit(Measure.CHECK, (Goal(MONDAY, 1),), MONDAY, weekdays=frozenset({5, 6}))
WEEKLY = Habit(Measure.AMOUNT, (Goal(MONDAY, 150),), MONDAY, period=Period.WEEK)
LATE = Habit(Measure.CHECK, (Goal(WEEK[3], 1),), WEEK[3])
AWAY = Spell(WEEK[1], WEEK[3], Skip.AWAY)


@pytest.mark.parametrize(
    ("hers", "recorded", "told"),
    [
        ([], [], Presence(0, 0, 0)),
        ([(DAILY, ())], [], Presence(0, 7, 0)),
        ([(DAILY, ())], WEEK[:3], Presence(3, 7, 0)),
        ([(LATE, ())], [], Presence(0, 4, 0)),
        ([(DAILY, (AWAY,))], [], Presence(0, 4, 3)),
        ([(DAILY, (AWAY,))], WEEK[1:2], Presence(1, 5, 2)),
        ([(DAILY, (AWAY,)), (WEEKLY, ())], [], Presence(0, 7, 0)),
    ],
)
def test_days_told(hers, recorded, told):
    assert presence.presence(hers, WEEK, recorded_days=frozenset(recorded)) == told


@pytest.mark.parametrize(
    ("hers", "recorded", "told"),
    [
        ([(DAILY, ())], WEEK[:3], Presence(3, 6, 0)),
        ([(DAILY, ())], WEEK, Presence(7, 7, 0)),
        ([(DAILY, (Spell(WEEK[6], WEEK[6], Skip.ILL),))], WEEK[:3], Presence(3, 6, 1)),
        ([], WEEK[6:], Presence(0, 0, 0)),
    ],
)
def test_today_counts_once_something_is_recorded(hers, recorded, told):
    of = presence.presence(hers, WEEK, recorded_days=frozenset(recorded), today=WEEK[6])
    assert of == told


def test_days_of_parts_add_up():
    of = [
        presence.presence([(DAILY, (AWAY,))], part, recorded_days=frozenset(WEEK[:2]))
        for part in (WEEK[:2], WEEK[2:])
    ]
    assert of[0] + of[1] == presence.presence([(DAILY, (AWAY,))], WEEK, recorded_days=frozenset(WEEK[:2]))


def test_day_counts_once_for_a_reason_and_once_for_each():
    left_out = [
        (WEEK[0], Skip.AWAY),
        (WEEK[0], Skip.ILL),
        (WEEK[0], Skip.ILL),
        (WEEK[1], Skip.ILL),
        (WEEK[2], None),
    ]
    assert presence.days_by_reason(left_out) == ((Skip.ILL, 2), (Skip.AWAY, 1))
    assert presence.days_by_reason([]) == ()


def test_skip_in_a_spell_or_on_a_day_not_due_is_none():
    ill = Mark(skip=Skip.ILL)
    marks = {WEEK[0]: ill, WEEK[1]: ill, WEEK[4]: Mark(amount=1.0), WEEK[5]: ill}
    assert list(presence.skips_of(DAILY, marks, spells=(AWAY,))) == [(WEEK[0], Skip.ILL), (WEEK[5], Skip.ILL)]
    assert list(presence.skips_of(WEEKENDS, marks)) == [(WEEK[5], Skip.ILL)]


@pytest.mark.parametrize(
    ("habit", "marks", "spells", "expected"),
    [
        (DAILY, {}, (), ()),
        (DAILY, {WEEK[0]: Mark(skip=Skip.ILL), WEEK[1]: Mark(amount=1.0)}, (), ((Skip.ILL, 1),)),
        (DAILY, {WEEK[0]: Mark(skip=Skip.ILL)}, (AWAY,), ((Skip.ILL, 1), (Skip.AWAY, 3))),
        # A spell has a day before a skip on it, and an amount keeps the day from both.
        (DAILY, {WEEK[1]: Mark(skip=Skip.ILL), WEEK[2]: Mark(amount=1.0)}, (AWAY,), ((Skip.AWAY, 2),)),
        (WEEKENDS, {WEEK[0]: Mark(skip=Skip.ILL), WEEK[5]: Mark(skip=Skip.ILL)}, (AWAY,), ((Skip.ILL, 1),)),
        (WEEKLY, {WEEK[2]: Mark(amount=0.0)}, (AWAY,), ((Skip.AWAY, 2),)),
    ],
)
def test_days_left_out_of_one_habit(habit, marks, spells, expected):
    assert presence.left_out(habit, marks, on=WEEK, today=WEEK[6], spells=spells) == expected


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (None, Skip.ILL),
        (Mark(skip=Skip.DOCTOR), Skip.ILL),
        (Mark(amount=0.0), None),
        (Mark(amount=1.0, skip=Skip.ILL), None),
    ],
)
def test_two_spells_give_a_day_the_reason_named_first(mark, expected):
    ill = Spell(WEEK[2], WEEK[2], Skip.ILL)
    assert reason_of(WEEK[2], mark, spells=(AWAY, ill)) is expected
    told = presence.left_out(
        DAILY, {WEEK[2]: mark or Mark()}, on=WEEK[2:3], today=WEEK[6], spells=(AWAY, ill)
    )
    assert told == (((expected, 1),) if expected else ())


def test_day_without_a_spell_has_its_own_reason():
    assert reason_of(WEEK[0], Mark(skip=Skip.DOCTOR), spells=(AWAY,)) is Skip.DOCTOR
    assert reason_of(WEEK[0], None, spells=(AWAY,)) is None
