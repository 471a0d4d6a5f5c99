"""The jobs of the clock process, each also a command to run by hand."""

from datetime import timedelta

from flask import Flask

from app import clock, health, web
from app.accounts import actions as accounts
from app.accounts.letters import CodeLetter
from app.messages import channels, dispatch, upkeep
from app.messages.message import Kind
from app.reminders import actions as reminders
from app.reminders import letters, partner_letters, partner_planner, planner

KEPT_FOR = timedelta(days=30)


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


def deliver(app: Flask) -> int:
    """Send what is due; how many were tried."""
    return dispatch.deliver_due(
        web.database(), kinds=kinds(app), carriers=carriers(app), settings=web.settings(), now=clock.now
    )


def recover(_app: Flask) -> None:
    """Take up what a dead process left, and let go of what is too late."""
    with web.database().writing() as session:
        upkeep.recover(session, now=clock.now())
        upkeep.expire(session, now=clock.now())
        session.commit()


def tidy(_app: Flask) -> None:
    """Forget codes, devices, letters and words that need not be kept."""
    now = clock.now()
    with web.database().writing() as session:
        accounts.tidy(session, now=now)
        upkeep.purge(session, before=now - KEPT_FOR)
        reminders.purge_words(session, before=now - KEPT_FOR)
        session.commit()


def kinds(_app: Flask) -> dict[str, Kind]:
    """Who writes which kind of message."""
    settings = web.settings()
    return {
        accounts.CODE_KIND: CodeLetter(settings.secret_key),
        **letters.kinds(settings),
        **partner_letters.kinds(settings),
    }


def carriers(app: Flask) -> channels.Carriers:
    """The carriers of this process, made once."""
    if "bonny.carriers" not in app.extensions:
        app.extensions["bonny.carriers"] = channels.carriers_of(web.settings(), web.database())
    kept: channels.Carriers = app.extensions["bonny.carriers"]
    return kept
