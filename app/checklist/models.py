"""Rows of the checklist room: habits, goals, spells, marks, notes, plants eaten, changes, standings."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app import database
from app.rules.closings import Span
from app.rules.habits import Direction, Measure, Period, SetBy
from app.rules.marks import Skip

# The id of a row that went is never given to another: an edit that is taken back puts its row under it.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class Source(StrEnum):
    """The way a change took."""

    TAP = "tap"
    TEXT = "text"
    EMAIL = "email"
    OFFLINE = "offline"
    IMPORT = "import"


class ChangeKind(StrEnum):
    """What a change does to the day: see actions.Change."""

    SET = "set"
    ADD = "add"
    SKIP = "skip"
    CLEAR = "clear"
    NOTE = "note"
    EAT = "eat"
    UNEAT = "uneat"
    UNDO = "undo"


class PlanKind(StrEnum):
    """What she did to her list, in the words of the log."""

    TAKE_ON = "take_on"
    TAKE_UP = "take_up"
    GIVE_UP = "give_up"
    GOAL = "goal"
    WORDS = "words"
    ORDER = "order"
    SPELL = "spell"
    NOTE = "note"
    OFFER = "offer"
    UNDO = "undo"


class Habit(SQLModel, table=True):
    """A habit she took on. ``slug`` names the catalogue's entry (None: her own); ``name`` overrides its name.

    ``weekdays`` are digits of the due weekdays, Monday 0, where a goal names none. ``ended_on`` is the last
    day it was hers; ``gaps`` are the stretches, first and last day, in which she had given it up.
    """

    __table_args__ = (
        sa.Index("ix_habit_user_id_position", "user_id", "position"),
        sa.Index(
            "uq_habit_user_id_slug_active",
            "user_id",
            "slug",
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        ),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    slug: str | None = Field(default=None, max_length=40)
    name: str | None = Field(default=None, max_length=80)
    measure: Measure = Field(sa_type=database.enum_of(Measure))
    direction: Direction = Field(sa_type=database.enum_of(Direction))
    period: Period = Field(sa_type=database.enum_of(Period))
    unit: str = Field(default="", max_length=24)
    weekdays: str = Field(default="0123456", max_length=7)
    cue: str = Field(default="", max_length=60)
    position: int = 0
    started_on: date
    ended_on: date | None = None
    gaps: list[list[str]] | None = Field(default=None, sa_type=sa.JSON)
    created_at: datetime


class Goal(SQLModel, table=True):
    """The goal that holds from a day on, who set it and when; for a daily habit the days it is due on."""

    __table_args__ = (sa.UniqueConstraint("habit_id", "from_day"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    habit_id: int = Field(foreign_key="habit.id", ondelete="CASCADE")
    from_day: date
    amount: float
    set_by: SetBy = Field(default=SetBy.SELF, sa_type=database.enum_of(SetBy))
    set_by_name: str = Field(default="", max_length=60)
    set_on: date | None = None
    weekdays: str | None = Field(default=None, max_length=7)
    month_day: int | None = None


class Spell(SQLModel, table=True):
    """A stretch of days, both ends included, that she set aside; ``habit_ids`` None: for every habit."""

    __table_args__ = (sa.Index("ix_spell_user_id_last", "user_id", "last"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    reason: Skip = Field(sa_type=database.enum_of(Skip))
    first: date
    last: date
    habit_ids: list[int] | None = Field(default=None, sa_type=sa.JSON)
    created_at: datetime


class DayNote(SQLModel, table=True):
    """What she wrote about one of her days."""

    __tablename__ = "day_note"
    __table_args__ = (sa.UniqueConstraint("user_id", "day"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    day: date
    text: str = Field(max_length=2000)
    changed_at: datetime


class Asked(SQLModel, table=True):
    """She said that she has asked about a caution of a habit; it is not put to her again."""

    __tablename__ = "caution_asked"
    __table_args__ = (sa.UniqueConstraint("user_id", "slug", "condition"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    slug: str = Field(max_length=40)
    condition: str = Field(max_length=40)
    asked_on: date


class Mark(SQLModel, table=True):
    """What is recorded of a habit on one of her days: an amount, or a skip with its reason."""

    __table_args__ = (
        sa.UniqueConstraint("user_id", "habit_id", "day"),
        sa.Index("ix_mark_user_id_day", "user_id", "day"),
        sa.Index("ix_mark_habit_id_day", "habit_id", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    habit_id: int = Field(foreign_key="habit.id", ondelete="CASCADE")
    day: date
    amount: float | None = None
    skip: Skip | None = Field(default=None, sa_type=database.enum_of(Skip))
    note: str = Field(default="", max_length=500)
    source: Source = Field(sa_type=database.enum_of(Source))
    changed_at: datetime


class PlantEaten(SQLModel, table=True):
    """A plant she ate on a day: the slug of the catalogue's, or ``~`` and the name of one of her own."""

    __tablename__ = "plant_eaten"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "day", "plant"),
        sa.Index("ix_plant_eaten_user_id_plant_day", "user_id", "plant", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    day: date
    plant: str = Field(max_length=40)
    source: Source = Field(sa_type=database.enum_of(Source))
    changed_at: datetime


class MarkChange(SQLModel, table=True):
    """One change to a day, before and after; rows are only ever added.

    ``uuid`` is made by the client and unique for the person: the same change twice is one. Changes of one tap
    or one answer share a ``batch``, which undo takes back whole. ``asked`` is the amount, skip or note asked
    for; ``made_at`` is her own clock's time.
    """

    __tablename__ = "mark_change"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "uuid"),
        sa.Index("ix_mark_change_user_id_batch", "user_id", "batch"),
        sa.Index("ix_mark_change_user_id_day", "user_id", "day"),
        sa.Index("ix_mark_change_user_id_received_at", "user_id", "received_at"),
        sa.Index(
            "ix_mark_change_undoes",
            "user_id",
            "undoes",
            sqlite_where=sa.text("undoes IS NOT NULL"),
            postgresql_where=sa.text("undoes IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    habit_id: int = Field(foreign_key="habit.id", ondelete="CASCADE", index=True)
    uuid: str = Field(max_length=36)
    batch: str = Field(max_length=36)
    undoes: str | None = Field(default=None, max_length=36)
    kind: ChangeKind = Field(sa_type=database.enum_of(ChangeKind))
    day: date
    plant: str | None = Field(default=None, max_length=40)
    asked: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    is_applied: bool = True
    source: Source = Field(sa_type=database.enum_of(Source))
    made_at: datetime
    received_at: datetime


class PlanChange(SQLModel, table=True):
    """One change to her list, spells, day notes or choices, before and after; rows are only ever added.

    ``before`` and ``after`` hold, by table and id, the touched row's values, or None where there was none.
    ``day`` is set where the change belongs to one day.
    """

    __tablename__ = "plan_change"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "uuid"),
        sa.Index("ix_plan_change_user_id_day", "user_id", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    uuid: str = Field(max_length=36)
    undoes: str | None = Field(default=None, max_length=36)
    kind: PlanKind = Field(sa_type=database.enum_of(PlanKind))
    day: date | None = None
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    source: Source = Field(sa_type=database.enum_of(Source))
    made_at: datetime


class StandingRow(SQLModel, table=True):
    """A habit's streak, best streak and strength folded up to a closed day, so that no page reads them all.

    Always derivable from marks and goals; a write to an earlier day folds it anew. It stands only when
    ``closed_through`` is the day of ``strength_through``: then its weeks and months were added up with it.
    """

    __tablename__ = "standing"

    habit_id: int = Field(primary_key=True, foreign_key="habit.id", ondelete="CASCADE")
    through: date
    strength_through: date
    current: int
    best: int
    strength: float
    strong_since: date | None = None
    closed_through: date | None = None


class ClosingRow(SQLModel, table=True):
    """What a closed week or month of a habit came to, and where the habit stood at its end.

    Always derivable from marks and goals; a write to an earlier day adds up anew what ends on or after it.
    """

    __tablename__ = "closing"

    habit_id: int = Field(primary_key=True, foreign_key="habit.id", ondelete="CASCADE")
    span: Span = Field(primary_key=True, sa_type=database.enum_of(Span))
    first: date = Field(primary_key=True)
    met: int
    partial: int
    not_met: int
    skipped: int
    not_recorded: int
    total: float
    through: date
    current: int
    best: int
    strength: float
    strong_since: date | None = None
