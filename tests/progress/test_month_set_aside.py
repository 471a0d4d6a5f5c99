"""A month with days left out: no zeros, no blame, and each reason told with its days."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import User
from app.checklist.models import Habit, Mark, Spell
from app.progress import months
from app.report import gather
from app.rules.habits import Direction
from app.rules.marks import Skip
from app.rules.presence import Presence
from tests import make
from tests.make import NOW, TODAY
from tests.progress.test_month import LAST, OCTOBER, SINCE, card, fill_october, habit, put, read, rows

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def october(session: Session, anna: User) -> dict[str, int]:
    """Anna's October."""
    return fill_october(session, anna)


def set_aside(session: Session, user: User, first: int, last: int, habit_id: int | None) -> None:
    """Days of October set aside, for one habit or for all."""
    session.add(
        Spell(
            user_id=user.id or 0,
            reason=Skip.DOCTOR,
            first=date(2026, 10, first),
            last=date(2026, 10, last),
            habit_ids=None if habit_id is None else [habit_id],
            created_at=NOW,
        )
    )
    session.commit()


def test_week_set_aside_is_no_zero_of_a_weekly_habit(october, annas_page, anna, session):
    walk = october["weight-bearing"]
    set_aside(session, anna, 12, 25, walk)
    walking = habit(read(session, anna), "weight-bearing")
    # An amount in a spell keeps its own day and no more: three days and less are left of both weeks.
    assert [(bar.is_set_aside, bar.is_met) for bar in walking.bars] == [
        (False, True),
        (True, False),
        (True, False),
    ]
    assert walking.mean == 150
    session.commit()
    annas_page.get("/progress/2026-10")
    told = ["goal 150", "19–25 Oct ~ set aside", "12–18 Oct ~ set aside", "5–11 Oct 150 ✓ , goal met"]
    assert rows(annas_page, walk) == told
    assert "On average 150 min in a whole week" in card(annas_page, walk)
    section = annas_page.soup.select_one(f"#title-{walk}").find_parent("section")
    assert [text.get_text() for text in section.select("svg .number")] == ["150 ✓", "~", "~"]
    assert len(section.select("figure > svg .bar-aside")) == 2
    assert len(section.select("figure > svg :is(.bar-met, .bar-part)")) == 1


def test_month_of_weeks_set_aside_has_no_mean(october, anna, session):
    walk = october["weight-bearing"]
    set_aside(session, anna, 1, 31, walk)
    walking = habit(read(session, anna), "weight-bearing")
    # A week that was met all the same is met, and too short for a mean.
    assert [(bar.value, bar.is_met, bar.is_set_aside) for bar in walking.bars] == [
        (150, True, False),
        (None, False, True),
        (None, False, True),
    ]
    assert walking.mean is None


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (21, 31, "Nothing is recorded in October 2026. Any day can still be added. 11 days set aside."),
        (31, 31, "Nothing is recorded in October 2026. Any day can still be added. 1 day set aside."),
        (1, 31, "31 days set aside."),
    ],
)
def test_days_set_aside_are_no_days_without_a_record(annas_page, anna, session, first, last, said):
    prunes = make.make_habit(session, anna, since=SINCE)
    set_aside(session, anna, first, last, None)
    month = read(session, anna)
    of = gather.gather(session, anna, first=OCTOBER, last=LAST, today=TODAY, now=NOW).completeness
    assert month.presence == Presence(recorded=0, counted=first - 1, set_aside=last - first + 1)
    assert (of.recorded, of.counted, of.set_aside) == (0, first - 1, last - first + 1)
    session.commit()
    annas_page.get("/progress/2026-10")
    assert said in annas_page.text
    assert "0 of 0" not in card(annas_page, prunes)
    assert ("is recorded in" in annas_page.text) == (first > 1)


def test_left_out_days_are_told_by_reason_and_stretches_with_their_habits(october, annas_page, anna, session):
    set_aside(session, anna, 14, 16, None)
    set_aside(session, anna, 27, 27, october["plants"])
    annas_page.get("/progress/2026-10")
    assert (
        "What you left out Left out: ill 3 days, away 1 day. Set aside: doctor’s advice 14 Oct to 16 Oct; "
        "doctor’s advice 27 Oct (Plants). These days count neither for nor against."
    ) in annas_page.text
    # Prunes were met on all three: an amount in a spell stays an amount.
    assert "Left out: ill 3 days, away 1 day." in card(annas_page, october["prunes"])


def test_month_and_report_name_the_same_reasons(october, anna, session):
    set_aside(session, anna, 14, 16, october["prunes"])
    put(session, anna, october["prunes"], date(2026, 9, 3), Skip.OTHER)
    month = read(session, anna)
    of = gather.gather(session, anna, first=OCTOBER, last=LAST, today=TODAY, now=NOW).completeness
    assert month.left_out.skips == of.skips == ((Skip.ILL, 3), (Skip.AWAY, 1))
    assert month.left_out.spells == of.spells


def test_many_stretches_are_counted_after_the_first_eight(annas_page, anna, session):
    make.make_habit(session, anna, since=SINCE)
    for first in range(1, 31, 3):
        set_aside(session, anna, first, first, None)
    annas_page.get("/progress/2026-10")
    assert "doctor’s advice 22 Oct; and 2 times more." in annas_page.text
    assert months.read(session, anna, first=OCTOBER, today=TODAY).presence.set_aside == 10


def test_silent_weeks_of_a_limit_are_no_zeros_and_have_no_mean(october, anna, session):
    row = session.get_one(Habit, october["weight-bearing"])
    row.direction = Direction.AT_MOST
    session.exec(sa.delete(Mark).where(Mark.habit_id == row.id, Mark.day > date(2026, 10, 12)))  # type: ignore[arg-type]
    session.commit()
    walking = habit(read(session, anna), "weight-bearing")
    assert [bar.value for bar in walking.bars] == [150, None, None]
    assert walking.mean == 150
