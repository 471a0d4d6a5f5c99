"""Pages of her days: today and any past day, what a tap records, taking it back."""

from datetime import date
from uuid import uuid4

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web, words
from app.accounts import guard
from app.checklist import actions, day_pages, daysheet, forms, journal, queries, undoing, wording
from app.checklist.models import Source
from app.notices import Notice

bp = day_pages.bp


@bp.get("/")
@web.public
def today() -> ResponseReturnValue:
    """Her day; for a visitor, what Bonny is."""
    if guard.visitor() is None:
        return render_template("checklist/welcome.html", sign_up=web.settings().sign_up)
    return day_pages.page_of(day_pages.today())


@bp.get("/day/<day>")
def on_day(day: str) -> ResponseReturnValue:
    """Any day up to today."""
    return day_pages.page_of(day_pages.read_day(day))


@bp.post("/day/<day>/habits/<int:habit_id>")
def record(day: str, habit_id: int) -> ResponseReturnValue:
    """What a tap on a row asks for; the row comes back as it is then."""
    on = day_pages.read_day(day)
    try:
        chosen = queries.chosen_of(web.session(), guard.person(), habit_id=habit_id)
        step = forms.step_of(request.form, chosen.entry)
        tap = forms.read_tap(request.form, habit_id=habit_id, day=on, step=step)
        day_pages.apply([tap.change], tap.batch)
    except queries.NoSuchHabit:
        abort(404)
    except actions.BadDay:
        abort(404)
    except forms.NotANumber as error:
        web.session().rollback()
        return _row_refused(on, habit_id, _("Please type a number, such as 5 or 2.5."), error.text)
    except actions.BadAmount as error:
        web.session().rollback()
        return _row_refused(on, habit_id, _too_much(error.most), request.form.get("amount", ""))
    except actions.TooLong as error:
        web.session().rollback()
        note = forms.read_text(request.form.get("note", ""))
        return _row_refused(on, habit_id, too_long(error.most, note), note, is_note=True)
    except ValueError:
        abort(400)
    return _row_answer(on, habit_id, tap.batch)


def _too_much(most: float) -> str:
    return _(
        "That is more than a day can hold here. Please type a number from 0 to %(most)s.",
        most=words.number(most),
    )


def too_long(most: int, text: str) -> str:
    """What is wrong with a note, and that it is still there."""
    return _(
        "There is room for %(most)s characters, and this has %(count)s. It is still here: please shorten it.",
        most=words.number(most),
        count=words.number(len(text)),
    )


def _row_answer(day: date, habit_id: int, batch: str) -> ResponseReturnValue:
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=day_pages.today())
    row = sheet.row(habit_id)
    if row is None:
        abort(404)
    noted = request.form.get("do") == forms.Do.NOTE
    said = _("%(habit)s: note kept", habit=row.chosen.name) if noted else wording.said(row)
    notice = Notice(said, batch, day.isoformat())
    if not web.is_fragment():
        notices.keep(notice)
        return redirect(day_pages.address_of(day) + f"#habit-{habit_id}", 303)
    return web.fragment("checklist/_row_answer.html", row=row, notice=notice, **day_pages.values_of(sheet))


def _row_refused(
    day: date, habit_id: int, fault: str, typed: str, *, is_note: bool = False
) -> ResponseReturnValue:
    """The row again with what is wrong beside the field, and what she typed in it."""
    kept = typed if is_note else typed[: forms.LONGEST_TYPED]
    values = {"refused": habit_id, "fault": fault, "typed": kept, "is_note": is_note}
    if not web.is_fragment():
        return day_pages.page_of(day, **values)
    sheet = daysheet.read(web.session(), guard.person(), day=day, today=day_pages.today())
    row = sheet.row(habit_id)
    answer = web.fragment("checklist/_row_refused.html", row=row, **day_pages.values_of(sheet), **values)
    answer.status_code = 422
    return answer


@bp.post("/undo")
def undo() -> ResponseReturnValue:
    """Take back the batch of a notice, whole: what was recorded, or an edit of her list."""
    session = web.session()
    is_undone = _take_back(forms.read_uuid(request.form.get("batch")))
    session.commit()
    notice = Notice(_("Taken back.") if is_undone else _("Nothing to take back: it was changed since."))
    day = day_pages.day_or_today(request.form.get("day", ""))
    back = request.form.get("next", "")
    if back or not web.is_fragment():
        notices.keep(notice)
        return redirect(guard.safe_target(back) if back else day_pages.address_of(day), 303)
    sheet = daysheet.read(session, guard.person(), day=day, today=day_pages.today())
    return web.fragment("checklist/_undone.html", notice=notice, **day_pages.values_of(sheet))


def _take_back(batch: str) -> bool:
    session, person, today, now = web.session(), guard.person(), day_pages.today(), web.now()
    undone = str(uuid4())
    changes = undoing.undo(
        session, person, batch=batch, uuid_of_undo=undone, source=Source.TAP, today=today, now=now
    )
    if changes:
        return True
    return journal.undo(session, person, uuid=batch, uuid_of_undo=undone, today=today, now=now) is not None
