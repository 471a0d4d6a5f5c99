"""Pages around a day: its note, the day before once more, what was changed, and the calendar of all days."""

import re
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import notices, web
from app.accounts import guard
from app.checklist import actions, changelog, day_pages, daysheet, forms, journal, notes, queries, views
from app.checklist.actions import Change
from app.checklist.models import ChangeKind, PlanKind
from app.notices import Notice
from app.rules import days

bp = day_pages.bp
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@bp.post("/day/<day>/note")
def write_note(day: str) -> ResponseReturnValue:
    """Keep what she writes about a day."""
    on = day_pages.read_day(day)
    session, person = web.session(), guard.person()
    text = forms.read_text(request.form.get("note", ""))
    edit = day_pages.new_edit(PlanKind.NOTE, on)
    try:
        with journal.kept(session, person, edit):
            notes.write(session, person, day=on, text=text, now=web.now())
    except actions.TooLong as error:
        session.rollback()
        fault = views.too_long(error.most, text)
        return day_pages.page_of(on, day_note_fault=fault, typed_note=text)
    session.commit()
    notices.keep(Notice(_("Note kept.") if text else _("No note any more."), edit.uuid, on.isoformat()))
    return redirect(day_pages.address_of(on), 303)


@bp.post("/day/<day>/as-before")
def repeat(day: str) -> ResponseReturnValue:
    """Record for every untouched row what the day before holds, in one go."""
    on = day_pages.read_day(day)
    batch = forms.read_uuid(request.form.get("change"))
    sheet = daysheet.read(web.session(), guard.person(), day=on, today=day_pages.today())
    changes = [
        Change(actions.derived_uuid(batch, habit_id), habit_id, on, ChangeKind.SET, amount=amount)
        for habit_id, amount in sheet.repeatable
    ]
    try:
        day_pages.apply(changes, batch)
    except (actions.BadAmount, actions.BadDay):
        abort(404)
    count = len(changes) or len(queries.changes_in(web.session(), guard.person().id or 0, batch=batch))
    words = ngettext("%(num)d habit as the day before.", "%(num)d habits as the day before.", count)
    if count:
        notices.keep(Notice(words, batch, on.isoformat()))
    else:
        notices.keep(Notice(_("There is nothing to take over from the day before.")))
    return redirect(day_pages.address_of(on), 303)


@bp.get("/day/<day>/changes")
def changes(day: str) -> str:
    """What was changed on a day, when and by which way."""
    on = day_pages.read_day(day)
    lines = changelog.of_day(web.session(), guard.person(), day=on)
    return render_template("checklist/changes.html", day=on, today=day_pages.today(), lines=lines)


@bp.get("/day")
def calendar() -> ResponseReturnValue:
    """A month of days to open, back to her first; a date typed in leads to its day."""
    today = day_pages.today()
    typed = request.args.get("day", "")
    if typed and _is_open(typed, today):
        return redirect(url_for("checklist.on_day", day=typed), 303)
    first = _month(request.args.get("month", ""), today)
    last = min(days.month_days(first.year, first.month)[1], today)
    person = guard.person()
    record = queries.record_between(web.session(), person, first=first, last=last)
    began = queries.first_day_of(web.session(), person)
    dots = [
        daysheet.dot(record, each, today=today, week_start=person.week_start)
        for each in days.days_between(first, last)
    ]
    page = render_template(
        "checklist/calendar.html",
        first=first,
        dots=dots,
        began=began,
        today=today,
        offset=(first.weekday() - person.week_start) % days.DAYS_IN_WEEK,
        week_start=person.week_start,
        typed=typed,
        earlier=(first - days.ONE_DAY).replace(day=1) if began and began < first else None,
        later=last + days.ONE_DAY if last < today else None,
    )
    return page, 422 if typed else 200


def _is_open(text: str, today: date) -> bool:
    try:
        return queries.FIRST_YEAR <= date.fromisoformat(text) <= today
    except ValueError:
        return False


def _month(text: str, today: date) -> date:
    """The first day of a month such as 2026-10; this month's without one; 404 for one that cannot be."""
    if not text:
        return today.replace(day=1)
    match = MONTH.fullmatch(text)
    if match is None or not queries.FIRST_YEAR.year <= int(match[1]) <= today.year:
        abort(404)
    first = date(int(match[1]), int(match[2]), 1)
    if first > today:
        abort(404)
    return first
