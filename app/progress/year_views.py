"""The page of a year."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.progress.room import bp


@bp.get("/progress/<int:year>")
def year(year: int) -> ResponseReturnValue:  # noqa: ARG001 (to come)
    """The page of a year."""
    abort(404)
