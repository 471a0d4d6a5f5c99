"""The kind page of a month or year that lies before her first day or is still to come."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask_babel import gettext as _

from app import words


@dataclass(frozen=True, slots=True)
class Way:
    """Where a way leads, and its words."""

    address: str
    words: str


def page(
    title: str,
    *,
    is_to_come: bool,
    began: date | None,
    today: date,
    nearest: Way | None = None,
    way: Way | None = None,
) -> str:
    """``title`` names the month or year; ``began`` is her first day, None before she chose a habit.

    ``nearest`` is the page of the same kind next to it, ``way`` the button: the nearest month without one.
    """
    return render_template(
        "progress/outside.html",
        title=title,
        heading=_("This is still to come.") if is_to_come else _("Nothing was on your list yet."),
        first_day=""
        if is_to_come or not began
        else _("Your first day here: %(day)s.", day=words.full_day(began)),
        is_to_come=is_to_come,
        nearest=nearest,
        way=way or month_way(today if is_to_come and began else began),
    )


def month_way(nearest: date | None) -> Way:
    """The way to a month of hers; to today before she has any."""
    if nearest is None:
        return Way(url_for("checklist.today"), _("Go to today"))
    address = url_for("progress.month", text=f"{nearest:%Y-%m}")
    return Way(address, _("Open %(month)s", month=words.month(nearest)))
