"""The page of a year."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.accounts import guard
from app.progress.room import bp


@bp.get("/progress/<int:year>")
def year(year: int) -> ResponseReturnValue:  # noqa: ARG001 (to come)
    """The page of a year."""
    guard.person()
    abort(404)
