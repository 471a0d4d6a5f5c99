"""Pages of the visits room: what she brings along, to add, change and take away."""

import logging
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web
from app.accounts import guard
from app.accounts import queries as accounts
from app.notices import Notice
from app.visits import actions, cards, fields, forms, kinds, queries
from app.visits.forms import Typed, Values
from app.visits.kinds import Kind
from app.visits.models import Question

bp = Blueprint("visits", __name__)
log = logging.getLogger("bonny.visits")
MOVES = {"up": -1, "down": 1}


@bp.get("/visits")
def page() -> str:
    """Her next visit and her questions first, then everything else she brings."""
    session, person, today = web.session(), guard.person(), _today()
    past = queries.past_visits(session, _her_id(), before=today)
    return render_template(
        "visits/page.html",
        visits=cards.visits(queries.coming_visits(session, _her_id(), today=today), today=today),
        past=cards.past_visits(past),
        questions=cards.questions(
            queries.rows_of(session, Question, _her_id()),
            last_visit=past[0] if past else None,
            today=today,
            zone=person.zone,
        ),
        others=cards.others(queries.brought_of(session, _her_id(), today=today)),
    )


@bp.route("/visits/<kind>/new", methods=["GET", "POST"])
def new(kind: str) -> ResponseReturnValue:
    """A form for one more of a kind."""
    asks = _kind_or_404(kind)
    asked = asks.asked(is_new=True)
    if request.method == "GET":
        return _form(asks, forms.empty(asked, today=_today()))
    typed, values = _checked(asks, is_new=True)
    if typed.wrong:
        return _form(asks, typed)
    session = web.session()
    try:
        row: Any = actions.add(session, asks.table, _her_id(), values=values, now=web.now())
    except actions.TooMany:
        session.rollback()
        return _form(asks, typed.refused(_no_room(asks)))
    session.commit()
    _note("brought added", row.id)
    return _back(asks, Notice(_("Kept.")))


@bp.route("/visits/<kind>/<int:row_id>", methods=["GET", "POST"])
def change(kind: str, row_id: int) -> ResponseReturnValue:
    """One thing she brings, to change or take away."""
    asks = _kind_or_404(kind)
    session = web.session()
    row = queries.row_of(session, asks.table, _her_id(), row_id=row_id)
    if row is None or not asks.has(row):
        abort(404)
    if request.method == "GET":
        return _form(asks, forms.of_row(row, asks.asked(is_new=False)), row_id)
    typed, values = _checked(asks, is_new=False)
    if typed.wrong:
        return _form(asks, typed, row_id)
    actions.change(session, row, values)
    session.commit()
    _note("brought changed", row_id)
    return _back(asks, Notice(_("Kept.")))


@bp.post("/visits/<kind>/<int:row_id>/remove")
def remove(kind: str, row_id: int) -> ResponseReturnValue:
    """Take one thing away; the notice puts it back."""
    asks, session = _kind_or_404(kind), web.session()
    try:
        actions.remove(session, asks.table, _her_id(), row_id=row_id, now=web.now())
    except actions.NoSuchRow:
        abort(404)
    session.commit()
    _note("brought removed", row_id)
    undo = url_for("visits.put_back", kind=kind, row_id=row_id)
    return _back(asks, Notice(_("It is taken away."), url=undo))


@bp.post("/visits/<kind>/<int:row_id>/back")
def put_back(kind: str, row_id: int) -> ResponseReturnValue:
    """Put back what she took away."""
    asks, session = _kind_or_404(kind), web.session()
    try:
        actions.put_back(session, asks.table, _her_id(), row_id=row_id)
    except actions.NoSuchRow:
        abort(404)
    except actions.TooMany:
        session.rollback()
        return _back(asks, Notice(_no_room(asks).words))
    session.commit()
    _note("brought put back", row_id)
    return _back(asks, Notice(_("It is back.")))


@bp.post("/visits/question/<int:row_id>/move")
def move(row_id: int) -> ResponseReturnValue:
    """A question one place up or down; ``place`` is where it stood on the page."""
    place = request.form.get("place", "")
    by = MOVES.get(request.form.get("to", ""))
    if by is None or not (place.isascii() and place.isdigit() and len(place) <= 3):
        abort(400)
    session = web.session()
    try:
        actions.move(session, _her_id(), question_id=row_id, place=int(place), by=by)
    except actions.NoSuchRow:
        abort(404)
    session.commit()
    return redirect(url_for("visits.page", _anchor=kinds.QUESTION.card), 303)


def _checked(asks: Kind, *, is_new: bool) -> tuple[Typed, Values]:
    asked = asks.asked(is_new=is_new)
    return forms.checked(forms.typed_in(request.form, asked), asked, finish=asks.finish, today=_today())


def _form(asks: Kind, typed: Typed, row_id: int | None = None) -> ResponseReturnValue:
    html = render_template(
        "visits/form.html",
        kind=asks,
        typed=typed,
        row_id=row_id,
        asked=asks.asked(is_new=row_id is None),
        date_parts=fields.parts(),
    )
    return html, 422 if typed.wrong else 200


def _no_room(asks: Kind) -> forms.Wrong:
    return forms.Wrong(
        asks.fields[0].name, _("That is as many as there may be. Take one away that you need no longer.")
    )


def _back(asks: Kind, notice: Notice) -> ResponseReturnValue:
    """The card she came from."""
    notices.keep(notice)
    return redirect(url_for("visits.page", _anchor=asks.card), 303)


def _note(what: str, row_id: int | None) -> None:
    """Log ids alone: of what kind a thing is says something of her health."""
    log.info(what, extra={"user_id": _her_id(), "row_id": row_id})


def _kind_or_404(slug: str) -> Kind:
    if slug not in kinds.KINDS:
        abort(404)
    return kinds.KINDS[slug]


def _her_id() -> int:
    return guard.person().id or 0


def _today() -> date:
    return accounts.today_of(guard.person(), now=web.now())
