"""What an answer says in several words, found before it is cut up: days, leaving out and why, days set aside.

Each phrase is put into the text as one sign of its own, so that the words in it are not taken for others.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from app.rules import days, reply_days
from app.rules.marks import Skip
from app.rules.reply_meanings import Aside

FIRST_SIGN = 0xE000
LONGEST_ASIDE = 366


@dataclass(frozen=True, slots=True)
class OnDay:
    """A day she names."""

    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Leaving:
    """ "skip", "leave out"."""

    text: str


@dataclass(frozen=True, slots=True)
class Because:
    """Why something is left out."""

    text: str
    reason: Skip


@dataclass(frozen=True, slots=True)
class SetAside:
    """A part that sets whole days aside: "sick till friday"."""

    text: str
    aside: Aside


@dataclass(frozen=True, slots=True)
class AllBut:
    """ "all but", "everything except"."""

    text: str


Phrase: TypeAlias = OnDay | Leaving | Because | SetAside | AllBut

_ILL = r"ill|sick|unwell|poorly|(?:the )?flu|covid|not (?:feeling )?(?:very )?well|under the weather"
_AWAY = r"away|(?:on )?(?:a |my )?(?:holiday|vacation|trip|cruise)|travell?ing|out of town"
_HOSPITAL = r"(?:in )?(?:the )?hospital"
_DOCTOR = (
    r"(?:on )?(?:the |my )?(?:doctors?|drs?|gps?|physios?)"
    r"(?: (?:orders?|advice|says?(?: so| no)?|said(?: so| no| not to)?|told me(?: to| not to)?))?"
)
_OTHER = (
    r"(?:too |very |so )?(?:tired|busy|cold|hot|wet|windy|icy|slippery|rain(?:y|ing)?|snow(?:y|ing)?|sore)"
    r"|in pain|no time|visitors|guests|(?:bad )?weather|other|none left|(?:i )?ran out"
)
_REASONS = ((_ILL, Skip.ILL), (_AWAY, Skip.AWAY), (_HOSPITAL, Skip.HOSPITAL), (_DOCTOR, Skip.DOCTOR))
_WHY = (
    r"(?:because|cos|cause|as|due to|since|for)? ?(?:of )?"
    r"(?:(?:i am|im|i was|it is|its|was|being|feeling|my) )*"
)
_BECAUSE = tuple(
    (re.compile(rf"\b{_WHY}(?:{words})(?: today| now)?(?!\w)"), reason)
    for words, reason in (*_REASONS, (_OTHER, Skip.OTHER))
)
_LEAVING = re.compile(r"\b(?:skip(?:ped|ping)?|(?:leave|leaving|left) out)\b(?! out)")

_ALL_BUT = re.compile(r"\b(?:all|everything|the lot)(?: of them)? (?:but|except|bar|apart from)(?: for)?\b")

_BEFORE = (
    r"(?:(?:i|im|ive|am|was|have|has|is|it|be|been|being|feeling|feel|felt|still|again|sorry|hi|hello|bonny|dear|"
    r"a bit|very|quite|really|so|just|now|going|gone|got|will|shall|we|are|were|had|today|ok|with|"
    r"(?:skip(?:ping)? (?:all|everything|today|it all)))[ ]+)*"
)
_AFTER = r"(?:[ ]+(?:today|now|again|still|sorry|at the moment|thanks|thank you|dear|bonny|please|:\)))*"
_SPAN = (
    rf"(?P<span>(?:for )?(?:the )?(?:next )?(?P<count>{reply_days.COUNT}) (?P<what>days?|weeks?)"
    rf"|(?:from (?P<first>today|tomorrow|{reply_days.UNTIL}) )?(?:till?|until|to|thru|through) "
    rf"(?P<until>{reply_days.UNTIL})"
    rf"|(?:and )?back (?:on )?(?P<back>{reply_days.UNTIL})"
    r"|(?P<past>(?:since )?yesterday)|(?P<tomorrow>tomorrow))"
)
_ASIDE = tuple(
    (re.compile(rf" *{_BEFORE}(?:{words})(?: +{_SPAN})?{_AFTER} *"), reason) for words, reason in _REASONS[:3]
)
_ALL_DAY = re.compile(r" *(?:skip|leave out) (?:today|the day|the whole day)(?: please)? *")
_PIECES = re.compile(r"[^.;!,\n]+")
_APOLOGY = re.compile(r"[\s,.!]+sorry[\s.!:)(]*$")
_BACK = re.compile(r",(?= *(?:and )?back )")


def marked(text: str, *, day: date, today: date, is_named: Callable[[str], bool]) -> tuple[str, list[Phrase]]:
    """A plain text with a sign for each phrase, and the phrases: the first stands for ``chr(FIRST_SIGN)``.

    ``day`` is the day that was asked about; ``is_named`` tells whether a word stands in a habit's name ("sun
    time"): it is no weekday then.
    """
    found: list[Phrase] = []
    text = _BACK.sub("", _APOLOGY.sub("", text))
    is_leaving = bool(_LEAVING.search(text))
    text = _PIECES.sub(lambda piece: _set_aside(piece, found, is_leaving, day=day, today=today), text)
    text = _replaced(text, _days_in(text, today, is_named), found)
    text = _replaced(text, ((match, AllBut(match[0])) for match in _ALL_BUT.finditer(text)), found)
    if is_leaving:
        text = _replaced(text, _leavings_in(text), found)
    return text, found


def phrase_of(sign: str, found: list[Phrase]) -> Phrase | None:
    """The phrase that a sign of the text stands for; None: it is no such sign."""
    at = ord(sign) - FIRST_SIGN if len(sign) == 1 else -1
    return found[at] if 0 <= at < len(found) else None


def _sign(found: list[Phrase], phrase: Phrase) -> str:
    found.append(phrase)
    return f" {chr(FIRST_SIGN + len(found) - 1)} "


def _replaced(text: str, places: Iterator[tuple[re.Match[str], Phrase]], found: list[Phrase]) -> str:
    """The text with a sign in each place; of two that overlap the one that begins first, or is longer."""
    parts: list[str] = []
    end = 0
    for match, phrase in sorted(places, key=lambda place: (place[0].start(), -place[0].end())):
        if match.start() >= end:
            parts += [text[end : match.start()], _sign(found, phrase)]
            end = match.end()
    return "".join([*parts, text[end:]])


def _days_in(
    text: str, today: date, is_named: Callable[[str], bool]
) -> Iterator[tuple[re.Match[str], Phrase]]:
    for match, day in reply_days.found_in(text, today):
        if not is_named(match[0].split()[-1]):
            yield match, OnDay(match[0].strip(), day)


def _leavings_in(text: str) -> Iterator[tuple[re.Match[str], Phrase]]:
    for match in _LEAVING.finditer(text):
        yield match, Leaving(match[0])
    for pattern, reason in _BECAUSE:
        for match in pattern.finditer(text):
            yield match, Because(match[0].strip(), reason)


def _set_aside(piece: re.Match[str], found: list[Phrase], is_leaving: bool, *, day: date, today: date) -> str:
    """The piece, or a sign in its place when all of it sets days aside.

    In a text that leaves something out (``is_leaving``), "ill" without more is why.
    """
    text = piece[0]
    if _ALL_DAY.fullmatch(text):
        return _sign(found, SetAside(text.strip(), Aside(Skip.OTHER, day, day)))
    for pattern, reason in _ASIDE:
        match = pattern.fullmatch(text)
        if match and is_leaving and match["span"] is None and not _LEAVING.search(text):
            continue
        span = _span_of(match, day, today) if match else None
        if span is not None:
            return _sign(found, SetAside(text.strip(), Aside(reason, *span)))
    return text


def _span_of(match: re.Match[str], day: date, today: date) -> tuple[date, date] | None:
    """The first and the last of the days; without a word about it the day that was asked about."""
    if match["count"]:
        weeks = match["what"].startswith("week")
        count = reply_days.count_of(match["count"]) * (days.DAYS_IN_WEEK if weeks else 1)
        return (today, today + timedelta(days=count - 1)) if 0 < count <= LONGEST_ASIDE else None
    for name, days_before in (("until", 0), ("back", 1)):
        if match[name]:
            first = _first_of(match["first"], today)
            last = reply_days.until(match[name], first)
            last = last and last - timedelta(days=days_before)
            return (first, max(first, last)) if last else None
    if match["past"]:
        yesterday = today - days.ONE_DAY
        return yesterday, today if "since" in match["past"] else yesterday
    if match["tomorrow"]:
        return today + days.ONE_DAY, today + days.ONE_DAY
    return day, day


def _first_of(word: str | None, today: date) -> date:
    if word in (None, "today"):
        return today
    return reply_days.until(word or "", today) or today
