"""Rows of the report room: what her summary holds, the links to it, and when they were opened."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app import database


class SummaryChoice(SQLModel, table=True):
    """What one person lets her summary hold, as ``Included``, and her date of birth for it."""

    __tablename__ = "summary_choice"

    user_id: int = Field(primary_key=True, foreign_key="user.id", ondelete="CASCADE")
    birth_date: date | None = None
    has_name: bool = True
    has_birth_date: bool = False
    has_notes: bool = False
    has_events: bool = True
    has_details: bool = False


class SharedSummary(SQLModel, table=True):
    """A link to the summary of a period, and the code that opens it; of both only hashes are kept.

    ``is_by_text``: it went to her number, and is over when that is let go. ``tries`` counts the codes typed
    since it was last opened, ``opened`` how often it was. It is over at ``expires_at``, or when she ended it.
    It shows what she chose when it was made (``has_name`` and so on, as in SummaryChoice).
    """

    __tablename__ = "shared_summary"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    code_hash: str = Field(max_length=64)
    first: date
    last: date
    tries: int = 0
    opened: int = 0
    is_by_text: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    created_at: datetime
    expires_at: datetime = Field(index=True)
    last_opened_at: datetime | None = None
    ended_at: datetime | None = None
    has_name: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    has_birth_date: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    has_notes: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    has_events: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    has_details: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class Look(StrEnum):
    """What was looked at behind a link."""

    PAGE = "page"
    PDF = "pdf"


class SummaryOpening(SQLModel, table=True):
    """One time that somebody with the code looked at a shared summary."""

    __tablename__ = "summary_opening"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    summary_id: int = Field(foreign_key="shared_summary.id", ondelete="CASCADE", index=True)
    look: Look = Field(sa_type=database.enum_of(Look))
    opened_at: datetime
