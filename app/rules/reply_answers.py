"""An answer as a whole: which of its parts are clear, which are doubted, what is asked about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from app.rules import (
    reply_clauses,
    reply_guesses,
    reply_notes,
    reply_phrases,
    reply_plants,
    reply_readings,
    reply_tokens,
    reply_units,
    reply_verdicts,
    reply_words,
)
from app.rules.reply_clauses import Clause
from app.rules.reply_context import Context, board_of, lexicon_of
from app.rules.reply_meanings import Answer, Aside, Eaten, Item
from app.rules.reply_phrases import AllBut, OnDay
from app.rules.reply_readings import Board
from app.rules.reply_tokens import Name, Number, Pair, Plant, Role, Token, Word

# A row of bare numbers with one of these is no choice from a list (a telephone number, for instance).
_LEAST_UNLIKELY = 100
_ALL_SAID = {Role.DONE, Role.THUMB, Role.IDLE}


_Key: TypeAlias = tuple[int, date | None]


def read(text: str, body: str, context: Context) -> Answer:
    """What a plain text answers; ``body`` is the text in her own words."""
    lexicon, board = lexicon_of(context), board_of(context)
    whole = " ".join(body.split())
    text = reply_words.unsigned(text)
    is_doubtful = reply_words.is_doubtful(text)
    text, phrases = reply_phrases.marked(
        reply_units.spoken(text), day=context.day, today=context.today, is_named=lexicon.speller.knows
    )
    tokens = reply_tokens.tokens(text, lexicon, phrases)
    clauses = (
        _all_of_it(tokens, whole) or reply_verdicts.clauses_of(tokens) or reply_clauses.clauses_of(tokens)
    )
    guess = reply_guesses.of(clauses, board, lexicon)
    if not clauses or is_doubtful or not _may_stand(clauses):
        return Answer(unclear=whole, guess=guess)
    amount = _amount_of_last(clauses, board, context.just_named)
    if amount is not None:
        return Answer(unclear=whole, guess=(amount,))
    answer = _Gathering(clauses, board, context).answer(body)
    known = {item.habit_id for item in answer.items}
    if not (answer.has_record or answer.unknown_plants):
        return Answer(unclear=whole, guess=guess)
    guess = tuple(item for item in guess if item.habit_id not in known)
    return replace(answer, guess=guess) if answer.unclear else answer


def _all_of_it(tokens: Sequence[Token], body: str) -> list[Clause]:
    """ "Done.", a thumb, "finished yesterday": one part that means everything; else none."""
    roles = {token.role for token in tokens if isinstance(token, Word)} - reply_tokens.BREAKS
    named = [token for token in tokens if isinstance(token, OnDay)]
    is_nothing_else = all(isinstance(token, Word | OnDay) for token in tokens)
    if roles <= _ALL_SAID and roles & {Role.DONE, Role.THUMB} and is_nothing_else and len(named) <= 1:
        day = named[0].day if named else None
        return [Clause((body,), (Word(body, Role.ALL),), Role.LINE, day=day)]
    return []


def _may_stand(clauses: Sequence[Clause]) -> bool:
    """Whether nothing turns round what was said, or only of itself: "1 2. Couldn't walk", "1 2, no walk"."""
    told = [sentence for sentence in reply_clauses.sentences_of(clauses) if not _is_harmless(sentence)]
    clauses = [clause for sentence in told for clause in sentence]
    if not any(_is_turned(clause) for clause in clauses):
        return bool(clauses)
    return (
        _denies_last(clauses)
        or _denies_in_last_sentence(told)
        or _denies_in_last_sentence(_last_apart(clauses))
    )


def _is_harmless(sentence: Sequence[Clause]) -> bool:
    """Whether it is mere talk: "I am so sick of this rain!"."""
    turning = {
        token.text
        for clause in sentence
        for token in clause.content
        if isinstance(token, Word) and token.role is Role.TURNING
    }
    is_talk = not any(clause.has(Number, Pair, Name, Plant) for clause in sentence)
    return bool(turning) and is_talk and turning <= reply_words.HARMLESS


def _last_apart(clauses: Sequence[Clause]) -> list[Sequence[Clause]]:
    """The last part as a sentence of its own: "1 2, will walk after lunch"."""
    return [clauses[:-1], clauses[-1:]] if len(clauses) > 1 else []


def _is_turned(clause: Clause) -> bool:
    return any(isinstance(token, Word) and token.role is Role.TURNING for token in clause.content)


def _denies_last(clauses: Sequence[Clause]) -> bool:
    """Whether the one thing turned round is a last part like "no walk" that only names habits."""
    *others, last = clauses
    first, *rest = last.content or (None,)
    is_denial = isinstance(first, Word) and first.text in reply_words.DENIALS
    only_names = bool(rest) and all(isinstance(token, Name) for token in rest)
    return is_denial and only_names and all(clause.atoms and not clause.is_torn for clause in others)


def _denies_in_last_sentence(sentences: Sequence[Sequence[Clause]]) -> bool:
    """Whether the last sentence alone is turned round, says so first, and names the habits it is about."""
    if len(sentences) < 2:
        return False
    *others, last = sentences
    if any(_is_turned(clause) for sentence in others for clause in sentence):
        return False
    first = last[0].content[0] if last[0].content else None
    opens = isinstance(first, Word) and first.text in reply_words.OPENERS
    names = {name.habit_id for clause in last for name in clause.names}
    has_numbers = any(clause.has(Number, Pair) for clause in last)
    said_back = {token.text for clause in last for token in clause.content if isinstance(token, Word)}
    return opens and bool(names) and not has_numbers and not said_back & reply_words.POINTING_BACK


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

    def answer(self, body: str) -> Answer:
        """What is clear, and the words of all parts that are not, or that speak of the same differently."""
        doubted = _doubted(self.clauses, self.board)
        found = [
            _NOTHING if at in doubted or _is_turned(clause) else self._understood(clause)
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
            heard += _unlisted(clause, self.board) if is_clear else [clause.heard]
        items = dict.fromkeys(item for each in found for item in each.items)
        asides = [each.aside for each in found if each.aside is not None]
        return Answer(
            items=tuple(item for item in items if not disputed & _keys([item])),
            plants=tuple(dict.fromkeys(plant for each in found for plant in each.plants)),
            aside=asides[0] if len(asides) == 1 else None,
            note=reply_notes.in_her_words(talk, body),
            unclear=", ".join(heard),
            unknown_plants=tuple(plant for each in found for plant in each.unknown_plants),
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
                disputed |= {key for key in times if key[0] in hers and (_is_turned(clause) or key[1] == day)}
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


def _doubted(clauses: Sequence[Clause], board: Board) -> set[int]:
    """The places of parts that their neighbours make uncertain."""
    doubted: set[int] = set()
    for at, (before, clause) in enumerate(pairwise(clauses), start=1):
        runs_on = clause.after in (Role.AND, Role.COMMA)
        if before.is_apart(clause) and not _corrects(clause):
            continue
        if _corrects(clause) or (runs_on and _is_for_others(clause)):
            doubted |= {at - 1, at}
            continue
        is_odd = at - 1 in doubted or not (before.atoms or _means_all(before, board))
        if _may_be_its_amount(before, clause, board) or _may_be_labels(before, clause, board):
            doubted |= {at - 1, at}
        elif runs_on and (is_odd or (before.numbers and _may_be_two(clause, board))):
            doubted.add(at)
    return doubted


def _corrects(clause: Clause) -> bool:
    """Whether "I mean 5" or "sorry, 2" takes back what stands before it."""
    return not reply_words.CORRECTING.isdisjoint(clause.words[:3])


def _is_for_others(clause: Clause) -> bool:
    """Whether "custard for the children" makes it doubtful who had what was named before it."""
    has_unknown = any(isinstance(token, Word) and token.role is Role.UNKNOWN for token in clause.content)
    return has_unknown and "for" in clause.words


def _may_be_its_amount(before: Clause, clause: Clause, board: Board) -> bool:
    """Whether a number next door may belong to a name: "prunes, 4", "prunes 4 and 9", "30 min, walk"."""
    if before.numbers:
        return clause.is_measured(board) and bool(_unlisted(before, board))
    if not before.names or not clause.numbers:
        return False
    is_lone = len(clause.numbers) == 1 and clause.after is not Role.AND and before.is_measured(board)
    return is_lone or bool(_unlisted(clause, board))


def _may_be_labels(before: Clause, clause: Clause, board: Board) -> bool:
    """Whether in "prunes 2. vit d" the 2 may belong to what follows, as in "1. prunes 2. vit d"."""
    first, last, name = before.content[0], before.content[-1], clause.content[0]
    if clause.after is not Role.STOP or not (isinstance(last, Number) and isinstance(name, Name)):
        return False
    is_numbered = isinstance(first, Number) and first.is_label
    return is_numbered or (clause.has_only_names and board.at(last) == name.habit_id)


def _may_be_two(clause: Clause, board: Board) -> bool:
    """Whether "3 prunes", after another number, may be number 3 and prunes."""
    match clause.content:
        case (Number() as number, Name()):
            return board.at(number) is not None
    return False


def _unlisted(clause: Clause, board: Board) -> list[str]:
    return [number.text for number in clause.numbers if board.at(number) is None]


def _means_all(clause: Clause, board: Board) -> bool:
    match clause.content:
        case (Word(text="both"),):
            return len(board.order) == 2
        case (Word(role=Role.ALL),):
            return bool(board.order)
        case (Word(text="all", role=Role.ALL), Number(value=value, unit="")):
            return value == len(board.order) > 0
    return False


def _items_in(clause: Clause, board: Board) -> tuple[Item, ...] | None:
    """The items of one part; of a row of numbers those that are listed; None: not understood."""
    if _means_all(clause, board):
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
