"""The time of the soak: it stands still until it is moved, and is the same for every process."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SLOT = struct.Struct("<q")


class Hours:
    """A clock in a file of eight bytes; whoever opens the file reads the same instant."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with file.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), SLOT.size)

    @classmethod
    def begun(cls, file: Path, at: datetime) -> "Hours":
        """A new clock that stands at an instant."""
        file.write_bytes(SLOT.pack((at - EPOCH) // MICROSECOND))
        return cls(file)

    def now(self) -> datetime:
        """The instant, in UTC."""
        (passed,) = SLOT.unpack(self._map[:])
        return EPOCH + passed * MICROSECOND

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.set(self.now() + by)

    def set(self, at: datetime) -> None:
        """Put the clock to an instant."""
        self._map[:] = SLOT.pack((at - EPOCH) // MICROSECOND)

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()
