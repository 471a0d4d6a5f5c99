"""Commands for the person who runs it: ``flask --app app bonny …``."""

import contextlib
import sqlite3
import sys
from pathlib import Path
from typing import Any

import click
import tzlocal
from flask import Flask, current_app, url_for
from flask.cli import AppGroup

from app import clock, demo, health, jobs, migrating, web
from app.accounts import actions as accounts
from app.accounts import cli as account_commands
from app.accounts import links
from app.reminders import cli as reminders

group = AppGroup("bonny", help="Run and look after Bonny.")


def join(app: Flask) -> None:
    """Give the app its commands."""
    app.cli.add_command(group)
    app.cli.add_command(reminders.group)
    app.cli.add_command(account_commands.group)


@group.command()
def upgrade() -> None:
    """Bring the database to the newest tables."""
    migrating.upgrade(current_app._get_current_object())  # type: ignore[attr-defined]
    print("The database is current.")


@group.command("check-migrations")
def check_migrations() -> None:
    """Compare the tables of the code with those the migrations make, in memory; exit 1 when they differ."""
    differences = migrating.differences(current_app._get_current_object())  # type: ignore[attr-defined]
    for difference in differences:
        print(difference)
    sys.exit(1 if differences else 0)


@group.command()
@click.option("--zone", default=tzlocal.get_localzone_name, help="The demo person's zone: this machine's.")
def demonstrate(zone: str) -> None:
    """Make the demo person and print a link that signs in as her."""
    now = clock.now()
    with web.database().writing() as session:
        user = demo.fill(session, today=demo.today_for(zone, now=now), now=now, zone=zone)
        token = links.make(session, user, now=now)
        session.commit()
    print(f"\nSign in as {user.name}: {_address('accounts.link', token=token)}\n")


@group.command()
def invite() -> None:
    """Print an invitation link for one person."""
    with web.database().writing() as session:
        token = accounts.invite(session, by=None, now=clock.now())
        session.commit()
    print(_address("accounts.invitation", token=token))


def _address(endpoint: str, **values: Any) -> str:
    with current_app.test_request_context():
        return web.settings().public_url + url_for(endpoint, **values)


@group.command()
@click.argument("name", type=click.Choice(["plan", "visits", "deliver", "recover", "fold", "tidy", "beat"]))
def run(name: str) -> None:
    """Do one job of the clock process once."""
    done = getattr(jobs, name)(current_app)
    print(f"{name}: {'done' if done is None else done}")


@group.command()
def doctor() -> None:
    """Say whether database, migrations and clock are well; exit 1 when not."""
    report = health.check(web.database(), now=clock.now())
    for part, word in report.as_dict().items():
        print(f"{part}: {word}")
    sys.exit(0 if report.is_well else 1)


@group.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Write a whole copy of the SQLite database to TARGET, while everything runs."""
    source = _sqlite_file()
    if target.exists():
        raise click.ClickException(f"{target} is there already; nothing was written.")
    try:
        with contextlib.closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise click.ClickException(f"{error}; nothing was kept in {target}.") from error
    _check(target)
    print(f"Kept in {target}.")


@group.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(source: Path) -> None:
    """Put a backup back where no database is; stop Bonny first and move the old file away."""
    target = _sqlite_file()
    if target.exists():
        raise click.ClickException(f"{target} is there: move it away first. Nothing was changed.")
    _check(source)
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
    print(f"Restored to {target}. Run 'flask --app app bonny upgrade', then start Bonny.")


def _sqlite_file() -> Path:
    if not web.database().is_sqlite:
        raise click.ClickException("This database is PostgreSQL: use pg_dump and pg_restore.")
    return Path(str(web.database().engine.url.database))


def _check(file: Path) -> None:
    """Refuse a file that is no whole database of Bonny's."""
    try:
        address = f"{file.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            connection.execute("SELECT count(*) FROM mark").fetchone()
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{file} is no backup of Bonny: {error}.") from error
    if not whole:
        raise click.ClickException(f"{file} is damaged.")
