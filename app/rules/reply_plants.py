"""Plants in an answer: after "plants" or in a part that names nothing else."""

from dataclasses import replace

from app.rules.reply_clauses import Clause
from app.rules.reply_kinds import Name, Number, Plant, Role, Token
from app.rules.reply_readings import Board
from app.rules.reply_words import word_set

# Plants that people are called by: alone at the end of a text it may be who signs it.
_FIRST_NAMES = word_set(
    "olive rosemary ginger basil saffron sage jasmine hazel heather iris rose lily daisy violet poppy holly "
    "ivy clementine apple cherry berry clover fern juniper myrtle laurel angelica veronica bay date almond"
)


def parted(clause: Clause) -> tuple[Clause | None, Clause] | None:
    """The part before the plants, if any, and the plants: "prunes 4 oats kale"; None without plants.

    A number belongs to what stands before only when it has a name there.
    """
    at = next((at for at, token in enumerate(clause.content) if isinstance(token, Plant)), None)
    if at is None:
        return None
    before, rest = clause.content[:at], clause.content[at:]
    names_amount = len(before) >= 2 and isinstance(before[-1], Number) and isinstance(before[-2], Name)
    if names_amount and len(clause.plants) > 1:
        return replace(clause, content=before), replace(clause, content=rest)
    return None, clause


def eaten_in(clause: Clause, board: Board, *, has_company: bool) -> tuple[Plant, ...]:
    """The plants that a part says were eaten, unknown ones among them; empty when that is not clear.

    ``has_company``: the text has no part but plants, or the part next to this one names some.
    """
    plants, is_named = _plants_of(clause.content, board)
    if not plants or clause.skip is not None or clause.is_torn:
        return ()
    has_counts = any(isinstance(token, Number) for token in clause.content[1:] or clause.content)
    is_listed = is_named or plants[0].is_listed
    if is_listed or (clause.has_eaten and all(plant.slug for plant in plants)):
        return plants
    is_name = len(plants) == 1 and plants[0].text in _FIRST_NAMES
    is_all = clause.words == (plants[0].text,) and has_company
    is_safe = len(plants) > 1 or has_company or clause.after in (Role.AND, Role.COMMA)
    if is_name and clause.after is not Role.AND and not is_all:
        return ()
    return plants if is_safe and not has_counts else ()


def _plants_of(content: tuple[Token, ...], board: Board) -> tuple[tuple[Plant, ...], bool]:
    """The plants if there is nothing else, and whether "plants" or its number stands in front of them.

    How many of a plant there were ("2 apples") does not matter, unless it may be a number of the list.
    """
    first = content[0] if content else None
    is_name = isinstance(first, Name) and first.habit_id in board.varieties
    is_number = isinstance(first, Number) and board.at(first) in board.varieties
    rest = content[1:] if is_name or is_number else content
    plants: list[Plant] = []
    for token in rest:
        if isinstance(token, Plant):
            plants.append(token)
        elif not isinstance(token, Number) or board.at(token) is not None:
            return (), False
    is_counted = bool(rest) and isinstance(rest[-1], Number)
    return ((), False) if is_counted else (tuple(plants), is_name or is_number)
