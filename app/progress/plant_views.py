"""The plants of her weeks and years."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.progress.room import bp


@bp.get("/progress/plants")
def plants() -> ResponseReturnValue:
    """The plants of her weeks and years."""
    abort(404)
