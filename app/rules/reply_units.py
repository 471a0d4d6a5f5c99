"""Amounts as people say them: number words, "half an hour", and what a unit is worth in another."""

import re
from collections.abc import Callable

_SPACES = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"\w+")
_ONES = _WORD.findall("zero one two three four five six seven eight nine ten eleven twelve")
_TEENS = _WORD.findall("thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS = _WORD.findall("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBERS = {
    **{word: float(value) for value, word in enumerate([*_ONES, *_TEENS])},
    **{word: 10.0 * value for value, word in enumerate(_TENS, start=2)},
    "fourty": 40.0,
}

_SAME = {
    "minute": "min mins minute minutes minuten minutos",
    "hour": "h hr hrs hour hours",
    "IU": "iu ie",
    "mcg": "mcg ug μg microgram micrograms",
    "mg": "mg milligram milligrams",
    "g": "g gram grams gramm",
    "serving": "serving servings portion portions",
    "piece": "piece pieces pcs unit units",
}
UNITS = {word: unit for unit, words in _SAME.items() for word in words.split()}
# How many of the second there are in one of the first; vitamin D has 40 IU in a microgram.
_WORTH = {
    ("hour", "minute"): 60.0,
    ("minute", "hour"): 1 / 60,
    ("mcg", "IU"): 40.0,
    ("g", "mg"): 1000.0,
}
MOST_TIMES = 10

_NUMBER = rf"(?:\d+|{'|'.join(NUMBERS)})"
_HALF = r"(?:a )?half|1[⁄/]2"
_HOURS = "(?:hours?|hrs?|h)"
_MINUTES = "(?:m|mins?|minutes?)"


def _value(word: str) -> float:
    return 1.0 if word == "a" else NUMBERS[word] if word in NUMBERS else float(word)


def _compound(match: re.Match[str]) -> str:
    return f"{_value(match[1]) + _value(match[2]):g}"


def _hundreds(match: re.Match[str]) -> str:
    return f"{_value(match[1]) * (100 if match[2] == 'hundred' else 1000):.0f}"


def _and_a_half(match: re.Match[str]) -> str:
    return f"{_value(match[1]) + 0.5:.1f}"


def _clocked(match: re.Match[str]) -> str:
    minutes = int(match[2] or match[3])
    return f"{60 * int(match[1]) + minutes} min" if minutes < 60 else match[0]


def _listed(match: re.Match[str]) -> str:
    """ "1-2-4" is a list; of two numbers nobody can say whether they are one, or from one to the other."""
    return " ".join(filter(None, match.groups()))


def _how_many(match: re.Match[str]) -> str:
    """ "prunes x 4" is prunes 4; "20 min x 2" is not."""
    return match[0] if match[1] in UNITS else f"{match[1]} {match[2]}"


def _times(match: re.Match[str]) -> str:
    """ "2 x 1000" is 2000; of large numbers nobody can say."""
    first, second = int(match[1]), int(match[2])
    return f"{first * second}" if first <= MOST_TIMES else match[0]


_SPOKEN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\d)o+(?!\w)"), lambda match: "0" * len(match[0])),
    (re.compile(r"\bl\b"), "1"),
    (re.compile(r"\b(\d) ?- ?(\d)(?: ?- ?(\d))(?: ?- ?(\d))?\b"), _listed),
    (re.compile(rf"\b(\d{{1,2}}) ?[x×*] ?(\d{{1,5}})(?= ?(?:{'|'.join(UNITS)})\b)"), _times),
    (re.compile(r"\b(\d{1,3}) ?[x×](?= ?[^\W\d])"), r"\1"),
    (re.compile(r"\b([^\W\d]+) [x×] ?(\d{1,3})\b"), _how_many),
    (re.compile(r"\bcomma\b"), ","),
    (re.compile(r"\b(?:period|full stop)\b"), "."),
    (re.compile(r"\bhalf a dozen\b"), "6"),
    (re.compile(r"\b(?:a |one )?dozen\b"), "12"),
    (re.compile(rf"\b({'|'.join(_TENS)})[ -]({'|'.join(_ONES[1:10])})\b"), _compound),
    (re.compile(rf"\b(a|{_NUMBER}) (hundred|thousand)\b"), _hundreds),
    (re.compile(r"\b(?:three quarters|3[⁄/]4) (?:of )?(?:an )?hour\b"), "45 min"),
    (re.compile(r"\b(?:a |one )?quarter (?:of )?(?:an )?hour\b"), "15 min"),
    (re.compile(rf"\b(?:an|one|1) {_HOURS} and a half\b"), "90 min"),
    (re.compile(rf"\b({_NUMBER})\s?(?:and (?:{_HALF})|1[⁄/]2)(?= )"), _and_a_half),
    (re.compile(rf"(?:\b(?:{_HALF})) (?:of )?(?:an )?{_HOURS}\b"), "30 min"),
    (
        re.compile(rf"\b(\d{{1,2}}) ?{_HOURS}(?: and)? ?(?:(\d{{2}})(?: ?{_MINUTES})?|(\d) ?{_MINUTES})\b"),
        _clocked,
    ),
    (re.compile(r"\ban hour\b"), "60 min"),
    (re.compile(rf"(?:\b(?:{_HALF})) (?:of )?(?:a )?(serving|portion)\b"), r"0.5 \1"),
)


def spoken(text: str) -> str:
    """A plain text with amounts that are said in several words written as figures: "half an hour" 30 min."""
    text = _SPACES.sub(" ", text)
    for pattern, figures in _SPOKEN:
        text = pattern.sub(figures, text)
    return text


def words_for(unit: str) -> dict[str, str]:
    """The words that a habit's own unit goes by, each with the unit as ``worth`` takes it."""
    own = unit.casefold()
    if own in UNITS or not own.isalpha():
        return {}
    return {own: own, f"{own}s": own, f"{own}es": own}


def worth(value: float, *, unit: str, of: str) -> float | None:
    """How much an amount in one unit is in a habit's own; None when the one says nothing of the other.

    ``unit`` is empty when she named none: then it is the habit's own. So it is where the habit has none.
    """
    own = UNITS.get(of.casefold(), of.casefold())
    if unit in ("", own, "piece") or not own:
        return value
    factor = _WORTH.get((unit, own))
    return None if factor is None else value * factor
