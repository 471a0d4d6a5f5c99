"""People of the gallery with lists full of life: many kinds of habits, a spell, one that has settled."""

from datetime import timedelta
from uuid import uuid4

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import choosing, notes, spells
from app.checklist.choosing import OwnHabit, Wish
from app.checklist.journal import Edit
from app.checklist.models import ChangeKind, PlanKind
from app.rules.habits import Direction, Goal, Measure, Period, SetBy
from app.rules.marks import Skip
from app.rules.spells import Stretch
from tests.browser.screenshots import HOUR, TODAY
from tests.make import make_habit, make_mark

SINCE = TODAY - timedelta(days=40)
LONG = "Slow stretching on the mat by the window, with the radio on"


def live_with_many_kinds(session: Session, user: User) -> None:
    """Twelve habits, one of each kind: pieces, doses, portions, limits, sessions, hours, plants, her own."""
    user.conditions = ["warfarin", "spine-fracture"]
    session.add(user)
    slugs = ("prunes", "vitamin-d", "protein", "alcohol", "sleep", "oily-fish", "plants")
    ids = {slug: _take_on(session, user, slug) for slug in slugs}
    ids |= {slug: _take_on(session, user, slug) for slug in ("weight-bearing", "strength")}
    monthly = Goal(SINCE, 1, SetBy.DOCTOR, "Dr Novak", set_on=SINCE, month_day=1)
    _take_on(session, user, "bone-medicine", Wish(name="Monthly tablet", goal=monthly, has_asked=True))
    _own(session, user, LONG, Measure.CHECK, goal=1.0)
    _own(session, user, "Water", Measure.AMOUNT, goal=1.5, unit="litres")
    make_mark(session, user, ids["prunes"], amount=3, today=TODAY)
    make_mark(session, user, ids["protein"], kind=ChangeKind.ADD, amount=1)
    make_mark(session, user, ids["alcohol"], amount=0)
    make_mark(session, user, ids["strength"])
    make_mark(session, user, ids["sleep"], amount=6.5)
    make_mark(session, user, ids["prunes"], kind=ChangeKind.NOTE, note="Two in the porridge, one at tea.")
    notes.write(session, user, day=TODAY, text="A good day.\nThe knee is better.", now=HOUR)
    _give_up(session, user)


def _take_on(session: Session, user: User, slug: str, wish: Wish | None = None) -> int:
    habit = choosing.take_on(
        session, user, slug=slug, today=SINCE, now=HOUR, wish=wish or Wish(has_asked=True)
    )
    session.commit()
    return habit.id or 0


def _own(session: Session, user: User, name: str, measure: Measure, *, goal: float, unit: str = "") -> None:
    own = OwnHabit(name, measure, Direction.AT_LEAST, Period.DAY, unit, Goal(SINCE, goal), "after lunch")
    choosing.create(session, user, own=own, today=SINCE, now=HOUR)
    session.commit()


def _give_up(session: Session, user: User) -> None:
    fermented = _take_on(session, user, "fermented")
    choosing.give_up(session, user, habit_id=fermented, today=TODAY - timedelta(days=9))


def live_with_a_spell(session: Session, user: User) -> None:
    """She is away until next week, was ill before, and something was recorded all the same."""
    prunes = make_habit(session, user, since=SINCE)
    make_habit(session, user, "vitamin-d", since=SINCE)
    for back in range(9, 20):
        make_mark(session, user, prunes, day=TODAY - timedelta(days=back))
    for first, last, reason in ((-2, 5, Skip.AWAY), (-8, -6, Skip.ILL)):
        spell = Stretch(TODAY + timedelta(days=first), TODAY + timedelta(days=last), reason)
        edit = Edit(str(uuid4()), PlanKind.SPELL, HOUR)
        spells.set_aside(session, user, spell=spell, today=TODAY, edit=edit)
    session.commit()


def live_with_a_settled_habit(session: Session, user: User) -> None:
    """Three weeks of prunes, nothing of yesterday, so that both hints could stand there."""
    prunes = make_habit(session, user, since=TODAY - timedelta(days=28))
    for back in range(2, 28):
        make_mark(session, user, prunes, day=TODAY - timedelta(days=back))


def live_with_a_lapse(session: Session, user: User) -> None:
    """Two habits kept for some weeks, and nothing of any kind for the last eight days."""
    prunes = make_habit(session, user, since=SINCE)
    vitamin = make_habit(session, user, "vitamin-d", since=SINCE)
    for back in range(9, 39):
        make_mark(session, user, vitamin, day=TODAY - timedelta(days=back))
        if back % 3:
            make_mark(session, user, prunes, day=TODAY - timedelta(days=back))


def live_with_conditions(session: Session, user: User) -> None:
    """Nothing on her list yet, and two conditions ticked."""
    user.conditions = ["warfarin", "breast-cancer"]
    session.add(user)
