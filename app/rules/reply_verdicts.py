"""Answers that say yes or no to each: "2 done 4 not", "prunes yes, walk no", "1 2 but not 3"."""

from collections.abc import Sequence
from dataclasses import replace

from app.rules import reply_kinds, reply_words
from app.rules.reply_clauses import Clause
from app.rules.reply_kinds import Name, Number, Role, Token, Word

_YES = reply_words.word_set("yes yep yeah done") | frozenset("✅✔☑")
_NO = reply_words.word_set("no nope not") | {reply_words.CROSS}
_BUT_NOT = reply_words.word_set("but not no forgot except minus didnt without")


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """What such an answer affirms, each as a part of its own; empty when the text is no such answer.

    Something both affirmed and denied makes it none.
    """
    told = [token for token in tokens if not _is_mute(token)]
    affirmed = _paired(told) or _but_not(told)
    return [
        Clause(
            (token.text,),
            (replace(token, is_label=False) if isinstance(token, Number) else token,),
            Role.LINE,
        )
        for token in affirmed
    ]


def _is_mute(token: Token) -> bool:
    if not isinstance(token, Word):
        return False
    is_idle = token.role is Role.IDLE and token.text not in _YES
    return is_idle or token.role in reply_kinds.BREAKS


def _paired(told: Sequence[Token]) -> list[Token]:
    """The affirmed ones of "1 yes 2 yes 3 no"; at least one of them is denied."""
    things, verdicts = told[::2], told[1::2]
    if len(things) != len(verdicts) or not all(map(_is_thing, things)):
        return []
    words = [token.text if isinstance(token, Word) else "" for token in verdicts]
    if not set(words) <= _YES | _NO or not set(words) & _NO or not set(words) & _YES:
        return []
    return _undenied(
        [thing for thing, word in zip(things, words, strict=True) if word in _YES],
        [thing for thing, word in zip(things, words, strict=True) if word in _NO],
    )


def _but_not(told: Sequence[Token]) -> list[Token]:
    """The numbers before "but not 3"."""
    first = next((at for at, token in enumerate(told) if isinstance(token, Word)), 0)
    last = next((at for at, token in enumerate(told[first:], first) if not isinstance(token, Word)), 0)
    affirmed, denied = told[:first], told[last:]
    words = {token.text for token in told[first:last] if isinstance(token, Word)}
    is_row = all(isinstance(token, Number) for token in (*affirmed, *denied))
    if not (affirmed and denied and is_row and words and words <= _BUT_NOT) or words == {"but"}:
        return []
    return _undenied(list(affirmed), list(denied))


def _is_thing(token: Token) -> bool:
    return isinstance(token, Name) or (isinstance(token, Number) and not token.unit)


def _undenied(affirmed: list[Token], denied: list[Token]) -> list[Token]:
    both = {_key(token) for token in affirmed} & {_key(token) for token in denied}
    return [] if both else affirmed


def _key(token: Token) -> object:
    return token.value if isinstance(token, Number) else token.habit_id if isinstance(token, Name) else token
