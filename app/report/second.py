"""The second sheet in words: every habit's twelve weeks in figures, the definitions, the sources."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.catalogue import here
from app.catalogue.entries import Source
from app.checklist.wording import LEFT_OUT_SIGN
from app.report import catalogued, definitions, rows
from app.report.model import DailyRow, HabitFacts, Report, WeeklyRow
from app.report.page import Second, Table, cut
from app.rules.tallies import Tally

LONGEST_NAME = 40


def of(report: Report) -> Second:
    """The whole sheet; a kind of habit she does not have has no table."""
    tables = (_daily(report), _weekly(report))
    return Second(
        heading=_("Week by week in figures"),
        tables=tuple(table for table in tables if table.rows),
        definitions=definitions.full(),
        sources_heading=_("Sources of these habits in Bonny’s catalogue"),
        caption=_(
            "–: no record. %(sign)s: skipped or set aside. ( ): in no mean. Empty: not due or not hers.",
            sign=LEFT_OUT_SIGN,
        ),
        sources=_sources([row.facts for row in report.daily] + [row.facts for row in report.weekly]),
    )


def _head(report: Report) -> tuple[str, ...]:
    weeks = (words.short_day(week.first) for week in report.weeks)
    return (_("Habit"), _("Goal"), *weeks, _("Longest gap"))


def _daily(report: Report) -> Table:
    return Table(
        heading=_("Daily habits: days met / days that count, by week beginning"),
        head=_head(report),
        rows=tuple(_daily_row(row) for row in report.daily),
    )


def _daily_row(row: DailyRow) -> tuple[str, ...]:
    weeks = (
        _days(tally, is_told=share is not None) for tally, share in zip(row.weeks, row.shares, strict=True)
    )
    gap = ngettext("%(gap)s day", "%(gap)s days", row.longest_gap, gap=words.number(row.longest_gap))
    return (cut(row.facts.name, LONGEST_NAME), rows.goal(row.facts), *weeks, gap)


def _days(tally: Tally, *, is_told: bool) -> str:
    """Met of counted; a week without any record of the habit that is not a reported one has none."""
    if not tally.due:
        return ""
    if not tally.counted:
        return LEFT_OUT_SIGN
    return f"{tally.met}/{tally.counted}" if is_told or tally.recorded else rows.NOTHING


def _weekly(report: Report) -> Table:
    return Table(
        heading=_("Weekly habits: what each week came to; ✓: goal met"),
        head=_head(report),
        rows=tuple(_weekly_row(row) for row in report.weekly),
    )


def _weekly_row(row: WeeklyRow) -> tuple[str, ...]:
    weeks = (f"{bar.amount} ✓" if bar.is_met else bar.amount for bar in rows.weekly(row).bars)
    gap = ngettext("%(gap)s week", "%(gap)s weeks", row.longest_gap, gap=words.number(row.longest_gap))
    return (cut(row.facts.name, LONGEST_NAME), rows.weekly_goal(row.facts), *weeks, gap)


def _sources(facts: list[HabitFacts]) -> tuple[str, ...]:
    """Each study and guideline once, with the habits it stands behind; habits of her own have none."""
    names: dict[str, list[str]] = {}
    found: dict[str, Source] = {}
    for each in facts:
        entry = catalogued.entry_of(each.slug)
        for source in here.book().sources_of(entry) if entry is not None else ():
            if source.journal and source.year:
                found[source.slug] = source
                names.setdefault(source.slug, []).append(cut(each.name, LONGEST_NAME))
    return tuple(
        _("%(source)s (%(habits)s)", source=_source(source), habits=", ".join(dict.fromkeys(names[slug])))
        for slug, source in found.items()
    )


def _source(source: Source) -> str:
    """Authors, journal with year and volume, DOI."""
    printed = f"{source.journal} {_year(source)}".strip()
    doi = f"doi:{source.doi}" if source.doi else ""
    return ". ".join(filter(None, (source.authors, printed, doi)))


def _year(source: Source) -> str:
    year = str(source.year) if source.year is not None else ""
    return ";".join(filter(None, (year, source.volume)))
