"""Public pages of the catalogue: every habit with how much, evidence, cautions and sources."""

from flask import Blueprint, abort, render_template

from app import web
from app.catalogue import book

bp = Blueprint("catalogue", __name__)


@bp.get("/library")
@web.public
def library() -> str:
    """All habits of the catalogue."""
    return render_template("catalogue/library.html", entries=book.book().habits)


@bp.get("/library/<slug>")
@web.public
def habit(slug: str) -> str:
    """One habit with its evidence."""
    try:
        entry = book.book().habit(slug)
    except book.UnknownHabit:
        abort(404)
    return render_template(
        "catalogue/habit.html", entry=entry, sources=book.book().sources_of(entry), conditions=_conditions()
    )


def _conditions() -> dict[str, str]:
    """What each condition is called."""
    return {condition.slug: condition.name for condition in book.book().conditions}
