"""Asking the provider: looks for texts whose fate is unknown, and asks about those it took and forgot.

The promise stands behind it: an unknown text is never posted again. Here it is found, or given up as lost.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.database import Database
from app.messages import callbacks, moves
from app.messages.channels import Asked, Carriers, NoAnswer, Report
from app.messages.models import Channel, Delivery, State
from app.messages.moves import Source

THREADS = 4
MOST = 20
AGAIN_AFTER = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(hours=24)
NOT_ASKED_ABOUT_AFTER = timedelta(hours=48)
# The provider has no such text (any more): there is nothing to wait for.
NOT_KNOWN_THERE = frozenset({"404", "20404"})
NOT_THERE = "not_there"
# Their clock and ours may differ. A sender that slept with its machine may post until its lease has ended.
BEFORE = timedelta(minutes=1)
AFTER = timedelta(minutes=7)
OPEN = (State.UNKNOWN, State.ACCEPTED, State.SENT)
log = logging.getLogger("bonny.messages.asking")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one delivery; without ``provider_id`` it has to be looked for."""

    delivery_id: int
    channel: Channel
    address: str | None
    provider_id: str | None
    posting_at: datetime


Found = tuple[Report, ...] | NoAnswer


def ask_due(
    database: Database,
    *,
    carriers: Carriers,
    now: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
    limit: int = MOST,
) -> int:
    """Ask about up to ``limit`` deliveries whose time has come, and return how many.

    Any number of processes may do so at once: claiming moves the next time on, and is committed before
    anything is asked. An idle round only reads. Nothing is held while the provider is asked.
    """
    with database.reading() as session:
        if session.exec(select(Delivery.id).where(_is_due(now())).limit(1)).first() is None:
            return 0
    with database.writing() as session:
        questions = _claim(session, now(), limit)
        session.commit()
    for start in range(0, len(questions), THREADS):
        if stopping():
            break
        some = questions[start : start + THREADS]
        with ThreadPoolExecutor(THREADS, "bonny-ask") as threads:
            answers = list(threads.map(lambda each: _ask(carriers, each), some))
        for question, answer in zip(some, answers, strict=True):
            with database.writing() as session:
                _settle(session, question, answer, now())
                session.commit()
    return len(questions)


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(col(Delivery.next_check_at).is_not(None), col(Delivery.next_check_at) <= now)


def _claim(session: Session, now: datetime, limit: int) -> list[Question]:
    due = (
        select(Delivery.id)
        .where(_is_due(now))
        .order_by(col(Delivery.next_check_at), col(Delivery.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED")
    )
    rows = session.exec(
        sa.update(Delivery)
        .where(col(Delivery.id).in_(sa.select(due.c.id)))
        .values(next_check_at=now + AGAIN_AFTER)
        .returning(
            col(Delivery.id),
            col(Delivery.channel),
            col(Delivery.address),
            col(Delivery.provider_id),
            sa.func.coalesce(col(Delivery.posting_at), col(Delivery.due_at)),
        )
        .execution_options(synchronize_session=False)
    ).all()
    return [Question(*row) for row in rows]


def _ask(carriers: Carriers, question: Question) -> Found:
    carrier = carriers.get(question.channel)
    if not isinstance(carrier, Asked):
        return NoAnswer("not_asked")
    try:
        if question.provider_id is not None:
            answer = carrier.ask(question.provider_id)
            return answer if isinstance(answer, NoAnswer) else (answer,)
        at = question.posting_at
        return carrier.find(question.address or "", since=at - BEFORE, until=at + AFTER)
    except Exception as error:
        # A carrier stands on other people's libraries: whatever they raise, the others are asked about too.
        log.error("cannot ask", extra={"delivery": question.delivery_id, "error": type(error).__name__})
        return NoAnswer("error")


def _settle(session: Session, question: Question, answer: Found, now: datetime) -> None:
    """Keep what was learned, unless a callback told it meanwhile."""
    delivery = session.exec(
        select(Delivery)
        .where(Delivery.id == question.delivery_id, col(Delivery.state).in_(OPEN))
        .with_for_update()
    ).one_or_none()
    if delivery is None:
        return
    if delivery.state is State.UNKNOWN:
        _settle_unknown(session, delivery, question, answer, now)
    elif isinstance(answer, NoAnswer):
        is_over = now >= (delivery.accepted_at or now) + NOT_ASKED_ABOUT_AFTER
        if is_over or answer.code in NOT_KNOWN_THERE:
            delivery.next_check_at = None
    elif answer and answer[0].provider_id == delivery.provider_id:
        _keep(session, delivery, answer[0], now)
    session.add(delivery)
    session.flush()


def _settle_unknown(
    session: Session, delivery: Delivery, question: Question, answer: Found, now: datetime
) -> None:
    if isinstance(answer, NoAnswer):
        if now >= question.posting_at + GIVEN_UP_AFTER:
            moves.move(session, delivery, state=State.LOST, source=Source.CLOCK, now=now, code=answer.code)
        return
    report = _nearest(session, delivery, answer, question.posting_at)
    if report is None:
        moves.move(session, delivery, state=State.LOST, source=Source.CLOCK, now=now, code=NOT_THERE)
        return
    delivery.provider_id = report.provider_id
    delivery.accepted_at = now
    _keep(session, delivery, report, now)


def _nearest(
    session: Session, delivery: Delivery, reports: tuple[Report, ...], at: datetime
) -> Report | None:
    """Of the texts that no other delivery bears the name of, the one taken nearest to the posting."""
    named = col(Delivery.provider_id).in_([report.provider_id for report in reports])
    others = select(Delivery.provider_id).where(named, Delivery.id != delivery.id)
    taken = set(session.exec(others).all())
    free = [report for report in reports if report.provider_id not in taken]
    return min(free, key=lambda report: abs(report.created_at - at), default=None)


def _keep(session: Session, delivery: Delivery, report: Report, now: datetime) -> None:
    """Move the delivery to what the provider says; one it took in whatever words is accepted at least."""
    delivery.checks += 1
    callbacks.report(session, delivery, report.status, code=report.code, source=Source.CLOCK, now=now)
    if delivery.state is State.UNKNOWN:
        moves.move(session, delivery, state=State.ACCEPTED, source=Source.CLOCK, now=now)
    delivery.next_check_at = moves.next_check(delivery, now=now)
