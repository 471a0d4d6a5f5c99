"""Commands about accounts, of the person who runs it: ``flask --app app accounts …``; ids alone are told."""

import click
from flask.cli import AppGroup

from app import web
from app.accounts import actions, contacts, queries
from app.messages.models import Channel

group = AppGroup("accounts", help="Look after accounts.")


@group.command()
@click.argument("user_id", type=click.IntRange(min=1, max=web.LARGEST_ID))
@click.argument("typed", metavar="NUMBER")
def number(user_id: int, typed: str) -> None:
    """Give a person, known by her id, the mobile NUMBER (as +44 7400 123456) that is surely hers.

    She can sign in with it then. Texts come when she agrees to them anew: by START, or on her page.
    """
    with web.database().writing() as session:
        user = queries.person(session, user_id)
        if user is None:
            raise click.ClickException(f"There is no person {user_id}.")
        try:
            actions.add_contact(session, user, contact=_number(typed))
        except actions.ContactIsTaken as error:
            raise click.ClickException("That number is another person's; nothing was changed.") from error
        session.commit()
    click.echo(f"Person {user_id} has this number now.")


def _number(typed: str) -> contacts.Contact:
    try:
        contact = contacts.read(typed, countries=web.settings().sms_countries, region=None)
    except contacts.BadContact as error:
        raise click.ClickException(f"This is no mobile number that texts may go to: {error}.") from error
    if contact.channel is not Channel.SMS:
        raise click.ClickException("A mobile number is needed, such as +44 7400 123456.")
    return contact
