"""One habit over a year."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.accounts import guard
from app.progress.room import bp


@bp.get("/progress/habits/<int:habit_id>")
def habit(habit_id: int) -> ResponseReturnValue:  # noqa: ARG001 (to come)
    """One habit over a year."""
    guard.person()
    abort(404)
