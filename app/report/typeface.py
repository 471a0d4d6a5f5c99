"""The typeface of the PDF: Source Sans Pro from its package, and which characters it can draw."""

import functools
import re
import shutil
import struct
import tempfile
import unicodedata
from pathlib import Path

import font_source_sans_pro
import typst

FAMILY = "Source Sans Pro"
WEIGHTS = ("Regular", "Semibold", "Bold")
UNKNOWN = "?"

_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
_UNBROKEN = "\N{NO-BREAK SPACE}"
_SPACES = {"\t": " ", "\n": " ", "\r": " ", "\N{NARROW NO-BREAK SPACE}": _UNBROKEN}
_LEFT_OUT = "\x00"
_BETWEEN_SPACES = re.compile(r"(^| )\x00(?:[ \x00]*\x00)?( |$)")
_WINDOWS, _BASIC_PLANE = 3, 1


@functools.lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The three weights alone, so that nothing can fall back to a typeface of the machine.

    Typst reads whole folders, and the package's holds each weight twice (CFF and TrueType): it is given
    a folder of three copies, and drawing a letter of each has it keep them before that folder goes.
    """
    with tempfile.TemporaryDirectory() as folder:
        for weight in WEIGHTS:
            shutil.copy(_file(weight), folder)
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(folder)]
        )
        every_weight = f'#set text(font: "{FAMILY}")\na #text(weight: 600)[b] #text(weight: 700)[c]'
        typst.compile(every_weight.encode(), font_paths=found, ignore_system_fonts=True)
    return found


def printable(text: str) -> str:
    """The text as the typeface can draw it: a question mark for a letter or digit it lacks.

    Emoji, other signs it lacks and control characters are left out, with the space beside them. Of a text of
    nothing else a question mark is left. PDF/UA refuses a page with a character nobody can see.
    """
    shown = "".join(map(_drawn, unicodedata.normalize("NFC", text)))
    if _LEFT_OUT not in shown:
        return shown
    return _BETWEEN_SPACES.sub(_space_left, shown).replace(_LEFT_OUT, "") or UNKNOWN


def _drawn(character: str) -> str:
    """The character, what stands for it, or the sign that it is left out."""
    character = _SPACES.get(character, character)
    if ord(character) in _characters() and unicodedata.category(character) not in ("Cc", "Cf"):
        return character
    return UNKNOWN if unicodedata.category(character)[0] in "LN" else _LEFT_OUT


def _space_left(found: re.Match[str]) -> str:
    """Of two spaces around what is left out one stays; at either end of a text none."""
    return " " if found[1] and found[2] else ""


@functools.lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    """The code points that every weight can draw."""
    return frozenset.intersection(*(_characters_of(_file(weight).read_bytes()) for weight in WEIGHTS))


def _file(weight: str) -> Path:
    return _FOLDER / f"SourceSansPro-{weight}.ttf"


def _characters_of(font: bytes) -> frozenset[int]:
    """The code points of a TrueType file's table of characters (``cmap``, segments of the basic plane)."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if (platform, encoding) == (_WINDOWS, _BASIC_PLANE):
            return _characters_in_segments(font, start + offset)
    raise ValueError("the font has no table of Unicode characters")


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError("the font lacks a table")


def _characters_in_segments(font: bytes, start: int) -> frozenset[int]:
    """Code points of a format 4 subtable whose glyph is not the missing one."""
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count, size = doubled // 2, doubled
    ends, begins, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, start + 14 + place * size + (2 if place else 0))
        for place in range(4)
    )
    found = set()
    for segment in range(count):
        place = start + 16 + 3 * size + 2 * segment
        for code in range(begins[segment], ends[segment] + 1):
            glyph = code
            if offsets[segment]:
                (glyph,) = struct.unpack_from(
                    ">H", font, place + offsets[segment] + 2 * (code - begins[segment])
                )
            if (glyph + deltas[segment]) % 0x10000 and glyph:
                found.add(code)
    return frozenset(found - {0xFFFF})
