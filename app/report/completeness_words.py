"""How much there is to judge by, in words: days with a record, days left out, reminders answered."""

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app import words
from app.checklist import wording as habit_wording
from app.checklist.set_aside import SetAside
from app.report.model import Completeness, Reminded
from app.report.page import cut

MOST_SPELLS = 4
MOST_NAMES = 3
LONGEST_NAME = 24


def part(of: Completeness) -> float:
    """The part of the days counted that has a record; none when no day counts."""
    return of.recorded / of.counted if of.counted else 0.0


def sentence(of: Completeness) -> str:
    """Something recorded on 85 of 90 days (94 %)."""
    if of.counted == 0 and of.set_aside == 0:
        return _("No day counted")
    if of.counted == 0:
        return ngettext(
            "The one day set aside",
            "All %(days)s days set aside",
            of.set_aside,
            days=words.number(of.set_aside),
        )
    return ngettext(
        "Something recorded on %(recorded)s of %(counted)s day (%(percent)s %%)",
        "Something recorded on %(recorded)s of %(counted)s days (%(percent)s %%)",
        of.counted,
        recorded=words.number(of.recorded),
        counted=words.number(of.counted),
        percent=of.percent,
    )


def notes(of: Completeness, *, reminded: Reminded | None) -> tuple[str, ...]:
    """What else there is to know of the days, each in a few words."""
    return (*_days(of), *_skips(of), *_spells(of), *_reminders(reminded))


def _days(of: Completeness) -> list[str]:
    told = []
    if of.began is not None:
        told.append(_("first habit on %(day)s", day=str(format_date(of.began, "medium"))))
    if of.between:
        days = words.number(of.between)
        told.append(ngettext("no habit on %(days)s day", "no habit on %(days)s days", of.between, days=days))
    if of.blank:
        days = words.number(of.blank)
        told.append(ngettext("nothing on %(days)s day", "nothing on %(days)s days", of.blank, days=days))
    if of.set_aside and of.counted:
        days = words.number(of.set_aside)
        told.append(ngettext("%(days)s day set aside", "%(days)s days set aside", of.set_aside, days=days))
    return told


def _skips(of: Completeness) -> list[str]:
    return [
        ngettext(
            "skips (%(why)s) on %(days)s day",
            "skips (%(why)s) on %(days)s days",
            number,
            why=habit_wording.skip(reason),
            days=words.number(number),
        )
        for reason, number in of.skips
    ]


def _spells(of: Completeness) -> list[str]:
    told = [_set_aside(each) for each in of.spells[:MOST_SPELLS]]
    more = len(of.spells) - MOST_SPELLS
    if more > 0:
        told.append(ngettext("and %(num)s more time set aside", "and %(num)s more times set aside", more))
    return told


def _reminders(reminded: Reminded | None) -> list[str]:
    """None where she was never reminded."""
    if reminded is None:
        return []
    answered, sent = words.number(reminded.answered), words.number(reminded.sent)
    return [_("reminders: %(answered)s of %(sent)s answered", answered=answered, sent=sent)]


def _set_aside(of: SetAside) -> str:
    """A stretch set aside: "set aside (away) 3 Nov to 9 Nov"; for some habits with their names."""
    spell = of.spell
    why, when = habit_wording.skip(spell.reason), habit_wording.day_range(spell.first, spell.last)
    text = _("set aside (%(why)s) %(days)s", why=why, days=when)
    return _("%(text)s: %(names)s", text=text, names=_names(of.habits)) if of.habits else text


def _names(habits: tuple[str, ...]) -> str:
    """The first few names; the others are counted."""
    names = ", ".join(cut(name, LONGEST_NAME) for name in habits[:MOST_NAMES])
    more = len(habits) - MOST_NAMES
    return names if more <= 0 else _("%(names)s and %(more)d more", names=names, more=more)
