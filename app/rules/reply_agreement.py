"""The readings of one text in several languages, and what is made of them: one meaning, or a question."""

from collections.abc import Iterable

from app.rules.reply_meanings import About, Answer, Nothing, OptOut, Reply


def of(english: Reply, spoken: Iterable[tuple[Reply, bool]], whole: str) -> Reply:
    """The meaning on which the readings agree; an answer that asks where two say something different.

    ``spoken`` are the readings in other languages, each with whether the text is in that language for sure.
    Such a reading knows more words than the English one, so it goes before an English one that left some of
    the text unclear. ``whole`` is the text.
    """
    best = english
    for reply, is_sure in spoken:
        if isinstance(best, OptOut) or _same(best, reply):
            continue
        if isinstance(reply, OptOut):
            best = reply
        elif not _says_anything(reply):
            best = _unsaid(best, reply, is_sure=is_sure)
        elif _is_whole(best) and not (is_sure and _goes_before(reply, best)):
            best = Answer(unclear=whole)
        else:
            best = reply
    return best


def _unsaid(best: Reply, reply: Reply, *, is_sure: bool) -> Reply:
    """Of a reading that says nothing the question it asks, unless another one understood the text whole."""
    if _is_whole(best) or not is_sure:
        return best
    has_guess = isinstance(best, Answer) and best.guess and not best.has_record
    return best if has_guess and isinstance(reply, Answer) and not reply.guess else reply


def _says_anything(reply: Reply) -> bool:
    return not isinstance(reply, Answer) or reply.has_record or bool(reply.unknown_plants)


def _goes_before(reply: Reply, best: Reply) -> bool:
    """Whether it is a command, as "plants" is one before it is the name of a habit."""
    return isinstance(best, Answer) and not isinstance(reply, Answer | Nothing)


def _is_whole(reply: Reply) -> bool:
    """Whether every word of it was understood: a note, or what she asks about, may hold any words."""
    match reply:
        case Answer():
            return reply.is_clear and not reply.note
        case About():
            return False
    return True


def _same(one: Reply, other: Reply) -> bool:
    """Whether two readings come to the same, whatever words they name."""
    match one, other:
        case (Answer(), Answer()):
            return _gist(one) == _gist(other)
        case (About(), About()):
            return one.habit_id == other.habit_id is not None
    return one == other


def _gist(answer: Answer) -> tuple[object, ...]:
    return (
        answer.items,
        answer.plants,
        answer.aside,
        bool(answer.note),
        answer.is_clear,
        answer.guess,
    )
