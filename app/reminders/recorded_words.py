"""What we say when an answer recorded something, or was taken back."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import queries, wording
from app.checklist.daysheet import Row, Sheet
from app.checklist.models import MarkChange
from app.reminders import answered, asking_back, recording
from app.reminders.answered import Answered, Said
from app.reminders.recording import How
from app.rules import days, texts


def recorded(of: Answered) -> str:
    """What was recorded, of which day, how much is done, what is open or was not clear, and UNDO."""
    said = said_of(of)
    on = answered.days_of(said)
    head = of.signed(_got_it(on[0] if len(on) == 1 else of.today, of.today) if said else _("Got it"))
    figures = _figures(of, on)
    wrong = asking_back.refusals(of)
    tails = _tails_with(figures, wrong, head) if wrong else _tails(of, figures, on)
    fitted = texts.fit_first(head, answered.parts(said, of.today), tails)
    if fitted.count:
        return fitted.text
    return texts.fit_first(head.rstrip(": "), [], tails).text


def _tails(of: Answered, figures: Sequence[str], on: Sequence[date]) -> list[str]:
    """What stands after the record, the richest first: figures, what is open, how to take it back."""
    undo = _("UNDO to take back.")
    opened = of.open_of(on[0]) if len(on) == 1 else ""
    rich = [_after(*figures, f"{opened}.", undo)] if opened else []
    return [*rich, _after(*figures, undo), _after(*figures[:1], undo)]


def _tails_with(figures: Sequence[str], wrong: Sequence[str], head: str) -> list[str]:
    """The same where something was not recorded: that is said before anything else."""
    undo, rest = _("UNDO to take back."), _("The rest was not recorded.")
    more = wrong if len(wrong) == 1 else [wrong[0], rest]
    shortest = _after(wrong[0]) if len(wrong) == 1 else _after(rest)
    if texts.segments(texts.written(f"{head} +99{shortest}")) > 1:
        shortest = _after(rest)
    return [
        _after(*figures, *wrong, undo),
        _after(*figures, *wrong),
        _after(*figures[:1], *wrong),
        _after(*wrong),
        _after(*more),
        shortest,
    ]


def _after(*sentences: str) -> str:
    return ". " + " ".join(sentences)


def said_of(of: Answered) -> list[Said]:
    """Everything that was recorded, as it stands now, under its day."""
    said: list[Said] = []
    for habit_id, on, how in of.payload["recorded"]:
        day = date.fromisoformat(on)
        row = of.row(habit_id, day)
        if row is not None:
            said.append((day, _habit(row, How(how))))
    said += _plants(of)
    if of.payload.get("note"):
        said.append((of.day, _("your note")))
    if of.payload.get("aside"):
        said.append((None, _aside(of)))
    return said


def _habit(row: Row, how: How) -> str:
    if row.skip is not None:
        name = row.chosen.entry.short
        return _("%(habit)s left out (%(reason)s)", habit=name, reason=wording.skip(row.skip))
    if how is How.SKIP:
        return _("%(habit)s done already", habit=row.chosen.entry.short)
    has_amount = how is not How.GOAL or row.chosen.habit.is_weekly
    return answered.with_amount(row) if has_amount else row.chosen.entry.short


def _plants(of: Answered) -> list[Said]:
    if not of.payload.get("plants"):
        return []
    changes = queries.changes_in(of.session, of.user_id, batch=of.payload["batch"])
    return [(row.day, wording.plant(row.plant)) for row in changes if row.plant is not None]


def _aside(of: Answered) -> str:
    first, last = map(date.fromisoformat, of.payload["aside"])
    reason = _reason(of, first)
    if first == last:
        day = answered.day_in_short(first, of.today)
        return _("%(day)s set aside%(reason)s", day=day, reason=reason)
    if first == of.today:
        return _("set aside until %(day)s%(reason)s", day=words.short_day(last), reason=reason)
    return _("%(days)s set aside%(reason)s", days=wording.day_range(first, last), reason=reason)


def _reason(of: Answered, first: date) -> str:
    """Why, in brackets, from what is stored of her days; empty when it was taken back meanwhile."""
    for spell in queries.spells_of(of.session, of.user):
        if spell.habit_ids is None and spell.first <= first <= spell.last:
            return f" ({wording.skip(spell.reason)})"
    return ""


def _figures(of: Answered, on: Sequence[date]) -> list[str]:
    """How many of the day are done, when it is one day, and after plants how many its week has."""
    if len(on) != 1:
        return []
    sheet = of.sheet(on[0])
    return [*_done(sheet), *(_plants_of_week(sheet) if of.payload.get("plants") else ())]


def _done(sheet: Sheet) -> Iterator[str]:
    figures = {"done": sheet.done, "all": len(sheet.counted_rows)}
    if not figures["all"]:
        return
    if sheet.day == sheet.today:
        yield _("%(done)d of %(all)d today.", **figures)
    else:
        yield _("%(done)d of %(all)d that day.", **figures)


def _plants_of_week(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        if row.is_variety and row.is_this_week:
            yield ngettext("%(num)d plant this week.", "%(num)d plants this week.", round(row.total))
        elif row.is_variety:
            yield ngettext("%(num)d plant that week.", "%(num)d plants that week.", round(row.total))


def _got_it(day: date, today: date) -> str:
    if day == today:
        return _("Got it:")
    if today - day == days.ONE_DAY:
        return _("Got it for yesterday:")
    return _("Got it for %(day)s:", day=words.short_day(day))


def undone(of: Answered) -> str:
    """What was taken back, and what stays since it was changed again."""
    if not of.payload.get("undoes"):
        return nothing_undone(of)
    changes = queries.changes_in(of.session, of.user_id, batch=of.payload["undoes"])
    gone = _taken(of, changes, ids=of.payload["undone"], edits=of.payload["edits"])
    left = _taken(of, changes, ids=of.payload["stayed"], edits=of.payload["edits_stayed"])
    if not gone:
        head = _("It was changed since, so it stays:") if left else _("Nothing to take back.")
        return texts.fit_first(
            of.signed(head), answered.parts(left, of.today), (".",) if left else ("",)
        ).text
    on = answered.days_of(gone)
    head = of.signed(_taken_back(on[0] if len(on) == 1 else of.today, of.today))
    return texts.fit_first(head, answered.parts(gone, of.today), _tails_of_undo(left)).text


def nothing_undone(of: Answered) -> str:
    """What is said when there was no answer to take back, or none of these days."""
    if of.payload.get("is_older"):
        return texts.written(_("The last answer is older than a week: change it on its day's page."))
    return texts.written(_("Nothing to take back."))


def _tails_of_undo(left: Sequence[Said]) -> list[str]:
    if not left:
        return ["."]
    names = ", ".join(text for _day, text in left)
    return [
        _after(_("Changed since, so it stays: %(what)s.", what=names)),
        _after(_("What was changed since stays.")),
        _after(_("The rest stays.")),
    ]


def _taken(
    of: Answered, changes: Sequence[MarkChange], *, ids: Sequence[int], edits: Sequence[str]
) -> list[Said]:
    """These changes and edits by the names they go by, each once a day."""
    said: list[Said] = []
    for change in changes:
        if change.id in ids:
            row = of.row(change.habit_id, change.day)
            name = wording.plant(change.plant) if change.plant else row.chosen.entry.short if row else ""
            said.append((change.day, name))
    names = {recording.NOTE: _("your note"), recording.ASIDE: _("days set aside")}
    said += [(None, names[edit]) for edit in edits]
    return [each for each in dict.fromkeys(said) if each[1]]


def _taken_back(day: date, today: date) -> str:
    if day == today:
        return _("Taken back:")
    if today - day == days.ONE_DAY:
        return _("Taken back for yesterday:")
    return _("Taken back for %(day)s:", day=words.short_day(day))
