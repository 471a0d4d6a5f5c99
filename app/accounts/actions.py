"""Writes of the accounts room: codes, accounts, devices, invitations. Callers commit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries, secrets
from app.accounts.contacts import Contact
from app.accounts.models import Invitation, SignIn, SignInCode, User
from app.config import SignUp
from app.messages import outbox, subscriptions
from app.messages.models import Channel
from app.sight import AS_THE_PHONE, Sight

CODE_KIND = "sign_in_code"
CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOST_CODES_FOR_CONTACT = 5
MOST_CODES_BY_ASKER = 20
INVITATION_LASTS = timedelta(days=14)
CODES_KEPT_FOR = timedelta(days=2)


class TooManyCodes(Exception):
    """This contact or this network address asked for codes too often in the last hour."""


class TextsUsedUp(Exception):
    """The instance sent as many codes by text today as its operator allows."""


class WrongCode(Exception):
    """The digits do not fit; ``left`` tries remain (0: this code is over)."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} tries left")
        self.left = left


class ContactIsTaken(Exception):
    """Another account opened with the same contact a moment before."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a code: the keyed hash of a network address, and the language of the browser."""

    address_hash: str
    locale: str


def ask_code(
    session: Session, *, contact: Contact, asker: Asker, may_enter: bool, texts_a_day: int, now: datetime
) -> int:
    """Note that a code was asked for, and plan its message when the contact may enter; the code's id.

    The answer is the same whether or not a message follows. Raises TooManyCodes or TextsUsedUp.
    """
    since = now - HOUR
    if (
        queries.codes_asked_for(session, contact.address, since=since) >= MOST_CODES_FOR_CONTACT
        or queries.codes_asked_by(session, asker.address_hash, since=since) >= MOST_CODES_BY_ASKER
    ):
        raise TooManyCodes
    by_text = contact.channel is Channel.SMS
    if by_text and queries.codes_by_text(session, since=now - DAY) >= texts_a_day:
        raise TextsUsedUp
    code = SignInCode(
        channel=contact.channel,
        address=contact.address,
        asker_hash=asker.address_hash,
        locale=asker.locale,
        is_sent=may_enter,
        created_at=now,
        expires_at=now + CODE_LASTS,
    )
    session.add(code)
    session.flush()
    if may_enter:
        _plan_code(session, code, now)
    return _id(code.id)


def _plan_code(session: Session, code: SignInCode, now: datetime) -> None:
    outbox.enqueue(
        session,
        key=f"{CODE_KIND}/{code.id}",
        kind=CODE_KIND,
        channel=code.channel,
        user_id=None,
        due_at=now,
        expires_at=code.expires_at,
        now=now,
        payload={"code_id": code.id},
    )


def mint_code(session: Session, code: SignInCode, *, key: str) -> str:
    """Make the digits at the moment they are sent and keep their hash; an earlier message's no longer fit."""
    digits = secrets.new_code()
    code.code_hash = secrets.keyed_hash(key, code.id, digits)
    session.add(code)
    return digits


def use_code(session: Session, code_id: int, *, digits: str, key: str, now: datetime) -> Contact:
    """The contact that the digits prove, once. Raises WrongCode.

    Each try is counted by one atomic update before the digits are compared, so that no number of
    simultaneous requests gets a sixth. The caller commits in both cases.
    """
    code = session.exec(
        sa.update(SignInCode)
        .where(
            col(SignInCode.id) == code_id,
            col(SignInCode.tries) < MOST_TRIES,
            col(SignInCode.used_at).is_(None),
            col(SignInCode.expires_at) > now,
        )
        .values(tries=SignInCode.tries + 1)
        .returning(SignInCode)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if code is None:
        raise WrongCode(0)
    if not secrets.is_same(code.code_hash or "", secrets.keyed_hash(key, code.id, digits)):
        raise WrongCode(MOST_TRIES - code.tries)
    code.used_at = now
    session.add(code)
    return Contact(code.channel, code.address)


def may_sign_up(
    session: Session,
    *,
    contact: Contact,
    mode: SignUp,
    operator_email: str | None,
    invitation: str,
    now: datetime,
) -> bool:
    """Whether a stranger may open an account; the first one is the operator's, whatever the mode."""
    if not queries.has_anyone(session):
        return operator_email is None or contact.address == operator_email or mode is SignUp.OPEN
    if mode is SignUp.OPEN:
        return True
    if mode is SignUp.CLOSED:
        return False
    return bool(invitation) and queries.invitation_with(session, invitation, now=now) is not None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What she says of herself at sign-up."""

    name: str
    zone: str
    locale: str
    week_start: int = 0
    sight: Sight = AS_THE_PHONE


def sign_up(session: Session, *, code: SignInCode, person: NewPerson, invitation: str, now: datetime) -> User:
    """Open the account for a proved contact. Raises ContactIsTaken."""
    by_email = code.channel is Channel.EMAIL
    user = User(
        name=person.name,
        email=code.address if by_email else None,
        phone=None if by_email else code.address,
        zone=person.zone,
        locale=person.locale,
        week_start=person.week_start,
        text_size=person.sight.text_size,
        theme=person.sight.theme,
        is_operator=not queries.has_anyone(session),
        created_at=now,
    )
    session.add(user)
    code.spent_at = now
    session.add(code)
    invited = queries.invitation_with(session, invitation, now=now) if invitation else None
    if invited is not None:
        invited.used_at = now
        session.add(invited)
    try:
        session.flush()
    except sa.exc.IntegrityError as error:
        raise ContactIsTaken from error
    return user


def add_contact(session: Session, user: User, *, contact: Contact) -> None:
    """Make a proved contact hers, in place of another of its kind. Raises ContactIsTaken.

    With a new number of her own, nobody shares her former one any more, nor this one.
    """
    before = user.phone
    if contact.channel is Channel.EMAIL:
        user.email = contact.address
    else:
        user.phone, user.shared_phone = contact.address, None
    session.add(user)
    try:
        session.flush()
    except sa.exc.IntegrityError as error:
        raise ContactIsTaken from error
    if user.phone != before:
        end_sharing(session, before)
        end_sharing(session, user.phone)


def end_sharing(session: Session, number: str | None) -> None:
    """Let nobody share a number that changes hands: none of them knows whose it is from now on.

    The reminders room finds who still agreed to texts there, and tells them (``numbers.release_due``).
    """
    if number is None:
        return
    for other in session.exec(select(User).where(User.shared_phone == number).order_by(col(User.id))):
        other.shared_phone = None
        session.add(other)
    session.flush()


def sign_in(session: Session, user: User, *, now: datetime) -> str:
    """A new device; the token for its cookie."""
    token = secrets.new_token()
    session.add(
        SignIn(user_id=_id(user.id), token_hash=secrets.hash_of(token), created_at=now, last_seen_at=now)
    )
    return token


def seen(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """Note that a device was used."""
    session.exec(sa.update(SignIn).where(col(SignIn.id) == sign_in_id).values(last_seen_at=now))


def sign_out(session: Session, user_id: int, *, token: str, endpoint: str = "") -> None:
    """Forget one device of hers, and the ``endpoint`` where it took notifications: others may look at it."""
    session.exec(
        sa.delete(SignIn).where(
            col(SignIn.user_id) == user_id, col(SignIn.token_hash) == secrets.hash_of(token)
        )
    )
    subscriptions.forget_endpoint(session, user_id, endpoint=endpoint)


def sign_out_everywhere(session: Session, user_id: int) -> None:
    """Forget every device of hers, and whatever took notifications."""
    session.exec(sa.delete(SignIn).where(col(SignIn.user_id) == user_id))
    subscriptions.forget_all(session, user_id)


def invite(session: Session, *, by: int | None, now: datetime) -> str:
    """A new invitation; the token for its link, which is shown once."""
    token = secrets.new_token()
    session.add(
        Invitation(
            token_hash=secrets.hash_of(token),
            created_by=by,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
    )
    return token


def answer_home(session: Session, user: User, *, on: date | None) -> None:
    """Note that she answered whether Bonny shall stand on her home screen; None: she may be asked again."""
    user.home_answered_on = on
    session.add(user)


def answer_push(session: Session, user: User, *, on: date | None) -> None:
    """Note that she answered whether Bonny shall notify her; None: she may be asked again."""
    user.push_answered_on = on
    session.add(user)


def lock_person(session: Session, user_id: int) -> None:
    """Let one writer at a time work on a person's record (SQLite's writing session already does).

    A row that merely points to her may be added meanwhile, so that whoever holds a slot of hers and plans
    its reminder does not wait for whoever holds her and wants the slot.
    """
    session.exec(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def tidy(session: Session, *, now: datetime) -> None:
    """Forget codes that no rate limit needs any more, and devices that were away for too long."""
    session.exec(sa.delete(SignInCode).where(col(SignInCode.created_at) < now - CODES_KEPT_FOR))
    session.exec(sa.delete(SignIn).where(col(SignIn.last_seen_at) < now - queries.SIGNED_IN_FOR))


def _id(value: int | None) -> int:
    if value is None:
        raise ValueError("the row is not stored yet")
    return value
