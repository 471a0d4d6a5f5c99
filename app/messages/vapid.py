"""The key that push services know this house by (RFC 8292): made from SECRET_KEY, so never stored."""

import base64
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.config import Settings

LABEL = b"bonny/web-push/vapid/1"
# The order of P-256 (FIPS 186-5 and SP 800-186). 16 bytes more than it has leave no bias after the remainder.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
WIDE = 48
LASTS = timedelta(hours=12)


@lru_cache
def key_of(secret_key: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of an installation: the same in every process that has its SECRET_KEY."""
    wide = HKDF(hashes.SHA256(), length=WIDE, salt=None, info=LABEL).derive(secret_key.encode())
    return ec.derive_private_key(int.from_bytes(wide) % (ORDER - 1) + 1, ec.SECP256R1())


def public_key_of(secret_key: str) -> str:
    """What a browser subscribes with: the uncompressed point of 65 bytes as base64url, unpadded."""
    point = key_of(secret_key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def contact_of(settings: Settings) -> str:
    """Whom a push service may write to about us.

    Apple's refuses an address that no mail reaches, such as one at localhost: the site itself stands in then.
    """
    address = settings.operator_email or parseaddr(settings.mail_from)[1]
    if settings.is_secure and "." not in address.rpartition("@")[2]:
        return settings.public_url
    return f"mailto:{address}"


def authorization(settings: Settings, endpoint: str, *, now: datetime) -> str:
    """The header that proves who we are to the push service of an endpoint, for half a day."""
    from py_vapid import Vapid02  # only who sends needs it

    place = urlsplit(endpoint)
    claims = {
        "aud": f"{place.scheme}://{place.netloc}",
        "exp": int((now + LASTS).timestamp()),
        "sub": contact_of(settings),
    }
    signed: dict[str, str] = Vapid02(key_of(settings.secret_key), {"no-strict": True}).sign(claims)
    return signed["Authorization"]
