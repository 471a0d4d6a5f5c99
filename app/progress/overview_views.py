"""What she keeps up, in one look."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app import web
from app.accounts import guard
from app.accounts import queries as accounts
from app.progress.room import bp


@bp.get("/progress")
def overview() -> ResponseReturnValue:
    """What she keeps up, in one look."""
    today = accounts.today_of(guard.person(), now=web.now())
    return redirect(url_for("progress.month", text=today.strftime("%Y-%m")), 303)
