"""Spells entered in any order become stretches that never overlap and leave out the very days she named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import days
from app.rules.marks import Skip
from app.rules.spells import Stretch, with_added

FIRST = date(2026, 11, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def stretch(first: int, last: int, reason: Skip = Skip.ILL, habits: frozenset[int] | None = None) -> Stretch:
    return Stretch(day(first), day(last), reason, habits)


ONE = frozenset({1})
ILL, AWAY = Skip.ILL, Skip.AWAY


@pytest.mark.parametrize(
    ("there", "new", "then"),
    [
        ([], stretch(3, 5), [stretch(3, 5)]),
        ([stretch(3, 5)], stretch(3, 5), [stretch(3, 5)]),
        ([stretch(3, 5)], stretch(5, 8), [stretch(3, 8)]),
        ([stretch(3, 5)], stretch(6, 8), [stretch(3, 8)]),
        ([stretch(3, 5)], stretch(7, 8), [stretch(3, 5), stretch(7, 8)]),
        ([stretch(6, 8)], stretch(3, 5), [stretch(3, 8)]),
        ([stretch(7, 8)], stretch(3, 5), [stretch(3, 5), stretch(7, 8)]),
        ([stretch(3, 5), stretch(8, 9)], stretch(4, 8), [stretch(3, 9)]),
        ([stretch(3, 9)], stretch(5, 6, AWAY), [stretch(3, 4), stretch(5, 6, AWAY), stretch(7, 9)]),
        ([stretch(3, 9)], stretch(3, 9, AWAY), [stretch(3, 9, AWAY)]),
        ([stretch(3, 5)], stretch(1, 3, AWAY), [stretch(1, 3, AWAY), stretch(4, 5)]),
        ([stretch(3, 5)], stretch(4, 8, AWAY, ONE), [stretch(3, 5), stretch(4, 8, AWAY, ONE)]),
        ([stretch(3, 5, ILL, ONE)], stretch(5, 6, ILL, ONE), [stretch(3, 6, ILL, ONE)]),
        ([stretch(3, 5, ILL, ONE)], stretch(5, 6), [stretch(3, 5, ILL, ONE), stretch(5, 6)]),
    ],
)
def test_new_spell_joins_trims_or_stands_beside(there, new, then):
    assert list(with_added(there, new)) == then


STRETCHES = st.builds(
    lambda first, length, reason, habits: stretch(first, first + length, reason, habits),
    st.integers(0, 25),
    st.integers(0, 9),
    st.sampled_from([Skip.ILL, Skip.AWAY, Skip.HOSPITAL]),
    st.sampled_from([None, ONE, frozenset({2, 3})]),
)


@given(st.lists(STRETCHES, max_size=8))
def test_named_days_are_left_out_for_the_reason_named_last_and_no_other_days(entered):
    kept: tuple[Stretch, ...] = ()
    named: dict[tuple[date, frozenset[int] | None], Skip] = {}
    for each in entered:
        kept = with_added(kept, each)
        named |= {(on, each.habits): each.reason for on in days.days_between(each.first, each.last)}
    covered = [
        ((on, each.habits), each.reason) for each in kept for on in days.days_between(each.first, each.last)
    ]
    assert dict(covered) == named
    assert len(covered) == len(named), "two stretches for the same habits share a day"
