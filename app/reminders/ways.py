"""The ways by which she can be reached, and the one to take when another does not work."""

from collections.abc import Iterator

from sqlmodel import Session

from app.accounts.models import User
from app.messages import consent, faults, subscriptions
from app.messages.models import AddressFault, Channel

# What is tried, in this order, when a message did not arrive. Texts are not: she chose those for their own
# times, and they are counted.
INSTEAD = (Channel.PUSH, Channel.EMAIL)


def address_of(user: User, channel: Channel) -> str | None:
    """Where she can be reached on a channel; her browsers are known by her own id."""
    return {Channel.EMAIL: user.email, Channel.SMS: user.number, Channel.PUSH: str(user.id)}[channel]


def open_to(session: Session, user: User) -> tuple[Channel, ...]:
    """The channels on which she has an address or a browser; texts may still need her consent."""
    return tuple(_open(session, user))


def _open(session: Session, user: User) -> Iterator[Channel]:
    if user.number:
        yield Channel.SMS
    if user.email:
        yield Channel.EMAIL
    if subscriptions.are_there(session, user.id or 0):
        yield Channel.PUSH


def may_use(session: Session, user: User, channel: Channel) -> bool:
    """Whether a message on the channel is allowed and may arrive: consent for texts, no known fault."""
    address = address_of(user, channel)
    if channel not in open_to(session, user) or address is None:
        return False
    if channel is Channel.SMS and not has_consent(session, user):
        return False
    return faults.current(session, user.id or 0, channel=channel, address=address) is None


def faults_of(session: Session, user: User) -> list[AddressFault]:
    """The addresses she has now that do not work; a care partner's is none of hers."""
    hers = [address for channel in Channel if (address := address_of(user, channel))]
    known = faults.of_person(session, user.id or 0, addresses=hers)
    return [each for each in known if each.address == address_of(user, each.channel)]


def has_consent(session: Session, user: User) -> bool:
    """Whether she agrees to texts to the number she has now."""
    return user.number is not None and consent.is_given(
        session, user_id=user.id or 0, channel=Channel.SMS, address=user.number
    )


def instead_of(session: Session, user: User, channel: Channel) -> Channel | None:
    """Another way to her when this one does not work; None when there is none."""
    others = (other for other in INSTEAD if other is not channel)
    return next((other for other in others if may_use(session, user, other)), None)
