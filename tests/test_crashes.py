"""Twenty deaths of the clock process, drawn from a seed; ``make soak`` does hundreds on each database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.conftest import BOTH
from tests.soak import crowd, deaths
from tests.soak import world as worlds
from tests.soak.nursery import Nursery
from tests.soak.world import World

pytestmark = pytest.mark.crash

SEED = 20_260_009
ON_EACH = 10
CROWD = 80


@dataclass(frozen=True)
class Soak:
    """A world on one of the databases, and where its clock processes come from."""

    world: World
    nursery: Nursery
    drawn: Sequence[deaths.Death]


@pytest.fixture(scope="module", params=BOTH)
def soak(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soak]:
    """One half of the twenty deaths is for SQLite, the other for PostgreSQL."""
    folder = tmp_path_factory.mktemp("soak")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").emptied()
    else:
        url = worlds.sqlite_in(folder, request.getfixturevalue("sqlite_template"))
    first = BOTH.index(request.param) * ON_EACH
    drawn = deaths.drawn(SEED, 2 * ON_EACH)[first : first + ON_EACH]
    with worlds.opened(folder, url, seed=SEED) as world, world.nursery() as nursery:
        yield Soak(world, nursery, drawn)


def test_reminders_outlive_deaths_at_marked_points(soak):
    """Nobody is texted twice, nothing is forgotten, and what we believe of a text is true at the provider."""
    story = deaths.live_through(soak.world, soak.nursery, soak.drawn)
    assert story.wrong == [], f"seed {SEED}"
    assert story.not_reached == []


def test_four_processes_send_a_crowd_each_once(soak):
    assert crowd.rush(soak.world, soak.nursery, count=CROWD).wrong == []


def test_twenty_deaths_come_to_every_point():
    assert {death.point for death in deaths.drawn(SEED, 2 * ON_EACH)} == set(deaths.EVERY_POINT)
