"""What a habit's entry must not hold: a clash, a goal out of bounds, a claim or a number without a source."""

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping

from app.catalogue.entries import EVERYONE, HabitEntry, OtherGoal, Source
from app.catalogue.reading import HABITS, SLUG, SOURCES, Place
from app.rules.habits import Measure, Period

Problems = Iterator[tuple[str, str]]

# Eight characters of the alphabet that every phone can show, so that a text stays one segment.
SHORT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ]{0,7}")
NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:,\d{3})*(?:\.\d+)?")
ABOUT = re.compile(r"\babout (?:[\d.,]+ (?:to|and|or) )?$", re.IGNORECASE)
# What no sentence may say: a claim the sources do not carry, a doctor's score, or a word that scolds.
FORBIDDEN = re.compile(
    r"\b(?:prevent\w*\s+(?:\w+\s+){0,2}fractures?|cure[ds]?|superfoods?|guarantee\w*|miracle\w*|reverse[ds]?"
    r"|(?:rais|increas|boost|build|improv|strengthen|restor)\w*\s+(?:\w+\s+)?(?:bones?|density)"
    r"|T-scores?|FRAX|fail(?:ed|ure)?|missed|bad)\b",
    re.IGNORECASE,
)


def refuse_doubles(habits: list[HabitEntry]) -> None:
    """Raise CatalogueError where two habits share a slug, a place, a short name or a word she may type."""
    taken: set[tuple[str, object]] = set()
    for entry in habits:
        words = [("aliases", word) for word in sorted(entry.words)]
        for claim in [("slug", entry.slug), ("order", entry.order), ("short", entry.short), *words]:
            if claim in taken:
                raise Place(HABITS, entry.slug, claim[0]).error(f"{claim[1]!r} is taken by another habit")
            taken.add(claim)


def problems(entry: HabitEntry, *, conditions: Collection[str], sources: Mapping[str, Source]) -> Problems:
    """What is wrong with a well-formed habit, as field and problem; both collections are keyed by slug."""
    yield from _name_problems(entry)
    yield from _goal_problems(entry)
    yield from _reference_problems(entry, conditions, sources)
    for field, text in _texts(entry):
        if claim := FORBIDDEN.search(text):
            yield field, f"says {claim[0]!r}, which the product never does"
        for problem in _number_problems(entry, text):
            yield field, problem


def _name_problems(entry: HabitEntry) -> Problems:
    if not SLUG.fullmatch(entry.slug):
        yield "slug", "is not a slug"
    if not SHORT_NAME.fullmatch(entry.short):
        yield "short", "is not one to eight plain letters, digits and spaces"
    if entry.measure is not Measure.CHECK and not (entry.unit and entry.units):
        yield "unit", "an amount needs its unit, one and many"


def _goal_problems(entry: HabitEntry) -> Problems:
    offers: list[tuple[str, HabitEntry | OtherGoal]] = [("goal", entry)]
    offers += [("also", other) for other in entry.also]
    for field, offer in offers:
        if not 0 <= offer.goal_min <= offer.goal <= offer.goal_max:
            yield field, "the default lies outside goal_min to goal_max"
    if entry.needs_doctor(entry.goal):
        yield "goal", "the default would need a doctor"
    if entry.step <= 0:
        yield "step", "is not above zero"
    if entry.most < (entry.goal_max if entry.period is Period.DAY else entry.portion or 0):
        yield "most", "refuses an amount she may choose as her goal, or one portion"


def _reference_problems(
    entry: HabitEntry, conditions: Collection[str], sources: Mapping[str, Source]
) -> Problems:
    for field in ("evidence", "expect", "cautions", "sources"):
        if not getattr(entry, field):
            yield field, "is empty"
    for slug in entry.sources:
        if slug not in sources:
            yield "sources", f"{slug!r} is not in {SOURCES}"
    for caution in entry.cautions:
        if caution.condition != EVERYONE and caution.condition not in conditions:
            yield "cautions", f"{caution.condition!r} is not a condition"
    for figure in entry.figures:
        if figure.source and figure.source not in entry.sources:
            yield "figures", f"{figure.source!r} is not among the habit's sources"
        elif figure.verified and not (figure.source and sources[figure.source].verified):
            yield "figures", f"{figure.value:g} is called verified, its source is not"


def _texts(entry: HabitEntry) -> Problems:
    """Every sentence she reads about the habit, with the field it stands in."""
    yield from (("name", entry.name), ("what", entry.what), ("how_much", entry.how_much))
    yield from (("evidence", sentence) for sentence in entry.evidence)
    yield from (("expect", f"{point.when}: {point.what}") for point in entry.expect)
    yield from (("cautions", caution.sentence) for caution in entry.cautions)


def _number_problems(entry: HabitEntry, text: str) -> Iterator[str]:
    """Digits that no figure or field holds, or that an unverified figure holds and no "about" precedes.

    Kept simple on purpose: it compares values alone, not what they count, and number words go unseen.
    """
    fields = [getattr(entry, field.name) for field in dataclasses.fields(entry)]
    certain = {value for value in fields if isinstance(value, float)}
    certain |= {figure.value for figure in entry.figures if figure.verified}
    doubtful = {figure.value for figure in entry.figures} - certain
    for match in NUMBER.finditer(text):
        value = float(match[0].replace(",", ""))
        if value not in certain | doubtful:
            yield f"{match[0]} is neither a figure nor a number of this habit"
        elif value in doubtful and not ABOUT.search(text[: match.start()]):
            yield f'{match[0]} is not verified and needs "about"'
