"""The dispatcher: claims what is due, commits, sends with nothing held, and records what came of it."""

import logging
import random
import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from app import config
from app.database import Database
from app.messages import aftermath, breaker, operator, outbox, queries
from app.messages.channels import Answer, Carriers, Envelope, NotSent, Unknown
from app.messages.channels.letterbox import SIGN_IN_CODE
from app.messages.message import Kind, Kinds, Message, Postponed, Reason, Withheld
from app.messages.models import Channel, Delivery, State
from app.messages.upkeep import NO_SUCH_KIND, OUR_MISTAKE

THREADS = 8
# Few, since a killed process keeps what it claimed and did not begin until the lease ends.
CLAIMED_AT_ONCE = 2 * THREADS
# A process that slept for longer between noting a posting and posting must not: it counts as lost by then.
LATEST_POSTING = timedelta(minutes=1)
SLEPT = "slept"
MOST_RECORDINGS = 3
LEASE = timedelta(minutes=5)
CALLBACK_PATH = "/webhooks/twilio/status/"
DAY = timedelta(days=1)
Given = TypeVar("Given")
Made = TypeVar("Made")
log = logging.getLogger("bonny.messages.dispatch")


@dataclass(frozen=True, slots=True)
class Post:
    """A message whose posting is noted in the database and that may now leave."""

    claim: outbox.Claim
    message: Message
    envelope: Envelope
    noted_at: datetime


def deliver_due(
    database: Database,
    *,
    kinds: Kinds,
    carriers: Carriers,
    settings: config.Settings,
    now: Callable[[], datetime],
    limit: int = CLAIMED_AT_ONCE,
    jitter: outbox.Jitter = random.uniform,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Send up to ``limit`` deliveries that are due and return how many were taken on.

    Any number of processes may do so at once. An idle round only reads. Once ``stopping`` says so, those that
    are being sent are finished and the others go back into the queue. Errors of the database end the round
    likewise, and are raised then; the one they met comes back when its lease ends (upkeep.recover).
    """
    with database.reading() as session:
        if not outbox.has_work(session, now=now()):
            return 0
    with database.writing() as session:
        claims = outbox.claim(session, now=now(), limit=limit, lease=LEASE)
        session.commit()
    budget = _Budget(settings.sms_per_day)
    round_ = _Round(database, kinds, carriers, settings, now, jitter, budget)
    waiting = claims
    try:
        while waiting and not stopping():
            few, waiting = waiting[:THREADS], waiting[THREADS:]
            round_.deliver(few)
    finally:
        if waiting:
            round_.release(waiting)
    return len(claims) - len(waiting)


@dataclass(slots=True)
class _Budget:
    """The texts that the instance may still send, counted once a round; sign-in codes have their own."""

    most: int
    left: int | None = None

    def takes(self, session: Session, delivery: Delivery, now: datetime) -> bool:
        """Whether there is one left for this delivery, and take it."""
        if delivery.channel is not Channel.SMS or delivery.kind == SIGN_IN_CODE or not self.most:
            return True
        if self.left is None:
            posted = queries.count_posted_texts(session, since=now - DAY, besides=SIGN_IN_CODE)
            self.left = self.most - posted
        self.left -= 1
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class _Round:
    """One round of sending, a few at a time, so that a crash leaves only those few in doubt."""

    database: Database
    kinds: Kinds
    carriers: Carriers
    settings: config.Settings
    now: Callable[[], datetime]
    jitter: outbox.Jitter
    budget: _Budget

    def deliver(self, claims: Sequence[outbox.Claim]) -> None:
        """Send a few; the first error met is raised once the others are sent and recorded."""
        errors: list[Exception] = []
        posts = [post for post in _try_each(self._prepare, claims, errors) if post is not None]
        if len(posts) > 1:
            with ThreadPoolExecutor(THREADS, "bonny-send") as threads:
                answers = list(threads.map(self._send, posts))
        else:
            answers = [self._send(post) for post in posts]
        # What a carrier said is known to this process alone: no error may throw it away.
        _try_each(self._record, zip(posts, answers, strict=True), errors)
        if errors:
            raise errors[0]

    def release(self, claims: Sequence[outbox.Claim]) -> None:
        """Put claims that were not begun back into the queue: another process may take them at once."""
        with self.database.writing() as session:
            outbox.release(session, claims, now=self.now())
            session.commit()

    def _prepare(self, claim: outbox.Claim) -> Post | None:
        """Write the message and note that it is about to leave; None when it is not to."""
        with self.database.writing() as session:
            now = self.now()
            delivery = outbox.claimed(session, claim, now=now)
            post = None if delivery is None else self._write(session, claim, delivery, now)
            if claim.is_try and delivery is not None and post is None:
                breaker.give_back(session, delivery.channel, now=now)
            session.commit()
        return post

    def _write(self, session: Session, claim: outbox.Claim, delivery: Delivery, now: datetime) -> Post | None:
        if delivery.expires_at <= now:
            outbox.give_up(session, claim, State.EXPIRED, now=now)
            return None
        kind = self.kinds.get(delivery.kind)
        if kind is None:
            log.error("unknown kind", extra={"delivery": claim.id, "kind": delivery.kind})
            outbox.give_up(session, claim, State.FAILED, now=now, code=NO_SUCH_KIND)
            return None
        if not claim.is_try and breaker.is_open(session, delivery.channel):
            outbox.release(session, [claim], now=now)
            return None
        if not self.budget.takes(session, delivery, now):
            operator.tell(session, operator.Matter.BUDGET, once=now.date().isoformat(), now=now)
            outbox.give_up(session, claim, State.SUPPRESSED, now=now, reason=Reason.CAP)
            return None
        return self._ask_kind(session, kind, claim, delivery, now)

    def _ask_kind(
        self, session: Session, kind: Kind, claim: outbox.Claim, delivery: Delivery, now: datetime
    ) -> Post | None:
        try:
            message = kind.prepare(session, delivery, now=now)
            session.flush()
        except sa.exc.OperationalError:
            raise  # the database is away, which is no fault of this message
        except Exception as error:
            # The kinds belong to other rooms: a mistake in one message must not keep the others from leaving.
            session.rollback()
            _say_mistake("cannot write a message", claim.id, error)
            outbox.give_up(session, claim, State.FAILED, now=now, code=OUR_MISTAKE)
            return None
        if isinstance(message, Postponed):
            outbox.postpone(session, claim, message, now=now)
            return None
        if isinstance(message, Withheld):
            outbox.give_up(session, claim, State.SUPPRESSED, now=now, reason=message.reason)
            return None
        return self._address(session, claim, delivery, message, now)

    def _address(
        self,
        session: Session,
        claim: outbox.Claim,
        delivery: Delivery,
        message: Message,
        now: datetime,
    ) -> Post:
        is_repeatable = self.carriers[delivery.channel].is_repeatable
        token = None if is_repeatable else secrets.token_urlsafe(32)
        outbox.start_posting(
            session, delivery, address=message.address, callback_token=token, until=now + LEASE, now=now
        )
        envelope = Envelope(
            delivery_id=claim.id,
            kind=delivery.kind,
            channel=delivery.channel,
            expires_at=delivery.expires_at,
            callback_url=self._callback_url(token),
        )
        return Post(claim, message, envelope, noted_at=now)

    def _callback_url(self, token: str | None) -> str | None:
        """Where the provider reports to; the real one refuses an address that only this machine knows."""
        twilio = self.settings.twilio
        is_real = twilio is not None and twilio.api_url == config.TWILIO
        if token is None or (is_real and self.settings.is_own_machine):
            return None
        return f"{self.settings.public_url}{CALLBACK_PATH}{token}"

    def _send(self, post: Post) -> Answer:
        carrier, now = self.carriers[post.envelope.channel], self.now()
        if now - post.noted_at > LATEST_POSTING:
            return NotSent(SLEPT)
        try:
            return carrier.send(post.message, delivery=post.envelope, now=now)
        except Exception as error:
            # A carrier stands on other people's libraries: whatever they raise, the delivery needs an answer,
            # and the ones sent beside it need theirs recorded.
            _say_mistake("cannot send a message", post.claim.id, error)
            return NotSent(OUR_MISTAKE) if carrier.is_repeatable else Unknown(OUR_MISTAKE)

    def _record(self, told: tuple[Post, Answer]) -> None:
        """Keep an answer; a database that is busy is asked again, since nobody else knows the answer."""
        for attempt in range(1, MOST_RECORDINGS + 1):
            try:
                self._record_once(*told)
                return
            except sa.exc.OperationalError:
                if attempt == MOST_RECORDINGS:
                    raise

    def _record_once(self, post: Post, answer: Answer) -> None:
        with self.database.writing() as session:
            now = self.now()
            delivery = outbox.record(session, post.claim, answer, now=now, jitter=self.jitter)
            if delivery is not None:
                aftermath.follow(session, delivery, now=now)
            session.commit()


def _try_each(work: Callable[[Given], Made], on: Iterable[Given], errors: list[Exception]) -> list[Made]:
    """What the work made of those it could be done on; what was raised at the others goes to ``errors``."""
    made = []
    for each in on:
        try:
            made.append(work(each))
        except Exception as error:
            errors.append(error)
    return made


def _say_mistake(event: str, delivery_id: int, error: Exception) -> None:
    """Log where it went wrong by the type of the error alone: its words may hold an address."""
    log.error(event, extra={"delivery": delivery_id, "error": type(error).__name__, "at_line": _line(error)})


def _line(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
