"""Sentences whose figures stand out: a translated sentence taken apart into strong pieces and others."""

import re

from app.report.page import Span

_OPEN, _CLOSE = "\x02", "\x03"
_STRONG = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_MARKS = str.maketrans({_OPEN: None, _CLOSE: None})


def strong(text: str) -> str:
    """The text, marked for ``parted``; it may be put into a sentence like any other word."""
    return f"{_OPEN}{plain(text)}{_CLOSE}"


def plain(text: str) -> str:
    """Words of hers without the two signs that mark what is strong."""
    return text.translate(_MARKS)


def parted(sentence: str) -> tuple[Span, ...]:
    """The sentence in pieces; those marked by ``strong`` are."""
    pieces = _STRONG.split(sentence)
    return tuple(Span(piece, is_strong=place % 2 == 1) for place, piece in enumerate(pieces) if piece)
