"""What came of a wish, as the payload its echo is written from: a name, times and instants, no words."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlmodel import Session

from app.accounts.models import User
from app.reminders import coming, queries, wishes
from app.reminders.models import Purpose

Payload: TypeAlias = dict[str, Any]

ASKING = frozenset({Purpose.DAY, Purpose.EVENING})
# A month's letter asks for nothing, so nobody waits for it as for the next reminder.
REMINDING = ASKING | {Purpose.PLANTS}


class Told(StrEnum):
    """What is to be said."""

    TEXTS_OFF = "texts_off"
    LATER = "later"
    LATER_ALREADY = "later_already"
    LATER_QUIET = "later_quiet"
    LATER_OTHER_DAY = "later_other_day"
    NOTHING_ASKED = "nothing_asked"
    NOTHING_OPEN = "nothing_open"
    ENOUGH_TEXTS = "enough_texts"
    PAUSED = "paused"
    PAUSED_BEFORE = "paused_before"
    PAUSE_HOW_LONG = "pause_how_long"
    PAUSE_TOO_LONG = "pause_too_long"
    RESUMED = "resumed"
    NOT_PAUSED = "not_paused"
    MOVED = "moved"
    ADDED = "added"
    SET_ALREADY = "set_already"
    WHAT_TIME = "what_time"
    TIME_QUIET = "time_quiet"
    TOO_MANY = "too_many"
    NO_ZONE = "no_zone"
    SWITCHED = "switched"
    SWITCHED_BEFORE = "switched_before"
    NO_SUCH_TIME = "no_such_time"
    DISCREET = "discreet"
    NOTES = "notes"
    LINKS_USED_UP = "links_used_up"
    SILENT_FOR_NOW = "silent_for_now"
    SILENT_TODAY = "silent_today"
    NO_LINK = "no_link"
    SUMMARY_MAILED = "summary_mailed"
    NO_MAIL = "no_mail"


def payload(told: Told, **more: Any) -> Payload:
    """What came of it; ``more`` is what the words name, in JSON's own kinds."""
    return {"told": told.value, **more}


def next_of(
    session: Session, user: User, *, now: datetime, purposes: Collection[Purpose] = REMINDING
) -> Payload:
    """When her next reminder comes and by which way, for a payload; nothing when none will."""
    found = coming.of(
        user,
        [each for each in queries.slots_of(session, user.id or 0) if each.purpose in purposes],
        wishes.of(session, user.id or 0),
        now=now,
        most=1,
    )
    return {"next": found[0].due_at.isoformat(), "next_way": found[0].slot.channel.value} if found else {}
