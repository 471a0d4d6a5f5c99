"""The rows of the page in words: a habit's name and goal, its shares, means, weeks and trend."""

from datetime import date
from fractions import Fraction

from flask_babel import format_date, ngettext, pgettext
from flask_babel import gettext as _

from app import words
from app.checklist.wording import LEFT_OUT_SIGN
from app.report.model import DailyRow, HabitFacts, Unit, WeeklyRow, WeekValue
from app.report.page import Daily, Name, WeekBar, Weekly
from app.rules import days, figures
from app.rules.figures import Records, Tally, Trend, TrendWord
from app.rules.habits import Goal, SetBy
from app.rules.marks import State

# A trend's share is one of at most four weeks' days.
MOST_DAYS_OF_A_TREND = 28

NOTHING = "–"
SET_ASIDE = frozenset({State.SKIPPED, State.PAUSED})


def daily(row: DailyRow, *, weeks: tuple[days.Week, ...]) -> Daily:
    """A daily habit's row; ``weeks`` are the report's twelve."""
    tally = row.tally
    return Daily(
        name=_name(row.facts, goal=goal(row.facts)),
        share=share_of_days(tally),
        upper=_upper(tally),
        records=_records(tally),
        part=None if tally.percent is None else tally.share,
        upper_part=None if tally.percent is None else tally.upper_share,
        mean=NOTHING if row.mean is None else words.number(figures.rounded(row.mean)),
        mean_unit="" if row.mean is None else _unit(row.facts.unit, figures.rounded(row.mean)),
        skipped=words.number(tally.skipped),
        not_recorded=words.number(tally.not_recorded),
        bars=row.shares,
        bars_in_words=_shares_in_words(row, weeks),
        trend=trend(row.trend.word),
        trend_numbers=numbers(row) if row.facts.is_limit and row.mean is not None else _percents(row.trend),
    )


def share_of_days(tally: Tally) -> str:
    """67 of 84 days (80 %)."""
    if tally.counted == 0:
        return _("no day counted")
    days_met = ngettext(
        "%(met)s of %(counted)s day",
        "%(met)s of %(counted)s days",
        tally.counted,
        met=words.number(tally.met),
        counted=words.number(tally.counted),
    )
    return _with_percent(days_met, tally)


def _share_of_weeks(tally: Tally) -> str:
    if tally.counted == 0:
        return _("no whole week counted")
    weeks_met = ngettext("%(met)s of %(num)s week", "%(met)s of %(num)s weeks", tally.counted, met=tally.met)
    return _with_percent(weeks_met, tally)


def _with_percent(text: str, tally: Tally) -> str:
    if tally.percent is None:
        return text
    return _("%(share)s (%(percent)s %%)", share=text, percent=tally.percent)


def _upper(tally: Tally) -> str:
    """What the share could have been at most."""
    if not tally.not_recorded or tally.upper_percent is None:
        return ""
    return _("up to %(percent)s %%", percent=tally.upper_percent)


def _records(tally: Tally) -> str:
    """How little the share rests on, where it is little."""
    if not tally.due or tally.records is Records.ENOUGH:
        return ""
    return _("few records") if tally.records is Records.FEW else _("not enough records")


def _shares_in_words(row: DailyRow, weeks: tuple[days.Week, ...]) -> str:
    shares = [
        _("%(day)s: %(share)s", day=words.short_day(week.first), share=_share_of_week(tally, share))
        for week, tally, share in zip(weeks, row.weeks, row.shares, strict=True)
    ]
    return _("%(habit)s, share met by week: %(shares)s", habit=row.facts.name, shares=", ".join(shares))


def _share_of_week(tally: Tally, share: float | None) -> str:
    return _percent(share) if tally.counted else _("no day that counts")


def _percent(share: float | None) -> str:
    if share is None:
        return _("no record")
    met = Fraction(share).limit_denominator(MOST_DAYS_OF_A_TREND)
    return _("%(percent)s %%", percent=figures.percent(met.numerator, met.denominator))


def _percents(trend: Trend) -> str:
    if trend.before is None or trend.after is None:
        return ""
    before, after = _percent(trend.before), _percent(trend.after)
    return _("%(before)s → %(after)s", before=before, after=after)


def trend(word: TrendWord) -> str:
    """What a trend is called: rising."""
    return {
        TrendWord.RISING: _("rising"),
        TrendWord.FALLING: _("falling"),
        TrendWord.SAME: _("about the same"),
        TrendWord.MORE: _("more"),
        TrendWord.LESS: _("less"),
        TrendWord.TOO_FEW: _("too few weeks"),
    }[word]


def _name(facts: HabitFacts, *, goal: str) -> Name:
    return Name(name=facts.name, since=_since(facts), goal=goal, set_by=_set_by(facts))


def _unbroken(day: date) -> str:
    """A short date that no line break tears apart."""
    return _whole(words.short_day(day))


def _whole(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _since(facts: HabitFacts) -> str:
    parts = []
    if facts.started_on is not None:
        parts.append(_("from %(day)s", day=_unbroken(facts.started_on)))
    if facts.ended_on is not None:
        parts.append(_("until %(day)s", day=_unbroken(facts.ended_on)))
    return ", ".join(parts)


def _set_by(facts: HabitFacts) -> str:
    parts = [_setter(facts.goal)]
    if facts.goal_since is not None:
        parts.append(pgettext("a whole day", "since %(day)s", day=_unbroken(facts.goal_since)))
    if facts.goal.month_day is not None:
        parts.append(_("on day %(day)s of the month", day=facts.goal.month_day))
    if facts.weekdays:
        monday = days.week_of(facts.goal.from_day).first
        named = (words.weekday(days.Week(monday).days[number]) for number in facts.weekdays)
        parts.append(_("on %(weekdays)s", weekdays=", ".join(named)))
    return ", ".join(parts)


def _setter(goal: Goal) -> str:
    roles = {
        SetBy.SELF: _("own choice"),
        SetBy.DOCTOR: _("doctor"),
        SetBy.PHYSIOTHERAPIST: _("physiotherapist"),
        SetBy.DIETITIAN: _("dietitian"),
    }
    if goal.set_by is SetBy.SELF:
        return roles[goal.set_by]
    when = _whole(str(format_date(goal.set_on, "medium"))) if goal.set_on is not None else ""
    return ", ".join(filter(None, (goal.set_by_name or roles[goal.set_by], when)))


def goal(facts: HabitFacts) -> str:
    """The goal of a day: 5 prunes."""
    if facts.is_check:
        return _("once")
    amount = _amount(facts.unit, facts.goal.amount)
    return _("at most %(amount)s", amount=amount) if facts.is_limit else amount


def weekly_goal(facts: HabitFacts) -> str:
    """The goal of a week: 150 min a week."""
    if facts.is_check:
        number = round(facts.goal.amount)
        times = ngettext("%(num)s day a week", "%(num)s days a week", number)
    else:
        times = _("%(amount)s a week", amount=_amount(facts.unit, facts.goal.amount))
    return _("at most %(amount)s", amount=times) if facts.is_limit else times


def _amount(unit: Unit, value: float) -> str:
    return f"{words.number(value)} {_unit(unit, value)}".strip()


def _unit(unit: Unit, value: float) -> str:
    return unit.short or (unit.one if value == 1 else unit.many)


def weekly(row: WeeklyRow) -> Weekly:
    """A weekly habit's strip of twelve weeks and what follows from the period's own."""
    highest = max([*(week.amount or 0.0 for week in row.weeks), *(week.goal for week in row.weeks)]) or 1.0
    return Weekly(
        name=_name(row.facts, goal=weekly_goal(row.facts)),
        bars=tuple(_bar(week, highest) for week in row.weeks),
        bars_in_words=_weeks_in_words(row),
        mean=_("no mean")
        if row.mean is None
        else _("mean %(amount)s", amount=mean_of_week(row.facts, row.mean)),
        met=_share_of_weeks(row.tally),
        upper=_upper(row.tally),
        trend=trend(row.trend.word),
        trend_numbers=numbers(row),
    )


def mean_of_week(facts: HabitFacts, value: float) -> str:
    """A week's mean: an amount with its unit, or so many days."""
    if facts.is_check:
        mean = figures.rounded(value)
        form = 1 if mean == 1 else 2
        return ngettext("%(number)s day", "%(number)s days", form, number=words.number(mean))
    return _amount(facts.unit, figures.rounded(value))


def _bar(week: WeekValue, highest: float) -> WeekBar:
    return WeekBar(
        begins=words.short_day(week.first),
        amount=_week_amount(week),
        height=None if week.amount is None else week.amount / highest,
        goal=0.0 if week.state in (State.NOT_DUE, *SET_ASIDE) else week.goal / highest,
        is_met=week.state is State.MET,
        is_set_aside=week.state in SET_ASIDE,
        is_reported=week.is_reported or week.amount is None,
    )


def _week_amount(week: WeekValue) -> str:
    if week.state is State.NOT_DUE:
        return ""
    if week.state in SET_ASIDE:
        return LEFT_OUT_SIGN
    if week.amount is None:
        return NOTHING
    amount = words.number(figures.rounded(week.amount))
    return amount if week.is_reported else _("(%(amount)s)", amount=amount)


def _weeks_in_words(row: WeeklyRow) -> str:
    weeks = [
        _("%(day)s: %(amount)s", day=words.short_day(week.first), amount=_said(week)) for week in row.weeks
    ]
    return _("%(habit)s by week: %(weeks)s", habit=row.facts.name, weeks=", ".join(weeks))


def _said(week: WeekValue) -> str:
    if week.state is State.NOT_DUE:
        return _("not due")
    if week.state in SET_ASIDE:
        return _("set aside")
    if week.amount is None:
        return _("no record")
    amount = words.number(figures.rounded(week.amount))
    return amount if week.is_reported else _("%(amount)s in no mean", amount=amount)


def numbers(row: DailyRow | WeeklyRow) -> str:
    """The two means a trend rests on, in the habit's unit; empty when there are too few weeks."""
    if row.trend.before is None or row.trend.after is None:
        return ""
    before, after = (
        words.number(figures.rounded(row.trend.before)),
        words.number(figures.rounded(row.trend.after)),
    )
    return _("%(before)s → %(after)s", before=before, after=after)
