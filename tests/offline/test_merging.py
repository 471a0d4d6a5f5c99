"""Two phones without a network and a text: however late it arrives, the day ends as if tapped in order."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, delete, select

from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import actions as checklist
from app.checklist.models import Mark, MarkChange, PlantEaten, Source
from app.offline import actions, forms, things
from app.offline.actions import Outcome
from tests import make
from tests.make import NOW, TODAY
from tests.offline.phone import uuid

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STEP = timedelta(minutes=5)
TEXT = "text"
# How far the clock of a phone is ahead: by a little, by hours, by a day.
SKEWS = [
    timedelta(seconds=40),
    -timedelta(seconds=40),
    timedelta(hours=3),
    timedelta(days=1),
    -timedelta(days=1),
]
# After how many steps a change arrives: at once, after others, weeks later.
DELAYS = [0, 1, 2, 5, 9, 6_000]
BAD = {"habit": 999_999, "do": "done"}
PRUNES, WALK = {"habit": 0}, {"habit": 1}
LEAVES = {"plant": "~Grandma’s leaves"}
DEEDS = [
    PRUNES | {"do": "done"},
    PRUNES | {"do": "add"},
    PRUNES | {"do": "less"},
    PRUNES | {"do": "set", "amount": "2,5"},
    PRUNES | {"do": "not-today"},
    PRUNES | {"do": "skip", "reason": "ill"},
    PRUNES | {"do": "clear"},
    PRUNES | {"do": "note", "note": "sore knee"},
    PRUNES | {"do": "note", "note": ""},
    WALK | {"do": "add", "by": "portion"},
    WALK | {"do": "done"},
    {"plant": "Porridge", "do": "eat"},
    {"plant": "oats", "do": "uneat"},
    LEAVES | {"do": "eat"},
    LEAVES | {"do": "uneat"},
]


@dataclass(frozen=True)
class Event:
    """What she did as the so-manyth: by a phone (its place) or by text; it arrives some steps later."""

    number: int
    by: int | str
    deed: dict[str, Any]
    delay: int

    @property
    def made_at(self) -> datetime:
        return NOW + self.number * STEP

    @property
    def arrives(self) -> tuple[int, str]:
        return self.number + (0 if self.by == TEXT else self.delay), str(self.by)


@dataclass(frozen=True)
class World:
    """Her record with its habits, and how wrong her two phones are."""

    session: Session
    user: User
    habits: list[int]
    skews: tuple[timedelta, timedelta]

    def tapped_in_order(self, events: list[Event]) -> tuple[object, ...]:
        """What the day holds when all of it is recorded at once."""
        self._empty()
        for event in events:
            self._record(event)
        return self._content()

    def arrived(self, events: list[Event]) -> tuple[object, ...]:
        """What it holds when each change arrives in its time, and twice, with one that cannot be recorded."""
        self._empty()
        sent: list[tuple[int, list[dict[str, Any]]]] = []
        for (slot, by), batch in groupby(
            sorted(events, key=lambda each: each.arrives), lambda each: each.arrives
        ):
            found = list(batch)
            if by == TEXT:
                self._record(found[0])
                continue
            sent.append((int(by), [self._told(each) for each in reversed(found)]))
            self._send(*sent[-1], at=NOW + slot * STEP)
        for phone, items in sent:
            self._send(phone, items, at=NOW + 9_000 * STEP)
        return self._content()

    def _empty(self) -> None:
        for model in (Mark, PlantEaten, MarkChange):
            self.session.exec(delete(model))
        self.session.commit()

    def _told(self, event: Event) -> dict[str, Any]:
        """A change as the phone tells it, by its own clock."""
        shown = event.made_at + (timedelta() if event.by == TEXT else self.skews[int(event.by)])
        today = accounts.today_of(self.user, now=shown).isoformat()
        told = {"id": uuid(event.number), "day": today, "today": today, "made_at": shown.isoformat()}
        hers = {"habit": self.habits[event.deed["habit"]]} if "habit" in event.deed else {}
        return told | event.deed | hers

    def _send(self, phone: int, items: list[dict[str, Any]], *, at: datetime) -> None:
        """A batch arrives with a bad item in it; what she is asked, she answers with the likelier day."""
        bad = items[0] | {"id": uuid(99), "confirmed": True} | BAD
        results = self._replay(phone, [bad, *items], at)
        assert results[0].outcome is Outcome.REFUSED
        asked = [(item, result) for item, result in zip(items, results[1:], strict=True) if result.days]
        answered = [item | {"day": result.days[0].isoformat(), "confirmed": True} for item, result in asked]
        kept = [*results[1:], *self._replay(phone, answered, at)]
        assert [each.outcome for each in kept if not each.days] == [Outcome.KEPT] * len(items)

    def _replay(self, phone: int, items: list[dict[str, Any]], at: datetime) -> list[actions.Result]:
        sent_at = (at + self.skews[phone]).isoformat()
        batch = {"version": forms.VERSION, "person": "", "sent_at": sent_at, "changes": items}
        results = actions.replay(self.session, self.user, batch=forms.read_batch(batch), now=at)
        self.session.commit()
        return results

    def _record(self, event: Event) -> None:
        """The same at once, as by a tap or a text."""
        batch = {
            "version": forms.VERSION,
            "person": "",
            "sent_at": NOW.isoformat(),
            "changes": [self._told(event)],
        }
        item = replace(forms.read_batch(batch).items[0], day=TODAY)
        thing = things.find(self.session, self.user, item=item, on=(TODAY,))
        (late,) = things.changes_of(item, thing, made_at=event.made_at)
        checklist.apply(
            self.session,
            self.user,
            changes=[replace(late, made_at=None)],
            batch=item.id,
            source=Source.TEXT,
            today=TODAY,
            now=event.made_at,
        )
        self.session.commit()

    def _content(self) -> tuple[object, ...]:
        self.session.expire_all()
        marks = [
            (row.habit_id, row.day, row.amount, row.skip, row.note) for row in self.session.exec(select(Mark))
        ]
        eaten = [(row.day, row.plant) for row in self.session.exec(select(PlantEaten))]
        self.session.commit()
        return sorted(mark for mark in map(str, marks) if not mark.endswith("None, None, '')")), sorted(eaten)


@pytest.fixture
def habits(anna, session):
    return [make.make_habit(session, anna, slug) for slug in ("prunes", "weight-bearing", "plants")]


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_interleaving_of_two_phones_and_a_text_ends_equal(anna, session, habits, data):
    skews = data.draw(st.tuples(st.sampled_from(SKEWS), st.sampled_from(SKEWS)))
    done = data.draw(
        st.lists(
            st.tuples(st.sampled_from([0, 1, 0, 1, TEXT]), st.sampled_from(DEEDS), st.sampled_from(DELAYS)),
            min_size=2,
            max_size=6,
        )
    )
    events = [Event(number, *each) for number, each in enumerate(done)]
    world = World(session, anna, habits, skews)
    assert world.arrived(events) == world.tapped_in_order(events)
