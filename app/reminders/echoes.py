"""What an answer by text says: one segment, written from the day as it is when it is sent."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import wording
from app.checklist.daysheet import Row
from app.config import Settings
from app.reminders import answered, asking_back, discreet_echoes, questions, recorded_words, settled_words
from app.reminders.answered import Answered
from app.reminders.models import Meaning
from app.rules import texts
from app.rules.habits import Measure


def text_of(
    session: Session,
    user: User,
    *,
    meaning: Meaning,
    payload: dict[str, Any],
    now: datetime,
    settings: Settings,
    is_discreet: bool = False,
    whose: str = "",
) -> str:
    """The answer to a text that was understood so; ``payload`` is what inbound noted of it.

    ``is_discreet``: it names no habit that she did not ask for. ``whose``: her name where she shares a
    number; what has a list begins with it here, all else is signed afterwards.
    """
    today = accounts.today_of(user, now=now)
    answer = Answered(session, user, payload, today, whose)
    if "told" in payload:
        return settled_words.text_of(user, payload=payload, now=now)
    if meaning in discreet_echoes.OF_HABITS:
        return (discreet_echoes.text_of if is_discreet else _of_habits)(answer, meaning)
    match meaning:
        case Meaning.HELP:
            return helping(settings)
        case Meaning.OPT_OUT:
            return opted_out()
        case Meaning.WRONG_NUMBER:
            return doubted()
        case Meaning.OPT_IN:
            return welcome()
        case Meaning() if meaning in questions.ASKED:
            return questions.text_of(session, user, meaning=meaning, payload=payload, now=now, whose=whose)
        case Meaning.JOIN:
            return with_bonny()
        case _:
            return asking_back.question(answer)


def _of_habits(of: Answered, meaning: Meaning) -> str:
    """The answer to what recorded something, took it back, or asked what is open."""
    if meaning is Meaning.RECORD:
        return recorded_words.recorded(of)
    if meaning is Meaning.UNDO:
        return recorded_words.undone(of)
    return status(of) if meaning is Meaning.STATUS else asking_back.question(of)


def to_stranger() -> str:
    """The one neutral sentence for a number that is nobody's."""
    return texts.to_gsm(_("This is Bonny. This number is not known here, so nothing was kept."))


def with_bonny() -> str:
    """What somebody hears who begins a second time."""
    return texts.to_gsm(_("You are with Bonny already. ? shows today."))


def opted_out() -> str:
    """The one confirmation that texts have ended."""
    return texts.to_gsm(_("You get no more texts from Bonny. Text START to have them again."))


def doubted() -> str:
    """What a phone hears that says it is not hers: texts have ended, and what to say when that is so."""
    return texts.to_gsm(
        _(
            "You get no more texts. If this phone is new to you, reply WRONG NUMBER once more and Bonny lets "
            "the number go. START brings texts back."
        )
    )


def welcome() -> str:
    """The confirmation that texts are on."""
    return texts.to_gsm(
        _("Bonny reminders on. Up to 3 msgs/day. Msg&data rates may apply. HELP for help, STOP to end.")
    )


def helping(settings: Settings) -> str:
    """What Bonny is, how texts end, and whom to ask; an address that has no room is left out."""
    text = _("Bonny: habit reminders you answer by text, e.g. 1, or ? for today. STOP to end.")
    whom = _("Help: %(address)s", address=settings.operator_email) if settings.operator_email else ""
    whole = texts.to_gsm(f"{text} {whom}".strip())
    return whole if texts.gsm_length(whole) <= texts.ONE_SEGMENT else texts.to_gsm(text)


def status(of: Answered) -> str:
    """What is begun, done and open today."""
    sheet = of.sheet(of.today)
    if sheet.spell is not None:
        return texts.written(_("Today is set aside (%(reason)s).", reason=wording.skip(sheet.spell)))
    begun = [_standing(row) for row in sheet.rows if not _is_untouched(row)]
    short = of.open_of(of.today, limit=texts.ONE_SEGMENT // 3) or _("Nothing is open")
    opened = of.open_of(of.today) or short
    return answered.listed(of.signed(_("Today:")), begun or [_("nothing yet")], f". {opened}.", f". {short}.")


def _is_untouched(row: Row) -> bool:
    return row.amount is None and row.skip is None and not row.is_done


def _standing(row: Row) -> str:
    """Where a habit stands that is not untouched."""
    name = row.chosen.entry.short
    if row.skip is not None:
        return _("%(habit)s left out", habit=name)
    if row.chosen.habit.is_weekly and row.chosen.habit.measure is not Measure.CHECK:
        return answered.of_goal(name, row.total, row.goal.amount)
    if row.is_done:
        return _("%(habit)s done", habit=name)
    return answered.of_goal(name, row.total, row.goal.amount)
