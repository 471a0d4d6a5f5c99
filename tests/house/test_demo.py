"""The demo person: the same on every machine, and kept as carefully as a real one."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from app import demo
from app.accounts.models import User
from app.catalogue import book
from app.checklist import queries
from app.checklist.models import Goal, Mark, PlantEaten
from app.rules import figures, streaks
from app.rules.habits import SetBy
from app.rules.marks import Skip
from app.rules.streaks import Standing
from tests.make import NOW, TODAY
from tests.page import Page

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST = TODAY - timedelta(days=demo.DAYS)


@pytest.fixture
def person(session: Session, now: Callable[[datetime], None]) -> User:
    """The demo person in London."""
    user = demo.fill(session, today=TODAY, now=NOW, zone="Europe/London")
    session.commit()
    return user


def told(session: Session) -> list[tuple[Any, ...]]:
    """All that is recorded, without ids."""
    marks = [(row.day, row.habit_id, row.amount, row.skip) for row in session.exec(select(Mark)).all()]
    eaten = [(row.day, 0, row.plant, None) for row in session.exec(select(PlantEaten)).all()]
    return sorted(marks + eaten, key=lambda row: (row[0], row[1], str(row[2])))


def test_days_follow_from_the_seed_alone(person, session):
    first = told(session)
    session.delete(person)
    session.commit()
    assert told(session) == []
    demo.fill(session, today=TODAY, now=NOW, zone="Europe/London")
    again = told(session)
    ids = {old: new for (_, old, *_), (_, new, *_) in zip(first, again, strict=True)}
    assert [(day, ids[habit], *rest) for day, habit, *rest in first] == again


def test_history_is_180_days_long_and_ends_yesterday(person, session):
    days = {day for day, *_ in told(session)}
    assert min(days) == FIRST
    assert max(days) == TODAY - timedelta(days=1)
    assert len(days) > 170


def test_day_it_is_shown_on_only_moves_the_history(person, session):
    first = told(session)
    session.delete(person)
    session.commit()
    later = timedelta(days=400)
    demo.fill(session, today=TODAY + later, now=NOW, zone="Europe/London")
    assert [(day + later, *rest) for day, _, *rest in first] == [
        (day, *rest) for day, _, *rest in told(session)
    ]


def test_every_kind_of_day_is_in_it(person, session):
    rows = session.exec(select(Mark)).all()
    assert {row.skip for row in rows} == {None, Skip.ILL, Skip.AWAY}
    assert any(row.amount == 0 for row in rows)
    assert any(row.amount == 3 for row in rows)
    doctors = session.exec(select(Goal).where(Goal.set_by == SetBy.DOCTOR)).one()
    assert (doctors.amount, doctors.set_by_name) == (1000, "Dr Novak")
    assert doctors.from_day == FIRST + timedelta(days=90)


def test_plants_are_of_the_catalogue(person, session):
    index = book.book().plants
    assert all(index.get(slug) is not None for slug in demo.STAPLES)
    assert len(set(demo.STAPLES)) == len(demo.STAPLES)
    assert set(session.exec(select(PlantEaten.plant)).all()) <= set(demo.STAPLES)


def test_standings_equal_a_fold_from_scratch(person, session):
    chosen = queries.chosen_between(session, person, first=TODAY, last=TODAY)
    record = queries.record_of(session, person, chosen=chosen, first=FIRST, last=TODAY)
    assert len(chosen) == 5
    for each in chosen:
        by_day = record.of(each.id)
        scratch = streaks.of(each.habit, by_day, today=TODAY)
        kept = streaks.advance(each.standing, each.habit, by_day, until=TODAY, today=TODAY)
        assert each.standing.strength_through > FIRST
        assert rounded(kept) == rounded(scratch)
        assert scratch.best > 0


def rounded(standing: Standing) -> tuple[object, ...]:
    return (
        standing.through,
        standing.current,
        standing.best,
        math.floor(standing.strength * 1e9),
        standing.strength_through,
    )


def test_she_gets_better_and_is_not_perfect(person, session):
    chosen = queries.chosen_between(session, person, first=TODAY, last=TODAY)
    prunes = next(each for each in chosen if each.entry.slug == "prunes")
    record = queries.record_of(session, person, chosen=(prunes,), first=FIRST, last=TODAY)

    def share(first: int, last: int) -> float:
        tally = figures.tally(
            prunes.habit,
            record.of(prunes.id),
            first=FIRST + timedelta(days=first),
            last=FIRST + timedelta(days=last),
            today=TODAY,
        )
        return tally.share or 0.0

    assert 0.5 < share(0, 59) < share(120, 179) < 1


def test_every_page_of_hers_opens(app, person, session):
    page = Page(app).signed_in(session, person)
    for path in ("/", "/progress", "/progress/2026-09", "/plants", "/habits", "/report", "/settings"):
        page.get(path)
