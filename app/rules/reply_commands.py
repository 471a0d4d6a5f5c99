"""Texts that are no answer but a command or a question: undo, week, later 2h, remind 8:30, help prunes."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from typing import TypeAlias

from app.rules import reply_days, reply_units, reply_words
from app.rules.reply_context import Context
from app.rules.reply_meanings import (
    About,
    Discreet,
    Help,
    Join,
    Later,
    Notes,
    OptIn,
    Part,
    Pause,
    Question,
    Remind,
    RemindOff,
    Reply,
    Resume,
    Topic,
    Undo,
    Web,
    WrongNumber,
)

_COUNT = reply_days.COUNT
_CLOCK = r"(?:at )?(\d{1,2})(?:[:.h ]?([0-5]\d))?(?: ?oclock)? ?([ap]\.?m\.?)?"
_PART = r"(mornings?|evenings?|nights?|all|everything)"
MOST_MINUTES = 7 * 24 * 60
_MAILED = ("mail", "email", "e mail")
_BY_MAIL = (
    *_MAILED,
    *(f"{how} {what}" for how in _MAILED for what in ("it", "me", "it to me", "me it", "to me")),
    *(f"{how} {what}" for how in _MAILED for what in ("doctor", "summary", "me the summary", "the summary")),
    *(f"{what} {by}{how}" for what in ("doctor", "summary") for by in ("", "by ") for how in _MAILED),
    *(f"send {it} by {how}" for it in ("it", "it to me", "the summary") for how in _MAILED),
)

_QUESTIONS: Mapping[str, Topic] = {
    "today": Topic.TODAY,
    "status": Topic.TODAY,
    "list": Topic.TODAY,
    "whats left": Topic.TODAY,
    "what is left": Topic.TODAY,
    "whats open": Topic.TODAY,
    "what is open": Topic.TODAY,
    "whats still open": Topic.TODAY,
    "what is still open": Topic.TODAY,
    "how am i doing": Topic.TODAY,
    "how am i doing today": Topic.TODAY,
    "week": Topic.WEEK,
    "my week": Topic.WEEK,
    "this week": Topic.WEEK,
    "how was my week": Topic.WEEK,
    "how is my week": Topic.WEEK,
    "month": Topic.MONTH,
    "my month": Topic.MONTH,
    "this month": Topic.MONTH,
    "how was my month": Topic.MONTH,
    "plants": Topic.PLANTS,
    "my plants": Topic.PLANTS,
    "how many plants": Topic.PLANTS,
    "how many plants so far": Topic.PLANTS,
    "which plants": Topic.PLANTS,
    "streak": Topic.STREAK,
    "streaks": Topic.STREAK,
    "my streak": Topic.STREAK,
    "my streaks": Topic.STREAK,
    "doctor": Topic.SUMMARY,
    "doctors page": Topic.SUMMARY,
    "doctor page": Topic.SUMMARY,
    "for my doctor": Topic.SUMMARY,
    "summary": Topic.SUMMARY,
    "report": Topic.SUMMARY,
    **dict.fromkeys(_BY_MAIL, Topic.SUMMARY_BY_MAIL),
}
_STATIC: Mapping[str, Reply] = {
    **dict.fromkeys(("start", "unstop"), OptIn()),
    **dict.fromkeys(("help", "help me", "info", "who is this", "who are you", "who is that"), Help()),
    **dict.fromkeys(("resume", "go on", "continue", "unpause", "reminders on"), Resume()),
    **dict.fromkeys(("web", "link", "website", "send link", "send me the link", "my pages"), Web()),
    **dict.fromkeys(("join", "join bonny", "i want to join", "sign me up", "sign up"), Join()),
    **dict.fromkeys(("later", "not now", "remind me later", "snooze", "ask me later", "ask later"), Later()),
    **dict.fromkeys(("pause", "pause reminders", "pause the reminders"), Pause()),
    **dict.fromkeys(
        ("discreet", "discreet on", "be discreet", "discrete", "discrete on"), Discreet(is_on=True)
    ),
    **dict.fromkeys(("discreet off", "discrete off", "not discreet"), Discreet(is_on=False)),
    **dict.fromkeys(("notes on", "note on", "keep notes"), Notes(is_on=True)),
    **dict.fromkeys(("notes off", "note off", "no notes"), Notes(is_on=False)),
    **dict.fromkeys(("remind", "remind me", "reminder", "change time", "change the time"), Remind(at=None)),
    **dict.fromkeys(("remind off", "reminders off", "no reminders"), RemindOff(Part.ALL)),
    **dict.fromkeys(("remind on",), RemindOff(Part.ALL, is_on=True)),
}
# All of the text, without a word of anything else: a number must not go because somebody tells of her day.
_WRONG_NUMBER = re.compile(
    r"(?:(?:sorry|hi|hello|no|but|there|i|im|think|afraid|you|have|youve|got|this|that|is|its|it|the|a) )*"
    r"(?:wrong (?:number|person|phone)|not (?:my|her|his) (?:number|phone)|new number who(?: (?:dis|this))?"
    r"|not \w+s (?:number|phone))(?: (?:sorry|please|any ?more|now))*"
)


def read(text: str, words: str, context: Context) -> Reply | None:
    """The command or question that a plain text is, all of it; None when it is none."""
    said = reply_words.words(text)
    alone = " ".join(_said(text))
    if context.opted_out and said == "yes" and not any(map(str.isdigit, text)):
        return OptIn()
    if reply_words.words(text, without=reply_words.UNDO_COMPANY) == "undo" and _has_no_digit(text):
        return Undo()
    if not said and "?" in text and _has_no_digit(text):
        return Question(Topic.TODAY)
    if _has_no_digit(text) and _WRONG_NUMBER.fullmatch(" ".join(_said(text, courtesy=True))):
        return WrongNumber(words)
    for whole in (alone, " ".join(_said(text, courtesy=True))):
        if whole in _STATIC:
            return _STATIC[whole]
    if alone in _QUESTIONS:
        return Question(_QUESTIONS[alone])
    return _told(alone, context)


def _has_no_digit(text: str) -> bool:
    return not any(map(str.isdigit, text))


def _said(text: str, *, courtesy: bool = False) -> list[str]:
    """The words and figures of a plain text, without the polite ones; a clock stays together."""
    words = re.findall(r"\d+(?:[:.]\d+)*|[^\W\d_]+", reply_units.spoken(text))
    return [word for word in words if courtesy or word not in reply_words.COURTESY]


def _told(said: str, context: Context) -> Reply | None:
    for pattern, meaning in _PATTERNS:
        match = pattern.fullmatch(said)
        if match is not None:
            return meaning(match, context)
    return None


def _later(match: re.Match[str], _context: Context) -> Reply | None:
    count = reply_days.count_of(match["count"])
    minutes = count * (1 if match["what"].startswith("m") else 60)
    return Later(min(minutes, MOST_MINUTES)) if minutes > 0 else None


def _pause(match: re.Match[str], _context: Context) -> Reply | None:
    count = reply_days.count_of(match["count"])
    return Pause(count * (7 if match["what"].startswith("w") else 1)) if count else Pause()


def _pause_until(match: re.Match[str], context: Context) -> Reply | None:
    until = reply_days.until(match["until"], context.today)
    return Pause((until - context.today).days) if until else Pause()


def _remind(match: re.Match[str], _context: Context) -> Reply | None:
    return Remind(clock_of(match[1], match[2], match[3]))


def _remind_off(match: re.Match[str], _context: Context) -> Reply | None:
    is_on = match["on"] == "on"
    if match["part"]:
        return RemindOff(_part(match["part"]), is_on=is_on)
    at = clock_of(match["hour"], match["minute"], match["half"])
    return RemindOff(at, is_on=is_on) if at else None


def _part(word: str) -> Part:
    if word.startswith("morning"):
        return Part.MORNING
    return Part.EVENING if word.startswith(("evening", "night")) else Part.ALL


def _about(match: re.Match[str], context: Context) -> Reply | None:
    """The one habit called so."""
    key = reply_words.fold(match["what"])
    found = {
        habit.habit_id
        for habit in (*context.listed, *context.habits)
        if key in map(reply_words.fold, habit.names) or key == str(habit.number or "")
    }
    return About(min(found) if len(found) == 1 else None, match["what"])


def clock_of(hour: str, minute: str | None, half: str | None) -> time | None:
    """The time of day of "8", "8:30", "8 30 pm"; None when there is none."""
    number, minutes = int(hour), int(minute or 0)
    half = (half or "").replace(".", "")
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half == "pm" else 0)
    return time(number, minutes) if number < 24 else None


_Meant: TypeAlias = Callable[[re.Match[str], Context], Reply | None]
_PATTERNS: tuple[tuple[re.Pattern[str], _Meant], ...] = (
    (
        re.compile(
            rf"(?:(?:remind me |ask me |ask )?later|snooze|remind me|ask me)(?: again)? (?:in |for )?"
            rf"(?P<count>{_COUNT}) ?(?P<what>h|hrs?|hours?|m|mins?|minutes?)"
        ),
        _later,
    ),
    (re.compile(rf"in (?P<count>{_COUNT}) ?(?P<what>hours?|mins?|minutes?)"), _later),
    (
        re.compile(
            rf"pause(?: (?:the |my )?reminders)? (?:for )?(?:the next )?(?P<count>{_COUNT}) ?"
            rf"(?P<what>d|days?|weeks?|w)"
        ),
        _pause,
    ),
    (
        re.compile(rf"pause(?: (?:the |my )?reminders)? (?:till?|until) (?P<until>{reply_days.UNTIL})"),
        _pause_until,
    ),
    (
        re.compile(
            rf"(?:remind|reminders?)(?: me)? (?P<on>off|on) (?:the )?(?:in the )?"
            rf"(?:(?P<part>{_PART[1:-1]})|(?:at )?(?P<hour>\d{{1,2}})(?:[:. ]?(?P<minute>[0-5]\d))?"
            rf"(?: ?(?P<half>[ap]m))?)"
        ),
        _remind_off,
    ),
    (
        re.compile(
            rf"(?:no|stop)(?: the| my)? (?P<part>{_PART[1:-1]}) reminders?"
            r"(?P<on>)(?P<hour>)(?P<minute>)(?P<half>)"
        ),
        _remind_off,
    ),
    (re.compile(rf"(?:remind|reminder|text)(?: me)?(?: daily| every day)? {_CLOCK}"), _remind),
    (
        re.compile(r"how (?:do|can|could) i (?:stop|end|cancel|leave|get rid of)(?: \w+){0,4}"),
        lambda _match, _context: Help(),
    ),
    (re.compile(r"(?:help|info)(?: with| about| on| me with)?(?: my| the)? (?P<what>.{1,40})"), _about),
)
