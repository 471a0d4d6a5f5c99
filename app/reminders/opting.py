"""Ending texts and having them again, by text: her consent, in her own words. Callers commit."""

from datetime import datetime

from sqlmodel import Session

from app.messages import consent
from app.messages.models import Channel
from app.reminders import queries, tongues
from app.rules import replies
from app.rules.reply_meanings import OptOut

VERSION = "text"


def end(session: Session, user_id: int, *, words: str, now: datetime) -> bool:
    """End her consent to texts in her own words; whether it stood until now."""
    return consent.revoke(session, user_id=user_id, channel=Channel.SMS, by="text", words=words, now=now)


def ended_in_own_words(session: Session, user_id: int, *, phone: str) -> bool:
    """Whether she ended texts to this number in words that no provider takes for a stop, or on her pages."""
    newest = queries.consent_to_texts(session, user_id, phone=phone)
    if newest is None or newest.revoked_at is None or newest.revoked_by == "provider":
        return False
    today = newest.revoked_at.date()
    heard = tongues.bare_context(today, locale="")
    reply = replies.parse(newest.revoked_words or "", heard)
    return not (isinstance(reply, OptOut) and reply.is_carrier_word)


def begin(session: Session, user_id: int, *, phone: str, words: str, now: datetime) -> None:
    """Keep that she agrees to texts to this number, in these words of hers, unless she does so already."""
    if consent.is_given(session, user_id=user_id, channel=Channel.SMS, address=phone):
        return
    consent.give(
        session,
        user_id=user_id,
        channel=Channel.SMS,
        address=phone,
        words=words[: consent.LONGEST_WORDS],
        words_version=VERSION,
        source="text",
        proved_by="text from this number",
        now=now,
    )
