"""Habits as observations of a period, and their goals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.catalogue import book
from app.report.fhir import codes, people, units
from app.report.fhir.codes import Code
from app.report.fhir.document import DEVICE, Document, Entry
from app.report.fhir.elements import (
    Element,
    clean,
    concept,
    narrative,
    number,
    paragraph,
    quantity,
    said,
    span,
)
from app.report.fhir.units import Measured
from app.report.model import DailyRow, HabitFacts, WeeklyRow
from app.rules import days, figures
from app.rules.figures import Tally

OBSERVATION, GOAL = "habit", "goal"


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the report, with what sets a daily habit apart from a weekly one."""

    facts: HabitFacts
    tally: Tally
    mean: float | None
    is_weekly: bool

    @property
    def counted_in(self) -> Measured:
        """What its tally counts."""
        return units.WEEKS if self.is_weekly else units.DAYS

    @property
    def rate(self) -> Measured:
        """What its goal and its mean are in."""
        return units.of_rate(self.facts, is_weekly=self.is_weekly)

    @property
    def share(self) -> str:
        """Met of counted in words: "67 of 84 days (80 %)"."""
        unit = self.counted_in.words.removesuffix("s" if self.tally.counted == 1 else "")
        words = f"{self.tally.met} of {self.tally.counted} {unit}"
        return words if self.tally.percent is None else f"{words} ({self.tally.percent} %)"

    @property
    def goal(self) -> str:
        """The goal in words: "at least 5 prunes a day"."""
        bound = "at most" if self.facts.is_limit else "at least"
        amount = self.facts.goal.amount
        words = units.of_rate(self.facts, is_weekly=self.is_weekly, is_one=amount == 1).words
        return f"{bound} {number(amount)} {words}"


def told(document: Document) -> tuple[Told, ...]:
    """The daily habits, then the weekly ones."""
    report = document.report
    rows: tuple[DailyRow | WeeklyRow, ...] = (*report.daily, *report.weekly)
    return tuple(Told(row.facts, row.tally, row.mean, isinstance(row, WeeklyRow)) for row in rows)


def habit_concept(facts: HabitFacts, *more: Code) -> Element:
    """A habit by the catalogue's code where it has one, and her name for it."""
    own = (codes.habit(facts.slug, book.book().habit(facts.slug).name),) if facts.slug else ()
    return concept(*more, *own, text=clean(facts.name) or "Habit")


def observations(document: Document) -> Iterator[Entry]:
    """For each habit the share of the period on which its goal was met, and what it rests on."""
    for each in told(document):
        yield document.entry(OBSERVATION, each.facts.habit_id, resource=_observation(document, each))


def activities(document: Document) -> Iterator[Entry]:
    """Days of strength training a week, under LOINC's code: the one exercise that means just that."""
    for each in told(document):
        is_sessions = each.is_weekly and each.facts.is_check and each.facts.slug == codes.STRENGTH
        if is_sessions and each.tally.recorded and each.mean is not None:
            yield document.entry("activity", each.facts.habit_id, resource=_activity(document, each))


def _observation(document: Document, each: Told) -> Element:
    return said(
        resourceType="Observation",
        text=narrative(paragraph(_in_words(each))),
        status="final",
        category=[concept(codes.SURVEY)],
        code=concept(
            codes.SHARE, text=f"{clean(each.facts.name)}: goal met, of the {each.counted_in.words} that count"
        ),
        subject=document.patient,
        effectivePeriod=_effective(document, each),
        performer=[document.patient],
        device=document.reference(DEVICE),
        component=[
            {"code": concept(codes.HABIT), "valueCodeableConcept": habit_concept(each.facts)},
            *_counts(each),
            *_rates(each),
        ],
    ) | _share(each.tally.percent)


def _share(percent: int | None) -> Element:
    """The share in per cent; where too little counts, that there is none."""
    if percent is None:
        reason = "fewer than 7 days or weeks count"
        return {"dataAbsentReason": concept(codes.NOT_APPLICABLE, text=reason)}
    return {"valueQuantity": quantity(percent, units.PERCENT)}


def _counts(each: Told) -> Iterator[Element]:
    for name, code in codes.TALLY.items():
        value = quantity(getattr(each.tally, name), each.counted_in)
        yield {"code": concept(code), "valueQuantity": value}


def _rates(each: Told) -> Iterator[Element]:
    if each.tally.upper_percent is not None:
        value = quantity(each.tally.upper_percent, units.PERCENT)
        yield {"code": concept(codes.UPPER_SHARE), "valueQuantity": value}
    if each.mean is not None:
        yield {"code": _mean_code(each), "valueQuantity": quantity(figures.rounded(each.mean), each.rate)}


def _mean_code(each: Told) -> Element:
    """Our mean; of a day's whole intake LOINC's code as well."""
    if each.is_weekly:
        return concept(codes.MEAN_OF_WEEKS)
    intake = codes.INTAKES.get(each.facts.slug)
    return concept(*((intake,) if intake else ()), codes.MEAN_OF_DAYS)


def _activity(document: Document, each: Told) -> Element:
    value = figures.rounded(each.mean or 0)
    return said(
        resourceType="Observation",
        text=narrative(
            paragraph(f"Strength training on {number(value)} days a week, mean of the weeks recorded")
        ),
        status="final",
        category=[concept(codes.ACTIVITY)],
        code=concept(codes.STRENGTH_DAYS),
        subject=document.patient,
        effectivePeriod=_effective(document, each),
        performer=[document.patient],
        device=document.reference(DEVICE),
        valueQuantity=quantity(value, units.DAYS_A_WEEK),
        derivedFrom=[document.reference(OBSERVATION, each.facts.habit_id)],
    )


def _effective(document: Document, each: Told) -> Element:
    """The days or the whole weeks the figures run over, as far as the habit was hers."""
    first, last = _judged(document, each)
    first = max(first, each.facts.started_on or first)
    return span(first, max(first, min(last, each.facts.ended_on or last)))


def _judged(document: Document, each: Told) -> tuple[date, date]:
    report = document.report
    if not each.is_weekly:
        return report.first, report.last
    weeks = tuple(days.weeks_within(report.first, report.last, week_start=report.week_start))
    return (weeks[0].first, weeks[-1].last) if weeks else (report.first, report.last)


def _in_words(each: Told) -> str:
    tally, facts = each.tally, each.facts
    mean = "" if each.mean is None else f" Mean: {number(figures.rounded(each.mean))} {each.rate.words}."
    return (
        f"{facts.name}: goal ({each.goal}) met on {each.share}; partial {tally.partial}, "
        f"not met {tally.not_met}, skipped {tally.skipped}, not recorded {tally.not_recorded}, "
        f"due {tally.due}.{mean}"
    )


def goals(document: Document) -> Iterator[Entry]:
    """The goal of each habit at its end, and who set it."""
    for each in told(document):
        yield document.entry(GOAL, each.facts.habit_id, resource=_goal(document, each))


def _goal(document: Document, each: Told) -> Element:
    goal, facts = each.facts.goal, each.facts
    words = f"{facts.name}: {each.goal}"
    comparator = "<=" if facts.is_limit else ">="
    return said(
        resourceType="Goal",
        text=narrative(paragraph(words)),
        lifecycleStatus="active" if facts.ended_on is None else "completed",
        description={"text": clean(words)},
        subject=document.patient,
        startDate=goal.from_day.isoformat(),
        target=[
            {
                "measure": habit_concept(facts),
                "detailQuantity": quantity(goal.amount, each.rate, comparator=comparator),
            }
        ],
        statusDate=goal.set_on.isoformat() if goal.set_on else None,
        expressedBy=people.setter(document, goal),
        outcomeReference=[document.reference(OBSERVATION, facts.habit_id)],
    )
