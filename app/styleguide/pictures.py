"""Made-up weeks, days and strengths, for every picture in every state."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from app import words
from app.checklist import wording
from app.progress import plots
from app.rules.marks import State

WEEKS = 26
AMOUNTS = (150, 90, 160, None, 0, 155, 120, 180, 0, 150, 75, 40)
ASIDE, RUNNING = 8, 11
STATES = (*[State.MET] * 9, State.PARTIAL, State.NOT_MET, State.NOT_RECORDED, State.SKIPPED, State.PAUSED)
SHARES = (0.9, 0.85, 1.0, 0.6, None, 0.25, 0.0)


def samples(today: date) -> Mapping[str, Any]:
    """What the style guide shows of each kind."""
    return {
        "curve": plots.curve(_strengths(today), title=_("Strength")),
        "upright": plots.bars(_weeks(today)[-5:], title=_("Minutes a week")),
        "lying": plots.bars(_weeks(today), title=_("Minutes a week"), unit=_("Minutes a week, goal 150")),
        "weekdays": plots.weekdays(_parts(), title=_("Share kept by weekday")),
        "year": plots.year(_days(today), year=today.year, title=_("Prunes in the year")),
    }


def _strengths(today: date) -> list[plots.Point]:
    """A rise with a fall in it, a gap, and a goal that changed."""
    first = today - timedelta(weeks=WEEKS)
    return [
        plots.Point(
            first + timedelta(weeks=week),
            None if week == 9 else (1 - 0.9**week) * (0.7 if week == 15 else 1),
            _("6 prunes a day from here") if week == 12 else "",
        )
        for week in range(WEEKS)
    ]


def _weeks(today: date) -> list[plots.Bar]:
    first = today - timedelta(days=today.weekday(), weeks=RUNNING)
    return [
        plots.Bar(
            first + timedelta(weeks=place),
            amount,
            120.0 if place < 4 else 150.0,
            is_met=bool(amount and amount >= 150),
            is_set_aside=place == ASIDE,
            is_running=place == RUNNING,
            href="#plots",
        )
        for place, amount in enumerate(AMOUNTS)
    ]


def _parts() -> list[plots.Part]:
    return [
        plots.Part(words.weekday_of(day), share, "–" if share is None else f"{round(100 * share)} %")
        for day, share in enumerate(SHARES)
    ]


def _days(today: date) -> dict[date, plots.Cell]:
    """Every state again and again, up to today, which is open."""
    first = date(today.year, 1, 15)
    found = {
        first + timedelta(days=place): STATES[place % len(STATES)] for place in range((today - first).days)
    }
    return {
        day: plots.Cell(state, "#plots", f"{words.short_day(day)}: {wording.state(state)}")
        for day, state in {**found, today: State.OPEN}.items()
    }
