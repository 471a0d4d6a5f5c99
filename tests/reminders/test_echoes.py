"""Every text we write is one segment of GSM-7, however much there is to say."""

import dataclasses
import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import flask_babel
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import daysheet, own_habits, queries
from app.checklist.daysheet import Sheet
from app.config import Settings
from app.reminders import echoes, nudges
from app.reminders.models import Meaning
from app.rules import texts
from app.rules.marks import Skip
from tests import make
from tests.reminders import steps

# Pages and words: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SHORT_NAMES = st.text("abcdefghijklmnop qrstuvwxyzéàäöüß€[]", min_size=1, max_size=12).filter(str.strip)
ANY_NAMES = st.text(st.characters(categories=("L", "M", "N", "Zs")), min_size=1, max_size=20)
YESTERDAY = make.TODAY - timedelta(days=1)


@pytest.fixture
def reminder_sheet(session: Session) -> tuple[User, Sheet]:
    """A day on which nothing is recorded yet, with every habit of the catalogue's core."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "fermented", "vitamin-d", "plants", "weight-bearing")
    sheet = daysheet.read(session, user, day=make.TODAY, today=make.TODAY)
    session.rollback()
    return user, sheet


def sheet_of(sheet: Sheet, names: Sequence[str], *, day: date = make.TODAY, **over: Any) -> Sheet:
    """The sheet with rows of these short names, made of its own rows in turn."""
    rows = []
    for number, name in enumerate(names, start=1):
        row = sheet.rows[number % len(sheet.rows)]
        entry = dataclasses.replace(row.chosen.entry, short=name)
        chosen = dataclasses.replace(row.chosen, id=number, entry=entry)
        rows.append(dataclasses.replace(row, chosen=chosen, **over))
    return dataclasses.replace(sheet, rows=tuple(rows), day=day)


def assert_one_segment(text: str, *, is_gsm: bool = True) -> None:
    """What a provider counts as one: at most 160 characters of GSM-7, or 70 units."""
    assert texts.is_gsm(text) or not is_gsm, text
    assert texts.segments(text) == 1, f"{len(text)}: {text}"


def test_nudge_fits_and_counts_what_it_lists(app: Flask, reminder_sheet: tuple[User, Sheet]) -> None:
    _, sheet = reminder_sheet

    @settings(max_examples=60, deadline=None)
    @given(st.lists(SHORT_NAMES, min_size=1, max_size=40))
    def check(names: list[str]) -> None:
        full = sheet_of(sheet, names)
        listing = nudges.text_of(full, full.rows, hour=8)
        assert_one_segment(listing.text)
        items = texts.numbered(map(texts.to_gsm, names))
        assert 0 < listing.count <= len(names)
        assert texts.to_gsm(" ".join(items[: listing.count])) in listing.text
        left_out = len(names) - listing.count
        assert left_out == 0 or f" +{left_out}." in listing.text

    with app.test_request_context(), flask_babel.force_locale("en"):
        check()


SHORTS = ("Brüschüré €", "Молитва", "散步三十分钟一次")


def refused(why: str, habit_id: int) -> list[Any]:
    """A refusal as it is noted for the echo."""
    return [why, YESTERDAY.isoformat(), habit_id]


FORTY = [[each, YESTERDAY.isoformat(), 1] for each in range(1, 41)]
PAYLOADS: dict[str, tuple[Meaning, dict[str, Any]]] = {
    "record": (Meaning.RECORD, {"recorded": FORTY}),
    "record, several days": (
        Meaning.RECORD,
        {"recorded": [*FORTY, [1, make.TODAY.isoformat(), 0]], "note": True},
    ),
    "record, plants by number": (Meaning.RECORD, {"recorded": FORTY[:2], "refused": [refused("by_name", 3)]}),
    "record, too much": (Meaning.RECORD, {"recorded": FORTY[:2], "refused": [refused("too_much", 3)]}),
    "record, much refused": (
        Meaning.RECORD,
        {"recorded": FORTY, "refused": [refused("too_much", each) for each in range(1, 41)]},
    ),
    "record, half clear": (Meaning.RECORD, {"recorded": FORTY, "is_unclear": True}),
    "record, guess": (
        Meaning.RECORD,
        {"recorded": FORTY, "is_unclear": True, "guess": [[1, None, None, None]]},
    ),
    "unclear": (Meaning.UNCLEAR, {"recorded": [], "is_unclear": True}),
    "unclear, guess": (
        Meaning.UNCLEAR,
        {"is_unclear": True, "guess": [[each, 1.5, None, None] for each in range(1, 6)]},
    ),
    "unclear, too much": (
        Meaning.UNCLEAR,
        {"recorded": [], "refused": [refused("too_much", 1), refused("long_note", 0)]},
    ),
    "undo nothing": (Meaning.UNDO, {"undoes": None}),
    "status": (Meaning.STATUS, {}),
    "help": (Meaning.HELP, {}),
    "opt out": (Meaning.OPT_OUT, {}),
    "opt in": (Meaning.OPT_IN, {}),
}


AS_IT_IS: tuple[dict[str, Any], ...] = (
    {},
    {"amount": 3.0, "total": 3.0},
    {"skip": Skip.ILL},
    {"is_done": True},
)


@pytest.mark.parametrize("name", PAYLOADS)
def test_echo_is_one_segment_of_the_alphabet_its_names_need(
    app: Flask, reminder_sheet: tuple[User, Sheet], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _, sheet = reminder_sheet
    meaning, payload = PAYLOADS[name]
    monkeypatch.setattr(queries, "chosen_of", no_such_habit)
    for short, count, over in itertools.product(SHORTS, (0, 1, 5, 40), AS_IT_IS):
        full = sheet_of(sheet, [short] * count, day=YESTERDAY, **over)
        monkeypatch.setattr(daysheet, "read", lambda *_given, full=full, **_named: full)
        listed = list(range(1, count + 1))

        text = echo(app, meaning, {"day": YESTERDAY.isoformat(), "listed": listed, **payload})

        assert text
        assert_one_segment(text, is_gsm=not texts.loses_letters(short))
        assert "??" not in text
        assert ":." not in text


def test_any_names_of_hers_are_one_segment_and_lose_no_letter(
    app: Flask, reminder_sheet: tuple[User, Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sheet = reminder_sheet
    today = make.TODAY.isoformat()

    @settings(max_examples=60, deadline=None)
    @given(st.lists(ANY_NAMES, min_size=1, max_size=12), st.integers(0, 12))
    def check(names: list[str], done: int) -> None:
        full = sheet_of(sheet, [own_habits.short_of(name) for name in names])
        monkeypatch.setattr(daysheet, "read", lambda *_given, **_named: full)
        recorded = [[each, today, each % 2] for each in range(1, min(done, len(names)) + 1)]
        payload = {"day": today, "listed": list(range(1, len(names) + 1)), "recorded": recorded}
        for text in (
            nudges.text_of(full, full.rows, hour=8).text,
            echo(app, Meaning.RECORD, payload),
            echo(app, Meaning.STATUS, payload),
        ):
            assert_one_segment(text, is_gsm=False)
            assert "?" not in text

    with app.test_request_context(), flask_babel.force_locale("en"):
        check()


def no_such_habit(*_given: Any, **_named: Any) -> None:
    """What is found of a habit that no sheet has."""
    raise queries.NoSuchHabit


def test_nudge_and_echo_keep_letters_that_the_old_alphabet_lacks(
    app: Flask, reminder_sheet: tuple[User, Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sheet = reminder_sheet
    full = sheet_of(sheet, ["Молитва", "Walk", "Прогулка", "Сон"])
    monkeypatch.setattr(daysheet, "read", lambda *_given, **_named: full)
    payload = {"day": make.TODAY.isoformat(), "listed": [1, 2, 3, 4]}
    recorded = [[1, make.TODAY.isoformat(), 0], [2, make.TODAY.isoformat(), 0]]

    with app.test_request_context(), flask_babel.force_locale("en"):
        nudge = nudges.text_of(full, full.rows, hour=8).text

    assert nudge == "Bonny: good morning. Open today: 1 Молитва 2 Walk +2. Reply 1"
    assert echo(app, Meaning.RECORD, {**payload, "recorded": recorded}) == (
        "Got it: Молитва, Walk. 0 of 4 today. UNDO to take back."
    )
    assert echo(app, Meaning.STATUS, payload) == "Today: nothing yet. Open: 1 Молитва 2 Walk +2."


def test_echo_without_room_for_an_item_has_no_colon_before_its_full_stop(
    app: Flask, reminder_sheet: tuple[User, Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sheet = reminder_sheet
    full = sheet_of(sheet, ["Молитва"], day=YESTERDAY)
    monkeypatch.setattr(daysheet, "read", lambda *_given, **_named: full)
    day = YESTERDAY.isoformat()
    payload = {"day": day, "listed": [1], "recorded": [[1, day, 0]], "is_unclear": True}

    assert echo(app, Meaning.RECORD, payload) == (
        "Got it for yesterday. 0 of 1 that day. The rest was not clear: please send it again. "
        "UNDO to take back."
    )


def echo(app: Flask, meaning: Meaning, payload: dict[str, Any]) -> str:
    """The answer to a text of somebody in Great Britain; the day is what ``daysheet.read`` says."""
    with app.test_request_context(), flask_babel.force_locale("en_GB"):
        return echoes.text_of(
            session=None,  # type: ignore[arg-type]
            user=User(name="Anna", zone="UTC", created_at=make.NOW),
            meaning=meaning,
            payload=payload,
            now=make.NOW,
            settings=app.extensions["bonny.settings"],
        )


@pytest.mark.parametrize(
    ("address", "is_named"), [("help@example.org", True), ("a" * 80 + "@example.org", False), (None, False)]
)
def test_help_names_the_operator_where_there_is_room(app: Flask, address: str | None, is_named: bool) -> None:
    settings_of: Settings = dataclasses.replace(app.extensions["bonny.settings"], operator_email=address)

    with app.test_request_context():
        text = echoes.helping(settings_of)

    assert_one_segment(text)
    assert "STOP to end" in text
    assert (str(address) in text) is is_named


def test_day_before_yesterday_is_named_by_its_date(
    app: Flask, reminder_sheet: tuple[User, Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sheet = reminder_sheet
    day = make.TODAY - timedelta(days=2)
    monkeypatch.setattr(daysheet, "read", lambda *_given, **_named: sheet_of(sheet, ["Walk"], day=day))
    payload = {"day": day.isoformat(), "listed": [1], "recorded": [[1, day.isoformat(), 0]]}

    text = echo(app, Meaning.RECORD, payload)

    assert text.startswith("Got it for 18 Nov: Walk")


def test_strangers_sentence_and_welcome_are_one_segment(app: Flask) -> None:
    with app.test_request_context():
        for text in (echoes.to_stranger(), echoes.welcome(), echoes.opted_out()):
            assert_one_segment(text)
