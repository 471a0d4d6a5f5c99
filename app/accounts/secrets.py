"""Making and hashing of what only she may know: codes, device tokens, invitation links."""

import hashlib
import hmac
import secrets

CODE_DIGITS = 6


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def new_token() -> str:
    """256 random bits, fit for a cookie or a link."""
    return secrets.token_urlsafe(32)


def new_short_token() -> str:
    """128 random bits in 22 characters: a link that a text has room for."""
    return secrets.token_urlsafe(16)


def hash_of(token: str) -> str:
    """What the database keeps of a long random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_hash(key: str, *parts: object) -> str:
    """What the database keeps of a short secret or an address: useless to guess without the key."""
    text = "\x00".join(str(part) for part in parts)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Whether two hashes are equal, in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
