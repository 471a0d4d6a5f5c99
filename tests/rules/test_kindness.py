"""What is said first: the kindest true thing, chosen by the facts alone."""

from dataclasses import replace

import pytest

from app.rules import kindness
from app.rules.kindness import Facts, Kept, Kind
from app.rules.tallies import Tally

PRUNES, WALK, TEA = 1, 2, 3
MOST = Kept(PRUNES, Tally(met=24, not_recorded=4), False, most_before=23)
SAME = replace(MOST, most_before=24)
YOUNG = replace(MOST, most_before=None)
HALF = Kept(TEA, Tally(met=14, not_met=14), False)
FEWER = Kept(TEA, Tally(met=13, not_met=15), False)
SHORT = Kept(TEA, Tally(met=6), False)
WEEKS = Kept(WALK, Tally(met=3, not_met=1), True)
TWO_WEEKS = Kept(WALK, Tally(met=2), True)
NEVER = Kept(WALK, Tally(not_recorded=28), False, most_before=0)
LIVED = Facts(days_recorded=5, days_ever=9, week=Tally(met=4, partial=1))


@pytest.mark.parametrize(
    ("facts", "kind", "about"),
    [
        (replace(LIVED, kept=[MOST], is_back=True), Kind.WELCOME_BACK, None),
        (replace(LIVED, kept=[WEEKS, MOST]), Kind.MOST_SO_FAR, PRUNES),
        (replace(LIVED, kept=[replace(HALF, most_before=13), SAME]), Kind.MOST_SO_FAR, TEA),
        (replace(LIVED, kept=[SAME, HALF]), Kind.BEST, PRUNES),
        (replace(LIVED, kept=[HALF, YOUNG]), Kind.BEST, PRUNES),
        (replace(LIVED, kept=[HALF, WEEKS]), Kind.BEST, WALK),
        (replace(LIVED, kept=[HALF]), Kind.BEST, TEA),
        (replace(LIVED, kept=[SHORT, FEWER, TWO_WEEKS, NEVER]), Kind.THIS_WEEK, None),
        (replace(LIVED, week=Tally(met=5)), Kind.ALL_WEEK, None),
        (Facts(days_recorded=2, days_ever=2, week=Tally(met=1)), Kind.ALL_WEEK, None),
        (replace(LIVED, week=Tally(met=1, skipped=3), is_week_whole=False), Kind.THIS_WEEK, None),
        (replace(LIVED, week=Tally()), Kind.THIS_WEEK, None),
        (replace(LIVED, week=Tally(met=1), days_recorded=1), Kind.THIS_WEEK, None),
        (Facts(days_recorded=1, days_ever=1, week=Tally(met=1)), Kind.FIRST_DAY, None),
        (Facts(days_recorded=0, days_ever=1), Kind.NEW_WEEK, None),
        (Facts(days_recorded=0, days_ever=1, is_set_aside=True), Kind.SET_ASIDE, None),
        (Facts(days_recorded=1, days_ever=2, is_set_aside=True), Kind.THIS_WEEK, None),
        (Facts(kept=[NEVER]), Kind.NOTHING_YET, None),
    ],
)
def test_the_first_that_is_true_is_said(facts: Facts, kind: Kind, about: int | None):
    said = kindness.kindest(facts)
    assert said.kind is kind
    assert (said.kept.habit_id if said.kept else None) == about


def test_the_best_are_ranked_by_share_then_by_number_then_as_she_has_them():
    equal = replace(WEEKS, habit_id=9, tally=Tally(met=21, not_met=7), is_weekly=False)
    later = replace(equal, habit_id=10)
    ranked = kindness.best([HALF, NEVER, WEEKS, equal, later, MOST])
    assert [each.habit_id for each in ranked] == [PRUNES, 9, 10, WALK, TEA]
