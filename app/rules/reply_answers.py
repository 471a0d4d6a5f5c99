"""An answer as a whole: which of its parts are clear, which are doubted, what is asked about."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from app.rules import (
    reply_clauses,
    reply_doubts,
    reply_guesses,
    reply_kinds,
    reply_notes,
    reply_phrases,
    reply_plants,
    reply_readings,
    reply_scopes,
    reply_tokens,
    reply_units,
    reply_verdicts,
    reply_words,
)
from app.rules.reply_clauses import Clause
from app.rules.reply_context import Context, board_of, lexicon_of
from app.rules.reply_kinds import Name, Number, Role, Token, Word
from app.rules.reply_meanings import Answer, Aside, Eaten, Item
from app.rules.reply_phrases import AllBut, OnDay
from app.rules.reply_readings import Board

# A row of bare numbers with one of these is no choice from a list (a telephone number, for instance).
_LEAST_UNLIKELY = 100
_ALL_SAID = {Role.DONE, Role.THUMB, Role.IDLE}


_Key: TypeAlias = tuple[int, date | None]


def read(text: str, body: str, context: Context, hers: Callable[[str], str] = str) -> Answer:
    """What a plain text answers; ``body`` is the text in her own words.

    ``hers`` gives what she wrote for words of the plain text, where that is in other words than hers.
    """
    lexicon, board = lexicon_of(context), board_of(context)
    whole = " ".join(body.split())
    text = reply_words.unsigned(text)
    is_doubtful = reply_words.is_doubtful(text)
    text, phrases = reply_phrases.marked(
        reply_units.spoken(text), day=context.day, today=context.today, is_named=lexicon.speller.knows
    )
    tokens = reply_tokens.tokens(text, lexicon, phrases)
    clauses = (
        _all_of_it(tokens, whole) or reply_verdicts.clauses_of(tokens) or reply_scopes.clauses_of(tokens)
    )
    guess = reply_guesses.of(clauses, board, lexicon)
    if not clauses or is_doubtful or not reply_doubts.may_stand(clauses):
        return Answer(unclear=whole, guess=guess)
    amount = _amount_of_last(clauses, board, context.just_named)
    if amount is not None:
        return Answer(unclear=whole, guess=(amount,))
    answer = _Gathering(clauses, board, context, hers).answer(body)
    known = {item.habit_id for item in answer.items}
    if not (answer.has_record or answer.unknown_plants):
        return Answer(unclear=whole, guess=guess)
    guess = tuple(item for item in guess if item.habit_id not in known)
    return replace(answer, guess=guess) if answer.unclear else answer


def _all_of_it(tokens: Sequence[Token], body: str) -> list[Clause]:
    """ "Done.", a thumb, "finished yesterday": one part that means everything; else none."""
    roles = {token.role for token in tokens if isinstance(token, Word)} - reply_kinds.BREAKS
    named = [token for token in tokens if isinstance(token, OnDay)]
    is_nothing_else = all(isinstance(token, Word | OnDay) for token in tokens)
    if roles <= _ALL_SAID and roles & {Role.DONE, Role.THUMB} and is_nothing_else and len(named) <= 1:
        day = named[0].day if named else None
        return [Clause((body,), (Word(body, Role.ALL),), Role.LINE, day=day)]
    return []


def _amount_of_last(clauses: Sequence[Clause], board: Board, just_named: int | None) -> Item | None:
    """What a lone number may be the amount of: a habit that was named without one a moment ago."""
    if just_named is None or just_named not in board.measured or len(clauses) != 1:
        return None
    match clauses[0]:
        case Clause(content=(Number(unit="") as number,), day=None, skip=None):
            return Item(just_named, number.value)
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    """What one part came to; empty: it was not understood."""

    items: tuple[Item, ...] = ()
    plants: tuple[Eaten, ...] = ()
    unknown_plants: tuple[str, ...] = ()
    aside: Aside | None = None

    @property
    def is_anything(self) -> bool:
        return bool(self.items or self.plants or self.unknown_plants or self.aside)


@dataclass(frozen=True, slots=True)
class _Gathering:
    """The parts of an answer, each understood by itself and then seen beside the others."""

    clauses: Sequence[Clause]
    board: Board
    context: Context
    hers: Callable[[str], str]

    def answer(self, body: str) -> Answer:
        """What is clear, and the words of all parts that are not, or that speak of the same differently."""
        doubted = reply_doubts.doubted_in(self.clauses, self.board)
        found = [
            _NOTHING if at in doubted or reply_doubts.is_turned(clause) else self._understood(clause)
            for at, clause in enumerate(self.clauses)
        ]
        found = self._without_lent_days(found)
        disputed = self._disputed(found)
        talk = self._talk(found) if self.context.takes_notes else []
        heard: list[str] = []
        for clause, each in zip(self.clauses, found, strict=True):
            if clause in talk:
                continue
            is_clear = each.is_anything and disputed.isdisjoint(_keys(each.items))
            heard += reply_doubts.unlisted(clause, self.board) if is_clear else [clause.heard]
        items = dict.fromkeys(item for each in found for item in each.items)
        asides = [each.aside for each in found if each.aside is not None]
        return Answer(
            items=tuple(item for item in items if not disputed & _keys([item])),
            plants=tuple(dict.fromkeys(plant for each in found for plant in each.plants)),
            aside=asides[0] if len(asides) == 1 else None,
            note=reply_notes.in_her_words(talk, body, self.hers),
            unclear=", ".join(map(self.hers, heard)),
            unknown_plants=tuple(self.hers(plant) for each in found for plant in each.unknown_plants),
        )

    def _without_lent_days(self, found: Sequence[_Found]) -> list[_Found]:
        """What was found, without the parts whose day stands in a part that was not understood."""
        pairs = list(zip(self.clauses, found, strict=True))
        unsure = {clause.day for clause, each in pairs if clause.lends_day and not each.is_anything}
        unsure -= {None, self.context.day}
        return [_NOTHING if clause.day in unsure else each for clause, each in pairs]

    def _disputed(self, found: Sequence[_Found]) -> set[_Key]:
        """Habits, each with its day, of which two parts speak, or one that was not understood."""
        times = Counter(key for each in found for item in dict.fromkeys(each.items) for key in _keys([item]))
        same = dict.fromkeys(item for each in found for item in each.items)
        times = Counter(key for item in same for key in _keys([item]))
        disputed = {key for key, count in times.items() if count > 1}
        for clause, each in zip(self.clauses, found, strict=True):
            if not each.is_anything:
                hers = {name.habit_id for name in clause.names}
                day = self._day_of(clause)
                disputed |= {
                    key
                    for key in times
                    if key[0] in hers and (reply_doubts.is_turned(clause) or key[1] == day)
                }
        return disputed

    def _talk(self, found: Sequence[_Found]) -> list[Clause]:
        """The sentences in which nothing but words was said."""
        is_known = {id(clause): each.is_anything for clause, each in zip(self.clauses, found, strict=True)}
        if not any(each.is_anything for each in found):
            return []
        return [
            clause
            for sentence in reply_clauses.sentences_of(self.clauses)
            if all(not is_known[id(each)] and reply_notes.is_talk(each) for each in sentence)
            for clause in sentence
        ]

    def _day_of(self, clause: Clause) -> date | None:
        return None if clause.day == self.context.day else clause.day

    def _understood(self, clause: Clause) -> _Found:
        """What one part comes to by itself."""
        if clause.is_torn:
            return _NOTHING
        if clause.aside is not None:
            return _Found(aside=clause.aside)
        parted = reply_plants.parted(clause)
        if parted is None:
            return _Found(items=self._items_of(clause))
        before, rest = parted
        eaten = reply_plants.eaten_in(rest, self.board, has_company=self._has_company(clause))
        items = self._items_of(before) if before else ()
        if not eaten or (before and not items):
            return _NOTHING
        return _Found(
            items=items,
            plants=tuple(Eaten(plant.slug, self._day_of(clause)) for plant in eaten if plant.slug),
            unknown_plants=tuple(plant.text for plant in eaten if not plant.slug),
        )

    def _has_company(self, clause: Clause) -> bool:
        """Whether plants are all that the text, or a part next to this one, speaks of."""
        at = next(at for at, each in enumerate(self.clauses) if each is clause)
        beside = [*self.clauses[max(at - 1, 0) : at], *self.clauses[at + 1 : at + 2]]
        return all(each.plants for each in self.clauses) or any(each.plants for each in beside)

    def _items_of(self, clause: Clause) -> tuple[Item, ...]:
        items = _items_in(clause, self.board) or ()
        if clause.skip is not None and any(item.amount is not None for item in items):
            return ()
        if any(self.context.is_surprising(item) for item in items):
            return ()
        day = self._day_of(clause)
        return tuple(replace(item, day=day, skip=clause.skip) for item in items)


_NOTHING = _Found()


def _keys(items: Iterable[Item]) -> set[_Key]:
    return {(item.habit_id, item.day) for item in items}


def _items_in(clause: Clause, board: Board) -> tuple[Item, ...] | None:
    """The items of one part; of a row of numbers those that are listed; None: not understood."""
    if reply_doubts.means_all(clause, board):
        return tuple(Item(habit_id) for habit_id in board.order)
    if clause.content and isinstance(clause.content[0], AllBut):
        return _all_but(clause, board)
    if clause.numbers:
        is_choice = all(number.value < _LEAST_UNLIKELY for number in clause.numbers)
        chosen = [board.at(number) for number in clause.numbers if is_choice]
        return tuple(Item(habit_id) for habit_id in chosen if habit_id is not None) or None
    return reply_readings.only_reading(clause.atoms, board)


def _all_but(clause: Clause, board: Board) -> tuple[Item, ...] | None:
    """All that was listed without those named after "all but"; None when one of them was not listed."""
    named: set[int | None] = set()
    for token in clause.content[1:]:
        match token:
            case Number():
                named.add(board.at(token))
            case Name(habit_id=habit_id):
                named.add(habit_id)
            case _:
                return None
    if not named or not named < set(board.order):
        return None
    return tuple(Item(habit_id) for habit_id in board.order if habit_id not in named)
