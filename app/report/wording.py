"""From a report to the words of its page, in her language; HTML and PDF print exactly these."""

from datetime import date

from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from app import words
from app.checklist import wording as habit_wording
from app.checklist.set_aside import SetAside
from app.report import calendar, rows
from app.report.model import Completeness, Report
from app.report.page import Page, cut
from app.rules.marks import State

MOST_SPELLS = 4
MOST_NAMES = 3
LONGEST_NAME = 24


def page_of(report: Report) -> Page:
    """Every word of the report's page, with all of its habits."""
    locale = get_locale()
    return Page(
        lang=locale.language if locale else "en",
        region=(locale.territory or "") if locale else "",
        title=_("Habit summary for a doctor’s visit"),
        name=report.name or name_to_write(),
        has_name=bool(report.name),
        period=_period(report.first, report.last),
        length=ngettext("%(num)s day", "%(num)s days", report.completeness.days),
        made=_("made %(day)s · %(zone)s", day=_day(report.made_on), zone=report.zone),
        completeness=_completeness(report.completeness),
        completeness_part=_part(report.completeness),
        completeness_notes=tuple(_completeness_notes(report.completeness)),
        empty="" if report.daily or report.weekly else _("There was no habit in this period."),
        daily_heading=_("Daily habits"),
        daily_head=_daily_head(),
        bars_head=_("Last 12 weeks"),
        trend_head=_("Last 4 weeks vs the 4 before"),
        daily=tuple(rows.daily(row, weeks=report.weeks) for row in report.daily),
        daily_more="",
        calendar=calendar.of(report) if report.daily else None,
        weekly_heading=_("Each week"),
        weekly=tuple(rows.weekly(row) for row in report.weekly),
        weekly_more="",
        weekly_caption=_weekly_caption(report),
        definitions_heading=_("How the numbers are made"),
        definitions=_definitions(),
        footer=_(
            "Recorded by the person herself with Bonny. Not a medical record, not a diagnosis. "
            "The CSV file with this id has every day."
        ),
        document_id=report.document_id,
    )


def _weekly_caption(report: Report) -> str:
    caption = _(
        "Weeks from %(first)s to %(last)s. Dark, ✓: goal met. Line: goal. –: no record.",
        first=words.short_day(report.weeks[0].first),
        last=words.short_day(report.weeks[-1].first),
    )
    if not any(week.state is State.PAUSED for row in report.weekly for week in row.weeks):
        return caption
    return _("%(caption)s %(sign)s: set aside.", caption=caption, sign=habit_wording.LEFT_OUT_SIGN)


def name_to_write() -> str:
    """The line for a name where none is known, to be written by hand."""
    return _("Name: %(line)s", line="_" * 24)


def _period(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    return _("%(first)s – %(last)s", first=_day(first), last=_day(last))


def _day(day: date) -> str:
    return str(format_date(day, "medium"))


def _daily_head() -> tuple[str, ...]:
    return (
        _("Habit"),
        _("Goal a day, set by"),
        _("Goal met, of days that count"),
        _("Mean on recorded days"),
        _("Skipped days"),
        _("Not recorded"),
    )


def _definitions() -> tuple[str, ...]:
    return (
        _(
            "Days that count are the days on which the habit was due, "
            "without those skipped or set aside for a reason."
        ),
        _("A day with nothing recorded counts as not met; “up to” is the share had every such day been met."),
        _("Each day is judged by the goal in force on that day."),
        _("Means of days run over recorded days, zeros included."),
        _(
            "Means of weeks run over the period’s whole weeks with anything recorded on at least 4 days; "
            "other weeks are “no record”. "
            "Weeks with fewer than 4 days not set aside are in no mean and no trend."
        ),
        _("Rising or falling is a change of 10 points, or of a tenth of the weekly goal."),
        _("Nothing is estimated."),
    )


def _part(of: Completeness) -> float:
    """The part of the days counted that has a record; none when no day counts."""
    return of.recorded / of.counted if of.counted else 0.0


def _completeness(of: Completeness) -> str:
    if of.counted == 0 and of.set_aside == 0:
        return _("No day counted")
    if of.counted == 0:
        return ngettext("The one day set aside", "All %(num)s days set aside", of.set_aside)
    return ngettext(
        "Something recorded on %(recorded)s of %(num)s day (%(percent)s %%)",
        "Something recorded on %(recorded)s of %(num)s days (%(percent)s %%)",
        of.counted,
        recorded=of.recorded,
        percent=of.percent,
    )


def _completeness_notes(of: Completeness) -> list[str]:
    notes = []
    if of.began is not None:
        notes.append(_("first habit on %(day)s", day=_day(of.began)))
    if of.between:
        notes.append(ngettext("no habit on %(num)s day", "no habit on %(num)s days", of.between))
    if of.blank:
        notes.append(ngettext("nothing on %(num)s day", "nothing on %(num)s days", of.blank))
    if of.set_aside and of.counted:
        notes.append(ngettext("%(num)s day set aside", "%(num)s days set aside", of.set_aside))
    for reason, number in of.skips:
        why = habit_wording.skip(reason)
        notes.append(
            ngettext("skips (%(why)s) on %(num)s day", "skips (%(why)s) on %(num)s days", number, why=why)
        )
    notes += [_set_aside(each) for each in of.spells[:MOST_SPELLS]]
    if len(of.spells) > MOST_SPELLS:
        notes.append(_("and %(num)s more times set aside", num=len(of.spells) - MOST_SPELLS))
    return notes


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
