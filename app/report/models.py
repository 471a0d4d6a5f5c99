"""Rows of the report room: summaries she shared."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class SharedSummary(SQLModel, table=True):
    """A link to the summary of a period, and the code that opens it; of both only hashes are kept.

    ``is_by_text``: it went to her number, and is over when that is let go. ``tries`` counts the codes typed
    since it was last opened, ``opened`` how often it was. It is over at ``expires_at``, or when she ended it.
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
