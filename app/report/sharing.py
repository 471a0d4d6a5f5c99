"""Writes of the report room: a link to a summary with its code, opening it, ending it. Callers commit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts import secrets
from app.report import queries
from app.report.models import SharedSummary

LINK_LASTS = timedelta(days=7)
MOST_A_DAY = 5
DAY = timedelta(days=1)


class TooManyLinks(Exception):
    """She was sent as many links within a day as may be; the older ones work on."""


class LinkIsOver(Exception):
    """There is no such link, or not any more: nobody is told which."""


class WrongCode(Exception):
    """The digits do not fit; at least one more try remains."""


@dataclass(frozen=True, slots=True)
class Minted:
    """A link as it goes out: this once, for of token and digits only hashes are kept."""

    link_id: int
    token: str
    digits: str


def make(
    session: Session,
    user_id: int,
    *,
    first: date,
    last: date,
    key: str,
    now: datetime,
    is_by_text: bool = False,
    again: int | None = None,
) -> Minted:
    """A link to her summary of first to last, good for a week. Raises TooManyLinks.

    ``is_by_text``: it goes to her number. ``again`` is the id of a link that was made for this very message
    and never left: it is made anew, so that a message which is tried twice leaves one link.
    """
    link = queries.link_of(session, user_id, link_id=again) if again is not None else None
    if link is None:
        if queries.links_made_since(session, user_id, since=now - DAY) >= MOST_A_DAY:
            raise TooManyLinks
        link = SharedSummary(
            user_id=user_id,
            token_hash="",
            code_hash="",
            first=first,
            last=last,
            is_by_text=is_by_text,
            created_at=now,
            expires_at=now + LINK_LASTS,
        )
    token, digits = secrets.new_short_token(), secrets.new_code()
    link.token_hash = secrets.hash_of(token)
    link.code_hash = _code_hash(key, link.token_hash, digits)
    session.add(link)
    session.flush()
    return Minted(link.id or 0, token, digits)


def _code_hash(key: str, token_hash: str, digits: str) -> str:
    return secrets.keyed_hash(key, "summary", token_hash, digits)


def open_with(
    session: Session, token: str, *, digits: str, key: str, now: datetime, is_counted: bool = True
) -> SharedSummary:
    """The summary that token and digits open. Raises WrongCode, or LinkIsOver; a fifth wrong code ends it.

    Each try is counted by one atomic update before the digits are compared, so that no number of
    simultaneous requests gets a sixth. The caller commits in every case. ``is_counted``: it adds to how
    often the link was opened.
    """
    link = session.exec(
        sa.update(SharedSummary)
        .where(SharedSummary.token_hash == secrets.hash_of(token), *queries.is_live(now))  # type: ignore[arg-type]
        .values(tries=SharedSummary.tries + 1)
        .returning(SharedSummary)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if link is None:
        raise LinkIsOver
    if not secrets.is_same(link.code_hash, _code_hash(key, link.token_hash, digits)):
        raise LinkIsOver if link.tries >= queries.MOST_TRIES else WrongCode
    link.tries = 0
    if is_counted:
        link.opened += 1
        link.last_opened_at = now
    session.add(link)
    return link


def end(session: Session, user_id: int, *, link_id: int, now: datetime) -> bool:
    """End a link of hers; whether there is such a link. Twice is as good as once."""
    link = queries.link_of(session, user_id, link_id=link_id)
    if link is None:
        return False
    link.ended_at = link.ended_at or now
    session.add(link)
    return True


def tidy(session: Session, *, before: datetime) -> None:
    """Forget the links that were over by then."""
    session.exec(sa.delete(SharedSummary).where(col(SharedSummary.expires_at) < before))
