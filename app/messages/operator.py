"""What the operator is told of by email: that texts stand still, are taken for spam, or are used up."""

import logging
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from app.messages import outbox
from app.messages.models import Channel

KIND = "operator"
WORTH_SENDING = timedelta(days=1)
log = logging.getLogger("bonny.messages.operator")


class Matter(StrEnum):
    """What happened."""

    BLOCKED = "blocked"
    SPAM = "spam"
    BUDGET = "budget"
    NUMBER = "number"


def tell(
    session: Session,
    matter: Matter,
    *,
    once: str,
    now: datetime,
    code: str = "",
    person_id: int | None = None,
) -> bool:
    """Plan one email about a matter, unless one was planned for the same ``once``; whether it is news.

    ``code`` is the provider's, ``person_id`` whom it is about. The log says it too, for an instance without
    an operator's address.
    """
    is_news = outbox.enqueue(
        session,
        key=f"{KIND}/{matter}/{once}",
        kind=KIND,
        channel=Channel.EMAIL,
        user_id=None,
        due_at=now,
        expires_at=now + WORTH_SENDING,
        now=now,
        payload={"matter": matter, "code": code, "at": now.isoformat(), "person": person_id},
    )
    if is_news:
        log.error(
            "a matter for the operator", extra={"matter": matter.value, "code": code, "user_id": person_id}
        )
    return is_news
