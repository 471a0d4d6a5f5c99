"""The only place that asks what time it is, and whose rules turn it into hers."""

import zoneinfo
from datetime import UTC, datetime

import tzdata


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def use_pinned_zones() -> None:
    """Take every time zone from the pinned ``tzdata`` package alone, for the whole process.

    ``zoneinfo`` would read the machine's own files first, which are as old as its last update: two machines
    could then plan one reminder at two instants.
    """
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()


def zone(name: str) -> zoneinfo.ZoneInfo:
    """A time zone to go on with by the day: UTC when the name is no zone (any more).

    Where the very minute matters, ``ZoneInfo`` itself is asked, which raises ZoneInfoNotFoundError.
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def knows_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    return name in zoneinfo.available_timezones()


def tz_version() -> str:
    """The release of the tz database in use, such as 2026f."""
    return str(tzdata.IANA_VERSION)


# Whatever imports the app comes by here (app, app.web), before it makes a zone.
use_pinned_zones()
