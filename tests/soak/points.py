"""The marked points at which a clock process may die, and the trap that kills it there.

The product knows nothing of them: its functions are wrapped from outside.
"""

import http.client
import os
import signal
import sys
import threading
from typing import Any

from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]

from app.messages.channels import Answer
from app.messages.channels.sms import Sms

COMMITS = {
    "app.reminders.planner:plan_due": "plan",
    "app.messages.dispatch:deliver_due": "claim",
    "app.messages.dispatch:_Round._prepare": "posting",
    "app.messages.dispatch:_Round._record_once": "record",
    "app.jobs:recover": "recover",
    "app.messages.asking:ask_due": "ask",
    "app.messages.astray:tell_kinds": "astray",
}
BEFORE_COMMIT, AFTER_COMMIT = "before commit", "after commit"
SENDING, HALF_SENT, TAKEN = "send: before", "send: half", "send: taken"
ANSWERED, UNDERSTOOD = "send: answered", "send: understood"
ASK_ANSWERED = "ask: answered"
AT_RANDOM = "at random"


class Trap:
    """Kills this process, the hard way, when a point is reached for the ``count``-th time."""

    def __init__(self, point: str, count: int) -> None:
        self.point, self.left = point, count
        self._lock = threading.Lock()

    def reach(self, point: str) -> None:
        """The process is at a point."""
        if point != self.point:
            return
        with self._lock:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def mark(trap: Trap) -> None:
    """Let the trap know of every point, for the rest of this process's life."""
    _mark_commits(trap)
    _mark_sending(trap)
    _mark_network(trap)


def _mark_commits(trap: Trap) -> None:
    commit = Session.commit

    def marked(session: OrmSession) -> None:
        caller = sys._getframe(1)
        step = COMMITS.get(f"{caller.f_globals['__name__']}:{caller.f_code.co_qualname}")
        if step is None:
            commit(session)
            return
        trap.reach(f"{step}: {BEFORE_COMMIT}")
        commit(session)
        trap.reach(f"{step}: {AFTER_COMMIT}")

    Session.commit = marked  # type: ignore[assignment, method-assign]


def _mark_sending(trap: Trap) -> None:
    send = Sms.send

    def marked(carrier: Sms, *arguments: Any, **named: Any) -> Answer:
        trap.reach(SENDING)
        answer = send(carrier, *arguments, **named)
        trap.reach(UNDERSTOOD)
        return answer

    Sms.send = marked  # type: ignore[assignment, method-assign]


def _mark_network(trap: Trap) -> None:
    """A post leaves as its head, then its body: between them half of it is on its way."""
    request, send = TwilioHttpClient.request, http.client.HTTPConnection.send
    here = threading.local()

    def marked_request(client: Any, method: str, *arguments: Any, **named: Any) -> Any:
        here.sends = 0 if method == "POST" else None
        answer = request(client, method, *arguments, **named)
        trap.reach(ANSWERED if method == "POST" else ASK_ANSWERED)
        return answer

    def marked_send(connection: http.client.HTTPConnection, data: Any) -> None:
        sends = getattr(here, "sends", None)
        if sends is not None:
            here.sends = sends + 1
            if sends == 1:
                trap.reach(HALF_SENT)
        send(connection, data)

    TwilioHttpClient.request = marked_request
    http.client.HTTPConnection.send = marked_send  # type: ignore[assignment, method-assign]
