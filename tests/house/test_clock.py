"""Where time zones come from: the pinned package alone, never the machine."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib import metadata, resources
from zoneinfo import ZoneInfo

import pytest

from app import clock

JULY = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def machines_files(tmp_path):
    """A machine whose own files know Berlin by the rules of Kathmandu."""
    wrong = resources.files("tzdata.zoneinfo.Asia").joinpath("Kathmandu").read_bytes()
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Berlin").write_bytes(wrong)
    zoneinfo.reset_tzpath(to=[tmp_path])
    yield
    clock.use_pinned_zones()


def test_the_app_reads_no_file_of_the_machine():
    assert zoneinfo.TZPATH == ()
    listed = resources.files("tzdata").joinpath("zones").read_text().split()
    assert zoneinfo.available_timezones() == set(listed)


def test_the_machines_own_files_change_no_zone(machines_files):
    ZoneInfo.clear_cache()
    assert ZoneInfo("Europe/Berlin").utcoffset(JULY) == timedelta(hours=5, minutes=45)
    clock.use_pinned_zones()
    assert ZoneInfo("Europe/Berlin").utcoffset(JULY) == timedelta(hours=2)


def test_the_release_in_use_is_that_of_the_pinned_package():
    year, number = metadata.version("tzdata").split(".")
    assert clock.tz_version() == f"{year}{chr(ord('a') + int(number) - 1)}"
