"""The kind page of a month or year that lies before her first day or is still to come."""

from datetime import date

from flask import render_template, url_for
from flask_babel import gettext as _

from app import words


def page(title: str, *, is_to_come: bool, began: date | None, today: date) -> str:
    """``title`` names the month or year; ``began`` is her first day, None before she chose a habit."""
    way, way_words = _way(today if is_to_come and began else began)
    return render_template(
        "progress/outside.html",
        title=title,
        heading=_("This is still to come.") if is_to_come else _("Nothing was on your list yet."),
        first_day=""
        if is_to_come or not began
        else _("Your first day here: %(day)s.", day=words.full_day(began)),
        way=way,
        way_words=way_words,
    )


def _way(nearest: date | None) -> tuple[str, str]:
    """The address and the words of the way to the nearest month of hers; to today before she has any."""
    if nearest is None:
        return url_for("checklist.today"), _("Go to today")
    address = url_for("progress.month", text=f"{nearest:%Y-%m}")
    return address, _("Open %(month)s", month=words.month(nearest))
