"""What the phone makes of her taps by itself is what the house makes of the same taps."""

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlmodel import Session

from app import assets
from app.accounts.models import User
from app.checklist import choosing, daysheet
from app.checklist.choosing import OwnHabit
from app.checklist.daysheet import Row
from app.database import Database
from app.rules.habits import Direction, Goal, Measure, Period
from tests.browser import people_with_lists
from tests.make import NOW, TODAY
from tests.offline.phone import Phone, change

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

LATER = NOW + timedelta(hours=1)
DEEDS: Sequence[dict[str, Any]] = (
    {"do": "done"},
    {"do": "add", "by": "portion"},
    {"do": "less"},
    {"do": "set", "amount": "2,5"},
    {"do": "skip", "reason": "ill"},
    {"do": "add"},
    {"do": "not-today"},
    {"do": "set", "amount": "0.5"},
    {"do": "clear"},
    {"do": "skip", "reason": "away"},
    {"do": "done"},
    {"do": "clear"},
)
# After each step, each row of the day as the phone would draw it.
DRAWN = """({ picture, steps }) => {
  SCRIPTS
  Object.assign(state, { picture, today: picture.today });
  return steps.map((items) => {
    state.days = daysWith(picture, items);
    state.day = state.days.find(({ day }) => day === picture.today);
    return state.day.rows.filter(({ measure }) => measure !== "variety").map((row) => ({
      name: row.name, amount: row.amount, skip: row.skip, total: row.total, line: lineOf(row),
      tap: tapOf(row), is_done: isDone(row), is_pressed: isPressed(row), has_stepper: hasStepper(row),
      is_left_out: isLeftOut(row),
    }));
  });
}"""


EATEN = """({ picture, steps }) => {
  SCRIPTS
  return daysWith(picture, steps).find(({ day }) => day === picture.today).eaten;
}"""


def drawn(chromium: Browser, picture: Any, steps: list[list[dict[str, Any]]]) -> Any:
    return asked(chromium, DRAWN, {"picture": picture, "steps": steps})


def eaten(chromium: Browser, picture: Any, items: list[dict[str, Any]]) -> Any:
    """The plants of today with those that wait."""
    return asked(chromium, EATEN, {"picture": picture, "steps": items})


def asked(chromium: Browser, script: str, values: dict[str, Any]) -> Any:
    parts = ("figures", "pieces", "rows", "plants", "day")
    scripts = "\n".join((assets.STATIC / "offline" / f"{part}.js").read_text() for part in parts)
    page = chromium.new_page()
    try:
        return page.evaluate(script.replace("SCRIPTS", scripts), values)
    finally:
        page.close()


def as_drawn(row: Row, line: str) -> dict[str, Any]:
    return {
        "name": row.chosen.name,
        "amount": row.amount,
        "skip": row.skip.value if row.skip else None,
        "total": row.total,
        "line": line,
        "tap": row.tap.value,
        "is_done": row.is_done,
        "is_pressed": row.is_pressed,
        "has_stepper": row.has_stepper,
        "is_left_out": row.is_left_out,
    }


def rows_of(picture: Any) -> Any:
    return next(day["rows"] for day in picture["days"] if day["day"] == TODAY.isoformat())


def test_phone_reckons_as_the_house_does(
    app: Flask,
    session: Session,
    database: Database,
    anna: User,
    now: Callable[[datetime], None],
    chromium: Browser,
) -> None:
    people_with_lists.live_with_many_kinds(session, anna)
    coffee = OwnHabit("Coffee", Measure.AMOUNT, Direction.AT_MOST, Period.WEEK, "cups", Goal(TODAY, 7.0))
    choosing.create(session, anna, own=coffee, today=TODAY, now=NOW)
    session.commit()
    phone, her_id = Phone(app).signed_in(session, anna), anna.id
    session.close()
    now(LATER)
    picture = phone.snapshot()
    habits = [row for row in rows_of(picture) if row["measure"] != "variety"]
    numbers = itertools.count(1)
    items: list[dict[str, Any]] = []
    steps, wanted = [], []
    for step, deed in enumerate(DEEDS):
        made_at = (NOW + timedelta(minutes=step)).isoformat()
        fresh = [
            change(next(numbers), habit=row["habit"], made_at=made_at, **deed)
            for row in habits
            if row["measure"] == "amount" or deed["do"] not in ("set", "less", "add")
        ]
        assert {each["is"] for each in phone.send(fresh, at=LATER)["results"]} == {"kept"}
        items += [{**each, "is": "waits"} for each in fresh]
        steps.append(list(items))
        lines = {row["habit"]: row["line"] for row in rows_of(phone.snapshot())}
        with database.reading() as reading:
            sheet = daysheet.read(reading, reading.get_one(User, her_id), day=TODAY, today=TODAY)
            wanted.append([as_drawn(row, lines[row.chosen.id]) for row in sheet.rows if not row.is_variety])
    typed = change(next(numbers), plant="Lentils; oats, no such thing", do="eat") | {"is": "waits"}
    assert eaten(chromium, picture, [typed]) == ["lentil", "oats"]
    for deed, found, expected in zip(DEEDS, drawn(chromium, picture, steps), wanted, strict=True):
        assert found == expected, deed
