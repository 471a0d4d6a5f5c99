"""Rows of the accounts room: people, codes, signed-in devices, invitations."""

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app import database
from app.messages.models import Channel
from app.sight import Sight, TextSize, Theme

DAY_START = time(3, 0)


class User(SQLModel, table=True):
    """A person. ``email`` and ``phone`` hold only what she proved to be hers with a code.

    ``shared_phone`` is a number proved likewise that is another person's ``phone``: she gets her texts there,
    but it does not sign her in.
    ``zone`` is a tz database name, ``locale`` a Babel identifier such as en_GB (language and date format),
    ``week_start`` counts from Monday (0). ``conditions`` are the catalogue's that she ticked, kept for
    cautions alone (None: not asked yet); ``offer_declined_on`` is her day when the next habit was last put
    off; ``zone_kept`` the zone of a browser in which she stayed with her own. ``home_answered_on`` and
    ``push_answered_on`` are her days when she answered whether Bonny shall stand on her home screen, and
    whether it shall notify her (None: not yet).
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    email: str | None = Field(default=None, max_length=254, unique=True)
    phone: str | None = Field(default=None, max_length=16, unique=True)
    shared_phone: str | None = Field(default=None, max_length=16, index=True)
    zone: str = Field(max_length=64)
    locale: str = Field(default="en", max_length=16)
    day_start: time = Field(default=DAY_START)
    week_start: int = 0
    text_size: TextSize = Field(
        default=TextSize.NORMAL,
        sa_type=database.enum_of(TextSize),
        sa_column_kwargs={"server_default": TextSize.NORMAL.value},
    )
    theme: Theme = Field(
        default=Theme.SYSTEM,
        sa_type=database.enum_of(Theme),
        sa_column_kwargs={"server_default": Theme.SYSTEM.value},
    )
    conditions: list[str] | None = Field(default=None, sa_type=sa.JSON)
    offer_declined_on: date | None = None
    zone_kept: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": sa.text("''")})
    home_answered_on: date | None = None
    push_answered_on: date | None = None
    is_operator: bool = False
    created_at: datetime

    @property
    def number(self) -> str | None:
        """Where she is texted: at her own number, or at the one she shares."""
        return self.phone or self.shared_phone

    @property
    def sight(self) -> Sight:
        """How her pages look beyond what her phone says."""
        return Sight(self.text_size, self.theme)


class SignInCode(SQLModel, table=True):
    """A six-digit code asked for at the door.

    The digits are made when the message is sent, and only their keyed hash is kept: until then, no code fits.
    ``asker_hash`` is the keyed hash of the network address that asked.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (
        sa.Index("ix_sign_in_code_address_created_at", "address", "created_at"),
        sa.Index("ix_sign_in_code_asker_hash_created_at", "asker_hash", "created_at"),
        sa.Index("ix_sign_in_code_created_at", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: Channel = Field(sa_type=database.enum_of(Channel))
    address: str = Field(max_length=254)
    asker_hash: str = Field(max_length=64)
    locale: str = Field(max_length=16)
    code_hash: str | None = Field(default=None, max_length=64)
    tries: int = 0
    is_sent: bool = False
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    spent_at: datetime | None = None


class SignIn(SQLModel, table=True):
    """A device she is signed in on: the hash of a random token that lives in its cookie.

    ``is_link``: no device, but a link that signs in once and was not used yet.
    """

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    is_link: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    created_at: datetime
    last_seen_at: datetime


class Invitation(SQLModel, table=True):
    """A link that lets one person open an account."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_by: int | None = Field(default=None, foreign_key="user.id", ondelete="CASCADE", index=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
