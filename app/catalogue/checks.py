"""What a habit's entry must not hold: a clash, a goal out of bounds, a claim or a number without a source."""

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.catalogue.entries import EVERYONE, Group, HabitEntry, OtherGoal, SharedPoint, Source
from app.catalogue.reading import SHELVES, SLUG, SOURCES, Place
from app.catalogue.reading_habits import Placed, Shelves
from app.rules import reply_units, reply_words
from app.rules.habits import Direction, Measure, Period

Problems = Iterator[tuple[str, str]]

# Eight characters of the alphabet that every phone can show, so that a text stays one segment.
SHORT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ]{0,7}")
# A number within a name is none: B12, omega-3, MK-7.
NUMBER = re.compile(r"(?<![A-Za-z\d])(?<![A-Za-z]-)\d+(?:,\d{3})*(?:\.\d+)?")
ABOUT = re.compile(r"\babout (?:[\d.,]+ (?:to|and|or) )?$", re.IGNORECASE)
# What no sentence may say: a claim the sources do not carry, a doctor's score, or a word that scolds.
FORBIDDEN = re.compile(
    r"\b(?:prevent\w*\s+(?:\w+\s+){0,2}fractures?|cure[ds]?|superfoods?|guarantee\w*|miracle\w*|reverse[ds]?"
    r"|(?:rais|increas|boost|build|improv|strengthen|restor|protect)\w*\s+(?:\w+\s+)?(?:bones?|density)"
    r"|(?:stronger|denser)\s+bones?"
    r"|T-scores?|FRAX|fail(?:ed|ure)?|missed|bad)\b",
    re.IGNORECASE,
)

AGREED = re.compile(r"\bonly if your doctor agrees\b", re.IGNORECASE)
OURS = re.compile(r"\bthe number is ours\b", re.IGNORECASE)
ASKING = re.compile(r"\bask (?:your|them|a)\b", re.IGNORECASE)
# Words that do something else in a text answer, so that no habit can be called by them.
RESERVED = frozenset().union(
    reply_units.NUMBERS, reply_words.EVERYTHING, reply_words.DONE, reply_words.AND, reply_units.UNITS,
    reply_words.IDLE, reply_words.TURNING, reply_words.CARRIER_STOP, reply_words.COURTESY,
)  # fmt: skip


def check(placed: Sequence[Placed], *, shelves: Shelves, sources: Mapping[str, Source]) -> None:
    """Raise CatalogueError at the first fault of the habits, of what they share, or between them."""
    _refuse_doubles(placed)
    for each in placed:
        for field, problem in problems(each.entry, conditions=shelves.conditions, sources=sources):
            raise Place(each.file, each.entry.slug, field).error(problem)
    for slug, field, problem in _shelf_problems(shelves, [each.entry for each in placed], sources):
        raise Place(SHELVES, slug, field).error(problem)
    used = {slug for each in placed for slug in each.entry.sources}
    for slug in sources.keys() - used - {each.source for each in shelves.not_offered.values()}:
        raise Place(SOURCES, slug).error("no habit rests on it")


def _refuse_doubles(placed: Sequence[Placed]) -> None:
    """Raise CatalogueError where two habits share a slug, a place, a short name or a word she may type."""
    taken: set[tuple[str, object]] = set()
    for each in placed:
        entry = each.entry
        words = [("aliases", word) for word in sorted(entry.words)]
        for claim in [("slug", entry.slug), ("order", entry.order), ("short", entry.short), *words]:
            if claim in taken:
                raise Place(each.file, entry.slug, claim[0]).error(f"{claim[1]!r} is taken by another habit")
            taken.add(claim)


def problems(entry: HabitEntry, *, conditions: Collection[str], sources: Mapping[str, Source]) -> Problems:
    """What is wrong with a well-formed habit, as field and problem; both collections are keyed by slug."""
    yield from _name_problems(entry)
    yield from _goal_problems(entry)
    yield from _group_problems(entry)
    yield from _reference_problems(entry, sources)
    yield from _caution_problems(entry, conditions)
    numbers = _numbers_of(entry)
    for field, text in texts(entry):
        yield from ((field, problem) for problem in _text_problems(text, numbers))


def _name_problems(entry: HabitEntry) -> Problems:
    if not SLUG.fullmatch(entry.slug):
        yield "slug", "is not a slug"
    if not SHORT_NAME.fullmatch(entry.short):
        yield "short", "is not one to eight plain letters, digits and spaces"
    for word in entry.words & RESERVED:
        yield "aliases", f"{word!r} has a meaning of its own in a text answer"
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


def _reference_problems(entry: HabitEntry, sources: Mapping[str, Source]) -> Problems:
    for field in ("evidence", "expect", "cautions", "sources"):
        if not getattr(entry, field):
            yield field, "is empty"
    for slug in entry.sources:
        if slug not in sources:
            yield "sources", f"{slug!r} is not in {SOURCES}"
    for figure in entry.figures:
        if figure.source and figure.source not in entry.sources:
            yield "figures", f"{figure.source!r} is not among the habit's sources"
        elif figure.verified and not (figure.source and sources[figure.source].verified):
            yield "figures", f"{figure.value:g} is called verified, its source is not"


def _group_problems(entry: HabitEntry) -> Problems:
    if entry.group is Group.SUPPLEMENTS and not AGREED.search(f"{entry.what} {entry.how_much}"):
        yield "how_much", "a supplement opens with: only if your doctor agrees"
    if (entry.group is Group.LIMIT) != (entry.direction is Direction.AT_MOST):
        yield "direction", "limits are at most, and nothing else is"
    if entry.group is Group.LIMIT and not OURS.search(entry.how_much):
        yield "how_much", "does not say that the number is ours"
    if (entry.own_name or entry.monthly) and entry.measure is not Measure.CHECK:
        yield "measure", "what she names herself, or what may be due monthly, is checked"


def _caution_problems(entry: HabitEntry, conditions: Collection[str]) -> Problems:
    """A caution is about a known condition, and says whom to ask where it waits for an answer."""
    for caution in entry.cautions:
        if caution.condition != EVERYONE and caution.condition not in conditions:
            yield "cautions", f"{caution.condition!r} is not a condition"
        if caution.ask and not ASKING.search(caution.sentence):
            yield "cautions", f"for {caution.condition!r} wants an answer and says nobody to ask"
        if caution.needs_doctor and (not caution.ask or caution.condition == EVERYONE):
            yield "cautions", f"for {caution.condition!r} needs a doctor, so it is asked, and not of everyone"


def _shelf_problems(
    shelves: Shelves, entries: Sequence[HabitEntry], sources: Mapping[str, Source]
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with what habits share, as slug, field and problem."""
    touched = {caution.condition for entry in entries for caution in entry.cautions}
    for slug in shelves.conditions.keys() - touched:
        yield slug, "conditions", "no habit has a caution for it"
    for each in shelves.not_offered.values():
        if each.source not in sources:
            yield each.slug, "source", f"{each.source!r} is not in {SOURCES}"
    for point in shelves.points.values():
        yield from ((point.slug, *problem) for problem in _point_problems(point, sources))
    said = [(each.slug, "intro", each.intro) for each in shelves.groups.values()]
    said += [(each.slug, "sentence", each.sentence) for each in shelves.not_offered.values()]
    said += [(each.slug, "name", each.name) for each in shelves.conditions.values()]
    for slug, field, text in [*said, ("(top level)", "who_may_benefit", shelves.who_may_benefit)]:
        for problem in _text_problems(text, Numbers(frozenset(), frozenset())):
            yield slug, field, problem


def _point_problems(point: SharedPoint, sources: Mapping[str, Source]) -> Problems:
    """A point's day, its source, and its words, held against its own numbers."""
    if point.from_day is not None and point.from_day < 1:
        yield "from_day", "is not a day after her first"
    if point.source and point.source not in sources:
        yield "source", f"{point.source!r} is not in {SOURCES}"
    certain = frozenset(figure.value for figure in point.figures if figure.verified)
    numbers = Numbers(certain, frozenset(figure.value for figure in point.figures) - certain)
    for field, text in (("when", point.when), ("what", point.what)):
        yield from ((field, problem) for problem in _text_problems(text, numbers))


def texts(entry: HabitEntry) -> Problems:
    """Every sentence she reads about the habit, with the field it stands in."""
    yield from (("name", entry.name), ("what", entry.what), ("how_much", entry.how_much))
    yield from (("evidence", sentence) for sentence in entry.evidence)
    yield from (("expect", f"{point.when}: {point.what}") for point in entry.expect)
    yield from (("cautions", caution.sentence) for caution in entry.cautions)


class Numbers(NamedTuple):
    """What a text may count with: freely, and behind the word "about" alone."""

    certain: frozenset[float]
    doubtful: frozenset[float]


def _numbers_of(entry: HabitEntry) -> Numbers:
    fields = [getattr(entry, field.name) for field in dataclasses.fields(entry)]
    certain = {value for value in fields if isinstance(value, float)}
    certain |= {figure.value for figure in entry.figures if figure.verified}
    return Numbers(frozenset(certain), frozenset({figure.value for figure in entry.figures} - certain))


def _text_problems(text: str, numbers: Numbers) -> Iterator[str]:
    """A claim, or digits that no figure or field holds, or a doubtful figure that no "about" precedes.

    Kept simple on purpose: it compares values alone, not what they count, and number words go unseen.
    """
    if claim := FORBIDDEN.search(text):
        yield f"says {claim[0]!r}, which the product never does"
    for match in NUMBER.finditer(text):
        value = float(match[0].replace(",", ""))
        if value not in numbers.certain | numbers.doubtful:
            yield f"{match[0]} is neither a figure nor a number here"
        elif value in numbers.doubtful and not ABOUT.search(text[: match.start()]):
            yield f'{match[0]} is not verified and needs "about"'
