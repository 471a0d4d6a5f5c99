"""Browsers of hers that take notifications: kept, listed, switched off. Callers commit."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import Session, col, select

from app.database import upsert
from app.messages import endpoints
from app.messages.models import PushSubscription

MOST = 10
LONGEST_DEVICE = 80
POINT_BYTES = 65
AUTH_BYTES = 16


class NotASubscription(ValueError):
    """What came is nothing that a notification could be sent to."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser listens, and the keys that only it can read with (base64url without padding)."""

    endpoint: str
    p256dh: str
    auth: str


def read(endpoint: str, p256dh: str, auth: str, *, is_own_machine: bool) -> Subscription:
    """What a browser's subscription says, checked; raises NotASubscription."""
    try:
        endpoints.read(endpoint, is_own_machine=is_own_machine)
        point = _bytes(p256dh, POINT_BYTES)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        _bytes(auth, AUTH_BYTES)
    except ValueError as error:
        raise NotASubscription from error
    return Subscription(endpoint, p256dh.rstrip("="), auth.rstrip("="))


def _bytes(text: str, count: int) -> bytes:
    """Exactly so many bytes; ValueError for anything else."""
    bare = text.rstrip("=")
    try:
        found = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeError) as error:
        raise ValueError from error
    if len(found) != count:
        raise ValueError
    return found


def keep(session: Session, user_id: int, *, subscription: Subscription, device: str, now: datetime) -> None:
    """Keep a browser as hers, also one that was somebody else's; beyond ten, her oldest go.

    A browser that subscribes anew at the same place has its keys, name and date replaced.
    """
    values = {
        "user_id": user_id,
        "endpoint": subscription.endpoint,
        "p256dh": subscription.p256dh,
        "auth": subscription.auth,
        "device": device[:LONGEST_DEVICE],
        "created_at": now,
    }
    upsert(session, PushSubscription, values, key=["endpoint"])
    forget(session, user_id, ids=[each.id or 0 for each in of(session, user_id)[MOST:]])


def of(session: Session, user_id: int) -> Sequence[PushSubscription]:
    """Her browsers, the newest first."""
    newest = (col(PushSubscription.created_at).desc(), col(PushSubscription.id).desc())
    return session.exec(
        select(PushSubscription).where(PushSubscription.user_id == user_id).order_by(*newest)
    ).all()


def are_there(session: Session, user_id: int) -> bool:
    """Whether any browser of hers takes notifications."""
    hers = select(PushSubscription.id).where(PushSubscription.user_id == user_id)
    return session.exec(hers.limit(1)).first() is not None


def forget(session: Session, user_id: int, *, ids: Sequence[int]) -> int:
    """Send nothing to these browsers of hers any more; how many there were."""
    hers = col(PushSubscription.user_id) == user_id, col(PushSubscription.id).in_(ids)
    return session.exec(sa.delete(PushSubscription).where(*hers)).rowcount if ids else 0


def forget_endpoint(session: Session, user_id: int, *, endpoint: str) -> None:
    """Let go of the place where a browser of hers listened before it moved to another, or before she left."""
    hers = col(PushSubscription.user_id) == user_id, col(PushSubscription.endpoint) == endpoint
    session.exec(sa.delete(PushSubscription).where(*hers))


def forget_all(session: Session, user_id: int) -> None:
    """Send nothing to any browser of hers any more."""
    session.exec(sa.delete(PushSubscription).where(col(PushSubscription.user_id) == user_id))
