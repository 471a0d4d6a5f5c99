"""Writes of the report room: a link to a summary with its code, opening it, ending it. Callers commit."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts import actions as accounts
from app.accounts import secrets
from app.report import queries
from app.report.model import Included
from app.report.models import Look, SharedSummary, SummaryOpening

LINK_LASTS = timedelta(days=7)
MOST_A_DAY = 5
DAY = timedelta(days=1)
TOKEN_BYTES = 16
# A link is kept for longer than this after it is over (app.jobs), so that it is known while its token recurs.
DAYS_OF_A_TOKEN = 30


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
    included: Included | None = None,
    lasts: timedelta = LINK_LASTS,
    is_by_text: bool = False,
    again: int | None = None,
) -> Minted:
    """A link to her summary of first to last, which works for ``lasts``. Raises TooManyLinks.

    ``included`` is what it shows, by default what she chose. ``is_by_text``: it goes to her number. ``again``
    is the id of a link that was made for this very message and never left: it is made anew, so that a
    message which is tried twice leaves one link.
    """
    link = queries.link_of(session, user_id, link_id=again) if again is not None else None
    if link is None:
        link = _new(session, user_id, first, last, included=included, now=now, lasts=lasts)
        link.is_by_text = is_by_text
    return _kept(session, link, secrets.new_short_token(), secrets.new_code(), key)


def make_once(
    session: Session,
    user_id: int,
    *,
    change: str,
    first: date,
    last: date,
    lasts: timedelta,
    key: str,
    now: datetime,
) -> Minted:
    """The link of this press of the button, with what she chose; the same press has the same link again.

    Token and digits follow from SECRET_KEY, ``change``, the form's own uuid, and thirty days of the calendar:
    a page which is loaded once more shows what it showed, nothing is kept but hashes, and a link that was
    forgotten never comes back. Raises TooManyLinks, and LinkIsOver when that link was ended since.
    """
    accounts.lock_person(session, user_id)
    turn = now.toordinal() // DAYS_OF_A_TOKEN
    for token, digits in (_derived(key, user_id, change, each) for each in (turn, turn - 1)):
        before = queries.link_by_token(session, user_id, token=token)
        if before is not None:
            if not queries.is_open(before, now=now):
                raise LinkIsOver
            return Minted(before.id or 0, token, digits)
    link = _new(session, user_id, first, last, included=None, now=now, lasts=lasts)
    return _kept(session, link, *_derived(key, user_id, change, turn), key)


def _new(
    session: Session,
    user_id: int,
    first: date,
    last: date,
    *,
    included: Included | None,
    now: datetime,
    lasts: timedelta,
) -> SharedSummary:
    """A link without token and code; her record is locked, so that two at once do not both find room."""
    accounts.lock_person(session, user_id)
    if queries.links_made_since(session, user_id, since=now - DAY) >= MOST_A_DAY:
        raise TooManyLinks
    return SharedSummary(
        user_id=user_id,
        token_hash="",
        code_hash="",
        first=first,
        last=last,
        created_at=now,
        expires_at=now + lasts,
        **asdict(included or queries.included_of(queries.choice_of(session, user_id))),
    )


def _kept(session: Session, link: SharedSummary, token: str, digits: str, key: str) -> Minted:
    link.token_hash = secrets.hash_of(token)
    link.code_hash = _code_hash(key, link.token_hash, digits)
    session.add(link)
    session.flush()
    return Minted(link.id or 0, token, digits)


def _derived(key: str, user_id: int, change: str, turn: int) -> tuple[str, str]:
    """Token and digits that follow from a press of the button; without the key nobody finds them."""
    told = f"summary link\x00{user_id}\x00{change}\x00{turn}".encode()
    made = hmac.new(key.encode(), told, hashlib.sha256).digest()
    token = urlsafe_b64encode(made[:TOKEN_BYTES]).rstrip(b"=").decode()
    number = int.from_bytes(made[TOKEN_BYTES:], "big") % 10**secrets.CODE_DIGITS
    return token, f"{number:0{secrets.CODE_DIGITS}d}"


def _code_hash(key: str, token_hash: str, digits: str) -> str:
    return secrets.keyed_hash(key, "summary", token_hash, digits)


def open_with(
    session: Session, token: str, *, digits: str, key: str, now: datetime, look: Look = Look.PAGE
) -> SharedSummary:
    """The summary that token and digits open. Raises WrongCode, or LinkIsOver; a fifth wrong code ends it.

    Each try is counted by one atomic update before the digits are compared, so that no number of
    simultaneous requests gets a sixth. The caller commits in every case. Each look is written down; the page
    alone counts as opened, for the PDF is fetched from it.
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
    if look is Look.PAGE:
        link.opened += 1
        link.last_opened_at = now
    session.add(link)
    session.add(SummaryOpening(user_id=link.user_id, summary_id=link.id or 0, look=look, opened_at=now))
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
    """Forget the links that were over by then, and who looked at them when."""
    session.exec(sa.delete(SharedSummary).where(col(SharedSummary.expires_at) < before))
