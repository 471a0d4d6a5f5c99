"""What she means by a text: habits and amounts, a command, nothing, or something we must ask about."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from app.rules import (
    reply_agreement,
    reply_answers,
    reply_commands,
    reply_notes,
    reply_tokens,
    reply_tongues,
    reply_units,
    reply_words,
)
from app.rules.reply_context import Context as Context
from app.rules.reply_context import Listed as Listed
from app.rules.reply_meanings import Answer, Nothing, OptOut, Reply
from app.rules.reply_own_words import OwnWords
from app.rules.reply_tongues import Tongue


def parse(body: str, context: Context) -> Reply:
    """What a text means to the person of this context.

    Precision before recall: whatever has two meanings, denies, asks or holds a word we do not know is not
    recorded. It is read in English and, where it has words of them, in the other tongues of the context; what
    these readings say differently is asked about. Never raises on any text.
    """
    words = body.strip()
    if words.lower() in reply_words.CARRIER_STOP:
        return OptOut(words, is_carrier_word=True)
    plain = reply_words.plain(body)
    if reply_words.is_tapback(body) or reply_tongues.is_reaction(plain, context.tongues):
        return Nothing()
    if reply_words.is_automatic(body) or reply_tongues.is_automatic(plain, context.tongues):
        return Nothing()
    body = reply_words.unquoted(body)
    text = reply_words.plain(body)
    if reply_tokens.is_too_long(text) and not reply_words.is_stop(text):
        return Answer(unclear=" ".join(words.split()))
    english = _read(_Said(body, words, text, text), context)
    spoken = [(_read(said, context), said.is_sure) for said in _in_tongues(body, words, text, context)]
    return reply_agreement.of(english, spoken, " ".join(body.split()))


@dataclass(frozen=True, slots=True)
class _Said:
    """A text on its way to one of its readings.

    ``text`` is in the grammar's words, her names apart; in ``command`` the name of what counts plants is too.
    ``into`` puts a part of the body into the same words, ``hers`` gives what she wrote for them.
    """

    body: str
    words: str
    text: str
    command: str
    is_sure: bool = True
    into: Callable[[str], str] = reply_words.plain
    hers: Callable[[str], str] = str


def _in_tongues(body: str, words: str, text: str, context: Context) -> Iterator[_Said]:
    """The text as each tongue has it that knows a word of it."""
    for tongue in context.tongues:
        is_hers = tongue.language == context.language
        named = OwnWords(context, tongue)
        read = reply_tongues.rewritten(text, tongue, is_her_language=is_hers, hers=named)
        spared = OwnWords(context, tongue, is_whole=True)
        whole = reply_tongues.rewritten(text, tongue, is_her_language=is_hers, hers=spared)
        if text in (read.text, whole.text) and read.text == whole.text and not _has_note(body, tongue):
            continue
        into = _putting(tongue, is_sure=read.is_sure, hers=named)
        yield _Said(body, words, read.text, whole.text, read.is_sure, into, read.in_her_words)


def _has_note(body: str, tongue: Tongue) -> bool:
    return bool(reply_notes.cut_off(body, tongue.notes)[1])


def _putting(tongue: Tongue, *, is_sure: bool, hers: reply_tongues.Hers) -> Callable[[str], str]:
    """What puts a part of her text into the grammar's words, as all of it was put."""
    return lambda part: (
        reply_tongues.rewritten(reply_words.plain(part), tongue, is_her_language=is_sure, hers=hers).text
    )


def _read(said: _Said, context: Context) -> Reply:
    """What a text means in one reading."""
    if reply_words.is_stop(said.text):
        rest = reply_words.without_stop(said.body, said.into)
        return OptOut(said.words, is_carrier_word=False, rest=rest)
    for text in dict.fromkeys((said.text, said.command)):
        command = reply_commands.read(reply_words.unsigned(text), said.words, context)
        if command is not None:
            return command
    if reply_words.is_kind(said.text):
        return Nothing()
    notes = [word for tongue in context.tongues for word in tongue.notes]
    answer, note = reply_notes.cut_off(said.body, notes)
    if note:
        text = said.into(answer)
        read = reply_answers.read(text, answer, context, said.hers) if answer.strip() else Answer()
        return replace(read, note=note)
    return reply_answers.read(said.text, said.body, context, said.hers)


def has_number(body: str, tongues: Collection[Tongue] = ()) -> bool:
    """Whether a text holds a number, in figures or in words of English or one of the tongues."""
    text = reply_words.plain(body)
    said = {
        word
        for way in reply_tongues.ways(text, tongues)
        for word in reply_words.words(reply_units.spoken(way)).split()
    }
    return any(map(str.isdigit, text)) or any(word in reply_units.NUMBERS for word in said)
