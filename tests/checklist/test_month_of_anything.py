"""A month of anything she may do: sums that add up, and undo of all of it back to the start."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select

from app.accounts.models import User
from app.checklist import choosing, goals, journal, notes, queries, spells, undoing
from app.checklist.actions import BadAmount, BadDay, Change
from app.checklist.choosing import OwnHabit
from app.checklist.journal import Edit
from app.checklist.models import (
    ChangeKind,
    DayNote,
    Habit,
    Mark,
    MarkChange,
    PlanChange,
    PlanKind,
    Source,
    Spell,
)
from app.rules import figures
from app.rules.habits import Direction, Goal, Measure, Period
from app.rules.marks import Skip
from app.rules.spells import Stretch
from tests import make
from tests.checklist.edits import edit, rows, undo
from tests.checklist.looking import fold, is_same, shown
from tests.make import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)
SINCE = TODAY - timedelta(days=30)
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


PLAN = st.tuples(
    st.sampled_from(["goal", "give up", "take up", "own", "spell", "end", "order", "note", "words"]),
    st.integers(0, 4),
    st.integers(0, 12),
)
DAY = st.tuples(
    st.sampled_from([ChangeKind.SET, ChangeKind.ADD, ChangeKind.SKIP, ChangeKind.CLEAR, ChangeKind.NOTE]),
    st.integers(0, 4),
    st.integers(0, 29),
)


def act(session: Session, user: User, habits: list[int], what: str, number: int, back: int) -> Edit:
    """One thing she does to her list; the edit it is kept as."""
    one = edit(PlanKind.SPELL, day=TODAY - timedelta(days=back) if what == "note" else None)
    habit_id = habits[number % len(habits)]
    if what in ("spell", "end"):
        first = TODAY - timedelta(days=back)
        reason = list(Skip)[number % len(Skip)]
        only = None if number % 2 else frozenset({habit_id})
        if what == "spell":
            spell = Stretch(first, first + timedelta(days=number), reason, only)
            spells.set_aside(session, user, spell=spell, today=TODAY, edit=one)
        elif there := queries.spells_of(session, user):
            spells.end(session, user, spell_id=there[0].id or 0, today=TODAY, edit=one)
        return one
    with journal.kept(session, user, one):
        match what:
            case "goal":
                goal = Goal(TODAY - timedelta(days=back), float(2 + number))
                goals.set_goal(session, user, habit_id=habit_id, goal=goal, today=TODAY, is_sure=True)
            case "give up":
                choosing.give_up(session, user, habit_id=habit_id, today=TODAY - timedelta(days=back))
            case "take up":
                choosing.take_up(session, user, habit_id=habit_id, today=TODAY)
            case "own":
                own = OwnHabit(
                    f"Own {back}", Measure.AMOUNT, Direction.AT_LEAST, Period.DAY, "cups", Goal(TODAY, 3)
                )
                choosing.create(session, user, own=own, today=TODAY, now=NOW)
            case "order":
                choosing.set_order(session, user, habit_ids=[habit_id])
            case "note":
                notes.write(session, user, day=one.day or TODAY, text="x" * number, now=NOW)
            case _:
                choosing.set_words(session, user, habit_id=habit_id, name=f"N{number}", cue=f"C{back}")
    return one


@ONLY_SQLITE
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(actions=st.lists(st.one_of(PLAN, DAY), min_size=8, max_size=30))
def test_undo_of_everything_in_a_month_of_anything_returns_to_the_start(anna, session, actions):
    for model in (PlanChange, MarkChange, DayNote, Spell, Habit):
        session.exec(delete(model))
    session.commit()
    slugs = ("prunes", "weight-bearing", "vitamin-d", "fermented")
    habits = [make.make_habit(session, anna, slug, since=SINCE) for slug in slugs]
    start, taken = rows(session, anna), list[Edit | str]()
    for what, number, back in actions:
        try:
            if isinstance(what, ChangeKind):
                day = TODAY - timedelta(days=back)
                amount = None if what in (ChangeKind.SKIP, ChangeKind.CLEAR) else float(number)
                change = Change(str(uuid4()), habits[number % 4], day, what, amount=amount, note="n" * number)
                taken.append(make.make_changes(session, anna, [change])[0].batch)
            else:
                taken.append(act(session, anna, habits, what, number, back))
                session.commit()
        except (BadAmount, BadDay, goals.BadGoal, spells.BadRange):
            session.rollback()
    check_sums(session, anna)
    for one in reversed(taken):
        if isinstance(one, Edit):
            undo(session, anna, one)
        else:
            undoing.undo(
                session,
                anna,
                batch=one,
                uuid_of_undo=str(uuid4()),
                source=Source.TAP,
                today=TODAY,
                now=NOW,
            )
            session.commit()
    assert rows(session, anna) == start
    marks = session.exec(select(Mark)).all()
    assert {(row.amount, row.skip, row.note) for row in marks} <= {(None, None, "")}
    for habit_id in habits:
        told, expected = (
            shown(session, anna, habit_id, today=TODAY),
            fold(session, anna, habit_id, today=TODAY),
        )
        assert is_same(told, expected)


def check_sums(session: Session, user: User) -> None:
    """The figures of the month add up to what the marks of due days say."""
    record = queries.record_between(session, user, first=SINCE, last=TODAY)
    for each in record.chosen:
        amounts = session.exec(
            select(col(Mark.day), col(Mark.amount)).where(
                Mark.habit_id == each.id, col(Mark.amount).is_not(None)
            )
        ).all()
        total = sum(amount or 0.0 for day, amount in amounts if each.habit.is_due_on(day))
        mean = figures.mean_amount(each.habit, record.of(each.id), first=SINCE, last=TODAY)
        count = sum(each.habit.is_due_on(day) for day, _ in amounts)
        assert (mean or 0.0) * count == pytest.approx(total)
        told = figures.tally(
            each.habit, record.of(each.id), first=SINCE, last=TODAY, today=TODAY, spells=each.spells
        )
        goal_on = each.habit.goal_on
        met = [
            day
            for day, amount in amounts
            if each.habit.is_due_on(day) and (amount or 0) >= goal_on(day).amount
        ]
        assert told.met == len(met)
