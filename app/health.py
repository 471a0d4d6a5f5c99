"""Whether the installation is well: the database answers, its tables are current, the clock process beats."""

import functools
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Field, Session, SQLModel

from app import database
from app.database import Database

CLOCK = "clock"
SILENT_AFTER = timedelta(seconds=90)
MIGRATIONS = Path(__file__).parent.parent / "migrations"


class Heartbeat(SQLModel, table=True):
    """When a long-running process last said that it lives."""

    name: str = Field(primary_key=True, max_length=32)
    at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """One word for each part: ok, or what is wrong with it."""

    database: str
    migrations: str
    clock: str

    @property
    def is_well(self) -> bool:
        """Whether every part is."""
        return {self.database, self.migrations, self.clock} == {"ok"}

    def as_dict(self) -> dict[str, str]:
        """The parts by name."""
        return asdict(self)


def beat(session: Session, *, now: datetime) -> None:
    """Note that the clock process lives."""
    database.upsert(session, Heartbeat, {"name": CLOCK, "at": now}, key=("name",))


def check(of: Database, *, now: datetime) -> Health:
    """Look at each part; never raises for a database that is away."""
    try:
        with of.reading() as session:
            return Health("ok", _migrations(session), _clock(session, now))
    except (sa.exc.DBAPIError, sa.exc.TimeoutError):  # torn files and lost connections among them
        return Health("away", "unknown", "unknown")


def _migrations(session: Session) -> str:
    current = MigrationContext.configure(session.connection()).get_current_revision()
    return "ok" if current == newest_migration() else "behind"


@functools.lru_cache(maxsize=1)
def newest_migration() -> str | None:
    """The migration that this code was written for."""
    return ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)]).get_current_head()


def _clock(session: Session, now: datetime) -> str:
    if not sa.inspect(session.connection()).has_table("heartbeat"):
        return "silent"
    beat = session.get(Heartbeat, CLOCK)
    return "ok" if beat is not None and now - beat.at < SILENT_AFTER else "silent"
