"""How far a word reaches in an answer: "skip", a day, "all but", a label, "plants"; and what says nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.rules import reply_clauses, reply_words
from app.rules.marks import Skip
from app.rules.reply_clauses import Clause
from app.rules.reply_kinds import Name, Number, Plant, Role, Token, Word
from app.rules.reply_phrases import AllBut, Because, Leaving, OnDay, SetAside


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """The parts that say something, each with what completes it: a label its name, a name its amount."""
    parts = [part for clause in reply_clauses.parts_of(tokens) for part in _before_plants(clause)]
    return [_with_content(_bare(clause)) for clause in _joined(_on_days(_left_out(parts)))]


def _before_plants(clause: Clause) -> list[Clause]:
    """ "1 2 plants oats kale" as two parts; a lone number in front may say how many plants there were."""
    for at, token in enumerate(clause.content):
        following = clause.content[at + 1 : at + 2]
        if (
            isinstance(token, Name)
            and following
            and isinstance(following[0], Plant)
            and following[0].is_listed
        ):
            before = clause.content[:at]
            if len(before) > 1:
                first = replace(clause, words=_words(before), content=before)
                rest = clause.content[at:]
                return [first, replace(clause, words=_words(rest), content=rest, after=Role.COMMA)]
    return [clause]


def _words(content: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in content)


def _bare(clause: Clause) -> Clause:
    """A part without where and with whom: "walk 30 min in the park with Ruth", "walked the dog 35 min"."""
    at = next((at for at, token in enumerate(clause.content) if _is_aside(token)), len(clause.content))
    before, rest = clause.content[:at], clause.content[at:]
    is_timed = any(isinstance(token, Number) and token.unit in TIMES for token in clause.content)
    is_company = bool(rest) and isinstance(rest[0], Word) and rest[0].text in reply_words.COMPANY
    is_enough = is_company and (rest[0].text == "with" or (is_timed and len(before) == 2))
    if before and is_enough and all(map(_is_aside, rest)):
        return replace(clause, content=before)
    content = tuple(token for token in clause.content if not _is_aside(token))
    is_hers = (
        bool(clause.content) and isinstance(clause.content[0], Name) and clause.content[0].text == "walked"
    )
    if is_timed and is_hers and len(content) == 2 and isinstance(content[1], Number):
        return replace(clause, content=content)
    return clause


def _is_aside(token: Token) -> bool:
    return isinstance(token, Word) and token.role is Role.UNKNOWN


# Units in which no more than the time is told, wherever it was spent.
TIMES = frozenset({"minute", "hour"})


def _left_out(clauses: list[Clause]) -> list[Clause]:
    """What follows "skip" is left out, up to the end of it: "1 3 skip 2 and 4 ill" becomes three parts."""
    parted = [part for clause in clauses for part in _parted_at(clause, Leaving)]
    told: list[Clause] = []
    for clause in parted:
        told += _with_skip(told, clause)
    return told


def _parted_at(clause: Clause, kind: type[Any]) -> list[Clause]:
    """The part before a phrase in the middle, and the part that it begins; trailing it stays where it is."""
    for at, token in enumerate(clause.content):
        before, rest = clause.content[:at], clause.content[at + 1 :]
        if isinstance(token, kind) and before and any(not isinstance(each, Because) for each in rest):
            if any(isinstance(each, Name) for each in before) or clause.has(OnDay):
                return [replace(clause, is_torn=True)]
            first = tuple(each.text for each in before)
            second = tuple(each.text for each in clause.content[at:])
            return [
                replace(clause, words=first, content=before),
                replace(clause, words=second, content=clause.content[at:], after=Role.COMMA),
            ]
    return [clause]


def _with_skip(told: list[Clause], clause: Clause) -> list[Clause]:
    """The part with its skip taken out of its content; one that only says why belongs to those before."""
    reasons = [token.reason for token in clause.content if isinstance(token, Because)]
    leavings = sum(isinstance(token, Leaving) for token in clause.content)
    rest = tuple(token for token in clause.content if not isinstance(token, Because | Leaving))
    reason = reasons[0] if reasons else Skip.OTHER
    goes_on = bool(told) and told[-1].skip is not None and clause.after in (Role.AND, Role.COMMA)
    if not rest and reasons and goes_on:
        _give_reason(told, reason)
        told[-1] = replace(told[-1], words=(*told[-1].words, *clause.words))
        return []
    if len(reasons) > 1 or leavings > 1 or (reasons and not leavings and not goes_on):
        return [replace(clause, is_torn=True)]
    if leavings or (goes_on and reasons):
        if goes_on and reasons:
            _give_reason(told, reason)
        return [replace(clause, content=rest, skip=reason, is_torn=not rest)]
    if goes_on and clause.after is Role.AND:
        return [replace(clause, skip=told[-1].skip)]
    if goes_on and not clause.has(Plant, SetAside):
        # "skip 2, 4" may leave both out, or only the first.
        is_doubtful = bool(clause.numbers) and all(isinstance(each, Number) for each in told[-1].content)
        return [replace(clause, is_torn=clause.is_torn or is_doubtful)]
    return [clause]


def _give_reason(told: list[Clause], reason: Skip) -> None:
    """Let the skips just before, that gave none, have this reason."""
    for at in range(len(told) - 1, -1, -1):
        if told[at].skip is not Skip.OTHER:
            return
        told[at] = replace(told[at], skip=reason)


def _on_days(clauses: list[Clause]) -> list[Clause]:
    """Each part with the day it is about: see _days_of_sentence; a heading counts for the lines below it.

    A day alone with nothing below it may be that of what stands above: "1 2. Yesterday."
    """
    told: list[Clause] = []
    heading: date | None = None
    ends_in_day = False
    for sentence in reply_clauses.sentences_of(clauses):
        ends_in_day = len(sentence) == 1 and len(sentence[0].content) == 1 and sentence[0].has(OnDay)
        if ends_in_day:
            heading = _day_at(sentence[0], 0)
        elif heading is None and told and told[-1].day is not None and not _days_named(sentence):
            # Whether the next sentence speaks of the same day nobody can tell.
            told += [replace(clause, is_torn=True) for clause in sentence]
        else:
            told += [replace(clause, day=clause.day or heading) for clause in _days_of_sentence(sentence)]
    return [replace(each, is_torn=each.is_torn or (ends_in_day and each.day is None)) for each in told]


def _days_named(sentence: Sequence[Clause]) -> bool:
    return any(clause.has(OnDay) for clause in sentence)


def _day_at(clause: Clause, at: int) -> date | None:
    token = clause.content[at] if clause.content else None
    return token.day if isinstance(token, OnDay) else None


def _days_of_sentence(sentence: list[Clause]) -> list[Clause]:
    """A day in front counts from there on, one at the end for all before it that has none of its own.

    Where a list with commas ends in a day, it counts for all of it only when it is a list of numbers.
    """
    told: list[Clause] = []
    leading: date | None = None
    for clause in sentence:
        rest = tuple(token for token in clause.content if not isinstance(token, OnDay))
        named = len(clause.content) - len(rest)
        first, last = _day_at(clause, 0), _day_at(clause, -1)
        if not named:
            told.append(replace(clause, day=leading))
        elif named == 1 and clause.has(Plant) and last is None:
            leading = next(token.day for token in clause.content if isinstance(token, OnDay))
            told.append(replace(clause, content=rest, day=leading))
        elif told and not told[-1].content and clause.after is Role.AND:
            # "yesterday and today 1"
            told.append(replace(clause, content=rest, is_torn=True))
        elif named == 1 and first is not None and rest:
            leading = first
            told.append(replace(clause, content=rest, day=first))
        elif named == 1 and last is not None:
            told = _with_trailing(told, replace(clause, content=rest), last, leading)
        else:
            told.append(replace(clause, content=rest, is_torn=True))
    return told


def _with_trailing(told: list[Clause], clause: Clause, day: date, leading: date | None) -> list[Clause]:
    if leading is not None or not clause.content:
        is_lone = not clause.content and told and leading is None
        if is_lone and told[-1].day is None:
            return [replace(each, day=each.day or day) for each in told]
        return [*told, replace(clause, day=day, is_torn=leading is not None and bool(told))]
    undated = [each for each in told if each.day is None]
    joined = {each.after for each in (*undated[1:], clause)} if undated else set()
    parts = (*undated, clause)
    is_list = all(each.numbers for each in parts) or all(each.plants for each in parts)
    if joined - {Role.AND} and not is_list:
        return [*(replace(each, is_torn=each.day is None) for each in told), replace(clause, is_torn=True)]
    dated = [replace(each, day=each.day or day) for each in told]
    return [*dated, replace(clause, day=day, lends_day=bool(undated))]


def _joined(clauses: list[Clause]) -> list[Clause]:
    """ "1. prunes" becomes a label and its name, "walk, 30 min" a name and its amount."""
    joined: list[Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        if before is not None and (_goes_on_excepting(before, clause) or _heads_plants(before, clause)):
            joined[-1] = replace(
                before, words=before.words + clause.words, content=before.content + clause.content
            )
            continue
        if before is None or not (_labels(before, clause) or _completes(before, clause)):
            joined.append(clause)
            continue
        content = before.content + clause.content
        if isinstance(content[0], Number):
            content = (replace(content[0], is_label=True), *content[1:])
        joined[-1] = replace(
            before, words=before.words + clause.words, content=content, day=before.day or clause.day
        )
    return joined


def _goes_on_excepting(before: Clause, clause: Clause) -> bool:
    """Whether "and 3" after "all but 2" is one more exception."""
    return (
        bool(before.content)
        and isinstance(before.content[0], AllBut)
        and clause.after in (Role.AND, Role.COMMA)
    )


def _heads_plants(before: Clause, clause: Clause) -> bool:
    """Whether "plants:", or its number, stands above a list of them."""
    is_head = len(before.content) == 1 and isinstance(before.content[0], Name | Number)
    return is_head and bool(clause.plants) and clause.plants[0].is_listed


def _labels(before: Clause, clause: Clause) -> bool:
    is_number = len(before.content) == 1 and isinstance(before.content[0], Number)
    return (
        is_number
        and clause.after is Role.STOP
        and bool(clause.content)
        and isinstance(clause.content[0], Name)
    )


def _completes(before: Clause, clause: Clause) -> bool:
    return before.has_only_names and len(clause.numbers) == 1 and clause.numbers[0].has_unit


def _with_content(clause: Clause) -> Clause:
    """A part of which only a day or a reason is left says nothing that is understood."""
    return clause if clause.content else replace(clause, content=(Word(clause.heard, Role.UNKNOWN),))
