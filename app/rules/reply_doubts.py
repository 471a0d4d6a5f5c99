"""What makes an answer doubtful: denials, what is to come, corrections, numbers that may belong elsewhere."""

from collections.abc import Sequence
from itertools import pairwise

from app.rules import reply_clauses, reply_words
from app.rules.reply_clauses import Clause
from app.rules.reply_kinds import Name, Number, Pair, Plant, Role, Word
from app.rules.reply_readings import Board


def doubted_in(clauses: Sequence[Clause], board: Board) -> set[int]:
    """The places of parts that their neighbours make uncertain."""
    doubted: set[int] = set()
    for at, (before, clause) in enumerate(pairwise(clauses), start=1):
        runs_on = clause.after in (Role.AND, Role.COMMA)
        if before.is_apart(clause) and not _corrects(clause):
            continue
        if _corrects(clause) or (runs_on and _is_for_others(clause)):
            doubted |= {at - 1, at}
            continue
        is_odd = at - 1 in doubted or not (before.atoms or means_all(before, board))
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
        return clause.is_measured(board) and bool(unlisted(before, board))
    if not before.names or not clause.numbers:
        return False
    is_lone = len(clause.numbers) == 1 and clause.after is not Role.AND and before.is_measured(board)
    return is_lone or bool(unlisted(clause, board))


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


def may_stand(clauses: Sequence[Clause]) -> bool:
    """Whether nothing turns round what was said, or only of itself: "1 2. Couldn't walk", "1 2, no walk"."""
    told = [sentence for sentence in reply_clauses.sentences_of(clauses) if not _is_harmless(sentence)]
    clauses = [clause for sentence in told for clause in sentence]
    if not any(is_turned(clause) for clause in clauses):
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


def is_turned(clause: Clause) -> bool:
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
    if any(is_turned(clause) for sentence in others for clause in sentence):
        return False
    first = last[0].content[0] if last[0].content else None
    opens = isinstance(first, Word) and first.text in reply_words.OPENERS
    names = {name.habit_id for clause in last for name in clause.names}
    has_numbers = any(clause.has(Number, Pair) for clause in last)
    said_back = {token.text for clause in last for token in clause.content if isinstance(token, Word)}
    return opens and bool(names) and not has_numbers and not said_back & reply_words.POINTING_BACK


def unlisted(clause: Clause, board: Board) -> list[str]:
    return [number.text for number in clause.numbers if board.at(number) is None]


def means_all(clause: Clause, board: Board) -> bool:
    match clause.content:
        case (Word(text="both"),):
            return len(board.order) == 2
        case (Word(role=Role.ALL),):
            return bool(board.order)
        case (Word(text="all", role=Role.ALL), Number(value=value, unit="")):
            return value == len(board.order) > 0
    return False
