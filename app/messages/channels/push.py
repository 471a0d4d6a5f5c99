"""Notifications by web push: one message to each browser of hers, read by nobody on the way."""

import base64
import functools
import hashlib
import json
import logging
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent import futures
from datetime import datetime
from typing import Any

from pywebpush import WebPusher

from app.config import Settings
from app.database import Database
from app.messages import endpoints, subscriptions, vapid
from app.messages.channels import Accepted, Answer, Envelope, NotSent, Refused
from app.messages.message import Message
from app.messages.models import PushSubscription
from app.messages.push_wire import Heard, Unreadable, Wire

SECONDS = 10.0
LONGEST_TTL = 28 * 24 * 3600
LONGEST_PAYLOAD = 3900
LARGEST_LETTER = 6  # bytes in JSON, so that no cut takes away more than it must
TOPIC_BYTES = 24
BUTTONS = ("done", "later")
GONE = frozenset({404, 410})
# Microsoft's service says 406 when it is asked too often.
WAIT = frozenset({406, 408, 425, 429})
TITLE = "Bonny"
GONE_CODE = "gone"
NO_SUBSCRIPTION = "no_subscription"
log = logging.getLogger("bonny.messages.push")


class Push:
    """Posts to the push service of each browser of hers; ``message.address`` is her id as text.

    A repeated post has the same Topic and tag, so the push service or the browser folds it.
    """

    is_repeatable = True

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        seconds: float = SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.settings = settings
        self.database = database
        self.seconds = seconds
        self.wire = Wire(tls or ssl.create_default_context(), settings.is_own_machine)

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Answer:
        """Post to all her browsers side by side; it is accepted when one of them will have it.

        One deadline is for all: who has not answered by then is not waited for. Browsers whose push service
        says that they are gone are forgotten, in a transaction of its own.
        """
        user_id = int(message.address)
        with self.database.reading() as session:
            hers = subscriptions.of(session, user_id)
        payload = payload_of(message, topic=topic_of(delivery, self.settings))
        if len(payload) > LONGEST_PAYLOAD:
            return Refused("too_long")
        answers = self._post_all(hers, payload, delivery, now)
        gone = [each.id or 0 for each, answer in zip(hers, answers, strict=True) if _is_gone(answer)]
        if gone:
            self._forget(user_id, gone)
        return outcome(answers)

    def _post_all(
        self, hers: Sequence[PushSubscription], payload: bytes, delivery: Envelope, now: datetime
    ) -> list[Answer]:
        """The answers in the order of her browsers; one that hangs, be it at its name, is a time-out."""
        until = time.monotonic() + self.seconds
        posts = [
            _begin(functools.partial(self._post, each, payload, delivery, now=now, until=until))
            for each in hers
        ]
        futures.wait(posts, timeout=self.seconds)
        return [post.result() if post.done() else NotSent("timeout") for post in posts]

    def _post(
        self, to: PushSubscription, payload: bytes, delivery: Envelope, *, now: datetime, until: float
    ) -> Answer:
        answer = self._try(to, payload, delivery, now=now, until=until)
        if isinstance(answer, Refused) and not _is_gone(answer):
            extra = {"code": answer.code, "delivery": delivery.delivery_id, "subscription": to.id}
            log.error("the push service refuses us", extra=extra)
        return answer

    def _try(
        self, to: PushSubscription, payload: bytes, delivery: Envelope, *, now: datetime, until: float
    ) -> Answer:
        left = int((delivery.expires_at - now).total_seconds())
        headers = {
            "Authorization": vapid.authorization(self.settings, to.endpoint, now=now),
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(max(1, min(left, LONGEST_TTL))),
            "Topic": topic_of(delivery, self.settings),
            "Urgency": "normal",
        }
        try:
            heard = self.wire.post(to.endpoint, sealed(to, payload), headers=headers, until=until)
        except endpoints.Unsafe:
            return Refused("unsafe_endpoint")
        except Unreadable:
            return NotSent("unreadable")
        except TimeoutError:
            return NotSent("timeout")
        except ssl.SSLError:
            return NotSent("tls")
        except OSError:
            return NotSent("connect")
        return answer_to(heard, now=now)

    def _forget(self, user_id: int, ids: Sequence[int]) -> None:
        with self.database.writing() as session:
            subscriptions.forget(session, user_id, ids=ids)
            session.commit()
        log.info("subscriptions are gone", extra={"user_id": user_id, "subscriptions": list(ids)})


def _begin(work: Callable[[], Answer]) -> "futures.Future[Answer]":
    """Start work that nobody has to wait for, not even the end of the process as with an executor."""
    promise: futures.Future[Answer] = futures.Future()

    def run() -> None:
        try:
            promise.set_result(work())
        except Exception as error:
            promise.set_exception(error)  # raised where the answer is asked for

    threading.Thread(target=run, name="bonny-push", daemon=True).start()
    return promise


def sealed(to: PushSubscription, payload: bytes) -> bytes:
    """The payload so that this browser alone can read it (RFC 8291)."""
    keys = {"p256dh": to.p256dh, "auth": to.auth}
    encoded = WebPusher({"endpoint": to.endpoint, "keys": keys}).encode(payload, "aes128gcm")
    body: bytes = encoded["body"]
    return body


def topic_of(delivery: Envelope, settings: Settings) -> str:
    """32 characters of base64url, the same at every attempt; nobody can tell from them what it is about."""
    text = f"{settings.public_url} {delivery.delivery_id} {int(delivery.expires_at.timestamp())}"
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:TOPIC_BYTES]).decode()


def payload_of(message: Message, *, topic: str) -> bytes:
    """What the service worker reads; a text that is too long for a push service ends in an ellipsis."""
    links, labels = dict(message.links), dict(message.labels)
    said: dict[str, Any] = {
        "title": message.subject or TITLE,
        "body": message.text,
        "tag": topic,
        "open": links.get("open", "/"),
        "actions": [
            {"action": name, "title": labels[name], "url": links[name]}
            for name in BUTTONS
            if name in links and name in labels
        ],
        "unsent": labels.get("unsent", ""),
    }
    text = message.text
    while text and (over := len(_json(said)) - LONGEST_PAYLOAD) > 0:
        text = text[: -(over // LARGEST_LETTER + 1)]
        said["body"] = text + "…"
    return _json(said)


def _json(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def answer_to(heard: Heard, *, now: datetime) -> Answer:
    """What the status of a push service means (docs/reminders.md has the table)."""
    code = str(heard.status)
    if 200 <= heard.status < 300:
        return Accepted()
    if heard.status in GONE:
        return Refused(GONE_CODE, bad_address=True)
    if heard.status in WAIT or heard.status >= 500:
        return NotSent(code, heard.wait(now=now))
    return Refused(code)


def outcome(answers: Sequence[Answer]) -> Answer:
    """One answer for all her browsers: taken by one; else worth another try; else why not."""
    if any(isinstance(answer, Accepted) for answer in answers):
        return Accepted()
    waits = [answer for answer in answers if isinstance(answer, NotSent)]
    if waits:
        return max(waits, key=lambda answer: answer.retry_after or 0)
    refused = [answer for answer in answers if isinstance(answer, Refused) and not _is_gone(answer)]
    return refused[0] if refused else Refused(NO_SUBSCRIPTION, bad_address=True)


def _is_gone(answer: Answer) -> bool:
    return isinstance(answer, Refused) and answer.bad_address
