"""The words of a text: cut apart, and which are numbers, names, idle, turning a meaning round, or a stop."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import TypeAlias

THUMB, CROSS = "👍", "✗"
_WORD = re.compile(r"[^\W\d_]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CARRIER_STOP = _set("stop stopall unsubscribe cancel end quit revoke optout")
STATUS = frozenset({"status", "what is left", "whats left", "what is open", "whats open", "how am i doing"})
UNDO_COMPANY = _set("that it this last the my answer oops sorry please")
COURTESY = _set(
    "please pls plz thanks thank you bonny now immediately hi hello kindly just ok bitte danke por favor "
    "gracias svp sil vous te plait merci"
)

_NUMBERS = tuple(_WORD.findall("zero one two three four five six seven eight nine ten eleven twelve"))
_EVERYTHING = _set("all everything both")
_DONE = _set("d done finished completed")
_AND = _set("and n plus")
# Ignored after an amount. Left out on purpose: hours, grams, cups, pills, steps, which would need converting.
_UNITS = _set("min mins minute minutes iu ie mg unit units serving servings portion portions piece pieces")
# Said to be kind; alone they need no answer, beside an answer they change nothing.
_KIND = _set(
    "thanks thank thankyou thx tx ty ok okay hi hello hey good morning afternoon evening bonny dear great "
    "gracias danke merci"
)
# Kind when nothing else is said; beside an answer they are not understood ("I love prunes").
_KIND_ALONE = _KIND | _set(
    "love lovely nice welcome bless bye night goodnight lol haha cool wonderful perfect kind sweet xx xxx xo "
    "xoxo got"
)
_KIND_COMPANY = _set("you u too it so much very the a for that is and have day your reminder to")
_IDLE = _KIND | _set(
    "i had did do my have took today please pls a an the of ate drank just now so also too already im ive am "
    "was been went for at breakfast lunch dinner number numbers only about yes yep yeah our we got it "
    "you"
)
# Words that open a sentence which denies, so that "prunes 4, no walk" is clear about the prunes.
DENIALS = _set("no not didnt dont havent hasnt couldnt cant cannot wasnt never skipped missed forgot")
# Words that may turn round everything said before and after them, so nothing of the message is recorded:
# denying, other days, what is only planned, commands of a later version, and the words of our own texts.
_TURNING = DENIALS | _set(
    "doesnt wont wouldnt shouldnt isnt arent hadnt aint nope nah none nothing nor neither except but without "
    "unable minus instead wrong mistake skip miss forget unless almost nearly hardly barely "
    "yesterday tomorrow tonight later yet last ago week mon monday tue tues tuesday wed weds wednesday thu "
    "thur thurs thursday fri friday sat saturday sun sunday "
    "will ill gonna going plan planning try trying tried want wanted need should would could might may maybe "
    "if when until till why what whats which how "
    "undo pause resume stop cancel delete remove change start help snooze sick away open reply"
)
# A question about the answer, a "one" that is not the number, the beginnings of our own texts.
_DOUBTFUL = re.compile(r"\b(?:did|have|had|do|am) (?:i|we|you)\b|\b(?:the|my|good) one\b|\b(?:bonny|got it):")

_TEXTS = "texts?|texting|messages?|messaging|msgs?|sms|reminders?|mensajes|nachrichten|notifications?"
_STRONG = (
    "stop|stopp|stoppen|stopall|unsubscribe|optout|opt out|parar|pare|para|alto|baja|darme de baja|detener"
    "|basta|abmelden|abbestellen|aufhoren|arret|arreter|arretez|desabonner|desinscrire"
)
_WISH = "(?:(?:i )?(?:want to|want you to|would like to|can|could|quiero|mochte|ich will|je veux) )?"
_SMALL = "it|this|that|these|those|the|your|my|me|all|any|more|anymore|sending|from|of|to|mich|la"
_REST = rf"(?: (?:{_SMALL}|{_TEXTS}))*"
_STOP_SENTENCE = re.compile(
    rf"{_WISH}(?:{_STRONG}){_REST}|(?:no|no more|no mas|plus de) (?:{_TEXTS}){_REST}|keine (?:{_TEXTS}) mehr"
    rf"|(?:dont|do not|never) (?:text|message|contact|bother){_REST}(?: again)?"
    rf"|(?:dont|do not|never) send (?:me )?(?:any |more )*(?:{_TEXTS}){_REST}"
    rf"|(?:(?:opt|sign) (?:me )?out|(?:take|get) (?:me )?off|remove me){_REST}(?: list)?|leave (?:me )?alone"
)
_STOP_ALONE = re.compile(rf"(?:cancel|end|quit|revoke)(?: (?:all|these|the|your|my|{_TEXTS}))*")
_TAPBACK = re.compile(
    r"\s*(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned"
    r"|reacted .{1,20} to|removed an? .{1,40} from)\s+"
    r"(?:[\"'“”„«‘]|an? (?:image|photo|picture|video|message|attachment|sticker|movie|audio))"
    r"|\s*\W{1,6} to [\"“”]",
    re.IGNORECASE,
)

_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_SIGHTS = (
    (re.compile("🔟"), " 10 "),
    (re.compile("[👎❌🚫⛔✖✘❎]"), CROSS),
    (re.compile("['’‘`´]"), ""),
)
_SPELLINGS = (
    (re.compile(r"\bi\.\s?u\b\.?"), "iu"),
    (re.compile(r"\b(done|finished) with\b"), r"\1"),
    (re.compile(r"\bthis (morning|afternoon|evening)\b"), r"\1"),
    (re.compile(r"(?<![\d,.])(\d{1,2}),(\d{1,2}),(?=\d{1,2}(?![\d.]))"), r"\1, \2, "),
)
_UNSEEN = frozenset({"Mn", "Me", "Cf"})


def plain(text: str) -> str:
    """The text in lower case without accents, apostrophes and invisible marks; every digit one of 0-9.

    A digit in a box or a circle stands apart from its neighbours; a thumb down and every cross read "✗".
    """
    text = _KEYCAP.sub(r" \1 ", text)
    for pattern, spelling in _SIGHTS:
        text = pattern.sub(spelling, text)
    text = "".join(f" {mark} " if unicodedata.category(mark) == "No" else mark for mark in text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(map(_plain_mark, unicodedata.normalize("NFKD", text)))
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text


def _plain_mark(mark: str) -> str:
    category = unicodedata.category(mark)
    if category == "Nd":
        return str(unicodedata.decimal(mark))
    return "" if category in _UNSEEN else mark


def fold(text: str) -> str:
    """The letters and digits alone of a text or name, plain: the key under which names are compared."""
    return "".join(filter(str.isalnum, plain(text)))


def words(text: str, *, without: frozenset[str] = frozenset()) -> str:
    """The words of a plain text with one space between, no digits, no punctuation, none of the idle ones."""
    return " ".join(word for word in _WORD.findall(text) if word not in without)


def is_tapback(body: str) -> bool:
    """Whether a phone sent this to say that she reacted to a message, quoting it."""
    return _TAPBACK.match(body) is not None


def is_stop(text: str) -> bool:
    """Whether a plain text, or one sentence in it, asks for no more texts in whatever words."""
    sentences = (text, *re.split(r"[.!\n]", text))
    return _asks(text, _STOP_ALONE) or any(_asks(sentence, _STOP_SENTENCE) for sentence in sentences)


def _asks(sentence: str, pattern: re.Pattern[str]) -> bool:
    if any(map(str.isdigit, sentence)):
        return False
    return pattern.fullmatch(words(sentence, without=COURTESY)) is not None


def is_kind(text: str) -> bool:
    """Whether a plain text holds only kind words, or none at all; a digit, thumb or question is more."""
    said = frozenset(_WORD.findall(text))
    if any(mark.isdigit() or mark == "?" for mark in text):
        return False
    return bool(said & _KIND_ALONE and said <= _KIND_ALONE | _KIND_COMPANY) or not (said or THUMB in text)


def is_doubtful(text: str) -> bool:
    """Whether a plain text asks about itself ("did I do 3"), says "the one", or quotes a text of ours."""
    return _DOUBTFUL.search(text) is not None


class Role(Enum):
    """What a word does in an answer: an idle one nothing; the last four end one part of it."""

    ALL = "all"
    DONE = "done"
    THUMB = "thumb"
    TURNING = "turning"
    UNKNOWN = "unknown"
    IDLE = "idle"
    AND = "and"
    COMMA = "comma"
    LINE = "line"
    STOP = "stop"


BREAKS = frozenset({Role.AND, Role.COMMA, Role.LINE, Role.STOP})


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sign that is neither a number nor a habit's name."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Number:
    """A number; a unit makes it an amount, and a label ("1. prunes") must fit the name that follows."""

    text: str
    value: float
    has_unit: bool = False
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers and a comma, no space ("1,3"): a decimal (None: rather a clock), or two of the list."""

    text: str
    decimal: float | None
    left: Number
    right: Number
    has_unit: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A habit, called by one of its names."""

    text: str
    habit_id: int


Token: TypeAlias = Word | Number | Pair | Name

_RAW = re.compile(r"\.?\d+(?:[.,:]+\d+|[^\S\n]*[-‐-―−/⁄][^\S\n]*\d+)*|[^\W\d_]+|[\n.,;!)&+/:?👍✗]")
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
    **dict.fromkeys(_TURNING, Role.TURNING),
    **dict.fromkeys(_IDLE, Role.IDLE),
    **dict.fromkeys(_EVERYTHING, Role.ALL),
    **dict.fromkeys(_DONE, Role.DONE),
    **dict.fromkeys(_AND, Role.AND),
}
_NEVER_NAMES = frozenset().union(_NUMBERS, _EVERYTHING, _DONE, _AND, DENIALS)
_LONGEST_NAME = 8
_CLOCK = ("15", "30", "45")


def tokens(text: str, names: Mapping[str, frozenset[int]]) -> list[Token]:
    """A plain text as numbers, names and words; ``names`` are folded, each with the habits it may mean.

    The longest name wins; one that several habits share is unknown, as is "d 3" where "d3" is a name.
    A name that is only a number, or a word with a job of its own here, is passed over.
    """
    raws = list(_RAW.finditer(text))
    found: list[Token] = []
    at = 0
    while at < len(raws):
        width = _width_of_name(raws[at : at + _LONGEST_NAME], names)
        if width:
            found.append(_name(raws[at : at + width], names))
        else:
            found.append(_classified(raws[at].group(), found))
        at += width or 1
    return found


def _width_of_name(raws: list[re.Match[str]], names: Mapping[str, frozenset[int]]) -> int:
    """How many raw pieces, at the start of these, make up the longest name; 0: none."""
    parts = [raw.group() for raw in raws]
    for width in range(len(parts), 0, -1):
        key = "".join(filter(str.isalnum, "".join(parts[:width])))
        is_whole = (
            parts[0][0].isalnum()
            and parts[width - 1][-1].isalnum()
            and not set(parts[:width]) & set("\n,;!)?")
        )
        if is_whole and key in names and not key.isdigit() and key not in _NEVER_NAMES:
            return width
    return 0


def _name(raws: list[re.Match[str]], names: Mapping[str, frozenset[int]]) -> Token:
    text = " ".join(raw.group() for raw in raws)
    habit_ids = names["".join(filter(str.isalnum, text))]
    is_torn = any(raw.group()[0].isdigit() and raw.start() > before.end() for before, raw in pairwise(raws))
    if is_torn or len(habit_ids) > 1:
        return Word(text, Role.UNKNOWN)
    return Name(text, min(habit_ids))


def _classified(text: str, found: list[Token]) -> Token:
    before = found[-1] if found else None
    if text in _NUMBERS or any(map(str.isdigit, text)):
        is_second = [token.text for token in found[-1:]] == ["of"] and isinstance(found[-2:][0], Number)
        return Word(text, Role.UNKNOWN) if is_second else _number(text)
    if isinstance(before, Number | Pair):
        if text in _UNITS:
            found[-1] = replace(before, has_unit=True)
            return Word(text, Role.IDLE)
        if text == ":":
            return Word(text, Role.STOP)
    return Word(text, _ROLES.get(text, Role.UNKNOWN))


def _number(text: str) -> Token:
    """A number word, "1,000", "1.5"; "1,5" is a pair; ranges, fractions, clocks, "1.000" are unknown."""
    if text in _NUMBERS:
        return Number(text, float(_NUMBERS.index(text)))
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
