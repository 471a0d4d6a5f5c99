"""Texts that came in and wait to be read: the door only keeps them, the clock process understands them.

A provider that delivers many texts at once is answered at once, however long each takes to be acted on, and
nothing is lost when that goes wrong. Texts of one number are read in the order in which they came.
"""

import logging
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app import database as databases
from app.config import Settings
from app.database import Database
from app.reminders import inbound
from app.reminders.models import InboundText, WaitingText
from app.reminders.outcomes import Outcome

log = logging.getLogger("bonny.reminders")

MOST_TRIES = 3


def keep(session: Session, *, sid: str, sender: str, body: str, now: datetime) -> None:
    """Keep a text of a proved E.164 number until it is read. Raises inbound.Replayed; callers commit."""
    was_read = session.exec(select(InboundText.id).where(InboundText.message_sid == sid)).first()
    row = {
        "message_sid": sid,
        "sender": sender,
        "body": body.replace("\x00", ""),  # PostgreSQL keeps no such character
        "received_at": now,
        "tries": 0,
    }
    is_new = was_read is None and databases.upsert(
        session, WaitingText, row, key=["message_sid"], update=False
    )
    if not is_new:
        raise inbound.Replayed(sid)


def read_all(
    database: Database,
    *,
    settings: Settings,
    stopping: Callable[[], bool] = lambda: False,
    between: Callable[[], None] = lambda: None,
) -> int:
    """Read what waits, each text in a transaction of its own; how many. Any number of processes may do so.

    ``between`` two texts others may be let go first.
    """
    count = 0
    while not stopping() and _has_any(database):
        if count:
            between()
        if not _read_next(database, settings):
            break
        count += 1
    return count


def _has_any(database: Database) -> bool:
    """One look that takes no lock."""
    with database.reading() as session:
        return session.exec(_next()).first() is not None


def _read_next(database: Database, settings: Settings) -> bool:
    """Read the longest waiting text that no other process holds; whether there was one."""
    with database.writing() as session:
        text = session.exec(_next().with_for_update(skip_locked=True, of=WaitingText)).first()
        if text is None:
            return False
        sid = text.message_sid
        try:
            outcome = _read(session, text, settings)
            session.commit()
            meaning = outcome.meaning.value
            log.info("text taken", extra={"message_sid": sid, "user_id": outcome.user_id, "meaning": meaning})
        except inbound.Replayed:
            session.rollback()
            log.info("text came twice", extra={"message_sid": sid})
            _forget(session, sid)
        except sa.exc.OperationalError:
            raise
        except Exception as error:
            # Whatever is wrong with this one, those of others are read.
            session.rollback()
            log.error("text not read", extra={"message_sid": sid}, exc_info=error)
            _count_try(session, sid)
    return True


def _next() -> SelectOfScalar[WaitingText]:
    """The oldest text that may be tried and has none of the same number before it."""
    earlier = aliased(WaitingText)
    has_earlier = (
        sa.select(col(earlier.id))
        .where(
            col(earlier.sender) == col(WaitingText.sender),
            col(earlier.tries) < MOST_TRIES,
            col(earlier.id) < col(WaitingText.id),
        )
        .exists()
    )
    return (
        select(WaitingText)
        .where(col(WaitingText.tries) < MOST_TRIES, ~has_earlier)
        .order_by(col(WaitingText.id))
        .limit(1)
    )


def _read(session: Session, text: WaitingText, settings: Settings) -> Outcome:
    """Do what the text says; it waits no more."""
    outcome = inbound.receive(
        session,
        sid=text.message_sid,
        sender=text.sender,
        body=text.body,
        now=text.received_at,
        settings=settings,
    )
    session.delete(text)
    return outcome


def _forget(session: Session, sid: str) -> None:
    session.exec(sa.delete(WaitingText).where(col(WaitingText.message_sid) == sid))
    session.commit()


def _count_try(session: Session, sid: str) -> None:
    session.exec(
        sa.update(WaitingText)
        .where(col(WaitingText.message_sid) == sid)
        .values(tries=WaitingText.tries + 1)
        .execution_options(synchronize_session=False)
    )
    session.commit()


def forget_unread(session: Session, *, before: datetime) -> None:
    """Forget texts that could not be read, received before an instant. Callers commit."""
    session.exec(sa.delete(WaitingText).where(col(WaitingText.received_at) < before))
