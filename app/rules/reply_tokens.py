"""A text cut into tokens: numbers, names of habits, plants, phrases, words and what each does."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.rules import reply_phrases, reply_units, reply_words
from app.rules.plants import Index
from app.rules.reply_kinds import Name, Number, Pair, Plant, Role, Token, Word
from app.rules.reply_phrases import OnDay, Phrase
from app.rules.reply_spelling import Speller


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words may stand for: habits by folded name, plants, and which habits are counted by plants.

    ``units`` are her habits' units by the words for them; ``speller`` knows the words of their names.
    ``foreign`` words mean something in another language.
    """

    names: Mapping[str, frozenset[int]]
    speller: Speller
    varieties: frozenset[int] = frozenset()
    variety_numbers: frozenset[float] = frozenset()
    plants: Sequence[Index] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()


_RAW = re.compile(
    r"\.?\d+(?:[.,:]+\d+|[^\S\n]*[-‐-―−/⁄][^\S\n]*\d+)*|[^\W\d_]+|[\n.,;!)&+/:?👍✗✅✔☑]|[\ue000-\uf8ff]"
)
_SIGNS = dict(
    zip(
        "\n.!)&,;+/?✗👍",
        (
            Role.LINE,
            Role.STOP,
            Role.STOP,
            Role.STOP,
            Role.AND,
            Role.COMMA,
            Role.COMMA,
            Role.COMMA,
            Role.COMMA,
            Role.TURNING,
            Role.TURNING,
            Role.THUMB,
        ),
        strict=True,
    )
)
_ROLES: Mapping[str, Role] = {
    **_SIGNS,
    ":": Role.IDLE,
    **dict.fromkeys("✅✔☑", Role.IDLE),
    **dict.fromkeys(reply_words.TURNING, Role.TURNING),
    **dict.fromkeys(reply_words.IDLE, Role.IDLE),
    **dict.fromkeys(reply_words.EATEN, Role.EATEN),
    **dict.fromkeys(reply_words.EVERYTHING, Role.ALL),
    **dict.fromkeys(reply_words.DONE, Role.DONE),
    **dict.fromkeys(reply_words.AND, Role.AND),
}
NEVER_NAMES = frozenset().union(
    reply_units.NUMBERS, reply_words.EVERYTHING, reply_words.DONE, reply_words.AND, reply_words.DENIALS
)
_NO_PLANTS = NEVER_NAMES | frozenset(reply_units.UNITS) | reply_words.NO_PLANTS
MOST = 100
LONGEST = 80
# No name goes on beyond one of these, nor beyond the sign of a phrase.
_PARTING = frozenset("\n,;!)?")
_FIRST_SIGN, _LAST_SIGN = chr(reply_phrases.FIRST_SIGN), "\uf8ff"
LONGEST_NAME = 8
LONGEST_PLANT = 4
_CLOCK = ("15", "30", "45")


def is_too_long(text: str) -> bool:
    """Whether a plain text has more words and signs than anybody's answer, or a longer one."""
    raws = list(itertools.islice(_RAW.finditer(text), MOST + 1))
    return len(raws) > MOST or any(len(raw.group()) > LONGEST for raw in raws)


def tokens(text: str, lexicon: Lexicon, phrases: list[Phrase]) -> list[Token]:
    """A plain text, with ``phrases`` marked in it, as numbers, names, plants, phrases and words.

    The longest name wins; one that several habits share is unknown, as is "d 3" where "d3" is a name.
    A name that is only a number, or a word with a job of its own here, is passed over.
    """
    return _Cutter(text, lexicon, phrases).cut()


class _Cutter:
    """Goes through a text from left to right.

    ``is_listing`` while what it meets are plants of a list, ``may_go_on`` while the next line may be too.
    """

    def __init__(self, text: str, lexicon: Lexicon, phrases: list[Phrase]) -> None:
        self.raws = list(_RAW.finditer(text))
        self.lexicon = lexicon
        self.phrases = phrases
        self.words = [raw.group() for raw in self.raws]
        self.mended = [self._mended(word) for word in self.words]
        self.found: list[Token] = []
        self.is_listing = False
        self.may_go_on = False

    def cut(self) -> list[Token]:
        at = 0
        while at < len(self.raws):
            at += self._take(at)
        return self.found

    def _take(self, at: int) -> int:
        """Add the token that begins here; how many raw pieces it has."""
        if self.is_listing and (width := self._take_plant(at)):
            return width
        if width := self._width_of_name(at):
            self._add(self._name(at, width))
            return width
        if not self.is_listing and (width := self._take_plant(at)):
            self.is_listing = self.may_go_on
            return width
        self._add(self._classified(self.raws[at].group()))
        return 1

    def _add(self, token: Token) -> None:
        match token:
            case Name(habit_id=habit_id):
                self.is_listing = self.may_go_on = habit_id in self.lexicon.varieties
            case Number(value=value) if value in self.lexicon.variety_numbers and self._begins_line():
                self.is_listing, self.may_go_on = False, True
            case Word(role=Role.LINE):
                self.is_listing, self.may_go_on = False, self.is_listing or self.may_go_on
            case Word(role=Role.STOP):
                self.is_listing, self.may_go_on = False, self.may_go_on and not self._has_plants()
            case Word(role=Role.IDLE) if isinstance(self.found[-1] if self.found else None, Number):
                self.is_listing = self.may_go_on = token.text == ":"
            case Plant() | Word(role=Role.IDLE | Role.AND | Role.COMMA):
                pass
            case _ if not isinstance(token, Word | OnDay):
                self.is_listing = self.may_go_on = False
            case Word():
                self.may_go_on = self.may_go_on and self.is_listing
        self.found.append(token)

    def _begins_line(self) -> bool:
        last = self.found[-1] if self.found else Word("", Role.LINE)
        return isinstance(last, Word) and last.role in (Role.LINE, Role.STOP)

    def _has_plants(self) -> bool:
        return bool(self.found) and isinstance(self.found[-1], Plant)

    def _mended(self, word: str) -> str:
        """The word as it is spelled in a name of hers, if it is none that we know otherwise."""
        if word in _ROLES or word in reply_units.UNITS or word in NEVER_NAMES or self._is_plant(word):
            return word
        return word if word in self.lexicon.foreign else self.lexicon.speller.mended(word) or word

    def _is_plant(self, text: str) -> bool:
        return bool(self.lexicon.plants and text.isalpha() and self._plant_called(text))

    def _width_of_name(self, at: int) -> int:
        """How many raw pieces, from here on, make up the longest name; 0: none.

        Only where nothing is a name as it is spelled, slips of the thumb are mended.
        """
        return self._width_in(self.words, at) or self._width_in(self.mended, at)

    def _width_in(self, words: list[str], at: int) -> int:
        for width in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            parts = words[at : at + width]
            key = _key(parts)
            is_torn = any(part in _PARTING or _FIRST_SIGN <= part[0] <= _LAST_SIGN for part in parts)
            is_whole = parts[0][0].isalnum() and parts[-1][-1].isalnum() and not is_torn
            if is_whole and key in self.lexicon.names and not key.isdigit() and key not in NEVER_NAMES:
                return width
        return 0

    def _name(self, at: int, width: int) -> Token:
        raws = self.raws[at : at + width]
        text = " ".join(raw.group() for raw in raws)
        place = slice(at, at + width)
        names = self.lexicon.names
        habit_ids = names.get(_key(self.words[place])) or names[_key(self.mended[place])]
        is_torn = any(
            raw.group()[0].isdigit() and raw.start() > before.end() for before, raw in pairwise(raws)
        )
        if is_torn or len(habit_ids) > 1:
            return Word(text, Role.UNKNOWN)
        return Name(text, min(habit_ids))

    def _take_plant(self, at: int) -> int:
        """Add the longest plant that begins here; in a list also a word that is none we know. 0: neither."""
        if not self.lexicon.plants or not self.raws[at].group().isalpha():
            return 0
        for width in range(min(LONGEST_PLANT, len(self.raws) - at), 0, -1):
            words = [raw.group() for raw in self.raws[at : at + width]]
            if all(map(str.isalpha, words)) and (slug := self._plant_called(" ".join(words))):
                self._add(Plant(" ".join(words), slug, self.is_listing or self.may_go_on))
                return width
        word = self.raws[at].group()
        if self.is_listing and word not in _ROLES and word not in NEVER_NAMES and not self._width_of_name(at):
            self._add_unknown_plant(word)
            return 1
        return 0

    def _plant_called(self, text: str) -> str:
        """The plant with that name; a word with a job of its own is none, but for plants of her own."""
        if text in _ROLES or text in _NO_PLANTS:
            return ""
        found = filter(None, (index.find(text) for index in self.lexicon.plants))
        is_foreign = text in self.lexicon.foreign
        return next((plant.slug for plant in found if plant.is_own or not is_foreign), "")

    def _add_unknown_plant(self, word: str) -> None:
        last = self.found[-1] if self.found else None
        if isinstance(last, Plant) and not last.slug:
            self.found[-1] = replace(last, text=f"{last.text} {word}")
        else:
            self._add(Plant(word, "", is_listed=True))

    def _classified(self, text: str) -> Token:
        phrase = reply_phrases.phrase_of(text, self.phrases)
        if phrase is not None:
            return phrase
        before = self.found[-1] if self.found else None
        if text in reply_units.NUMBERS or any(map(str.isdigit, text)):
            is_second = [getattr(token, "text", "") for token in self.found[-1:]] == ["of"] and isinstance(
                self.found[-2:][0], Number
            )
            is_hour = isinstance(before, Word) and before.text == "at"
            if is_hour:
                return Word(text, Role.IDLE)
            return Word(text, Role.UNKNOWN) if is_second else _number(text)
        if isinstance(before, Name) and text in reply_words.FORMS:
            return Word(text, Role.IDLE)
        if isinstance(before, Number | Pair) and not before.unit:
            unit = self.lexicon.units.get(text) or reply_units.UNITS.get(text)
            if unit:
                self.found[-1] = replace(before, unit=unit)
                return Word(text, Role.IDLE)
            if text == ":":
                return Word(text, Role.STOP)
        return Word(text, _ROLES.get(text, Role.UNKNOWN))


def _key(parts: Sequence[str]) -> str:
    """The letters and digits of pieces that make up a name."""
    return "".join(filter(str.isalnum, "".join(parts)))


def _number(text: str) -> Token:
    """A number word, "1,000", "1.5"; "1,5" is a pair; ranges, fractions, clocks, "1.000" are unknown."""
    if text in reply_units.NUMBERS:
        return Number(text, reply_units.NUMBERS[text])
    if re.fullmatch(r"\d{1,9}|[1-9]\d{0,2}(,\d{3}){1,2}(\.\d)?", text):
        return Number(text, float(text.replace(",", "")))
    match = re.fullmatch(r"(\d{1,9})([.,])(\d{1,2})", text)
    if match is None:
        return Word(text, Role.UNKNOWN)
    whole, sign, part = match.groups()
    decimal = None if part in _CLOCK else float(f"{whole}.{part}")
    if sign == ",":
        return Pair(text, decimal, Number(whole, float(whole)), Number(part, float(part)))
    return Word(text, Role.UNKNOWN) if decimal is None else Number(text, decimal)
