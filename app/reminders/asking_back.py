"""What we say when something was not recorded: why not, what she may have meant, how to answer."""

from collections.abc import Iterable, Iterator
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import queries, wording
from app.checklist.daysheet import Row, Sheet
from app.reminders import answered, text_queries
from app.reminders.answered import Answered
from app.reminders.recording import Refusal
from app.rules import days, texts
from app.rules.habits import Measure
from app.rules.marks import Skip

ROOM_FOR_PLANTS = 75
# Beside a record a guess must leave room for that.
ROOM_FOR_GUESS = 90
LONGEST_REPLY = 40


def refusals(of: Answered) -> list[str]:
    """What was not recorded beside the rest, a sentence each; empty when everything was."""
    guess = _guess(of)
    is_short = guess and not texts.loses_letters(guess) and len(guess) <= ROOM_FOR_GUESS
    unclear = guess if is_short else _("The rest was not clear: please send it again.")
    return [*_refused(of), *_unknown(of), *([unclear] if of.payload.get("is_unclear") else [])]


def question(of: Answered) -> str:
    """What we say and ask when nothing could be recorded."""
    nothing, guess = _("Nothing was recorded."), _guess(of)
    said = [*_refused(of), *_unknown(of), *([guess] if guess else [])]
    if not said:
        return _how_to_answer(of)
    whole = [" ".join([*said, nothing]), f"{said[0]} {nothing}", said[0], nothing]
    return texts.first_fitting([of.signed(each) for each in whole])


def _refused(of: Answered) -> list[str]:
    lines = of.payload.get("refused", ())
    said = (_why(of, Refusal(why), date.fromisoformat(on), habit_id) for why, on, habit_id in lines)
    return list(dict.fromkeys(filter(None, said)))


def _why(of: Answered, why: Refusal, day: date, habit_id: int) -> str:
    match why:
        case Refusal.NO_PLANTS:
            return _("Plants are not on your list yet.")
        case Refusal.ASIDE_DAYS:
            return _("Those days cannot be set aside: choose some within a year.")
        case Refusal.LONG_NOTE:
            return _("The note of that day has no room for more, so yours was not kept.")
        case Refusal.TO_COME:
            return _("%(day)s is still to come.", day=words.short_day(day))
        case _:
            return _why_of_habit(of, why, day, habit_id)


def _why_of_habit(of: Answered, why: Refusal, day: date, habit_id: int) -> str:
    row = of.row(habit_id, of.day)
    try:
        chosen = row.chosen if row else queries.chosen_of(of.session, of.user, habit_id=habit_id)
    except queries.NoSuchHabit:
        return ""
    name = chosen.entry.short
    match why:
        case Refusal.TOO_MUCH:
            most = words.number(chosen.entry.most)
            return _("%(habit)s: a number from 0 to %(most)s, please.", habit=name, most=most)
        case Refusal.BY_NAME:
            return _("%(habit)s go by name: reply e.g. plants oats kale.", habit=name)
        case Refusal.NO_SKIP:
            return _("%(habit)s count by the week, so no day is left out.", habit=name)
        case Refusal.NOT_YET:
            began = words.short_day(chosen.habit.started_on)
            return _("%(habit)s began on %(day)s.", habit=name, day=began)
        case _:
            on = answered.day_in_short(day, of.today)
            return _("%(habit)s: not on your list %(day)s.", habit=name, day=on)


def _unknown(of: Answered) -> list[str]:
    """The plants we know none by, named back in her words while those are kept."""
    if not of.payload.get("has_unknown"):
        return []
    body = text_queries.body_of(of.session, of.user_id, sid=of.payload["sid"])
    names = [body[first:last] for first, last in of.payload["unknown"]]
    names = list(dict.fromkeys(filter(None, names)))
    if not names:
        return [_("Some plants are not known here.")]
    head = ngettext("Not known as a plant:", "Not known as plants:", len(names))
    items = [*(f"{name}," for name in names[:-1]), names[-1]]
    return [texts.fit_first(head, items, (".",), limit=ROOM_FOR_PLANTS).text]


def _guess(of: Answered) -> str:
    """What she may have meant, and the reply that says so: "Did you mean 1 Prunes, 3 Walk? Reply 1 3."."""
    guesses = of.payload.get("guess") or []
    on = {day for *_rest, day in guesses}
    if len(on) != 1:
        return ""
    (day,) = on
    asked = of.day if day is None else date.fromisoformat(day)
    rows = [(of.row(habit_id, asked), amount, skip) for habit_id, amount, skip, _day in guesses]
    known = [(row, amount, skip) for row, amount, skip in rows if row is not None]
    prefix = "" if day is None else day_word(asked, of.today)
    reply = _reply(of, known)
    if not known or len(known) < len(guesses) or prefix is None or len(reply) > LONGEST_REPLY:
        return ""
    meant = ", ".join(_meant(of, *each) for each in known)
    return _("Did you mean %(what)s? Reply %(reply)s.", what=meant, reply=f"{prefix} {reply}".strip())


def day_word(day: date, today: date) -> str | None:
    """The word by which a text speaks of that day; None for one that is too long ago."""
    ago = (today - day).days
    if ago == 0:
        return _("today")
    if ago == days.ONE_DAY.days:
        return _("yesterday")
    return words.weekday_typed(day) if 0 < ago < days.DAYS_IN_WEEK else None


def _meant(of: Answered, row: Row, amount: float | None, skip: str | None) -> str:
    if skip == Skip.OTHER:
        return _("%(habit)s left out", habit=row.chosen.entry.short)
    if skip is not None:
        reason = wording.skip(Skip(skip))
        return _("%(habit)s left out (%(reason)s)", habit=row.chosen.entry.short, reason=reason)
    if amount is not None:
        return f"{row.chosen.entry.short} {words.number(amount)}"
    return answered.under_number(row, of.numbers if row.day == of.day else {})


def _reply(of: Answered, known: Iterable[tuple[Row, float | None, str | None]]) -> str:
    """The text that means just this."""
    said = [_reply_of(of, *each) for each in known]
    return (" " if all(map(str.isdigit, said)) else ", ").join(said)


def _reply_of(of: Answered, row: Row, amount: float | None, skip: str | None) -> str:
    name = row.chosen.entry.short.lower()
    if amount is not None:
        return f"{name} {amount:g}"
    which = str(of.numbers.get(row.chosen.id, name))
    if skip is None:
        return which
    return skipping(which, Skip(skip))


def skipping(which: str, why: Skip) -> str:
    """The words that leave something out: "skip 2 ill"."""
    return {
        Skip.ILL: _("skip %(which)s ill", which=which),
        Skip.AWAY: _("skip %(which)s away", which=which),
        Skip.HOSPITAL: _("skip %(which)s hospital", which=which),
        Skip.DOCTOR: _("skip %(which)s doctor", which=which),
        Skip.OTHER: _("skip %(which)s", which=which),
    }[why]


def _how_to_answer(of: Answered) -> str:
    """What she may answer with, from the reminder and her own habits."""
    sheet, numbers = of.sheet(of.day), of.numbers
    rows = [row for row in sheet.open_rows if row.chosen.id in numbers]
    examples = [str(numbers[row.chosen.id]) for row in rows[:1]] + list(_examples(sheet))
    if not examples:
        return texts.written(_("That was not clear, so nothing was recorded. ? shows today."))
    example, short = _(", or ").join(examples), examples[0]
    if not rows:
        return texts.first_fitting(
            [
                of.signed(_("That was not clear. Reply e.g. %(example)s. ? shows today.", example=example)),
                of.signed(_("That was not clear. ? shows today.")),
            ]
        )
    tails = [
        _("? Reply with a number from the list, e.g. %(example)s. ? shows today.", example=example),
        _("? Reply e.g. %(example)s. ? shows today.", example=short),
        _("? Reply e.g. %(example)s.", example=short),
    ]
    items = [answered.under_number(row, numbers) for row in rows]
    if texts.alphabet_of(items) is texts.GSM:
        tails = tails[:1]
    return answered.listed(of.signed(_("Did you mean")), items, *tails)


def _examples(sheet: Sheet) -> Iterator[str]:
    """How she could name an amount: "prunes 5"; nothing when none of her habits has one."""
    for row in sheet.rows:
        if row.chosen.habit.measure is Measure.AMOUNT:
            entry = row.chosen.entry
            amount = (entry.portion or entry.step) if row.chosen.habit.is_weekly else row.goal.amount
            yield f"{entry.short.lower()} {words.number(amount)}"
            return
