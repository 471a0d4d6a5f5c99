"""The product full of Anna's 180 days and really running, for whoever looks at it with a browser."""

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import tzlocal
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import BrowserContext
from sqlmodel import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from app import clock, create_app, demo, jobs, migrating
from app.accounts import actions
from app.accounts.models import User
from app.database import Database
from tests.fakes.smtp import free_port
from tests.processes import Running

NOON = 12
Filling = Callable[[Session, date, datetime], User]


@dataclass(frozen=True, slots=True)
class House:
    """Where the product is, the token that signs in as Anna, her day, and the app that stands there."""

    url: str
    token: str
    today: date
    app: Flask

    def let_in(self, context: BrowserContext) -> None:
        """Give a browser Anna's cookie."""
        enter(context, self.url, self.token)

    def deliver(self) -> None:
        """Send what waits, as the clock process would; here that is into the letterbox."""
        with self.app.app_context(), redirect_stdout(StringIO()):
            jobs.deliver(self.app)


@dataclass(frozen=True, slots=True)
class Demonstration(House):
    """The same as web and clock processes of their own."""

    running: Running


class Quietly(WSGIRequestHandler):
    """Answers without a line in the log."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 (the name of its parent)
        """Say nothing."""


@contextmanager
def served(app: Flask, *, port: int = 0) -> Iterator[str]:
    """The app behind a server of this process; its address."""
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(_compiled().name)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quietly)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@functools.cache
def _compiled() -> TemporaryDirectory[str]:
    """Where the apps of this process keep their compiled templates."""
    return TemporaryDirectory()


def enter(context: BrowserContext, url: str, token: str) -> None:
    """Sign a browser in with a device's token."""
    context.add_cookies([{"name": "bonny", "value": token, "url": url}])


def noon_zone(now: datetime) -> str:
    """A zone where it is between twelve and one, so that nothing here crosses midnight."""
    return f"Etc/GMT{now.hour - NOON:+d}"


@contextmanager
def standing(folder: Path) -> Iterator[House]:
    """The web on a SQLite file of Anna's, in ``folder``: in this process, without a clock beside it."""
    made, token, today = _made()
    shutil.copytree(made.name, folder, dirs_exist_ok=True)
    port = free_port()
    app = create_app(DATA_DIR=folder, PORT=port, PUBLIC_URL=f"http://127.0.0.1:{port}")
    try:
        with served(app, port=port) as url:
            yield House(url, token, today, app)
    finally:
        _close(app)


@contextmanager
def started(folder: Path) -> Iterator[Demonstration]:
    """Web and clock processes on a SQLite file of Anna's, in ``folder``."""
    made, token, today = _made()
    shutil.copytree(made.name, folder, dirs_exist_ok=True)
    app = create_app(DATA_DIR=folder)
    try:
        with Running(folder) as running:
            yield Demonstration(running.url, token, today, app, running)
    finally:
        _close(app)


@functools.cache
def _made() -> tuple[TemporaryDirectory[str], str, date]:
    """A folder with Anna's 180 days, made once in a process; her token, and her day."""
    folder = TemporaryDirectory()
    now = clock.now()
    zone = noon_zone(now)
    today = demo.today_for(zone, now=now)
    app = create_app(DATA_DIR=folder.name)
    try:
        return folder, filled(app, lambda session: _living_there(session, today, now, zone), now=now), today
    finally:
        _close(app)


def _close(app: Flask) -> None:
    app.extensions["bonny.database"].close()
    app.extensions["bonny.migration_database"].close()


def _living_there(session: Session, today: date, now: datetime, zone: str) -> User:
    """Anna in that zone, who has said before that she stays with it in the browsers of this machine."""
    anna = demo.fill(session, today=today, now=now, zone=zone)
    anna.zone_kept = tzlocal.get_localzone_name()
    return anna


def filled(app: Flask, fill: Callable[[Session], User], *, now: datetime) -> str:
    """Make the tables and what ``fill`` puts in them; the token that signs in as the person it returns."""
    migrating.upgrade(app)
    database: Database = app.extensions["bonny.database"]
    with database.writing() as session:
        token = actions.sign_in(session, fill(session), now=now)
        session.commit()
    return token
