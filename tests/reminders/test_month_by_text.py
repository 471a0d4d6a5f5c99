"""A month by text alone is the month on the web: the record, the figures, what the doctor reads."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time

import pytest
from flask import Flask
from sqlmodel import Session, select

from app.accounts import queries as accounts
from app.checklist.models import Source
from app.messages.models import Delivery
from app.rules.marks import Skip
from tests.fakes.twilio import TwilioStandIn
from tests.reminders import month_lived, month_table
from tests.reminders import month_records as records
from tests.reminders.month_lived import Lives
from tests.reminders.month_words import FIRST, LONDON, instant_of, on

pytestmark = [pytest.mark.no_cover, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

LAST, AFTER = on(30), on(31)
AFTER_AT_NINE = instant_of(AFTER, time(9))
# Prunes by day, where it is not five of five.
OTHER_PRUNES = {4: 4, 6: 4, 14: None, 15: None, 16: 3, 23: 6, 26: None}


def test_month_by_text_alone_is_the_month_on_the_web(
    app: Flask, session: Session, reminder_provider: TwilioStandIn, now: Callable[[datetime], None]
) -> None:
    lives = month_lived.begun(app, session, reminder_provider, now)
    lives.live()
    now(AFTER_AT_NINE)

    assert lives.figures > 150
    check_record(lives)
    check_figures(lives)
    check_messages(lives)


def check_record(lives: Lives) -> None:
    """All is there under its date, and came by text here and by taps there."""
    anna, berta = lives.held(lives.anna), lives.held(lives.berta)
    assert anna == berta
    assert {day: amount for (slug, day), (amount, _skip) in anna.marks.items() if slug == "prunes"} == {
        on(day): amount for day in range(1, 31) if (amount := OTHER_PRUNES.get(day, 5)) is not None
    }
    assert anna.notes == {on(6): "feeling tired\nslept after lunch"}
    assert Counter(day.day for day, _plant in anna.plants) == {1: 3, 4: 2, 6: 2, 19: 4, 25: 1}
    assert anna.spells == {(Skip.ILL, on(14), on(16), True), (Skip.AWAY, on(26), on(26), True)}
    with lives.database.reading() as session:
        assert records.sources(session, lives.anna) == {Source.TEXT}
        assert records.sources(session, lives.berta) == {Source.TAP}


def check_figures(lives: Lives) -> None:
    """Streaks, bests and strengths, the month's page and the doctor's report."""
    with lives.database.reading() as session:
        found = [accounts.person(session, user_id) for user_id in (lives.anna, lives.berta)]
        anna, berta = (user for user in found if user is not None)
        folded = records.standings(session, lives.anna)
        assert folded == records.standings(session, lives.berta)
        rows = records.rows(session, anna, day=AFTER)
        assert rows == records.rows(session, berta, day=AFTER)
        month = records.month(session, anna, first=FIRST, today=AFTER)
        assert month == records.month(session, berta, first=FIRST, today=AFTER)
        report = records.report(session, anna, first=FIRST, last=LAST, now=AFTER_AT_NINE)
        assert report == records.report(session, berta, first=FIRST, last=LAST, now=AFTER_AT_NINE)
    assert {row["slug"]: (row["streak"], row["best"]) for row in rows} == {
        "prunes": (13, 13),
        "vitamin-d": (8, 8),
        "hormone-tablet": (0, 7),
        "plants": (0, 0),
        "weight-bearing": (1, 1),
    }
    assert (month["presence"].recorded, month["presence"].counted) == (27, 27)
    assert (report.completeness.recorded, report.completeness.set_aside) == (27, 3)


def check_messages(lives: Lives) -> None:
    """Every text is one delivery and was posted once; each reminder came at its minute, or not at all."""
    with lives.database.reading() as session:
        deliveries = session.exec(select(Delivery).where(Delivery.user_id == lives.anna)).all()
    posted = [each for each in deliveries if each.posting_at is not None]
    assert Counter(each.provider_id for each in posted) == Counter(
        text.sid for text in lives.provider.messages
    )
    assert {each.attempts for each in posted} == {1}
    came = [
        f"{at.day} {at:%H:%M}"
        for text in lives.provider.messages
        if text.body.startswith("Bonny: ")
        for at in [text.at.astimezone(LONDON)]
    ]
    every = {f"{day} {hour}" for day in range(1, 31) for hour in ("08:00", "19:00")}
    assert sorted(came) == sorted(every - month_table.SILENT | {month_table.ONCE_MORE})
