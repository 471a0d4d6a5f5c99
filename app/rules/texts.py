"""What we write by text: the GSM-7 alphabet, how many segments a text takes, and fitting it into one.

The alphabet is that of 3GPP TS 23.038 §6.2.1: a basic set of one septet a character, and an extension
table whose characters take two, the first being the escape. Where it would lose letters of a name, the
text is in UCS-2, knowingly, and shortened for it: one segment holds 70 units then.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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
# The kinds of characters that spell a word: letters, the marks on them, figures.
_LETTERS = frozenset("LMN")
_UNWRITTEN = frozenset({"Cc", "Cs"})
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


def loses_letters(text: str) -> bool:
    """Whether GSM-7 would show a letter or figure of it as "?": Cyrillic, Hebrew, Chinese, most of Greek."""
    composed = unicodedata.normalize("NFC", text)
    return any(
        unicodedata.category(char)[0] in _LETTERS and _UNKNOWN in _spelled(char)
        for char in composed
        if char not in _GSM
    )


def to_ucs2(text: str) -> str:
    """The text as it is, in one line and composed; controls and halves of surrogates go."""
    line = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return "".join(char for char in line if unicodedata.category(char) not in _UNWRITTEN)


def ucs2_length(text: str) -> int:
    """UTF-16 units; an emoji takes two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Alphabet:
    """One of the two ways a text is written: how, how long it is then, and what one segment holds."""

    units: str
    write: Callable[[str], str]
    length: Callable[[str], int]
    most: int

    def share(self, septets: int) -> int:
        """What so many of the 160 septets are in this alphabet's units."""
        return septets * self.most // ONE_SEGMENT


GSM = Alphabet("septets", to_gsm, gsm_length, ONE_SEGMENT)
UCS2 = Alphabet("units", to_ucs2, ucs2_length, _UCS2_ONE_SEGMENT)


def alphabet_of(parts: Iterable[str]) -> Alphabet:
    """GSM-7, unless that would lose a letter of one of the parts."""
    return UCS2 if any(map(loses_letters, parts)) else GSM


def written(text: str) -> str:
    """The text in the alphabet it needs, however long it gets."""
    return alphabet_of([text]).write(text)


def first_fitting(candidates: Sequence[str]) -> str:
    """The first of the texts that is one segment in the alphabet it needs, else the last in GSM-7."""
    for text in map(written, candidates):
        if segments(text) == 1:
            return text
    return to_gsm(candidates[-1])


def numbered(names: Iterable[str]) -> list[str]:
    """The names as a reminder lists them, each behind the number she may answer with."""
    return [f"{number} {name}" for number, name in enumerate(names, start=1)]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text of one segment, and how many of its items had room."""

    text: str
    count: int


def fit(head: str, items: Sequence[str], tail: str, *, limit: int = ONE_SEGMENT, separator: str = " ") -> str:
    """Head, items and tail as one text of at most ``limit`` septets; an empty part leaves no gap.

    Whole items go from the end when there is no room, and "+2" says how many went; without room even
    for that they go unsaid. Where GSM-7 would lose letters it is UCS-2, and ``limit`` the same share of 70
    units; where head and tail are too long for that, GSM-7 after all, without the items that would lose
    letters. ValueError when head and tail alone are too long.
    """
    end = separator + tail if tail and (head or items) else tail
    return fit_first(head, items, [end], limit=limit, separator=separator).text


def fit_first(
    head: str, items: Sequence[str], tails: Sequence[str], *, limit: int = ONE_SEGMENT, separator: str = " "
) -> Fitted:
    """The same with the first of ``tails`` that leaves room for every item, else with the last of them.

    A tail stands close to what is before it.
    """
    alphabet = alphabet_of((head, *items, *tails))
    for tail in tails:
        text = _joined(alphabet, [head, *items], tail, separator)
        if alphabet.length(text) <= alphabet.share(limit):
            return Fitted(text, len(items))
    try:
        return _shortened(alphabet, head, items, tails[-1], limit=limit, separator=separator)
    except ValueError:
        if alphabet is GSM:
            raise
    plain = [item for item in items if not loses_letters(item)]
    gone = len(items) - len(plain)
    return _shortened(GSM, head, plain, tails[-1], limit=limit, separator=separator, gone=gone)


def _shortened(
    alphabet: Alphabet,
    head: str,
    items: Sequence[str],
    tail: str,
    *,
    limit: int,
    separator: str,
    gone: int = 0,
) -> Fitted:
    """With as many of the items as have room; ``gone`` are others that are left out already."""
    most = alphabet.share(limit)
    for count in range(len(items), -1, -1):
        left_out = len(items) - count + gone
        more = [f"+{left_out}"] if left_out else []
        text = _joined(alphabet, [head, *items[:count], *more], tail, separator)
        if alphabet.length(text) <= most:
            return Fitted(text, count)
    text = _joined(alphabet, [head], tail, separator)
    if alphabet.length(text) > most:
        raise ValueError(f"head and tail take {alphabet.length(text)} {alphabet.units} of {most}")
    return Fitted(text, 0)


def _joined(alphabet: Alphabet, parts: Iterable[str], tail: str, separator: str) -> str:
    written = separator.join(filter(None, map(alphabet.write, parts)))
    gap = separator if tail.startswith(separator) else ""
    return written + gap + alphabet.write(tail.removeprefix(separator))
