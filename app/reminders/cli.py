"""Commands of the person who runs it: ``flask --app app reminders …``; they tell figures and ids alone."""

import json
import sys
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from flask.cli import AppGroup

from app import clock, web
from app.accounts import queries as accounts
from app.messages import upkeep
from app.reminders import figures, planner, preview, queries, telling, wishes

group = AppGroup("reminders", help="Look after reminders and messages.")

MOST_DAYS = 60
MOST_REQUEUED = 10_000


@group.command()
@click.option("--json", "is_data", is_flag=True, help="For machines.")
def status(is_data: bool) -> None:
    """Say how late messages are, what waits, what stands still; exit 1 when it is not well."""
    with web.database().reading() as session:
        found = figures.status(session, now=clock.now())
    click.echo(json.dumps(telling.data_of(found), indent=2) if is_data else telling.words_of(found))
    sys.exit(0 if found.is_well else 1)


@group.command("preview")
@click.option("--user", "user_id", type=click.IntRange(min=1, max=web.LARGEST_ID), required=True)
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=7, show_default=True)
def show_preview(user_id: int, days: int) -> None:
    """Say what would come when to one person, known by her id, in the days ahead."""
    now = clock.now()
    with web.database().reading() as session:
        user = accounts.person(session, user_id)
        if user is None:
            raise click.ClickException(f"There is no person {user_id}.")
        hers_slots, hers = queries.slots_of(session, user_id), wishes.of(session, user_id)
    zone = _zone(user.zone, user_id)
    upcoming = preview.upcoming(user, hers_slots, hers, after=now, until=now + timedelta(days=days))
    click.echo(f"Person {user_id} in {zone.key} (tz {clock.tz_version()}), {days} days from now:")
    click.echo("\n".join(telling.preview_of(upcoming, zone)) or "nothing would come.")
    switched_off = sum(not slot.is_active for slot in hers_slots)
    if switched_off:
        click.echo(f"Switched off: {switched_off}.")


def _zone(name: str, user_id: int) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.ClickException(f"The zone of person {user_id} is not known: {name!r}.") from error


@group.command()
@click.option("--most", type=click.IntRange(1, MOST_REQUEUED), default=100, show_default=True)
def requeue(most: int) -> None:
    """Try again what a mistake of ours ended in the last day and what surely never left, the newest first.

    Times that a mistake of ours set aside are planned again, all of them.
    """
    with web.database().writing() as session:
        slots = planner.retry_set_aside(session)
        number = upkeep.requeue(session, now=clock.now(), limit=most)
        session.commit()
    click.echo(f"Put back: {number}. Planned again: {slots}.")
