"""Reads about care partners: who they are, what became of their emails, and since when she is silent."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.accounts.models import User
from app.checklist import queries as checklist
from app.checklist.models import MarkChange
from app.messages.message import Reason
from app.messages.models import Delivery, State
from app.reminders.models import CarePartner, Ender, Wishes
from app.rules import days, figures

INVITATION = "partner_invitation"
NOTE = "partner_note"
NEWS = "partner_news"
FAREWELL = "partner_farewell"
INVITATION_LASTS = timedelta(days=14)
LEFT_ALONE = timedelta(days=30)
MOST_PARTNERS = 2
MOST_SHOWN = 20
NEVER_ARRIVED = frozenset({State.UNDELIVERED, State.FAILED, State.LOST, State.EXPIRED})


class NoSuchPartner(LookupError):
    """She asked nobody under this id."""


def invitation_key(partner_id: int) -> str:
    """The key of the one email that asks."""
    return f"{INVITATION}/{partner_id}"


def note_key(partner_id: int, *, since: date) -> str:
    """The key of the one note of a silence, which is known by the last day on which she recorded."""
    return f"care/{partner_id}/{since.isoformat()}"


def partners_of(session: Session, user_id: int, *, now: datetime) -> Sequence[CarePartner]:
    """Whom she asked, those ended in the last 30 days too; the newest last."""
    newest = session.exec(
        select(CarePartner)
        .where(CarePartner.user_id == user_id)
        .where(col(CarePartner.ended_at).is_(None) | (col(CarePartner.ended_at) > now - LEFT_ALONE))
        .order_by(col(CarePartner.id).desc())
        .limit(MOST_SHOWN)
    ).all()
    return tuple(reversed(newest))


def invited_since(session: Session, user_id: int, *, since: datetime) -> int:
    """How many she invited since an instant."""
    return session.exec(
        select(func.count())
        .select_from(CarePartner)
        .where(CarePartner.user_id == user_id, col(CarePartner.invited_at) > since)
    ).one()


def held(session: Session, partner_id: int) -> CarePartner | None:
    """A partner as the row is now, locked until the transaction ends."""
    return session.exec(
        select(CarePartner)
        .where(CarePartner.id == partner_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def held_of(session: Session, user_id: int, *, partner_id: int) -> CarePartner:
    """A partner of hers, locked; raises NoSuchPartner, also when it is somebody else's."""
    partner = held(session, partner_id)
    if partner is None or partner.user_id != user_id:
        raise NoSuchPartner(partner_id)
    return partner


def is_running(partner: CarePartner, *, now: datetime) -> bool:
    """Whether it is neither ended nor an invitation that ran out."""
    return partner.ended_at is None and (
        partner.accepted_at is not None or now < partner.invited_at + INVITATION_LASTS
    )


def with_person(session: Session, partner_id: int) -> tuple[CarePartner, User] | None:
    """A partner and who asked; None when there is no such."""
    return session.exec(
        select(CarePartner, User)
        .join(User, col(User.id) == col(CarePartner.user_id))
        .where(CarePartner.id == partner_id)
    ).one_or_none()


def has_due(session: Session, *, now: datetime) -> bool:
    """Whether any partner is to be looked at; one look at an index."""
    return session.exec(select(CarePartner.id).where(_is_due(now)).limit(1)).first() is not None


def take_due(session: Session, *, now: datetime, limit: int) -> Sequence[tuple[CarePartner, User]]:
    """Those to be looked at, the longest due first, locked; what another process holds is skipped."""
    return session.exec(
        select(CarePartner, User)
        .join(User, col(User.id) == col(CarePartner.user_id))
        .where(_is_due(now))
        .order_by(col(CarePartner.next_check_at), col(CarePartner.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=CarePartner)
    ).all()


def _is_due(now: datetime) -> bool:
    return col(CarePartner.next_check_at) <= now  # type: ignore[return-value]


def invitation_of(session: Session, user_id: int, *, partner_id: int) -> Delivery | None:
    """The email that asked a partner of hers."""
    return session.exec(
        select(Delivery).where(Delivery.key == invitation_key(partner_id), Delivery.user_id == user_id)
    ).one_or_none()


def last_note(session: Session, user_id: int, *, partner_id: int) -> Delivery | None:
    """The newest note to a partner of hers that was not withheld."""
    return session.exec(
        select(Delivery)
        .where(Delivery.user_id == user_id, Delivery.kind == NOTE, Delivery.state != State.SUPPRESSED)
        .where(col(Delivery.key).startswith(f"care/{partner_id}/"))
        .order_by(col(Delivery.due_at).desc())
        .limit(1)
    ).first()


def last_recorded_at(session: Session, user_id: int) -> datetime | None:
    """When she last recorded or changed anything of any day; one look at an index."""
    return session.exec(
        select(col(MarkChange.received_at))
        .where(MarkChange.user_id == user_id)
        .order_by(col(MarkChange.received_at).desc())
        .limit(1)
    ).first()


def silent_since(session: Session, user: User, *, partner: CarePartner) -> date:
    """Her last day that counts as not silent: when she last recorded, or agreed to the notes if later."""
    agreed = partner.confirmed_at or partner.invited_at
    recorded = last_recorded_at(session, user.id or 0)
    return accounts.today_of(user, now=max(agreed, recorded or agreed))


def why_no_note(
    session: Session, user: User, *, partner: CarePartner, since: date, today: date
) -> Reason | None:
    """Why there is no silence to write about today; None when there is.

    A silence is so many whole days, up to yesterday, without a record, though something was asked on one of
    them. It does not begin while her reminders rest or while all her habits are set aside, and ends there.
    """
    first = today - partner.silent_days * days.ONE_DAY
    if partner.ended_at is not None or partner.confirmed_at is None:
        return Reason.OFF
    if since >= first:
        return Reason.DONE
    wishes = session.get(Wishes, user.id)
    if wishes is not None and wishes.paused_until is not None and wishes.paused_until > first:
        return Reason.PAUSED
    return _why_nothing_asked(session, user, first=first, today=today)


def _why_nothing_asked(session: Session, user: User, *, first: date, today: date) -> Reason | None:
    chosen = checklist.chosen_between(session, user, first=first, last=today)
    silent = tuple(days.days_between(first, today - days.ONE_DAY))
    if not any(each.habit.is_due_on(day) for each in chosen for day in silent):
        return Reason.DONE
    hers = ((each.habit, each.spells) for each in chosen)
    is_aside = figures.days_set_aside(hers, (*silent, today), recorded_days=frozenset())
    return Reason.ASIDE if is_aside else None


def ended_lately(session: Session, user_id: int, *, email: str, now: datetime) -> bool:
    """Whether she or the partner ended it at this address in the last 30 days.

    A question that ran out, or never arrived, may be put again.
    """
    return (
        session.exec(
            select(CarePartner.id)
            .where(CarePartner.user_id == user_id, CarePartner.email == email)
            .where(col(CarePartner.ended_at) > now - LEFT_ALONE)
            .where(col(CarePartner.ended_by).in_((Ender.PERSON, Ender.PARTNER)))
            .limit(1)
        ).first()
        is not None
    )
