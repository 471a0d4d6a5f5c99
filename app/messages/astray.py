"""Messages known not to have reached her: their kinds are told, once, and may plan another way."""

import logging
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.database import Database
from app.messages import moves
from app.messages.message import Kinds
from app.messages.models import Delivery
from app.messages.moves import Source

MOST = 100
# Word for word the condition of the index: SQLite would not see through "is_astray = 1".
MARKED = sa.text("delivery.is_astray")
log = logging.getLogger("bonny.messages.astray")


def tell_kinds(database: Database, *, kinds: Kinds, now: datetime) -> int:
    """Tell the kinds of the messages that went astray, one transaction each; how many there were.

    An idle round only reads. Any number of processes may do so at once. A kind that breaks is logged and
    counts as told: the others must not wait for it.
    """
    with database.reading() as session:
        waiting = _waiting(session)
    for delivery_id in waiting:
        try:
            with database.writing() as session:
                _tell(session, delivery_id, kinds, now)
                session.commit()
        except sa.exc.OperationalError:
            raise  # the database is away, which is no fault of the kind
        except Exception as error:
            # The kinds belong to other rooms, and whatever they raise, each message is told of once.
            log.error("cannot tell a kind", extra={"delivery": delivery_id, "error": type(error).__name__})
            with database.writing() as session:
                _tell(session, delivery_id, {}, now)
                session.commit()
    return len(waiting)


def _waiting(session: Session) -> Sequence[int]:
    marked = select(Delivery.id).where(MARKED).order_by(col(Delivery.id)).limit(MOST)
    return [each for each in session.exec(marked).all() if each is not None]


def _tell(session: Session, delivery_id: int, kinds: Kinds, now: datetime) -> None:
    delivery = session.exec(
        select(Delivery)
        .where(Delivery.id == delivery_id, col(Delivery.is_astray))
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if delivery is None:
        return
    delivery.is_astray = False
    moves.note(
        session,
        delivery,
        state=delivery.state,
        source=Source.TOLD,
        now=now,
        code=delivery.error_code,
    )
    kind = kinds.get(delivery.kind)
    if kind is not None:
        kind.gone_astray(session, delivery, now=now)
    session.add(delivery)
    session.flush()
