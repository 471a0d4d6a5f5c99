"""The plants of her weeks and years."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.accounts import guard
from app.progress.room import bp


@bp.get("/progress/plants")
def plants() -> ResponseReturnValue:
    """The plants of her weeks and years."""
    guard.person()
    abort(404)
