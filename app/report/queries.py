"""Reads of the report room: what her summary holds, and the links to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts import secrets
from app.accounts.models import User
from app.messages.models import Delivery
from app.reminders import queries as reminders
from app.reminders.models import ReleasedNumber
from app.report.model import Included
from app.report.models import SharedSummary, SummaryChoice, SummaryOpening
from app.visits.models import Visit

MOST_TRIES = 5
MOST_LINKS = 50
MOST_LOOKS = 20
MOST_VISITS = 5


@dataclass(frozen=True, slots=True)
class Shared:
    """A link of hers with the latest looks at it, the newest first."""

    link: SharedSummary
    looks: tuple[SummaryOpening, ...] = ()


def choice_of(session: Session, user_id: int) -> SummaryChoice:
    """What she lets her summary hold; a row that is not stored when she never chose."""
    row = session.exec(select(SummaryChoice).where(SummaryChoice.user_id == user_id)).one_or_none()
    return row or SummaryChoice(user_id=user_id)


def included_of(row: SummaryChoice | SharedSummary) -> Included:
    """The same as a plain value."""
    return Included(
        has_name=row.has_name,
        has_birth_date=row.has_birth_date,
        has_notes=row.has_notes,
        has_events=row.has_events,
        has_details=row.has_details,
    )


def is_live(now: datetime) -> tuple[Any, ...]:
    """The conditions of a link that can still be opened."""
    return (*_is_kept(now), col(SharedSummary.tries) < MOST_TRIES)


def _is_kept(now: datetime) -> tuple[Any, ...]:
    """Neither expired nor ended by her; whoever has a number that was let go has no link either."""
    let_go_since = sa.exists().where(
        col(ReleasedNumber.user_id) == col(SharedSummary.user_id),
        col(ReleasedNumber.released_at) >= col(SharedSummary.created_at),
    )
    return (
        sa.not_(col(SharedSummary.is_by_text) & let_go_since),
        col(SharedSummary.expires_at) > now,
        col(SharedSummary.ended_at).is_(None),
    )


def is_open(link: SharedSummary, *, now: datetime) -> bool:
    """Whether a link of hers, already read, has neither ended nor expired; see ``is_live`` for all of it."""
    return link.ended_at is None and link.expires_at > now and link.tries < MOST_TRIES


def live_with(session: Session, token: str, *, now: datetime) -> tuple[SharedSummary, User] | None:
    """The summary of a link and whose it is; None for a guessed, an expired and an ended one alike.

    It is looked up by the token's hash, so that how long that takes tells nothing of the token.
    """
    return session.exec(
        select(SharedSummary, User)
        .where(SharedSummary.user_id == User.id)
        .where(SharedSummary.token_hash == secrets.hash_of(token), *is_live(now))
    ).one_or_none()


def links_of(session: Session, user_id: int, *, now: datetime) -> list[Shared]:
    """Her links that can still be opened, and those that wrong codes ended, the newest first. Two queries."""
    rows = session.exec(
        select(SharedSummary)
        .where(SharedSummary.user_id == user_id, *_is_kept(now))
        .order_by(col(SharedSummary.id).desc())
        .limit(MOST_LINKS)
    ).all()
    looks = openings_of(session, user_id, link_ids=[row.id or 0 for row in rows]) if rows else {}
    return [Shared(row, looks.get(row.id or 0, ())) for row in rows]


def openings_of(
    session: Session, user_id: int, *, link_ids: Sequence[int]
) -> dict[int, tuple[SummaryOpening, ...]]:
    """The latest looks at each of these links of hers, the newest first; at most ``MOST_LOOKS`` of each."""
    newest = col(SummaryOpening.id).desc()
    place = func.row_number().over(partition_by=col(SummaryOpening.summary_id), order_by=newest)
    latest = (
        select(SummaryOpening.id, place.label("place"))
        .where(SummaryOpening.user_id == user_id, col(SummaryOpening.summary_id).in_(link_ids))
        .subquery()
    )
    found = session.exec(
        select(SummaryOpening)
        .join(latest, col(SummaryOpening.id) == latest.c.id)
        .where(latest.c.place <= MOST_LOOKS)
        .order_by(newest)
    ).all()
    return {
        link_id: tuple(each for each in found if each.summary_id == link_id)
        for link_id in {each.summary_id for each in found}
    }


def links_made_since(session: Session, user_id: int, *, since: datetime) -> int:
    """How many links she was sent, ended ones too."""
    return session.exec(
        select(func.count())
        .select_from(SharedSummary)
        .where(SharedSummary.user_id == user_id, col(SharedSummary.created_at) > since)
    ).one()


def link_of(session: Session, user_id: int, *, link_id: int) -> SharedSummary | None:
    """A link of hers by id; None also when it is somebody else's."""
    return session.exec(
        select(SharedSummary).where(SharedSummary.id == link_id, SharedSummary.user_id == user_id)
    ).one_or_none()


def link_by_token(session: Session, user_id: int, *, token: str) -> SharedSummary | None:
    """A link of hers by its token, whether or not it still works."""
    return session.exec(
        select(SharedSummary).where(
            SharedSummary.token_hash == secrets.hash_of(token), SharedSummary.user_id == user_id
        )
    ).one_or_none()


def visits_to_tell(
    session: Session, *, first: date, last: date, after: int, limit: int
) -> Sequence[tuple[Visit, User]]:
    """Visits on these days with whose they are, in the order of their ids from ``after`` on.

    Left out are those taken away, and those of a day that she was told of since they were entered.
    """
    was_told = sa.exists().where(
        col(Delivery.user_id) == col(Visit.user_id),
        col(Delivery.kind) == reminders.VISIT,
        col(Delivery.local_date) == col(Visit.day),
        col(Delivery.created_at) >= col(Visit.created_at),
    )
    return session.exec(
        select(Visit, User)
        .where(Visit.user_id == User.id, col(Visit.id) > after, ~was_told)
        .where(col(Visit.day) >= first, col(Visit.day) <= last, col(Visit.removed_at).is_(None))
        .order_by(col(Visit.id))
        .limit(limit)
    ).all()


def visits_on(session: Session, user_id: int, *, day: date) -> Sequence[Visit]:
    """Her visits on a day in the order she entered them, a few at most; those taken away are left out."""
    return session.exec(
        select(Visit)
        .where(Visit.user_id == user_id, Visit.day == day, col(Visit.removed_at).is_(None))
        .order_by(col(Visit.id))
        .limit(MOST_VISITS)
    ).all()


def was_told_of_visit(session: Session, of: Delivery) -> bool:
    """Whether another message told her of a visit on that day, or is about to."""
    found = session.exec(
        select(Delivery.id)
        .where(Delivery.user_id == of.user_id, Delivery.kind == reminders.VISIT, Delivery.id != of.id)
        .where(Delivery.local_date == of.local_date, col(Delivery.posting_at).is_not(None))
        .where(col(Delivery.state).in_(reminders.ASKED))
        .limit(1)
    )
    return found.first() is not None
