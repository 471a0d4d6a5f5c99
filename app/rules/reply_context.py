"""What a text is read against: the list that was sent, her habits, plants and the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from app.rules import reply_units, reply_words
from app.rules.plants import Index
from app.rules.reply_meanings import Item
from app.rules.reply_readings import Board
from app.rules.reply_spelling import Speller
from app.rules.reply_tokens import Lexicon
from app.rules.reply_tongues import Tongue


@dataclass(frozen=True, slots=True)
class Listed:
    """A habit as she may name it: its number in the reminder, if any, and the names it goes by.

    ``unit`` is what its amounts are counted in; ``is_variety``: it is counted by the names of plants. An
    amount above ``asks_above`` is taken for a slip and asked about (None: none is), up to ``most``: beyond
    that nobody can mean it, and it is refused where it is recorded. An amount without a unit below ``least``
    may count something else, and is asked about.
    """

    habit_id: int
    number: int | None
    names: tuple[str, ...]
    takes_amount: bool
    unit: str = ""
    is_variety: bool = False
    asks_above: float | None = None
    most: float = inf
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Context:
    """What a text is read against.

    ``listed`` is what the reminder numbered (empty: no reminder), ``habits`` are all her active ones. ``day``
    is the day that was asked about and ``today`` her own, for the days she names. ``plants`` are the
    catalogue's and her own ones, to be looked up in this order; they count only where a habit of hers counts
    them. ``takes_notes``: what she says beside an answer is kept. ``just_named`` is the habit that a text of
    a moment ago named without its amount, ``just_asked`` what we asked about after her last text. ``tongues``
    are understood beside English; ``language`` is hers.
    """

    listed: Sequence[Listed]
    habits: Sequence[Listed]
    day: date
    today: date
    plants: Sequence[Index] = ()
    opted_out: bool = False
    takes_notes: bool = False
    just_named: int | None = None
    just_asked: tuple[Item, ...] = ()
    tongues: Sequence[Tongue] = ()
    language: str = "en"

    def is_surprising(self, item: Item) -> bool:
        """Whether the amount is so large that it may be a slip, and she has not said it twice."""
        if item.amount is None or item in self.just_asked:
            return False
        hers = (each for each in self.habits if each.habit_id == item.habit_id)
        return any(
            each.asks_above is not None and each.asks_above < item.amount <= each.most for each in hers
        )


def board_of(context: Context) -> Board:
    """The habits as numbers and amounts choose them."""
    hers = (*context.listed, *context.habits)
    listed = context.listed
    return Board(
        numbers={float(habit.number): habit.habit_id for habit in listed if habit.number is not None},
        order=tuple(habit.habit_id for habit in listed),
        measured={habit.habit_id: habit.unit for habit in hers if habit.takes_amount},
        varieties=frozenset(habit.habit_id for habit in hers if habit.is_variety),
        least={habit.habit_id: habit.least for habit in hers},
    )


def lexicon_of(context: Context) -> Lexicon:
    """The words that may stand for something of hers."""
    hers = (*context.listed, *context.habits)
    units: dict[str, str] = {}
    for habit in hers:
        units |= reply_units.words_for(habit.unit)
    varieties = frozenset(habit.habit_id for habit in hers if habit.is_variety)
    return Lexicon(
        names=names_of(hers),
        speller=Speller(_words(hers)),
        varieties=varieties,
        variety_numbers=frozenset(
            float(habit.number) for habit in context.listed if habit.number and habit.is_variety
        ),
        plants=context.plants if varieties else (),
        units=units,
        foreign=frozenset().union(*(_foreign_in(tongue, context.language) for tongue in context.tongues)),
    )


def names_of(hers: Sequence[Listed]) -> dict[str, frozenset[int]]:
    """The habits that go by each name, which is folded."""
    names: dict[str, frozenset[int]] = {}
    for habit in hers:
        for name in habit.names:
            key = reply_words.fold(name)
            names[key] = names.get(key, frozenset()) | {habit.habit_id}
    return names


def _foreign_in(tongue: Tongue, language: str) -> frozenset[str]:
    """Words with a meaning in that tongue; those of other languages too only where it is hers."""
    return tongue.own_words | (tongue.single_words if tongue.language == language else frozenset())


def _words(hers: Sequence[Listed]) -> dict[str, set[int]]:
    """The words of her habits' names, each with the habits in whose names it stands."""
    words: dict[str, set[int]] = {}
    for habit in hers:
        for name in habit.names:
            for word in reply_words.words_of(name):
                words.setdefault(word, set()).add(habit.habit_id)
    return words
