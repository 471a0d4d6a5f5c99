"""Recording what her phone kept, each change by itself: one that cannot be stops no other. Callers commit."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from app import clock
from app.accounts import actions as people
from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import actions, forms
from app.checklist import queries as checklist
from app.checklist.actions import Change
from app.checklist.models import Source
from app.offline import things
from app.offline.forms import Batch, Item, Told
from app.offline.things import Thing
from app.rules import late, plants

REFUSALS = (
    checklist.NoSuchHabit,
    actions.BadDay,
    actions.BadAmount,
    actions.TooLong,
    actions.NoSuchPlant,
    forms.NotANumber,
    plants.BadName,
    things.NoPlantsCounted,
    things.NotPossible,
)


class Outcome(StrEnum):
    """What became of a change."""

    KEPT = "kept"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one change of a batch.

    ``name`` is the habit's or the plant's, empty where neither is known; ``days`` are those it may belong to,
    the likelier first (asked); ``why`` is what stands against it (refused).
    """

    told: Told
    outcome: Outcome
    name: str = ""
    days: tuple[date, ...] = ()
    why: Exception | None = None


def replay(session: Session, user: User, *, batch: Batch, now: datetime) -> list[Result]:
    """What became of each change of the batch, in its order; one that is known already stays as it is."""
    people.lock_person(session, user.id or 0)
    known = checklist.recorded(session, user, uuids=[item.id for item in batch.items])
    error = late.clock_error(batch.sent_at, now=now)
    results = []
    for told in batch.told:
        if told.item is None:
            results.append(Result(told, Outcome.REFUSED, why=things.NotPossible()))
            continue
        made_at = late.made_at(told.item.made_at, error=error, now=now)
        is_known = told.item.id in known
        result = _become(session, user, told, told.item, is_known=is_known, made_at=made_at, now=now)
        results.append(result)
        if result.outcome is Outcome.KEPT:
            known.add(told.item.id)
    return results


def _become(
    session: Session,
    user: User,
    told: Told,
    item: Item,
    *,
    is_known: bool,
    made_at: datetime,
    now: datetime,
) -> Result:
    """What becomes of one change; what was recorded once is kept, even where it could not be any more."""
    on = _days_of(user, item, made_at) or (item.day,)
    name = things.typed_name(item)
    try:
        thing = things.find(session, user, item=item, on=on)
        name = thing.name
        if is_known:
            return Result(told, Outcome.KEPT, name)
        changes = things.changes_of(item, thing, made_at=made_at)
        if len(on) > 1:
            possible = _possible(on, thing, accounts.today_of(user, now=now))
            return Result(told, Outcome.ASKED, name, days=possible)
        _record(session, user, item, changes, now)
    except REFUSALS as error:
        return Result(told, Outcome.KEPT if is_known else Outcome.REFUSED, name, why=error)
    return Result(told, Outcome.KEPT, name)


def _record(session: Session, user: User, item: Item, changes: list[Change], now: datetime) -> None:
    """Write one change, or leave everything as it was before it."""
    today = accounts.today_of(user, now=now)
    with session.begin_nested():
        actions.apply(
            session, user, changes=changes, batch=item.id, source=Source.OFFLINE, today=today, now=now
        )


def _days_of(user: User, item: Item, made_at: datetime) -> tuple[date, ...]:
    """The days a change may belong to where its own is in doubt and she was not asked yet."""
    if item.is_confirmed:
        return ()
    return late.days_in_doubt(
        item.day,
        called_today=item.called_today,
        made_at=made_at,
        zone=clock.zone(user.zone),
        day_start=user.day_start,
    )


def _possible(on: tuple[date, ...], thing: Thing, today: date) -> tuple[date, ...]:
    """Those of the days on which it can be recorded; raises BadDay when it can on none."""
    possible = tuple(day for day in on if day <= today and thing.chosen.habit.is_lived_on(day))
    if not possible:
        raise actions.BadDay(on[0].isoformat())
    return possible
