"""What we write by text: the GSM-7 alphabet, how many segments a text takes, and fitting it into one.

The alphabet is that of 3GPP TS 23.038 §6.2.1: a basic set of one septet a character, and an extension
table whose characters take two, the first being the escape.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

ONE_SEGMENT = 160

# A text of several segments gives up room in each for the header that joins them.
_PART = 153
_UCS2_ONE_SEGMENT = 70
_UCS2_PART = 67

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_GSM = _BASIC | _EXTENSION
_PRINTED = _GSM - frozenset("\n\r\f")

# What decomposition does not spell, or spells worse.
_SPELLINGS = {
    **dict.fromkeys("‘’‚‛′`´‹›", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−•·", "-"),
    "…": "...",
    "⁄": "/",
    "±": "+/-",
    "×": "x",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "µ": "u",
    "μ": "u",
    "©": "(c)",
    "®": "(R)",
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "œ": "oe",
    "Œ": "OE",
    "ẞ": "SS",
}
_UNKNOWN = "?"
# Marks that stand on another character, and characters that are not seen: nothing is left of them.
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
# One and a half is not eleven halves, nor ten squared a hundred and two.
_BEFORE_A_SMALL_FIGURE = re.compile(r"(?<=\d)(?=[¹²³⁰⁴-⁹¼-¾⅐-⅞])")


def is_gsm(text: str) -> bool:
    """Whether every character is in the basic set or the extension table."""
    return _GSM.issuperset(text)


def gsm_length(text: str) -> int:
    """Septets; a character of the extension table takes two. ValueError when the text is not GSM-7."""
    if not is_gsm(text):
        raise ValueError("the text has characters that GSM-7 lacks")
    return sum(_septets(text))


def segments(text: str) -> int:
    """How many segments a provider counts: 160 septets or 153 each, 70 UTF-16 units or 67 when not GSM-7.

    No character is divided between two segments. An empty text is one.
    """
    if is_gsm(text):
        return _segments(_septets(text), ONE_SEGMENT, part=_PART)
    units = [len(char.encode("utf-16-le", "surrogatepass")) // 2 for char in text]
    return _segments(units, _UCS2_ONE_SEGMENT, part=_UCS2_PART)


def _septets(text: str) -> list[int]:
    return [1 + (char in _EXTENSION) for char in text]


def _segments(sizes: Sequence[int], whole: int, *, part: int) -> int:
    if sum(sizes) <= whole:
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > part:
            count, used = count + 1, 0
        used += size
    return count


def to_gsm(text: str) -> str:
    """The text in GSM-7 and one line: what the alphabet lacks without accents, else as "?".

    White space becomes spaces; loose marks and invisible characters go. Twice is as good as once.
    """
    composed = unicodedata.normalize("NFC", _BEFORE_A_SMALL_FIGURE.sub(" ", text))
    return "".join(_spelled(char) for char in composed)


def _spelled(char: str) -> str:
    if char in _PRINTED:
        return char
    if char in _SPELLINGS:
        return _SPELLINGS[char]
    if char.isspace():
        return " "
    parts = [
        part for part in unicodedata.normalize("NFKD", char) if unicodedata.category(part) not in _UNSEEN
    ]
    return "".join(part if part in _PRINTED else _SPELLINGS.get(part, _UNKNOWN) for part in parts)


def numbered(names: Iterable[str]) -> list[str]:
    """The names as a reminder lists them, each behind the number she may answer with."""
    return [f"{number} {name}" for number, name in enumerate(names, start=1)]


def fit(head: str, items: Sequence[str], tail: str, *, limit: int = ONE_SEGMENT, separator: str = " ") -> str:
    """Head, items and tail as one text in GSM-7 of at most ``limit`` septets; an empty part leaves no gap.

    Whole items go from the end when there is no room, and "+2" says how many went; without room even
    for that they go unsaid. ValueError when head and tail alone are too long.
    """
    for count in range(len(items), -1, -1):
        left_out = len(items) - count
        more = [f"+{left_out}"] if left_out else []
        text = _joined([head, *items[:count], *more, tail], separator)
        if gsm_length(text) <= limit:
            return text
    text = _joined([head, tail], separator)
    if gsm_length(text) > limit:
        raise ValueError(f"head and tail take {gsm_length(text)} septets of {limit}")
    return text


def _joined(parts: Iterable[str], separator: str) -> str:
    return separator.join(filter(None, map(to_gsm, parts)))
