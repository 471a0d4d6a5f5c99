"""``make soak``: hundreds of deaths on each database, and four processes at one minute; exit 1 if wrong."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from app import create_app, migrating
from tests.conftest import BOTH, close
from tests.databases import Postgres
from tests.soak import checks, crowd, deaths, telling, world

DEATHS = 300
CROWD = 10_000


def main() -> int:
    """Run what was asked for and print it."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder:
        wrong = [each for name in asked.databases for each in _on(name, Path(folder), asked)]
    for finding in wrong:
        print(f"WRONG: {finding}")
    names = " ".join(asked.databases)
    print(f"To repeat: python -m tests.soak --seed {asked.seed} --deaths {asked.deaths} --databases {names}")
    return 1 if wrong else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill clock processes and look at what is left.")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--deaths", type=int, default=DEATHS, help="on each database")
    parser.add_argument("--crowd", type=int, default=CROWD, help="how many are due at one minute")
    parser.add_argument("--databases", nargs="+", choices=BOTH, default=BOTH)
    return parser.parse_args()


def _on(name: str, folder: Path, asked: argparse.Namespace) -> list[str]:
    own = folder / name
    own.mkdir()
    if name == "sqlite":
        return _soak(name, own, _migrated_sqlite(own), asked)
    server = Postgres(own)
    try:
        return _soak(name, own, server.emptied(), asked)
    finally:
        server.stop()


def _migrated_sqlite(folder: Path) -> str:
    url = f"sqlite:///{folder}/bonny.sqlite3"
    app = create_app(DATA_DIR=folder, DATABASE_URL=url)
    migrating.upgrade(app)
    close(app)
    return url


def _soak(name: str, folder: Path, url: str, asked: argparse.Namespace) -> list[str]:
    with world.opened(folder, url, seed=asked.seed) as opened, opened.nursery() as nursery:
        drawn = deaths.drawn(asked.seed, asked.deaths)
        story = deaths.live_through(opened, nursery, drawn, say=_say)
        print(f"\n{name}: {len(story.deaths)} deaths, seed {asked.seed}, {opened.count} people")
        telling.show(story, checks.outcomes(opened))
        wrong = list(story.wrong)
        if asked.crowd:
            rush = crowd.rush(opened, nursery, count=asked.crowd)
            print(
                f"{name}: {crowd.PROCESSES} processes, {asked.crowd} due at one minute, {rush.seconds:.0f} s"
            )
            wrong += rush.wrong
    return [f"{name}: {finding}" for finding in wrong]


def _say(number: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{number}", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
