"""What she means by a text: habits and amounts, a command, nothing, or something we must ask about."""

from dataclasses import replace

from app.rules import reply_answers, reply_commands, reply_notes, reply_tokens, reply_units, reply_words
from app.rules.reply_context import Context as Context
from app.rules.reply_context import Listed as Listed
from app.rules.reply_meanings import Answer, Nothing, OptOut, Reply


def parse(body: str, context: Context) -> Reply:
    """What a text means to the person of this context.

    Precision before recall: whatever has two meanings, denies, asks or holds a word we do not know is not
    recorded. Never raises on any text.
    """
    words = body.strip()
    if words.lower() in reply_words.CARRIER_STOP:
        return OptOut(words, is_carrier_word=True)
    if reply_words.is_tapback(body) or reply_words.is_automatic(body):
        return Nothing()
    body = reply_words.unquoted(body)
    text = reply_words.plain(body)
    if reply_words.is_stop(text):
        return OptOut(words, is_carrier_word=False, rest=reply_words.without_stop(body))
    if reply_tokens.is_too_long(text):
        return Answer(unclear=" ".join(words.split()))
    command = reply_commands.read(reply_words.unsigned(text), words, context)
    if command is not None:
        return command
    if reply_words.is_kind(text):
        return Nothing()
    answer, note = reply_notes.cut_off(body)
    if note:
        read = reply_answers.read(reply_words.plain(answer), answer, context) if answer.strip() else Answer()
        return replace(read, note=note)
    return reply_answers.read(text, body, context)


def has_number(body: str) -> bool:
    """Whether a text holds a number, in figures or in words."""
    text = reply_words.plain(body)
    said = reply_words.words(text).split()
    return any(map(str.isdigit, text)) or any(word in reply_units.NUMBERS for word in said)
