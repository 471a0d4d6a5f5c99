"""Twenty deaths of the clock process, drawn from a seed; ``make soak`` does hundreds on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import BOTH
from tests.soak import crowd, deaths, world
from tests.soak.world import World

pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crashes")]

SEED = 20_260_009
ON_EACH = 10
CROWD = 150


@pytest.fixture(params=BOTH)
def soak_world(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A world of its own on each database."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").emptied()
    else:
        url = world.sqlite_in(tmp_path, request.getfixturevalue("sqlite_template"))
    with world.opened(tmp_path, url, seed=SEED) as opened:
        yield opened


def test_reminders_outlive_deaths_at_marked_points(soak_world):
    """Nobody is texted twice, nothing is forgotten, and what we believe of a text is true at the provider."""
    place = BOTH.index("sqlite" if soak_world.database.is_sqlite else "postgresql") * ON_EACH
    drawn = deaths.drawn(SEED, 2 * ON_EACH)[place : place + ON_EACH]
    story = deaths.live_through(soak_world, drawn)
    assert story.wrong == [], f"seed {SEED}"
    assert story.not_reached == []


def test_four_processes_send_a_crowd_each_once(soak_world):
    assert crowd.rush(soak_world, count=CROWD).wrong == []


def test_twenty_deaths_come_to_every_point():
    assert {death.point for death in deaths.drawn(SEED, 2 * ON_EACH)} == set(deaths.EVERY_POINT)
