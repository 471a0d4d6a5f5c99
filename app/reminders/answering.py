"""What the page "How to answer" is made of: her habits under today's numbers, and whether texts are on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import daysheet
from app.checklist.daysheet import Sheet
from app.reminders import contexts, nudges, queries, ways, wishes
from app.reminders.examples import Board
from app.reminders.queries import Asked

MORNING = 8


class Texts(StrEnum):
    """Whether she gets texts, and if not, what is missing."""

    ON = "on"
    NO_NUMBER = "no_number"
    NOT_AGREED = "not_agreed"
    ENDED = "ended"


def texts_of(session: Session, user: User) -> Texts:
    """How it stands with texts to her."""
    if not user.number:
        return Texts.NO_NUMBER
    if ways.has_consent(session, user):
        return Texts.ON
    has_ended = queries.has_opted_out(session, user.id or 0, phone=user.number)
    return Texts.ENDED if has_ended else Texts.NOT_AGREED


def board_of(session: Session, user: User, *, now: datetime) -> Board:
    """Her habits, and what a text of hers would be read against now.

    The numbers are those of her newest reminder by text, while it can be answered; else those that a reminder
    would give today with nothing done yet.
    """
    today, user_id = accounts.today_of(user, now=now), user.id or 0
    asked = queries.asked_by_text(session, user_id, now=now)
    day = min(asked.day, today) if asked else today
    sheet = daysheet.read(session, user, day=day, today=today)
    asked = asked or Asked(0, today, numbers_of(sheet, unasked=wishes.of(session, user_id).unasked))
    context = contexts.context_of(session, user, asked=asked, sheet=sheet, opted_out=False, now=now)
    # What she texted a moment ago is no part of a page to keep.
    return Board(sheet.rows, replace(context, just_named=None))


def numbers_of(sheet: Sheet, *, unasked: Sequence[int]) -> tuple[int, ...]:
    """The habits of a reminder before anything is done, as many as one text has room for."""
    rows = [row for row in sheet.rows if row.is_due and not row.is_in_spell and row.chosen.id not in unasked]
    count = nudges.text_of(sheet, rows, hour=MORNING).count if rows else 0
    return tuple(row.chosen.id for row in rows[:count])
