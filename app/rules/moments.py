"""The right moment to ask for something beyond the day: her icon on the home screen, notifications.

Neither is asked for on a first visit, and never both at once: first the icon, the other a week later.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

# Days with a record, of those that the page of today looks back on.
LEAST_DAYS_FOR_HOME = 3
LEAST_DAYS_FOR_NOTIFICATIONS = 4
FIRST_WEEK = timedelta(days=7)
# A browser she signed in with today or yesterday is new to her.
AT_HOME_AFTER = timedelta(days=2)
BETWEEN_QUESTIONS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Use:
    """How she has used Bonny lately, in her days.

    ``recorded`` has the days with any record among those looked back on; ``here_since`` is the day on which
    she signed in with this browser.
    """

    recorded: Set[date]
    here_since: date


@dataclass(frozen=True, slots=True)
class Reach:
    """What of Bonny's reaches her phone by itself today.

    ``has_times``: she chose times, also such that are switched off; ``is_any_on``: one of them is on;
    ``is_texted``: one that is on goes by text, she agrees to texts, and they arrive as far as we know;
    ``has_browser``: a browser of hers takes notifications; ``is_paused``: she wants no reminders for now.
    """

    has_times: bool = False
    is_any_on: bool = False
    is_texted: bool = False
    has_browser: bool = False
    is_paused: bool = False


def may_ask_for_home(use: Use, *, answered_on: date | None, today: date) -> bool:
    """Whether she may be asked for a place on her home screen: once, after three days with a record."""
    is_new = answered_on is None
    return is_new and _is_at_home(use, today) and len(use.recorded) >= LEAST_DAYS_FOR_HOME


def may_ask_for_notifications(
    use: Use, *, answered_on: date | None, home_answered_on: date | None, today: date
) -> bool:
    """Whether she may be asked for notifications: once, after her first week with four days of a record.

    After the question of the home screen was answered a week passes; while it is open, only a browser that
    has no such question may put this one. Whether she needs them is another matter (``needs``).
    """
    if answered_on is not None or not _is_at_home(use, today):
        return False
    if home_answered_on is not None and today < home_answered_on + BETWEEN_QUESTIONS:
        return False
    is_week_over = today >= min(use.recorded, default=today) + FIRST_WEEK
    return is_week_over and len(use.recorded) >= LEAST_DAYS_FOR_NOTIFICATIONS


def needs_notifications(reach: Reach) -> bool:
    """Whether notifications would solve anything for her.

    Not for who is texted and reached, nor for who has them already in some browser; nor for who switched off
    every time or paused them, because she has said that she wants none.
    """
    if reach.is_texted or reach.has_browser or reach.is_paused:
        return False
    return reach.is_any_on or not reach.has_times


def _is_at_home(use: Use, today: date) -> bool:
    return today >= use.here_since + AT_HOME_AFTER
