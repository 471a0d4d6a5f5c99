"""What her phone keeps for the time without a network: fifteen days as they are now, plants, and words."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from sqlmodel import Session

from app import words
from app.accounts import queries as accounts
from app.accounts.models import User
from app.catalogue import book
from app.checklist import daysheet, goal_wording, plant_names, rows, wording
from app.checklist import queries as checklist
from app.checklist.daysheet import Row
from app.checklist.queries import Record
from app.offline import phone_words, queries
from app.offline.forms import VERSION
from app.rules import days
from app.rules.habits import Measure
from app.rules.plants import Plant

KEPT_BEFORE = timedelta(days=7)
KEPT_AFTER = timedelta(days=7)
MARK_LENGTH = 16


def read(session: Session, user: User, *, mark: str, has_plants: str, now: datetime) -> dict[str, Any]:
    """The snapshot as JSON values; ``mark`` is what the phone knows her by.

    ``has_plants``: the mark of the plants that the phone holds already; they are most of the weight, and None
    when they are the same. Six queries, whatever the number of habits and years.
    """
    today = accounts.today_of(user, now=now)
    first, last = today - KEPT_BEFORE, today + KEPT_AFTER
    chosen = checklist.chosen_between(session, user, first=first, last=last)
    record = checklist.record_of(session, user, chosen=chosen, first=today - daysheet.USUAL_DAYS, last=today)
    notes = queries.notes_between(session, user, first=first, last=last)
    plants = [
        _plant(plant) for plant in (*plant_names.own_plants(session, user), *book.book(user.locale).plants)
    ]
    plants_mark = _mark_of(plants)
    return {
        "version": VERSION,
        "person": mark,
        "made_at": now.isoformat(),
        "lang": str(get_locale() or "en").replace("_", "-"),
        "csrf": generate_csrf(),
        "zone": user.zone,
        "day_start": user.day_start.hour,
        "week_start": user.week_start,
        "today": today.isoformat(),
        "days": [
            _day(record, day, today=max(today, day), week_start=user.week_start, note=notes.get(day, ""))
            for day in days.days_between(first, last)
            if day not in checklist.missing_days(user.zone)
        ],
        "plants": None if has_plants == plants_mark else plants,
        "plants_mark": plants_mark,
        "usual": list(daysheet.usual(record, today)),
        "words": phone_words.of_the_phone(),
    }


def _day(record: Record, day: date, *, today: date, week_start: int, note: str) -> dict[str, Any]:
    """A day as it is; one to come as it would be on that day if nothing were recorded till then."""
    lived = [each for each in record.chosen if each.habit.is_lived_on(day)]
    built = [rows.build(each, record, day=day, today=today, week_start=week_start) for each in lived]
    return {
        "day": day.isoformat(),
        "title": words.at_start(words.long_day(day)),
        "weekday": words.weekday(day),
        "rows": [_row(row) for row in built],
        "plants": [plant for eaten, plant in record.eaten if eaten == day],
        "note": note,
    }


def _row(row: Row) -> dict[str, Any]:
    habit, entry = row.chosen.habit, row.chosen.entry
    is_check = habit.measure is Measure.CHECK
    return {
        "habit": row.chosen.id,
        "name": row.chosen.name,
        "line": wording.row_line(row),
        "tail": ", ".join(part for part in (goal_wording.set_by(row.goal), row.chosen.cue) if part),
        "measure": habit.measure.value,
        "tap": row.tap.value,
        "is_limit": habit.is_limit,
        "is_weekly": habit.is_weekly,
        "is_due": row.is_due,
        "is_paused": row.is_paused,
        "goal": row.goal.amount,
        "goal_short": words.number(row.goal.amount)
        if is_check
        else wording.short_amount(entry, row.goal.amount),
        "goal_words": goal_wording.goal(row.chosen, row.goal),
        "step": entry.step,
        "portion": entry.portion,
        "most": entry.most,
        "unit": entry.unit,
        "units": entry.units,
        "unit_short": entry.unit_short,
        "amount": row.amount,
        "skip": row.skip.value if row.skip else None,
        "reason": row.reason.value if row.reason else None,
        "note": row.note,
        "total": row.total,
    }


def _mark_of(plants: list[list[str]]) -> str:
    return hashlib.sha256(json.dumps(plants).encode()).hexdigest()[:MARK_LENGTH]


def _plant(plant: Plant) -> list[str]:
    """Where it is stored, its name, and its other names in one text."""
    return [plant.slug, plant.name, "|".join(plant.aliases)]
