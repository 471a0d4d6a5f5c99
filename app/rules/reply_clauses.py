"""An answer cut into the parts that stand between its breaks, each to be understood by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.rules import reply_kinds
from app.rules.marks import Skip
from app.rules.reply_kinds import Name, Number, Pair, Plant, Role, Token, Word
from app.rules.reply_meanings import Aside
from app.rules.reply_phrases import SetAside
from app.rules.reply_readings import Atom, Board


@dataclass(frozen=True, slots=True)
class Clause:
    """A part between two breaks: all its words, those that matter, and the break before it.

    ``day`` is the day it is about (None: the one asked about), ``skip`` why it is left out (None: it is not).
    ``is_torn``: its days or its skips cannot be told apart from the rest. ``lends_day``: its day counts for
    the parts before it too.
    """

    words: tuple[str, ...]
    content: tuple[Token, ...]
    after: Role
    day: date | None = None
    skip: Skip | None = None
    is_torn: bool = False
    has_eaten: bool = False
    lends_day: bool = False

    @property
    def heard(self) -> str:
        """Her own words."""
        return " ".join(self.words)

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """The numbers and names, if nothing else matters here; otherwise nothing."""
        atoms = tuple(token for token in self.content if isinstance(token, Number | Pair | Name))
        return atoms if len(atoms) == len(self.content) else ()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers, pairs as two, if there is nothing but numbers; otherwise nothing."""
        singles: list[Number] = []
        for token in self.content:
            match token:
                case Number():
                    singles.append(token)
                case Pair(left=left, right=right, unit=unit):
                    singles += [left, replace(right, unit=unit)]
                case _:
                    return ()
        return tuple(singles)

    @property
    def names(self) -> tuple[Name, ...]:
        """The names, whatever else there is."""
        return tuple(token for token in self.content if isinstance(token, Name))

    @property
    def plants(self) -> tuple[Plant, ...]:
        """The plants, whatever else there is."""
        return tuple(token for token in self.content if isinstance(token, Plant))

    @property
    def aside(self) -> Aside | None:
        """What it sets aside, if it does nothing else."""
        match self.content:
            case (SetAside(aside=aside),):
                return aside
        return None

    @property
    def has_only_names(self) -> bool:
        """Whether nothing but names matters here."""
        return len(self.names) == len(self.content)

    def is_apart(self, following: "Clause") -> bool:
        """Whether the next part has nothing to do with this one: another day, left out, plants, set aside."""
        if self.day != following.day or (self.skip is None) != (following.skip is None):
            return True
        return bool(self.aside or following.aside or self.plants or following.plants)

    def is_measured(self, board: Board) -> bool:
        """Whether there is nothing but names, and one of them could do with an amount."""
        return self.has_only_names and any(name.habit_id in board.measured for name in self.names)

    def has(self, *kinds: type[Any]) -> bool:
        """Whether a token of one of these kinds matters here."""
        return any(isinstance(token, kinds) for token in self.content)


def sentences_of(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """The parts by the sentences or lines they stand in."""
    sentences: list[list[Clause]] = []
    for clause in clauses:
        if clause.after in (Role.STOP, Role.LINE) or not sentences:
            sentences.append([])
        sentences[-1].append(clause)
    return sentences


def parts_of(tokens: Sequence[Token]) -> list[Clause]:
    """What stands between two breaks and says something."""
    clauses = []
    words: list[str] = []
    content: list[Token] = []
    after = Role.LINE
    has_eaten = False
    for token in (*tokens, Word("", Role.LINE)):
        if not isinstance(token, Word) or token.role not in reply_kinds.BREAKS:
            words.append(token.text)
            content += [token] if _matters(token) else []
            has_eaten = has_eaten or (isinstance(token, Word) and token.role is Role.EATEN)
            continue
        if content:
            clauses.append(Clause(tuple(words), tuple(content), after, has_eaten=has_eaten))
            words, content, has_eaten = [], [], False
            after = token.role
        else:
            after = _stronger(after, token.role)
    return clauses


def _stronger(before: Role, role: Role) -> Role:
    """Of two breaks with nothing between them the one that parts more."""
    return before if before in (Role.STOP, Role.LINE) and role in (Role.AND, Role.COMMA) else role


def _matters(token: Token) -> bool:
    """Idle words do not; nor does "done" beside what was done, though a lone letter d there is odd."""
    if isinstance(token, Word) and token.role is Role.DONE:
        return token.text == "d"
    return not isinstance(token, Word) or token.role not in (Role.IDLE, Role.THUMB, Role.EATEN)
