"""What an unclear part of an answer may have meant: never recorded, only asked about."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.rules import reply_words
from app.rules.marks import Skip
from app.rules.reply_clauses import Clause
from app.rules.reply_kinds import Number, Word
from app.rules.reply_meanings import Item
from app.rules.reply_phrases import AllBut
from app.rules.reply_readings import Board, Claim
from app.rules.reply_tokens import Lexicon

MOST = 4
_RUN = re.compile(r"(\d{1,2})(?: ?[-‐-―−] ?)(\d{1,2})")


def of(clauses: Sequence[Clause], board: Board, lexicon: Lexicon) -> tuple[Item, ...]:
    """What the parts may mean, each habit once, only a few."""
    found: dict[int, Item] = {}
    for before, clause in pairwise(clauses):
        if before.is_measured(board) and len(before.names) == len(clause.numbers) == len(clause.content) == 1:
            item = board.item(Claim(before.names[0].habit_id, clause.numbers[0]))
            found |= {item.habit_id: item} if item else {}
    for clause in clauses:
        for item in _of_clause(clause, board, lexicon):
            found.setdefault(item.habit_id, item)
    return tuple(found.values())[:MOST]


def _of_clause(clause: Clause, board: Board, lexicon: Lexicon) -> Iterator[Item]:
    if clause.has(AllBut):
        return  # what she named is just what she did not do
    denies = any(isinstance(token, Word) and token.text in reply_words.DENIALS for token in clause.content)
    numbers = [token for token in clause.content if isinstance(token, Number)]
    if denies:
        names = () if numbers else clause.names
        yield from (Item(name.habit_id, skip=Skip.OTHER) for name in names)
    elif len(clause.names) == 1 and len(numbers) == 1 and clause.names[0].habit_id in board.measured:
        yield board.item(Claim(clause.names[0].habit_id, numbers[0])) or Item(clause.names[0].habit_id)
    elif clause.names:
        yield from (Item(name.habit_id) for name in clause.names)
    elif len(numbers) == 1 and numbers[0].unit:
        yield from _with_that_unit(numbers[0], board)
    elif len(numbers) == len(clause.content) == 1 and board.at(numbers[0]) is None:
        yield from (Item(board.numbers[number]) for number in _numbers_in(numbers[0].text, board))
    else:
        yield from _from_words(clause, board, lexicon)


def _with_that_unit(number: Number, board: Board) -> Iterator[Item]:
    fitting = [board.item(Claim(each, number)) for each, own in board.measured.items() if own]
    known = [item for item in fitting if item is not None]
    if len(known) == 1 and number.unit != "piece":
        yield known[0]


def _from_words(clause: Clause, board: Board, lexicon: Lexicon) -> Iterator[Item]:
    for token in clause.content:
        if not isinstance(token, Word):
            continue
        if token.text[:1].isdigit():
            yield from (Item(board.numbers[number]) for number in _numbers_in(token.text, board))
        near = lexicon.speller.near(token.text)
        habit_ids = lexicon.names.get(near or "", frozenset())
        if len(habit_ids) == 1:
            yield Item(min(habit_ids))


def _numbers_in(text: str, board: Board) -> list[float]:
    """ "1-3" as 1 2 3, "1.3" and "13" as 1 3, when all of them stand in the list."""
    run = _RUN.fullmatch(text)
    if run is not None:
        numbers = [float(number) for number in range(int(run[1]), min(int(run[2]), 99) + 1)]
    else:
        numbers = [float(digit) for digit in text if digit.isdigit()]
    is_listed = len(numbers) > 1 and all(number in board.numbers for number in numbers)
    return numbers if is_listed and len(set(numbers)) == len(numbers) else []
