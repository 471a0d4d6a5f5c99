"""An answer cut into the parts that stand between its breaks, each to be understood by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.rules import reply_tokens
from app.rules.reply_readings import Atom, Board
from app.rules.reply_tokens import Name, Number, Pair, Role, Token, Word


@dataclass(frozen=True, slots=True)
class Clause:
    """A part between two breaks: all its words, those that matter, and the break before it."""

    words: tuple[str, ...]
    content: tuple[Token, ...]
    after: Role

    @property
    def heard(self) -> str:
        """Her own words."""
        return " ".join(self.words)

    @property
    def atoms(self) -> tuple[Atom, ...]:
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
        """The names, whatever else there is."""
        return tuple(token for token in self.content if isinstance(token, Name))

    @property
    def has_only_names(self) -> bool:
        """Whether nothing but names matters here."""
        return len(self.names) == len(self.content)

    def is_measured(self, board: Board) -> bool:
        """Whether there is nothing but names, and one of them could do with an amount."""
        return self.has_only_names and any(name.habit_id in board.measured for name in self.names)


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """The parts that say something, each with what completes it: a label its name, a name its amount."""
    return _joined(_parts(tokens))


def _parts(tokens: Sequence[Token]) -> list[Clause]:
    """What stands between two breaks and says something."""
    clauses = []
    words: list[str] = []
    content: list[Token] = []
    after = Role.LINE
    for token in (*tokens, Word("", Role.LINE)):
        if not isinstance(token, Word) or token.role not in reply_tokens.BREAKS:
            words.append(token.text)
            content += [token] if _matters(token) else []
            continue
        if content:
            clauses.append(Clause(tuple(words), tuple(content), after))
            words, content = [], []
        after = token.role
    return clauses


def _matters(token: Token) -> bool:
    """Idle words do not; nor does "done" beside what was done, though a lone letter d there is odd."""
    if isinstance(token, Word) and token.role is Role.DONE:
        return token.text == "d"
    return not isinstance(token, Word) or token.role not in (Role.IDLE, Role.THUMB)


def _joined(clauses: list[Clause]) -> list[Clause]:
    """ "1. prunes" becomes a label and its name, "walk, 30 min" a name and its amount."""
    joined: list[Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        if before is None or not (_labels(before, clause) or _completes(before, clause)):
            joined.append(clause)
            continue
        content = before.content + clause.content
        if isinstance(content[0], Number):
            content = (replace(content[0], is_label=True), *content[1:])
        joined[-1] = Clause(before.words + clause.words, content, before.after)
    return joined


def _labels(before: Clause, clause: Clause) -> bool:
    is_number = len(before.content) == 1 and isinstance(before.content[0], Number)
    return is_number and clause.after is Role.STOP and isinstance(clause.content[0], Name)


def _completes(before: Clause, clause: Clause) -> bool:
    return before.has_only_names and len(clause.numbers) == 1 and clause.numbers[0].has_unit
