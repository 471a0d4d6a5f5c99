"""From a report to the words of its page, in her language; HTML and PDF print exactly these."""

from datetime import date
from typing import Any

from babel import Locale
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from app import words
from app.checklist import wording as habit_wording
from app.report import brought_words, calendar, completeness_words, definitions, glance, rows, second
from app.report.model import Report
from app.report.page import Page
from app.visits.brought import Visit


def page_of(report: Report) -> Page:
    """Every word of the report's page, with all of its habits."""
    locale = get_locale()
    return Page(
        lang=locale.language if locale else "en",
        region=_region(locale),
        title=_("Habit summary for a doctor’s visit"),
        name=report.name or name_to_write(),
        has_name=bool(report.name),
        born=_("born %(day)s", day=_day(report.birth_date)) if report.birth_date is not None else "",
        visit=_visit(report.brought.visit),
        period=_period(report.first, report.last),
        length=_length(report.completeness.days),
        made=_("made %(day)s · %(zone)s", day=_day(report.made_on), zone=report.zone),
        completeness=completeness_words.sentence(report.completeness),
        completeness_part=completeness_words.part(report.completeness),
        completeness_notes=completeness_words.notes(report.completeness, reminded=report.reminded),
        empty="" if report.daily or report.weekly else _("There was no habit in this period."),
        footer=_(
            "Recorded by the person herself with Bonny. Not a medical record, not a diagnosis. "
            "CSV and FHIR files with this id have every day."
        ),
        document_id=report.document_id,
        **_figures(report),
        **_entered(report),
    )


def _region(locale: Locale | None) -> str:
    """The two letters of her region; empty for a part of the world, which has a number ("es_419")."""
    territory = (locale.territory or "") if locale else ""
    return territory if territory.isalpha() else ""


def _figures(report: Report) -> dict[str, Any]:
    """The fields of the page that tell of her habits."""
    return {
        "glance_heading": _("At a glance"),
        "glance": glance.of(report),
        "daily_heading": _("Daily habits"),
        "daily_head": _daily_head(),
        "bars_head": _("Goal met, last 12 weeks"),
        "trend_head": _("Last 4 weeks vs the 4 before"),
        "daily": tuple(rows.daily(row, weeks=report.weeks) for row in report.daily),
        "daily_more": "",
        "calendar": calendar.of(report) if report.daily else None,
        "weekly_heading": _("Each week"),
        "weekly": tuple(rows.weekly(row) for row in report.weekly),
        "weekly_more": "",
        "weekly_caption": _weekly_caption(report),
        "definitions_heading": _("How the numbers are made"),
        "definitions": definitions.short(),
        "definitions_pointer": definitions.pointer() if report.included.has_details else "",
        "second": second.of(report) if report.included.has_details else None,
        "page_numbers": (_("page 1 of 2"), _("page 2 of 2")) if report.included.has_details else (),
    }


def _entered(report: Report) -> dict[str, Any]:
    """The fields of the page that hold what she brings along, in her own words."""
    asked = report.brought.questions
    visit = report.brought.visit
    return {
        "questions_heading": _("My questions for this visit") if visit is not None else _("My questions"),
        "questions": brought_words.questions(report),
        "questions_more": brought_words.questions_more(asked),
        "answers": _("Answers:"),
        "brought_heading": _("Results, medicines and events, as she entered them"),
        "brought_head": (_("Date"), _("What, and what she says of it")),
        "brought": brought_words.lines(report),
        "notes_heading": _("Her notes"),
        "notes": brought_words.notes(report),
    }


def _visit(visit: Visit | None) -> str:
    """For whom and when: for Dr Novak, osteoporosis clinic, 24 Nov 2026."""
    if visit is None:
        return ""
    if not visit.with_whom:
        return _("for the visit on %(day)s", day=_day(visit.day))
    return _("for %(whom)s, %(day)s", whom=visit.with_whom, day=_day(visit.day))


def _weekly_caption(report: Report) -> str:
    parts = [
        _(
            "Weeks beginning %(first)s to %(last)s. Dark, ✓: goal met. Line: goal. –: no record.",
            first=words.short_day(report.weeks[0].first),
            last=words.short_day(report.weeks[-1].first),
        )
    ]
    weeks = [week for row in report.weekly for week in row.weeks]
    if any(week.amount is not None and not week.is_reported for week in weeks):
        parts.append(_("( ): in no mean, since fewer than 4 of its days have a record or were hers."))
    if any(week.state in rows.SET_ASIDE for week in weeks):
        parts.append(_("%(sign)s: skipped or set aside.", sign=habit_wording.LEFT_OUT_SIGN))
    return " ".join(parts)


def name_to_write() -> str:
    """The line for a name where none is known, to be written by hand."""
    return _("Name: %(line)s", line="_" * 24)


def _length(number: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", number, days=words.number(number))


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
