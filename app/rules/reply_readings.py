"""Which numbers of an answer belong to which names, and whether there is only one way to take them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from app.rules import reply_units
from app.rules.reply_kinds import Name, Number, Pair
from app.rules.reply_meanings import Item

Atom: TypeAlias = Number | Pair | Name

# One part of an answer with more numbers and names than this is asked about, not puzzled out.
_MOST_TO_PUZZLE = 10


class Claim(NamedTuple):
    """A habit, and the number that is its amount, if any."""

    habit_id: int
    number: Number | None


@dataclass(frozen=True, slots=True)
class Board:
    """The habits by number and in the order listed, those with amounts and their units, those of plants."""

    numbers: Mapping[float, int]
    order: tuple[int, ...]
    measured: Mapping[int, str]
    varieties: frozenset[int] = frozenset()
    least: Mapping[int, float] = field(default_factory=dict)

    def at(self, number: Number) -> int | None:
        """The habit with that number in the reminder; an amount with a unit is none."""
        return None if number.has_unit else self.numbers.get(number.value)

    def item(self, claim: Claim) -> Item | None:
        """The claim in the habit's own unit; None when the amount says nothing of it.

        That is, when it is in a unit of another kind, or has none and is so small that it may count something
        else: one walk, two tablets.
        """
        if claim.number is None:
            return Item(claim.habit_id)
        own = self.measured.get(claim.habit_id, "")
        amount = reply_units.worth(claim.number.value, unit=claim.number.unit, of=own)
        if amount is None or (not claim.number.unit and 0 < amount < self.least.get(claim.habit_id, 0.0)):
            return None
        return Item(claim.habit_id, amount)


def only_reading(atoms: tuple[Atom, ...], board: Board) -> tuple[Item, ...] | None:
    """The one way to take these; None when there is none, or more than one."""
    if not 0 < len(atoms) <= _MOST_TO_PUZZLE or _has_odd_amount(atoms, board):
        return None
    readings = {frozenset(reading): reading for reading in _taught(atoms, board) or _readings(atoms, board)}
    if len(readings) != 1:
        return None
    items = [board.item(claim) for claim in next(iter(readings.values()))]
    known = tuple(item for item in items if item is not None)
    return known if len(known) == len(items) else None


def _has_odd_amount(atoms: tuple[Atom, ...], board: Board) -> bool:
    """Whether a number stands beside a habit that takes no amount, and is not its label."""
    return any(
        isinstance(name, Name)
        and name.habit_id not in board.measured
        and (isinstance(number, Pair) or (isinstance(number, Number) and not number.is_label))
        for pair in pairwise(atoms)
        for name, number in (pair, reversed(pair))
    )


def _taught(atoms: tuple[Atom, ...], board: Board) -> list[tuple[Claim, ...]]:
    """The one reading of "walk 30 kefir 1", "4 prunes", "30 min walk 4 prunes", "walk 30 walk"; else none."""
    items: list[Claim] = []
    for pair in zip(atoms[::2], atoms[1::2], strict=False):
        match (*pair, isinstance(atoms[0], Name)):
            case (Name() as name, Number() as number, True) | (Number() as number, Name() as name, False):
                items.append(Claim(name.habit_id, number))
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


def _readings(atoms: tuple[Atom, ...], board: Board) -> Iterator[tuple[Claim, ...]]:
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
    before: tuple[Atom, ...], pair: Pair, rest: tuple[Atom, ...], board: Board
) -> Iterator[tuple[Claim, ...]]:
    if pair.decimal is not None:
        yield from _readings((*before, Number(pair.text, pair.decimal, pair.unit), *rest), board)
    right_ways = list(_readings((replace(pair.right, unit=pair.unit), *rest), board))
    for left in _readings((*before, pair.left), board):
        yield from (left + right for right in right_ways)


def _openings(atoms: tuple[Atom, ...], board: Board) -> Iterator[tuple[int, tuple[Claim, ...]]]:
    """How many atoms the first item of a reading may take, and the item."""
    match atoms:
        case (Name() as name, *rest):
            yield 1, (Claim(name.habit_id, None),)
            if rest and isinstance(rest[0], Number):
                yield 2, (Claim(name.habit_id, rest[0]),)
        case (Number() as number, *rest):
            yield from _openings_of_number(number, rest, board)


def _openings_of_number(
    number: Number, rest: Sequence[Atom], board: Board
) -> Iterator[tuple[int, tuple[Claim, ...]]]:
    own = board.at(number)
    match rest:
        case (Name(habit_id=named), Number() as amount, *_) if named == own:
            yield 3, (Claim(named, amount),)
    match rest:
        case (Name(habit_id=named), *others):
            # In "5 walk 3" either may be the amount, unless the 3 has a name of its own.
            is_torn = bool(others) and not any(isinstance(atom, Name) for atom in others[:2])
            if not (number.is_label or is_torn) and named in board.measured:
                yield 2, (Claim(named, number),)
            if named == own and not (number.is_label and others):
                yield 2, (Claim(named, None),)
            is_free = named != own
        case _:
            is_free = True
    if own is not None and is_free and not number.is_label:
        yield 1, (Claim(own, None),)
