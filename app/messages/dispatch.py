"""The dispatcher: claims what is due, commits, sends with nothing held, and records what came of it."""

import logging
import random
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from app import config
from app.database import Database
from app.messages import consent, outbox
from app.messages.channels import Answer, Carriers, Envelope, NotSent, Refused, Unknown
from app.messages.message import Kinds, Message, Withheld
from app.messages.models import Channel, Delivery, State

THREADS = 4
LEASE = timedelta(minutes=5)
CALLBACK_PATH = "/webhooks/twilio/status/"
OUR_MISTAKE = "error"
NO_SUCH_KIND = "unknown_kind"
log = logging.getLogger("bonny.messages.dispatch")


@dataclass(frozen=True, slots=True)
class Post:
    """A message whose posting is noted in the database and that may now leave."""

    claim: outbox.Claim
    user_id: int | None
    message: Message
    envelope: Envelope


def deliver_due(
    database: Database,
    *,
    kinds: Kinds,
    carriers: Carriers,
    settings: config.Settings,
    now: Callable[[], datetime],
    limit: int = 50,
    jitter: outbox.Jitter = random.uniform,
) -> int:
    """Send up to ``limit`` deliveries that are due and return how many were taken on.

    Any number of processes may do so at once. An idle round only reads. Errors of the database end the round;
    what was claimed comes back when its lease ends (upkeep.recover).
    """
    with database.reading() as session:
        if not outbox.has_work(session, now=now()):
            return 0
    with database.writing() as session:
        claims = outbox.claim(session, now=now(), limit=limit, lease=LEASE)
        session.commit()
    round_ = _Round(database, kinds, carriers, settings, now, jitter)
    for start in range(0, len(claims), THREADS):
        round_.deliver(claims[start : start + THREADS])
    return len(claims)


@dataclass(frozen=True, slots=True)
class _Round:
    """One round of sending, a few at a time, so that a crash leaves only those few in doubt."""

    database: Database
    kinds: Kinds
    carriers: Carriers
    settings: config.Settings
    now: Callable[[], datetime]
    jitter: outbox.Jitter

    def deliver(self, claims: Sequence[outbox.Claim]) -> None:
        posts = [post for post in map(self._prepare, claims) if post is not None]
        if len(posts) > 1:
            with ThreadPoolExecutor(THREADS, "bonny-send") as threads:
                answers = list(threads.map(self._send, posts))
        else:
            answers = [self._send(post) for post in posts]
        for post, answer in zip(posts, answers, strict=True):
            self._record(post, answer)

    def _prepare(self, claim: outbox.Claim) -> Post | None:
        """Write the message and note that it is about to leave; None when it is not to."""
        with self.database.writing() as session:
            now = self.now()
            delivery = outbox.claimed(session, claim, now=now)
            post = None if delivery is None else self._write(session, claim, delivery, now)
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
        return Post(claim, delivery.user_id, message, envelope)

    def _callback_url(self, token: str | None) -> str | None:
        """Where the provider reports to; the real one refuses an address that only this machine knows."""
        twilio = self.settings.twilio
        is_real = twilio is not None and twilio.api_url == config.TWILIO
        if token is None or (is_real and self.settings.is_own_machine):
            return None
        return f"{self.settings.public_url}{CALLBACK_PATH}{token}"

    def _send(self, post: Post) -> Answer:
        carrier = self.carriers[post.envelope.channel]
        try:
            return carrier.send(post.message, delivery=post.envelope, now=self.now())
        except Exception as error:
            # A carrier stands on other people's libraries: whatever they raise, the delivery needs an answer,
            # and the ones sent beside it need theirs recorded.
            _say_mistake("cannot send a message", post.claim.id, error)
            return NotSent(OUR_MISTAKE) if carrier.is_repeatable else Unknown(OUR_MISTAKE)

    def _record(self, post: Post, answer: Answer) -> None:
        with self.database.writing() as session:
            now = self.now()
            outbox.record(session, post.claim, answer, now=now, jitter=self.jitter)
            if isinstance(answer, Refused) and answer.opted_out and post.user_id is not None:
                consent.revoke(
                    session, user_id=post.user_id, channel=Channel.SMS, by="provider", words=None, now=now
                )
            session.commit()


def _say_mistake(event: str, delivery_id: int, error: Exception) -> None:
    """Log where it went wrong by the type of the error alone: its words may hold an address."""
    log.error(event, extra={"delivery": delivery_id, "error": type(error).__name__, "at_line": _line(error)})


def _line(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
