"""What she means by a text: habits and amounts, a command, nothing, or something we must ask about."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from app.rules import reply_words
from app.rules.reply_words import Name, Number, Pair, Role, Token, Word

# One part of an answer with more numbers and names than this is asked about, not puzzled out.
_MOST_TO_PUZZLE = 10
# A row of bare numbers with one of these is no choice from a list (a telephone number, for instance).
_LEAST_UNLIKELY = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A habit as she may name it: its number in the reminder, if any, and the names it goes by."""

    habit_id: int
    number: int | None
    names: tuple[str, ...]
    takes_amount: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One habit to record; an amount in its unit as she gave it, unchecked, or None for its goal."""

    habit_id: int
    amount: float | None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything was clear; at least one item, in the order she named them, each habit once."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last answer back."""


@dataclass(frozen=True, slots=True)
class Status:
    """Tell what is done and open."""


@dataclass(frozen=True, slots=True)
class OptOut:
    """No more texts, in her words; a lone carrier word is answered by the carrier, not by us."""

    words: str
    is_carrier_word: bool


@dataclass(frozen=True, slots=True)
class OptIn:
    """Texts again."""


@dataclass(frozen=True, slots=True)
class Help:
    """Who we are and how to stop."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Thanks, an emoji, an empty text, a reaction: nothing to record and nothing to ask."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """``known`` is to be recorded (often empty); ``heard``, in her words, is to be asked about."""

    heard: str
    known: tuple[Item, ...] = ()


Reply: TypeAlias = Record | Undo | Status | OptOut | OptIn | Help | Nothing | Unclear

_Atom: TypeAlias = Number | Pair | Name


@dataclass(frozen=True, slots=True)
class _Board:
    """What can be named: habits by number, in the order listed, by folded name, and those with amounts."""

    numbers: Mapping[float, int]
    order: tuple[int, ...]
    names: Mapping[str, frozenset[int]]
    measured: frozenset[int]

    def at(self, number: Number) -> int | None:
        """The habit with that number in the reminder; an amount with a unit is none."""
        return None if number.has_unit else self.numbers.get(number.value)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part between two breaks: all its words, those that matter, and the break before it."""

    words: tuple[str, ...]
    content: tuple[Token, ...]
    after: Role

    @property
    def heard(self) -> str:
        return " ".join(self.words)

    @property
    def atoms(self) -> tuple[_Atom, ...]:
        """The numbers and names, if nothing else matters here; otherwise nothing."""
        atoms = tuple(token for token in self.content if not isinstance(token, Word))
        return atoms if len(atoms) == len(self.content) else ()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers, pairs as two, if there is nothing but numbers; otherwise nothing."""
        singles: list[Number] = []
        for token in self.content:
            match token:
                case Number():
                    singles.append(token)
                case Pair(left=left, right=right, has_unit=has_unit):
                    singles += [left, replace(right, has_unit=has_unit)]
                case _:
                    return ()
        return tuple(singles)

    @property
    def names(self) -> tuple[Name, ...]:
        return tuple(token for token in self.content if isinstance(token, Name))

    @property
    def has_only_names(self) -> bool:
        return len(self.names) == len(self.content)

    def is_measured(self, board: _Board) -> bool:
        """Whether there is nothing but names, and one of them could do with an amount."""
        return self.has_only_names and any(name.habit_id in board.measured for name in self.names)


def parse(body: str, *, listed: Sequence[Listed], habits: Sequence[Listed], opted_out: bool = False) -> Reply:
    """What a text means to somebody answering a reminder with this list (empty: no reminder).

    ``habits`` are all her active ones. Precision before recall: whatever has two meanings, denies, asks,
    speaks of another day or holds a word we do not know is not recorded. Never raises on any text.
    """
    words = body.strip()
    if words.lower() in reply_words.CARRIER_STOP:
        return OptOut(words, is_carrier_word=True)
    if reply_words.is_tapback(body):
        return Nothing()
    text = reply_words.plain(body)
    if reply_words.is_stop(text):
        return OptOut(words, is_carrier_word=False)
    command = _command(text, opted_out=opted_out)
    if command is not None:
        return command
    if reply_words.is_kind(text):
        return Nothing()
    return _answer(text, " ".join(body.split()), _board(listed, habits))


def _command(text: str, *, opted_out: bool) -> Reply | None:
    if any(map(str.isdigit, text)):
        return None
    said = reply_words.words(text)
    alone = reply_words.words(text, without=reply_words.COURTESY)
    if alone in ("start", "unstop") or (opted_out and said == "yes"):
        return OptIn()
    if alone in ("help", "help me", "info"):
        return Help()
    if reply_words.words(text, without=reply_words.UNDO_COMPANY) == "undo":
        return Undo()
    is_question = not said and "?" in text
    return Status() if is_question or alone in reply_words.STATUS else None


def _board(listed: Sequence[Listed], habits: Sequence[Listed]) -> _Board:
    names: dict[str, frozenset[int]] = {}
    for habit in (*listed, *habits):
        for name in habit.names:
            key = reply_words.fold(name)
            names[key] = names.get(key, frozenset()) | {habit.habit_id}
    return _Board(
        numbers={float(habit.number): habit.habit_id for habit in listed if habit.number is not None},
        order=tuple(habit.habit_id for habit in listed),
        names=names,
        measured=frozenset(habit.habit_id for habit in (*listed, *habits) if habit.takes_amount),
    )


def _answer(text: str, body: str, board: _Board) -> Reply:
    tokens = reply_words.tokens(text, board.names)
    roles = {token.role if isinstance(token, Word) else None for token in tokens}
    if roles - reply_words.BREAKS <= {Role.DONE, Role.THUMB, Role.IDLE} and roles & {Role.DONE, Role.THUMB}:
        clauses = [_Clause((body,), (Word(body, Role.ALL),), Role.LINE)]
    else:
        clauses = _joined(_clauses(tokens))
    if not clauses or reply_words.is_doubtful(text) or (Role.TURNING in roles and not _denies_last(clauses)):
        return Unclear(body)
    reply = _gathered(clauses, board)
    return Unclear(body) if isinstance(reply, Unclear) and not reply.known else reply


def _clauses(tokens: Sequence[Token]) -> list[_Clause]:
    """The parts between breaks that say something."""
    clauses = []
    words: list[str] = []
    content: list[Token] = []
    after = Role.LINE
    for token in (*tokens, Word("", Role.LINE)):
        if not isinstance(token, Word) or token.role not in reply_words.BREAKS:
            words.append(token.text)
            content += [token] if _matters(token) else []
            continue
        if content:
            clauses.append(_Clause(tuple(words), tuple(content), after))
            words, content = [], []
        after = token.role
    return clauses


def _matters(token: Token) -> bool:
    """Idle words do not; nor does "done" beside what was done, though a lone letter d there is odd."""
    if isinstance(token, Word) and token.role is Role.DONE:
        return token.text == "d"
    return not isinstance(token, Word) or token.role not in (Role.IDLE, Role.THUMB)


def _joined(clauses: list[_Clause]) -> list[_Clause]:
    """ "1. prunes" becomes a label and its name, "walk, 30 min" a name and its amount."""
    joined: list[_Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        if before is None or not (_labels(before, clause) or _completes(before, clause)):
            joined.append(clause)
            continue
        content = before.content + clause.content
        if isinstance(content[0], Number):
            content = (replace(content[0], is_label=True), *content[1:])
        joined[-1] = _Clause(before.words + clause.words, content, before.after)
    return joined


def _labels(before: _Clause, clause: _Clause) -> bool:
    is_number = len(before.content) == 1 and isinstance(before.content[0], Number)
    return is_number and clause.after is Role.STOP and isinstance(clause.content[0], Name)


def _completes(before: _Clause, clause: _Clause) -> bool:
    return before.has_only_names and len(clause.numbers) == 1 and clause.numbers[0].has_unit


def _denies_last(clauses: Sequence[_Clause]) -> bool:
    """Whether the one thing turned round is a last part like "no walk" that only names habits."""
    *others, last = clauses
    first, *rest = last.content
    is_denial = isinstance(first, Word) and first.text in reply_words.DENIALS
    only_names = bool(rest) and all(isinstance(token, Name) for token in rest)
    return is_denial and only_names and all(clause.atoms for clause in others)


def _gathered(clauses: Sequence[_Clause], board: _Board) -> Reply:
    """What is clear, and the words of all parts that are not, or that speak of the same habit differently."""
    doubted = _doubted(clauses, board)
    heeded = [(c, None if at in doubted else _understood(c, board)) for at, c in enumerate(clauses)]
    items = tuple(dict.fromkeys(item for _, found in heeded for item in found or ()))
    disputed = {habit_id for habit_id, times in Counter(item.habit_id for item in items).items() if times > 1}
    disputed |= {name.habit_id for clause, found in heeded if found is None for name in clause.names}
    heard: list[str] = []
    for clause, found in heeded:
        is_clear = found is not None and disputed.isdisjoint(item.habit_id for item in found)
        heard += _unlisted(clause, board) if is_clear else [clause.heard]
    known = tuple(item for item in items if item.habit_id not in disputed)
    return Unclear(", ".join(heard), known) if heard else Record(known)


def _doubted(clauses: Sequence[_Clause], board: _Board) -> set[int]:
    """The places of parts that their neighbours make uncertain."""
    doubted: set[int] = set()
    for at, (before, clause) in enumerate(pairwise(clauses), start=1):
        is_odd = at - 1 in doubted or not (before.atoms or _means_all(before, board))
        runs_on = clause.after in (Role.AND, Role.COMMA)
        if _may_be_its_amount(before, clause, board) or _may_be_labels(before, clause, board):
            doubted |= {at - 1, at}
        elif runs_on and (is_odd or (before.numbers and _may_be_two(clause, board))):
            doubted.add(at)
    return doubted


def _may_be_its_amount(before: _Clause, clause: _Clause, board: _Board) -> bool:
    """Whether a number next door may belong to a name: "prunes, 4", "prunes 4 and 9", "30 min, walk"."""
    if before.numbers:
        return clause.is_measured(board) and bool(_unlisted(before, board))
    if not before.names or not clause.numbers:
        return False
    is_lone = len(clause.numbers) == 1 and clause.after is not Role.AND and before.is_measured(board)
    return is_lone or bool(_unlisted(clause, board))


def _may_be_labels(before: _Clause, clause: _Clause, board: _Board) -> bool:
    """Whether in "prunes 2. vit d" the 2 may belong to what follows, as in "1. prunes 2. vit d"."""
    first, last, name = before.content[0], before.content[-1], clause.content[0]
    if clause.after is not Role.STOP or not (isinstance(last, Number) and isinstance(name, Name)):
        return False
    is_numbered = isinstance(first, Number) and first.is_label
    return is_numbered or (clause.has_only_names and board.at(last) == name.habit_id)


def _may_be_two(clause: _Clause, board: _Board) -> bool:
    """Whether "3 prunes", after another number, may be number 3 and prunes."""
    match clause.content:
        case (Number() as number, Name()):
            return board.at(number) is not None
    return False


def _unlisted(clause: _Clause, board: _Board) -> list[str]:
    return [number.text for number in clause.numbers if board.at(number) is None]


def _means_all(clause: _Clause, board: _Board) -> bool:
    match clause.content:
        case (Word(text="both"),):
            return len(board.order) == 2
        case (Word(role=Role.ALL),):
            return bool(board.order)
        case (Word(text="all", role=Role.ALL), Number(value=value, has_unit=False)):
            return value == len(board.order) > 0
    return False


def _understood(clause: _Clause, board: _Board) -> tuple[Item, ...] | None:
    """The items of one part; of a row of numbers those that are listed; None: not understood."""
    if _means_all(clause, board):
        return tuple(Item(habit_id, None) for habit_id in board.order)
    if clause.numbers:
        is_choice = all(number.value < _LEAST_UNLIKELY for number in clause.numbers)
        chosen = [board.at(number) for number in clause.numbers if is_choice]
        return tuple(Item(habit_id, None) for habit_id in chosen if habit_id is not None) or None
    return _only_reading(clause.atoms, board)


def _only_reading(atoms: tuple[_Atom, ...], board: _Board) -> tuple[Item, ...] | None:
    """The one way to take these; None when there is none, or more than one."""
    if not 0 < len(atoms) <= _MOST_TO_PUZZLE or _has_odd_amount(atoms, board):
        return None
    readings = {frozenset(reading): reading for reading in _taught(atoms, board) or _readings(atoms, board)}
    return next(iter(readings.values())) if len(readings) == 1 else None


def _has_odd_amount(atoms: tuple[_Atom, ...], board: _Board) -> bool:
    """Whether a number stands beside a habit that takes no amount, and is not its label."""
    return any(
        isinstance(name, Name)
        and name.habit_id not in board.measured
        and (isinstance(number, Pair) or (isinstance(number, Number) and not number.is_label))
        for pair in pairwise(atoms)
        for name, number in (pair, reversed(pair))
    )


def _taught(atoms: tuple[_Atom, ...], board: _Board) -> list[tuple[Item, ...]]:
    """The one reading of "walk 30 kefir 1", "4 prunes", "30 min walk 4 prunes", "walk 30 walk"; else none."""
    items: list[Item] = []
    for pair in zip(atoms[::2], atoms[1::2], strict=False):
        match (*pair, isinstance(atoms[0], Name)):
            case (Name() as name, Number() as number, True) | (Number() as number, Name() as name, False):
                items.append(Item(name.habit_id, number.value))
    is_even = len(items) * 2 == len(atoms)
    match atoms:
        case (Name() as name, Number(), Name() as again) if name.habit_id == again.habit_id:
            return [tuple(items)]
        case (Name(), *_) | (Number(has_unit=True), *_):
            return [tuple(items)] if is_even else []
        case (Number(is_label=False) as number, Name() as name):
            is_clear = not number.text.isdigit() or board.at(number) != name.habit_id
            return [tuple(items)] if is_clear else []
    return []


def _readings(atoms: tuple[_Atom, ...], board: _Board) -> Iterator[tuple[Item, ...]]:
    """Every way to take the numbers as amounts of a neighbour or as numbers of the list."""
    for at, atom in enumerate(atoms):
        if isinstance(atom, Pair):
            yield from _readings_of_pair(atoms[:at], atom, atoms[at + 1 :], board)
            return
    if not atoms:
        yield ()
    for width, items in _openings(atoms, board):
        for rest in _readings(atoms[width:], board):
            yield items + rest


def _readings_of_pair(
    before: tuple[_Atom, ...], pair: Pair, rest: tuple[_Atom, ...], board: _Board
) -> Iterator[tuple[Item, ...]]:
    if pair.decimal is not None:
        yield from _readings((*before, Number(pair.text, pair.decimal, pair.has_unit), *rest), board)
    right_ways = list(_readings((replace(pair.right, has_unit=pair.has_unit), *rest), board))
    for left in _readings((*before, pair.left), board):
        yield from (left + right for right in right_ways)


def _openings(atoms: tuple[_Atom, ...], board: _Board) -> Iterator[tuple[int, tuple[Item, ...]]]:
    """How many atoms the first item of a reading may take, and the item."""
    match atoms:
        case (Name() as name, *rest):
            yield 1, (Item(name.habit_id, None),)
            if rest and isinstance(rest[0], Number):
                yield 2, (Item(name.habit_id, rest[0].value),)
        case (Number() as number, *rest):
            yield from _openings_of_number(number, rest, board)


def _openings_of_number(
    number: Number, rest: Sequence[_Atom], board: _Board
) -> Iterator[tuple[int, tuple[Item, ...]]]:
    own = board.at(number)
    match rest:
        case (Name(habit_id=named), Number() as amount, *_) if named == own:
            yield 3, (Item(named, amount.value),)
    match rest:
        case (Name(habit_id=named), *others):
            # In "5 walk 3" either may be the amount, unless the 3 has a name of its own.
            is_torn = bool(others) and not any(isinstance(atom, Name) for atom in others[:2])
            if not (number.is_label or is_torn) and named in board.measured:
                yield 2, (Item(named, number.value),)
            if named == own and not (number.is_label and others):
                yield 2, (Item(named, None),)
            is_free = named != own
        case _:
            is_free = True
    if own is not None and is_free and not number.is_label:
        yield 1, (Item(own, None),)
