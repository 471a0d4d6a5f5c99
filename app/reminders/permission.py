"""Whether a message may still reach her at the moment of sending: consent to texts, and her quiet hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.accounts.models import User
from app.messages import consent
from app.messages.models import Channel, Delivery
from app.reminders.models import Wishes
from app.rules import schedule


def may_text(session: Session, user: User) -> bool:
    """Whether she agreed to texts at the number she has now."""
    return user.phone is not None and consent.is_given(
        session, user_id=user.id or 0, channel=Channel.SMS, address=user.phone
    )


def became_quiet(session: Session, user: User, *, delivery: Delivery, now: datetime) -> bool:
    """Whether her quiet hours began since it was due; a time inside them is her own choice."""
    wishes = session.get(Wishes, user.id) or Wishes(user_id=user.id or 0)
    zone, hours = ZoneInfo(user.zone), {"quiet_from": wishes.quiet_from, "quiet_to": wishes.quiet_to}
    return schedule.is_quiet(now, zone, **hours) and not schedule.is_quiet(delivery.due_at, zone, **hours)
