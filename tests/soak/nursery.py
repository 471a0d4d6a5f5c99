"""A process that has done everything once, from which clock processes are forked: a life begins at once."""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from app import clock as app_clock
from app import create_app, jobs
from app.messages.channels import Envelope, NotSent
from app.messages.channels.sms import Sms
from app.messages.message import Message
from app.messages.models import Channel
from tests.fakes.smtp import free_port
from tests.soak import clock
from tests.soak.clock import Life
from tests.soak.hours import Hours
from tests.soak.postbox import Postbox

PATIENCE = 60.0


class Process:
    """A clock process, as its nursery tells of it."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self.nursery, self.pid = nursery, pid

    @property
    def is_alive(self) -> bool:
        """Whether it was not heard to have died."""
        self.nursery.listen(0)
        return self.pid not in self.nursery.dead

    def kill(self) -> None:
        """End it the hard way."""
        with suppress(ProcessLookupError):  # it is, when it died a moment ago and nobody told us yet
            if self.is_alive:
                os.kill(self.pid, signal.SIGKILL)

    def wait(self, seconds: float) -> bool:
        """Wait until it is dead, so many seconds at most; whether it is."""
        return self.nursery.wait_for_any([self], seconds)


class Nursery:
    """The parent's end of the nursery."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.dead: set[int] = set()
        self.born: list[int] = []

    def listen(self, seconds: float) -> None:
        """Hear what it has to tell; waits for the first word."""
        while self._line.poll(seconds):
            word, pid = self._line.recv()
            (self.born.append if word == "born" else self.dead.add)(pid)
            seconds = 0

    @contextmanager
    def living(self, *lives: Life) -> Iterator[list[Process]]:
        """Clock processes that live as long as the ``with`` block, at most."""
        self.born = []
        for life in lives:
            self._line.send(life)
        while len(self.born) < len(lives):
            self.listen(PATIENCE)
        processes = [Process(self, pid) for pid in self.born]
        try:
            yield processes
        finally:
            for process in processes:
                process.kill()
                assert process.wait(PATIENCE), "a killed process does not die"

    def wait_for_any(self, processes: list[Process], seconds: float) -> bool:
        """Wait until one of them is dead, so many seconds at most; whether one is."""
        end = time.monotonic() + seconds
        while not self.dead.intersection(process.pid for process in processes):
            left = end - time.monotonic()
            if left <= 0:
                return False
            self.listen(left)
        return True


@contextmanager
def opened(settings: Mapping[str, Any], hours: Path) -> Iterator[Nursery]:
    """A nursery for these settings; somebody's reminder has to be due when it begins, to learn by."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    keeper = context.Process(target=keep, args=(theirs, dict(settings), hours))
    keeper.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            raise AssertionError("the nursery does not open")
        ours.recv()
        yield Nursery(ours)
    finally:
        ours.close()
        keeper.join()


def keep(line: Connection, settings: Mapping[str, Any], hours: Path) -> None:
    """Be the nursery, until the line is closed."""
    os.environ["NO_PROXY"] = "127.0.0.1"
    app_clock.real_now, app_clock.now = app_clock.now, Hours(hours).now  # type: ignore[attr-defined]
    app = create_app(**settings)
    _learn(app)
    line.send("ready")
    fork = multiprocessing.get_context("fork")
    children: dict[int, ForkProcess] = {}
    while True:
        ready = connection.wait([line, *children])
        if line in ready:
            try:
                life = line.recv()
            except (EOFError, ConnectionError):
                break
            child = fork.Process(target=clock.live, args=(app, life))
            child.start()
            children[child.sentinel] = child
            line.send(("born", child.pid))
        for sentinel in set(ready) - {line}:
            dead = children.pop(sentinel)  # type: ignore[arg-type]
            dead.join()
            line.send(("dead", dead.pid))
    for child in children.values():
        child.kill()
        child.join()


def _try_to_text(app: Any) -> None:
    """Call a provider that does not answer the phone: the library loads most of itself only then."""
    twilio = replace(app.extensions["bonny.settings"].twilio, api_url=f"http://127.0.0.1:{free_port()}")
    envelope = Envelope(0, "", Channel.SMS, app_clock.now())
    answer = Sms(twilio).send(Message("+14155550123", "", ""), delivery=envelope, now=app_clock.now())
    assert isinstance(answer, NotSent)


def _learn(app: Any) -> None:
    """Do once what each life does, keep what was compiled and read, and give back every connection."""
    _try_to_text(app)
    with app.app_context():
        box = Postbox(Path(os.devnull))
        app.extensions["bonny.carriers"] = dict.fromkeys(Channel, box)
        for job in (jobs.beat, jobs.read, jobs.plan, jobs.deliver, jobs.recover, jobs.tidy):
            job(app)
        del app.extensions["bonny.carriers"]
    app.extensions["bonny.database"].close()
    gc.collect()
    gc.freeze()
    sys.stderr.flush()
