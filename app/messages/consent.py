"""Consent: what a person agreed to on a channel, in which words, and how it ended. Callers commit."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.messages import outbox
from app.messages.message import Reason
from app.messages.models import Channel, Consent

LONGEST_WORDS = 200


def give(
    session: Session,
    *,
    user_id: int,
    channel: Channel,
    address: str,
    words: str,
    words_version: str,
    source: str,
    proved_by: str,
    now: datetime,
) -> None:
    """Add a record that she agreed: to these exact words, for this address, which she proved to be hers.

    ``source`` is where she did so (a page, a text), ``proved_by`` how (a code). Earlier records stay.
    """
    session.add(
        Consent(
            user_id=user_id,
            channel=channel,
            address=address,
            words=words,
            words_version=words_version,
            source=source,
            proved_by=proved_by,
            given_at=now,
        )
    )
    session.flush()


def revoke(
    session: Session, *, user_id: int, channel: Channel, by: str, words: str | None, now: datetime
) -> bool:
    """End every consent of hers on the channel and suppress what waits there; whether there was one.

    ``by`` says who ended it (she by text, on a page; the provider), ``words`` in which words, if any.
    """
    ended = session.exec(
        sa.update(Consent)
        .where(
            col(Consent.user_id) == user_id,
            col(Consent.channel) == channel,
            col(Consent.revoked_at).is_(None),
        )
        .values(revoked_at=now, revoked_by=by, revoked_words=words[:LONGEST_WORDS] if words else None)
    )
    outbox.suppress_queued(session, user_id=user_id, channel=channel, reason=Reason.OPTED_OUT, now=now)
    return ended.rowcount > 0


def is_given(session: Session, *, user_id: int, channel: Channel, address: str) -> bool:
    """Whether she agrees to messages to this very address now; a new number needs a new consent."""
    found = session.exec(
        select(Consent.id)
        .where(
            Consent.user_id == user_id,
            Consent.channel == channel,
            Consent.address == address,
            col(Consent.revoked_at).is_(None),
        )
        .limit(1)
    ).first()
    return found is not None
