"""What the operator is told of reminders, as lines of words or as data: figures and ids, never whose."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.messages.figures import Lateness
from app.messages.models import Breaker, Channel, State
from app.reminders.figures import Status
from app.reminders.preview import Upcoming

LABELS = 12
COUNTS = 8


def words_of(status: Status) -> str:
    """The status for a person, a line each, and the messages of a day as a table."""
    rows = [
        ("clock", _clock(status)),
        ("lateness", _lateness(status.lateness)),
        ("waiting", f"{status.waiting}{_by_channel(status)}"),
        ("oldest due", _ago(status, status.oldest_due_at) or "nothing is due"),
        ("set aside", str(status.set_aside)),
        *((f"{breaker.channel} stands still", _breaker(breaker)) for breaker in status.breakers),
    ]
    width = max(LABELS, *(len(label) for label, _ in rows))
    return "\n".join([*(f"{label:{width}}  {words}" for label, words in rows), "", *_table(status)])


def _lateness(lateness: Lateness) -> str:
    if not lateness.measured:
        return "nothing was sent in 24 hours"
    return f"half within {lateness.p50} s, 99 in 100 within {lateness.p99} s, of {lateness.measured}"


def _breaker(breaker: Breaker) -> str:
    return f"code {breaker.code}, since {_utc(breaker.opened_at)}, next try {_utc(breaker.retry_at)}"


def _clock(status: Status) -> str:
    beat = _ago(status, status.clock_at)
    return f"{'silent: ' if status.is_silent else ''}last beat {beat}" if beat else "silent: it never beat"


def _ago(status: Status, instant: datetime | None) -> str | None:
    return None if instant is None else f"{(status.at - instant).total_seconds():.0f} s ago"


def _by_channel(status: Status) -> str:
    parts = [f"{channel} {queue.waiting}" for channel, queue in sorted(status.queues.items())]
    return f" ({', '.join(parts)})" if parts else ""


def _table(status: Status) -> list[str]:
    """The states that any message of a day is in, by channel."""
    rows = [("24 hours", *map(str, Channel))]
    for state in State:
        if status.count(state):
            rows.append((str(state), *(str(status.states.get((state, each), 0)) for each in Channel)))
    return [f"{row[0]:{LABELS}}" + "".join(f"{cell:>{COUNTS}}" for cell in row[1:]) for row in rows]


def data_of(status: Status) -> dict[str, object]:
    """The same for machines: instants in ISO 8601, lateness in seconds, counts by name, null for unknown."""
    return {
        "at": _iso(status.at),
        "is_well": status.is_well,
        "clock_at": _iso(status.clock_at),
        "lateness": asdict(status.lateness),
        "queue": {channel: queue.waiting for channel, queue in status.queues.items()},
        "oldest_due_at": _iso(status.oldest_due_at),
        "states": {
            state: {channel: status.states.get((state, channel), 0) for channel in Channel} for state in State
        },
        "breakers": {
            each.channel: {
                "code": each.code,
                "opened_at": _iso(each.opened_at),
                "retry_at": _iso(each.retry_at),
            }
            for each in status.breakers
        },
        "set_aside": status.set_aside,
    }


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def preview_of(upcoming: Sequence[Upcoming], zone: ZoneInfo) -> list[str]:
    """A line for each occurrence: her day and wall clock, the instant, the slot, its ways, and the notes."""
    return [
        "  ".join(
            (
                f"{each.occurrence.due_at.astimezone(zone):%a %Y-%m-%d %H:%M}",
                _utc(each.occurrence.due_at),
                f"slot {each.slot.id}",
                each.slot.purpose.value,
                "+".join(each.slot.channels),
                "; ".join(each.notes),
            )
        ).rstrip()
        for each in upcoming
    ]


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%MZ}"
