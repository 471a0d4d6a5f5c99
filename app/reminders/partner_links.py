"""The signed links in a care partner's emails: one answers the invitation, one ends the emails."""

from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer

ANSWER_PATH = "/partner/"
END_PATH = "/partner/end/"


class Use(StrEnum):
    """What a link is for; one does not pass for the other."""

    ANSWER = "partner-answer"
    END = "partner-end"


class BadLink(ValueError):
    """The link was not made here, or is not whole."""


def token_of(key: str, use: Use, *, partner_id: int) -> str:
    """The last part of a link's address. The row says until when an invitation may be answered; what ends
    the emails never runs out."""
    return str(URLSafeSerializer(key, salt=use.value).dumps(partner_id))


def read(key: str, use: Use, *, token: str) -> int:
    """The partner's id in a token. Raises BadLink."""
    try:
        return int(URLSafeSerializer(key, salt=use.value).loads(token))
    except (BadSignature, ValueError, TypeError) as error:
        raise BadLink from error
