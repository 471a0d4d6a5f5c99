"""The jobs of the clock process, each also a command to run by hand."""

import threading
import time
from datetime import timedelta

from flask import Flask

from app import clock, health, web
from app.accounts import actions as accounts
from app.accounts.letters import CodeLetter
from app.checklist import idle
from app.messages import asking, astray, breaker, channels, dispatch, operator_letters, upkeep
from app.messages.message import Kind
from app.reminders import actions as reminders
from app.reminders import joining, letters, numbers, partner_letters, partner_planner, planner, waiting
from app.report import letters as report_letters
from app.report import sharing, visit_planner
from app.visits import actions as visit_room

KEPT_FOR = timedelta(days=30)
# Seconds in which those who write to the one-file database at the door go before the next text is read.
DOOR_FIRST = 0.03


def beat(_app: Flask) -> None:
    """Say that the clock process lives."""
    with web.database().writing() as session:
        health.beat(session, now=clock.now())
        session.commit()


def plan(_app: Flask) -> int:
    """Put due reminders into the outbox; how many."""
    return planner.plan_due(web.database(), now=clock.now())


def care(_app: Flask) -> int:
    """Look whose care partner is to be told; how many notes were planned."""
    return partner_planner.look(web.database(), now=clock.now())


def visits(_app: Flask) -> int:
    """Look whose visit is tomorrow; how many are to be told."""
    return visit_planner.look(web.database(), now=clock.now())


def read(app: Flask) -> int:
    """Read the texts that came in, and do what they say; how many."""
    return waiting.read_all(
        web.database(),
        settings=web.settings(),
        stopping=stopping(app).is_set,
        between=lambda: time.sleep(DOOR_FIRST) if web.database().is_sqlite else None,
    )


def deliver(app: Flask) -> int:
    """Send what is due, a few after a few; how many were tried."""
    tried, few = 0, dispatch.CLAIMED_AT_ONCE
    while few == dispatch.CLAIMED_AT_ONCE:
        few = dispatch.deliver_due(
            web.database(),
            kinds=kinds(app),
            carriers=carriers(app),
            settings=web.settings(),
            now=clock.now,
            stopping=stopping(app).is_set,
        )
        tried += few
    return tried


def recover(app: Flask) -> None:
    """Take up what a dead process left, end what is too late or stands still, tell of what went astray."""
    database, now = web.database(), clock.now()
    with database.reading() as session:
        has_work = upkeep.has_work(session, now=now)
    if has_work:
        with database.writing() as session:
            upkeep.recover(session, now=now)
            upkeep.expire(session, now=now)
            breaker.sweep(session, now=now)
            session.commit()
    astray.tell_kinds(database, kinds=kinds(app), now=now)


def ask(app: Flask) -> int:
    """Ask the provider what became of texts; how many were asked about."""
    return asking.ask_due(
        web.database(), carriers=carriers(app), now=clock.now, stopping=stopping(app).is_set
    )


def fold(app: Flask) -> int:
    """Add up the days of habits that nothing is recorded of; how many habits."""
    return idle.fold(web.database(), now=clock.now(), stopping=stopping(app).is_set)


def tidy(_app: Flask) -> None:
    """Forget what need not be kept; let numbers go that do not work; follow new rules of time zones."""
    now = clock.now()
    with web.database().writing() as session:
        accounts.tidy(session, now=now)
        upkeep.purge(session, before=now - KEPT_FOR)
        sharing.tidy(session, before=now - KEPT_FOR)
        visit_room.forget_removed(session, before=now - KEPT_FOR)
        reminders.purge_words(session, before=now - KEPT_FOR)
        joining.forget_old(session, now=now)
        waiting.forget_unread(session, before=now - KEPT_FOR)
        session.commit()
    # Only then: no trouble with a slot or a number may keep words and letters for longer than was promised.
    numbers.release_due(web.database(), key=web.settings().secret_key, now=now)
    planner.follow_zones(web.database(), now=now)


def kinds(_app: Flask) -> dict[str, Kind]:
    """Who writes which kind of message."""
    settings = web.settings()
    codes: dict[str, Kind] = {accounts.CODE_KIND: CodeLetter(settings.secret_key)}
    rooms = (operator_letters, letters, partner_letters, report_letters)
    return {**codes, **{name: kind for room in rooms for name, kind in room.kinds(settings).items()}}


def carriers(app: Flask) -> channels.Carriers:
    """The carriers of this process, made once."""
    if "bonny.carriers" not in app.extensions:
        app.extensions["bonny.carriers"] = channels.carriers_of(web.settings(), web.database())
    kept: channels.Carriers = app.extensions["bonny.carriers"]
    return kept


def stopping(app: Flask) -> threading.Event:
    """What is set once this process is to end: jobs finish what is in flight and begin nothing new."""
    event: threading.Event = app.extensions.setdefault("bonny.stopping", threading.Event())
    return event
