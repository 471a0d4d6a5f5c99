"""What she keeps up, in one look."""

from flask import render_template

from app import web
from app.accounts import guard
from app.accounts import queries as accounts
from app.catalogue import here
from app.progress import overview as overviews
from app.progress import overview_wording as said
from app.progress import plots
from app.progress.overview import Card, Overview
from app.progress.room import bp

# A longer list is folded, so that the cards come first.
MOST_LINES = 12


@bp.get("/progress")
def overview() -> str:
    """What she keeps up, in one look."""
    person = guard.person()
    today = accounts.today_of(person, now=web.now())
    of = overviews.read(web.session(), person, today=today)
    return render_template(
        "progress/overview.html",
        overview=of,
        sheet=of.glance,
        said=said,
        sentence=said.kind(of),
        curves=_curves(of),
        source_of=here.book().source_of,
        is_long=len(of.cards) > MOST_LINES,
        has_given_up_many=len(of.given_up) > MOST_LINES,
        today=today,
    )


def _curves(of: Overview) -> dict[int, plots.Curve]:
    """The small curve of each habit that has one, by the habit's id."""
    return {card.chosen.id: _curve(card) for card in of.cards if card.curve and said.strength(card)}


def _curve(card: Card) -> plots.Curve:
    points = [plots.Point(day, value) for day, value in card.curve]
    return plots.curve(points, title=said.curve_title(card))
