"""Ending texts and having them again, by text: her consent, in her own words. Callers commit."""

from datetime import datetime

from sqlmodel import Session

from app.messages import consent
from app.messages.models import Channel

VERSION = "text"


def end(session: Session, user_id: int, *, words: str, now: datetime) -> bool:
    """End her consent to texts in her own words; whether it stood until now."""
    return consent.revoke(session, user_id=user_id, channel=Channel.SMS, by="text", words=words, now=now)


def begin(session: Session, user_id: int, *, phone: str, now: datetime) -> None:
    """Keep that she agrees to texts to this number, unless she does so already."""
    if consent.is_given(session, user_id=user_id, channel=Channel.SMS, address=phone):
        return
    consent.give(
        session,
        user_id=user_id,
        channel=Channel.SMS,
        address=phone,
        words="START by text",
        words_version=VERSION,
        source="text",
        proved_by="text from this number",
        now=now,
    )
