"""How the reminders of the whole instance do at an instant, for whoever runs it: figures, never whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from app import health
from app.health import Heartbeat
from app.messages import figures
from app.messages.figures import Lateness, Queue
from app.messages.models import Breaker, Channel, State
from app.reminders.models import Slot

TOO_LONG = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Status:
    """What was found ``at`` an instant; ``states`` and ``lateness`` are of the 24 hours before it.

    ``clock_at`` is when the clock process last said that it lives, None when it never did; ``set_aside`` is
    how many slots cannot be planned until they are mended.
    """

    at: datetime
    clock_at: datetime | None
    lateness: Lateness
    queues: Mapping[Channel, Queue]
    states: Mapping[tuple[State, Channel], int]
    breakers: Sequence[Breaker]
    set_aside: int

    @property
    def waiting(self) -> int:
        """How many messages are not sent yet, those due later included."""
        return sum(queue.waiting for queue in self.queues.values())

    @property
    def oldest_due_at(self) -> datetime | None:
        """When the message was due that has waited longest to be sent; None when nothing is due."""
        return min((each.oldest_due_at for each in self.queues.values() if each.oldest_due_at), default=None)

    @property
    def is_silent(self) -> bool:
        """Whether the clock process has not been heard of for a while."""
        return self.clock_at is None or self.at - self.clock_at >= health.SILENT_AFTER

    @property
    def is_well(self) -> bool:
        """Whether clock and channels run, nothing due waits over 5 minutes, and no slot is set aside."""
        is_late = self.oldest_due_at is not None and self.at - self.oldest_due_at > TOO_LONG
        return not (self.is_silent or self.breakers or is_late or self.set_aside)

    def count(self, state: State) -> int:
        """How many messages stand there, on all channels."""
        return sum(number for (each, _), number in self.states.items() if each is state)


def status(session: Session, *, now: datetime) -> Status:
    """Look at everything; six short reads."""
    beat = session.get(Heartbeat, health.CLOCK)
    return Status(
        at=now,
        clock_at=None if beat is None else beat.at,
        lateness=figures.lateness(session, now=now),
        queues=figures.queues(session, now=now),
        states=figures.by_state(session, now=now),
        breakers=figures.breakers(session),
        set_aside=_set_aside(session),
    )


def _set_aside(session: Session) -> int:
    is_aside = (col(Slot.fault).is_not(None), col(Slot.is_active).is_(True))
    return session.exec(select(func.count()).select_from(Slot).where(*is_aside)).one()
