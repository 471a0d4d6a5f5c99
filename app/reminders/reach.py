"""What of Bonny's reaches her phone by itself: told by her times, her consent and her browsers."""

from datetime import date

from sqlmodel import Session

from app.accounts.models import User
from app.messages import subscriptions
from app.messages.models import Channel
from app.reminders import queries, ways, wishes
from app.rules.moments import Reach


def of(session: Session, user: User, *, today: date) -> Reach:
    """How she is reached today; at most seven queries."""
    user_id = user.id or 0
    times = queries.slots_of(session, user_id)
    on = [each for each in times if each.is_active]
    has_text_time = any(Channel.SMS in each.channels for each in on)
    return Reach(
        has_times=bool(times),
        is_any_on=bool(on),
        is_texted=has_text_time and ways.may_use(session, user, Channel.SMS),
        has_browser=subscriptions.are_there(session, user_id),
        is_paused=wishes.is_paused(wishes.of(session, user_id), today),
    )
