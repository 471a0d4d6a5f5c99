"""Links that sign a person in once, as texts and emails carry them. Callers commit."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts import secrets
from app.accounts.models import SignIn, User

# Before the token in a link's address: a text has little room.
PATH = "/l/"
LASTS = timedelta(days=1)
_LINK = "link:"


def make(session: Session, user: User, *, now: datetime) -> str:
    """A link's token that signs in once within a day; it is no cookie's token."""
    token = secrets.new_token()
    kept = secrets.hash_of(_LINK + token)
    row = SignIn(user_id=user.id or 0, token_hash=kept, is_link=True, created_at=now, last_seen_at=now)
    session.add(row)
    return token


def use(session: Session, token: str, *, now: datetime) -> int | None:
    """The person a link signs in, once; None when it is used or over."""
    row = session.exec(
        sa.delete(SignIn)
        .where(col(SignIn.token_hash) == secrets.hash_of(_LINK + token), col(SignIn.created_at) > now - LASTS)
        .returning(col(SignIn.user_id))
    ).one_or_none()
    return None if row is None else row[0]


def end_all(session: Session, user_id: int) -> None:
    """End the links of hers that were not used yet; devices stay signed in."""
    session.exec(sa.delete(SignIn).where(col(SignIn.user_id) == user_id, col(SignIn.is_link)))
