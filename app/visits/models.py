"""Rows of the visits room: visits, and what she brings along. All of it is optional and hers to change.

Dates that she may know only in part are kept as ``PartialDay`` writes them. ``removed_at``: she took it away;
until it is forgotten she can put it back.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app import database

LONGEST_PARTIAL_DAY = 10


class ResultKind(StrEnum):
    """What was measured."""

    BONE_DENSITY = "bone_density"
    VITAMIN_D = "vitamin_d"
    OTHER = "other"


class Site(StrEnum):
    """Where bone density was measured."""

    LUMBAR_SPINE = "lumbar_spine"
    HIP = "hip"
    LEFT_HIP = "left_hip"
    RIGHT_HIP = "right_hip"
    FEMORAL_NECK = "femoral_neck"
    FOREARM = "forearm"


class Harm(StrEnum):
    """What came of a fall."""

    NONE = "none"
    MINOR = "minor"
    TREATED = "treated"
    FRACTURE = "fracture"


class Visit(SQLModel, table=True):
    """An appointment, to come or past, and with whom (and where, in her words)."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    day: date = Field(index=True)
    with_whom: str = Field(max_length=80)
    created_at: datetime
    removed_at: datetime | None = None


class Question(SQLModel, table=True):
    """What she wants to ask. The first three open ones, by ``position``, stand on the page.

    ``answer`` is what she was told, in her words; from ``settled_on`` on it is no longer asked.
    """

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    words: str = Field(max_length=300)
    answer: str = Field(default="", max_length=500)
    position: int = 0
    settled_on: date | None = None
    created_at: datetime
    removed_at: datetime | None = None


class Result(SQLModel, table=True):
    """A result as it was printed: ``printed`` are its digits with a point ("-2.1", "71.0").

    ``comparator`` is "<" or ">" where the laboratory printed one. ``site`` is of bone density alone, whose
    value is a T-score without a unit. ``name`` is that of another result. ``unit`` of vitamin D is nmol/L or
    ng/mL. ``source`` says where she has it from.
    """

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    kind: ResultKind = Field(sa_type=database.enum_of(ResultKind))
    site: Site | None = Field(default=None, sa_type=database.enum_of(Site))
    name: str = Field(default="", max_length=60)
    comparator: str = Field(default="", max_length=1)
    printed: str = Field(max_length=12)
    unit: str = Field(default="", max_length=20)
    taken_on: str = Field(max_length=LONGEST_PARTIAL_DAY)
    source: str = Field(default="", max_length=80)
    created_at: datetime
    removed_at: datetime | None = None


class Medicine(SQLModel, table=True):
    """A medicine she takes or took, with the dose in her words; ``until`` is set once she stopped."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=80)
    dose: str = Field(default="", max_length=80)
    since: str = Field(default="", max_length=LONGEST_PARTIAL_DAY)
    until: str = Field(default="", max_length=LONGEST_PARTIAL_DAY)
    created_at: datetime
    removed_at: datetime | None = None


class Fall(SQLModel, table=True):
    """A fall, what came of it, and how it happened in her words."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    day: str = Field(max_length=LONGEST_PARTIAL_DAY)
    harm: Harm = Field(sa_type=database.enum_of(Harm))
    note: str = Field(default="", max_length=200)
    created_at: datetime
    removed_at: datetime | None = None


class Fracture(SQLModel, table=True):
    """A broken bone: which one and how it happened, in her words."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    day: str = Field(max_length=LONGEST_PARTIAL_DAY)
    bone: str = Field(max_length=60)
    note: str = Field(default="", max_length=200)
    created_at: datetime
    removed_at: datetime | None = None


class ShownNote(SQLModel, table=True):
    """A note she wrote for the page; it is shown where she lets notes be shown."""

    __tablename__ = "shown_note"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    day: date
    words: str = Field(max_length=500)
    created_at: datetime
    removed_at: datetime | None = None
