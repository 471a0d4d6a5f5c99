"""Public pages of the catalogue: every habit with how much, evidence, cautions and sources."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app import web
from app.catalogue import book, here, wording
from app.catalogue.entries import Group, HabitEntry

bp = Blueprint("catalogue", __name__)

LONGEST_TYPED = 80


@bp.get("/library")
@web.public
def library() -> ResponseReturnValue:
    """The habits of all shelves or of one, those alone that a search finds; htmx asks for the list alone."""
    typed = request.args.get("q", "")[:LONGEST_TYPED]
    group = _group_named(request.args.get("group", ""))
    values = _found(typed, group)
    if web.is_fragment():
        return web.fragment("catalogue/_answer.html", **values)
    return web.varied(make_response(render_template("catalogue/library.html", **values)))


@bp.get("/library/<slug>")
@web.public
def habit(slug: str) -> str:
    """One habit with its evidence."""
    shipped = here.book()
    try:
        entry = shipped.habit(slug)
    except book.UnknownHabit:
        abort(404)
    return render_template(
        "catalogue/habit.html",
        entry=entry,
        group=wording.group(entry.group),
        goals=wording.goals(entry),
        warning=shipped.warning(entry),
        sources=shipped.sources_of(entry),
        conditions={condition.slug: condition.name for condition in shipped.conditions},
    )


def _group_named(name: str) -> Group | None:
    """The shelf of that name; every shelf where there is none."""
    return Group(name) if name in list(Group) else None


def _found(typed: str, group: Group | None) -> dict[str, Any]:
    """What the list shows: shelves, what is not offered, how many there are, and what she asked for."""
    entries = here.book().search(typed, group)
    is_shown = group in (None, Group.SUPPLEMENTS)
    not_offered = here.book().search_not_offered(typed) if is_shown else ()
    return {
        "typed": typed,
        "group": group,
        "groups": [(each, wording.group(each)) for each in Group],
        "shelves": _shelves(entries),
        "not_offered": not_offered,
        "who_may_benefit": here.book().who_may_benefit if is_shown and not typed.strip() else "",
        "count": wording.count(len(entries)),
    }


def _shelves(entries: Sequence[HabitEntry]) -> list[tuple[Group, str, str, list[HabitEntry]]]:
    """Each shelf with anything on it: group, name, opening sentence, habits. The best find's comes first.

    Habits in the catalogue's own order come by shelf, for the five that stand first would mix them.
    """
    order = list(dict.fromkeys(entry.group for entry in entries))
    if len(entries) == len(here.book().habits):
        order = list(Group)
    return [
        (
            group,
            wording.group(group),
            here.book().intro(group),
            [each for each in entries if each.group is group],
        )
        for group in order
    ]
