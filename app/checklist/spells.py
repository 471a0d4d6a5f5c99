"""Writes of spells: setting days aside for a while, ending that early, taking it back. Callers commit."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist import journal, queries, standings
from app.checklist.journal import Edit
from app.checklist.models import Spell
from app.rules import days, spells
from app.rules.spells import Stretch

LONGEST = timedelta(days=366)
FARTHEST = timedelta(days=366)


class BadRange(ValueError):
    """The days are the wrong way round, before her first, too far ahead or too many."""


class NoSuchSpell(LookupError):
    """She has no spell with this id."""


def set_aside(session: Session, user: User, *, spell: Stretch, today: date, edit: Edit) -> None:
    """Set the days aside, also afterwards; it ends by itself. Spells that meet become one.

    Raises BadRange, and NoSuchHabit for a habit that is not hers.
    """
    _check(session, user, spell, today)
    with journal.kept(session, user, edit):
        rows = {_stretch(row): row for row in queries.spells_of(session, user)}
        wanted = spells.with_added(rows, spell)
        for stretch, row in rows.items():
            if stretch not in wanted:
                session.delete(row)
        for stretch in wanted:
            if stretch not in rows:
                session.add(_row(user, stretch, edit.now))
    _fold_anew(session, user, since=spell.first, today=today)


def end(session: Session, user: User, *, spell_id: int, today: date, edit: Edit) -> None:
    """Let a spell that runs end yesterday, and one that begins today or later not be. Raises NoSuchSpell."""
    with journal.kept(session, user, edit):
        row = spell_of(session, user, spell_id=spell_id)
        if row.first >= today:
            session.delete(row)
        else:
            row.last = min(row.last, today - days.ONE_DAY)
            session.add(row)
    _fold_anew(session, user, since=min(row.first, today), today=today)


def remove(session: Session, user: User, *, spell_id: int, today: date, edit: Edit) -> None:
    """Let a spell never have been. Raises NoSuchSpell."""
    with journal.kept(session, user, edit):
        row = spell_of(session, user, spell_id=spell_id)
        first = row.first
        session.delete(row)
    _fold_anew(session, user, since=first, today=today)


def spell_of(session: Session, user: User, *, spell_id: int) -> Spell:
    """Her spell by id; raises NoSuchSpell, also when it is somebody else's."""
    row = session.exec(select(Spell).where(Spell.id == spell_id, Spell.user_id == user.id)).one_or_none()
    if row is None:
        raise NoSuchSpell(spell_id)
    return row


def _check(session: Session, user: User, spell: Stretch, today: date) -> None:
    began = queries.first_day_of(session, user)
    if began is None or not began <= spell.last or spell.first > spell.last:
        raise BadRange
    if spell.last > today + FARTHEST or spell.last - spell.first >= LONGEST:
        raise BadRange
    for habit_id in spell.habits or ():
        queries.habit_of(session, user.id or 0, habit_id=habit_id)


def _stretch(row: Spell) -> Stretch:
    return Stretch(
        row.first, row.last, row.reason, None if row.habit_ids is None else frozenset(row.habit_ids)
    )


def _row(user: User, stretch: Stretch, now: datetime) -> Spell:
    return Spell(
        user_id=user.id or 0,
        reason=stretch.reason,
        first=stretch.first,
        last=stretch.last,
        habit_ids=None if stretch.habits is None else sorted(stretch.habits),
        created_at=now,
    )


def _fold_anew(session: Session, user: User, *, since: date, today: date) -> None:
    """Bring the standings of every habit lived since then up to date."""
    session.flush()
    for chosen in queries.chosen_between(session, user, first=since, last=today):
        standings.refresh(session, user, chosen=chosen, changed=since, today=today)
