"""How she wants to be reminded: quiet hours, a pause, a moment's peace, habits that need no reminder.

Callers commit.
"""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from app import clock
from app.accounts import actions as accounts
from app.accounts.models import User
from app.checklist import queries as checklist
from app.checklist.queries import Chosen
from app.reminders.models import Wishes
from app.rules import schedule, streaks
from app.rules.habits import EVERY_DAY

LONGEST_PAUSE = 90
ASKED_AGAIN_AFTER = timedelta(days=90)


class BadPause(ValueError):
    """A pause lasts from 1 to 90 days."""


def of(session: Session, user_id: int) -> Wishes:
    """Her wishes; the usual ones while she changed none, and then not yet stored."""
    return session.get(Wishes, user_id) or Wishes(user_id=user_id)


def set_quiet(session: Session, user_id: int, *, quiet_from: time, quiet_to: time) -> None:
    """Keep her quiet hours on her wall clock; never quiet when both are the same."""
    hers = _for_change(session, user_id)
    hers.quiet_from, hers.quiet_to = quiet_from, quiet_to


def pause(session: Session, user_id: int, *, days: int, today: date) -> date:
    """Let no reminder come today and on the days after, ``days`` in all; the first on which one comes again.

    Raises BadPause.
    """
    if not 1 <= days <= LONGEST_PAUSE:
        raise BadPause(days)
    hers = _for_change(session, user_id)
    hers.paused_until = today + timedelta(days=days)
    return hers.paused_until


def resume(session: Session, user_id: int) -> None:
    """Let reminders come again at once."""
    hers = _for_change(session, user_id)
    hers.paused_until = hers.snoozed_until = None


def snooze(session: Session, user_id: int, *, until: datetime) -> None:
    """Let no reminder come before an instant but the one she asked for then."""
    _for_change(session, user_id).snoozed_until = until


def set_discreet(session: Session, user_id: int, *, is_on: bool) -> None:
    """Let her messages name no habit, or name them as usual."""
    _for_change(session, user_id).is_discreet = is_on


def set_notes(session: Session, user_id: int, *, is_on: bool) -> None:
    """Keep what she says beside an answer as the day's note, or not."""
    _for_change(session, user_id).takes_notes = is_on


def is_paused(hers: Wishes, today: date) -> bool:
    """Whether she paused her reminders on that day of hers."""
    return hers.paused_until is not None and today < hers.paused_until


def is_quiet(hers: Wishes, user: User, instant: datetime) -> bool:
    """Whether it is in her quiet hours."""
    zone = clock.zone(user.zone)
    return schedule.is_quiet(instant, zone, quiet_from=hers.quiet_from, quiet_to=hers.quiet_to)


def is_quiet_at(hers: Wishes, at: time) -> bool:
    """Whether a time of her wall clock is in her quiet hours."""
    return schedule.is_quiet_at(at, quiet_from=hers.quiet_from, quiet_to=hers.quiet_to)


def live_until(hers: Wishes, user: User, instant: datetime, *, life: timedelta = schedule.LIFE) -> datetime:
    """How long what is due at the instant may still be sent: so long, or until her quiet hours begin."""
    quiet = schedule.quiet_start_after(
        instant, clock.zone(user.zone), quiet_from=hers.quiet_from, quiet_to=hers.quiet_to
    )
    return min(filter(None, (instant + life, quiet)))


def after_quiet(hers: Wishes, user: User, now: datetime) -> datetime:
    """Now, or in quiet hours their end."""
    if not is_quiet(hers, user, now):
        return now
    zone = clock.zone(user.zone)
    return schedule.next_occurrence(now, hers.quiet_to, zone, weekdays=EVERY_DAY).due_at


def let_go(session: Session, user: User, *, habit_id: int) -> None:
    """Remind her of this habit no longer. Raises NoSuchHabit."""
    checklist.habit_of(session, user.id or 0, habit_id=habit_id)
    hers = _for_change(session, user.id or 0)
    hers.unasked = sorted({*hers.unasked, habit_id})


def take_back(session: Session, user: User, *, habit_id: int) -> None:
    """Remind her of this habit again."""
    hers = _for_change(session, user.id or 0)
    hers.unasked = [each for each in hers.unasked if each != habit_id]


def go_on(session: Session, user: User, *, habit_id: int, today: date) -> None:
    """Go on reminding her of a habit that runs by itself; ask about it no sooner than in three months.

    Raises NoSuchHabit.
    """
    checklist.habit_of(session, user.id or 0, habit_id=habit_id)
    hers = _for_change(session, user.id or 0)
    hers.asked_still = {**hers.asked_still, str(habit_id): today.isoformat()}


def offers(session: Session, user: User, *, today: date) -> list[Chosen]:
    """Her habits that have run by themselves for thirty days, of which she may want to drop the reminder."""
    hers = of(session, user.id or 0)
    return [
        each
        for each in checklist.chosen_between(session, user, first=today, last=today)
        if each.id not in hers.unasked
        and streaks.runs_by_itself(each.habit, each.standing, today=today)
        and not _was_asked(hers, each.id, today)
    ]


def dropped(session: Session, user: User, *, today: date) -> list[Chosen]:
    """Her habits that are on her list and no longer reminded of."""
    unasked = of(session, user.id or 0).unasked
    if not unasked:
        return []
    return [
        each
        for each in checklist.chosen_between(session, user, first=today, last=today)
        if each.id in unasked
    ]


def _was_asked(hers: Wishes, habit_id: int, today: date) -> bool:
    said_on = hers.asked_still.get(str(habit_id))
    return said_on is not None and today - date.fromisoformat(said_on) < ASKED_AGAIN_AFTER


def _for_change(session: Session, user_id: int) -> Wishes:
    """Her wishes as a stored row, her record locked."""
    accounts.lock_person(session, user_id)
    hers = of(session, user_id)
    session.add(hers)
    return hers
