"""What she means by a text: habits and amounts, a command, nothing, or something we must ask about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.rules import reply_clauses, reply_readings, reply_tokens, reply_words
from app.rules.plants import Index
from app.rules.reply_clauses import Clause
from app.rules.reply_meanings import Answer, Help, Item, Nothing, OptIn, OptOut, Question, Reply, Topic, Undo
from app.rules.reply_readings import Board
from app.rules.reply_tokens import Name, Number, Role, Word

# A row of bare numbers with one of these is no choice from a list (a telephone number, for instance).
_LEAST_UNLIKELY = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A habit as she may name it: its number in the reminder, if any, and the names it goes by.

    ``unit`` is what its amounts are counted in; ``is_variety``: it is counted by the names of plants.
    """

    habit_id: int
    number: int | None
    names: tuple[str, ...]
    takes_amount: bool
    unit: str = ""
    is_variety: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a text is read against.

    ``listed`` is what the reminder numbered (empty: no reminder), ``habits`` are all her active ones. ``day``
    is the day that was asked about and ``today`` her own, for the days she names. ``plants`` are the
    catalogue's and her own ones, to be looked up in this order; they count only where a habit of hers counts
    them. ``takes_notes``: what she says beside an answer is kept. ``just_named`` is the habit that a text of
    a moment ago named without its amount.
    """

    listed: Sequence[Listed]
    habits: Sequence[Listed]
    day: date
    today: date
    plants: Sequence[Index] = ()
    opted_out: bool = False
    takes_notes: bool = False
    just_named: int | None = None


def parse(body: str, context: Context) -> Reply:
    """What a text means to the person of this context.

    Precision before recall: whatever has two meanings, denies, asks,
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
    command = _command(text, opted_out=context.opted_out)
    if command is not None:
        return command
    if reply_words.is_kind(text):
        return Nothing()
    return _answer(text, " ".join(body.split()), _board(context.listed, context.habits))


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
    return Question(Topic.TODAY) if is_question or alone in reply_words.STATUS else None


def _board(listed: Sequence[Listed], habits: Sequence[Listed]) -> Board:
    names: dict[str, frozenset[int]] = {}
    for habit in (*listed, *habits):
        for name in habit.names:
            key = reply_words.fold(name)
            names[key] = names.get(key, frozenset()) | {habit.habit_id}
    return Board(
        numbers={float(habit.number): habit.habit_id for habit in listed if habit.number is not None},
        order=tuple(habit.habit_id for habit in listed),
        names=names,
        measured=frozenset(habit.habit_id for habit in (*listed, *habits) if habit.takes_amount),
    )


def _answer(text: str, body: str, board: Board) -> Answer:
    tokens = reply_tokens.tokens(text, board.names)
    roles = {token.role if isinstance(token, Word) else None for token in tokens}
    if roles - reply_tokens.BREAKS <= {Role.DONE, Role.THUMB, Role.IDLE} and roles & {Role.DONE, Role.THUMB}:
        clauses = [Clause((body,), (Word(body, Role.ALL),), Role.LINE)]
    else:
        clauses = reply_clauses.clauses_of(tokens)
    if not clauses or reply_words.is_doubtful(text) or (Role.TURNING in roles and not _denies_last(clauses)):
        return Answer(unclear=body)
    reply = _gathered(clauses, board)
    return reply if reply.items else Answer(unclear=body)


def _denies_last(clauses: Sequence[Clause]) -> bool:
    """Whether the one thing turned round is a last part like "no walk" that only names habits."""
    *others, last = clauses
    first, *rest = last.content
    is_denial = isinstance(first, Word) and first.text in reply_words.DENIALS
    only_names = bool(rest) and all(isinstance(token, Name) for token in rest)
    return is_denial and only_names and all(clause.atoms for clause in others)


def _gathered(clauses: Sequence[Clause], board: Board) -> Answer:
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
    return Answer(items=known, unclear=", ".join(heard))


def _doubted(clauses: Sequence[Clause], board: Board) -> set[int]:
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
        case (Word(text="all", role=Role.ALL), Number(value=value, has_unit=False)):
            return value == len(board.order) > 0
    return False


def _understood(clause: Clause, board: Board) -> tuple[Item, ...] | None:
    """The items of one part; of a row of numbers those that are listed; None: not understood."""
    if _means_all(clause, board):
        return tuple(Item(habit_id, None) for habit_id in board.order)
    if clause.numbers:
        is_choice = all(number.value < _LEAST_UNLIKELY for number in clause.numbers)
        chosen = [board.at(number) for number in clause.numbers if is_choice]
        return tuple(Item(habit_id, None) for habit_id in chosen if habit_id is not None) or None
    return reply_readings.only_reading(clause.atoms, board)
