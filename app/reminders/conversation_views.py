"""The page "Your texts": what she answered and what it recorded, each to be taken back."""

import logging
from itertools import groupby
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import notices, web, words
from app.accounts import guard
from app.accounts import queries as accounts
from app.checklist import forms
from app.notices import Notice
from app.reminders import answering, conversation, conversation_words, unsaying
from app.reminders.answering import Texts
from app.reminders.taking_back import TakenBack
from app.reminders.views import bp

log = logging.getLogger("bonny.reminders")


@bp.get("/reminders/texts")
def texts() -> ResponseReturnValue:
    """Her texts of 30 days, newest first, 50 at a time; ``before`` is where the next ones begin."""
    session, person = web.session(), guard.person()
    before = request.args.get("before", type=int)
    try:
        opening = conversation.read(session, person, now=web.now(), before=before)
    except conversation.NoSuchText:
        abort(404)
    by_day = groupby(opening.said, key=lambda each: words.local(each.at, person.zone).date())
    return render_template(
        "reminders/texts.html",
        days=[(day, list(said)) for day, said in by_day],
        earlier=opening.earlier,
        before=before,
        texts_are_on=answering.texts_of(session, person) is Texts.ON,
        **_values(),
    )


def _values() -> dict[str, Any]:
    return {"in_words": conversation_words, "today": words.local(web.now(), guard.person().zone).date()}


@bp.post("/reminders/texts/<int:text_id>/undo")
def undo_text(text_id: int) -> ResponseReturnValue:
    """Take back the whole of what a text recorded."""
    session, person = web.session(), guard.person()
    try:
        taken_back = unsaying.take_back(
            session,
            person,
            text_id=text_id,
            uuid_of_undo=forms.read_uuid(request.form.get("change")),
            today=accounts.today_of(person, now=web.now()),
            now=web.now(),
        )
        said = conversation.one(session, person, text_id=text_id, now=web.now())
    except conversation.NoSuchText:
        abort(404)
    session.commit()
    log.info("text taken back", extra={"user_id": person.id, "text_id": text_id})
    notice = Notice(_told(taken_back))
    if web.is_fragment():
        return web.fragment("reminders/_text_undone.html", said=said, notice=notice, **_values())
    notices.keep(notice)
    before = request.form.get("before", type=int)
    return redirect(url_for("reminders.texts", before=before) + f"#text-{text_id}", 303)


def _told(taken_back: TakenBack) -> str:
    if not taken_back.is_anything:
        return _("Nothing to take back: it was changed since.")
    if taken_back.stayed or taken_back.edits_stayed:
        return _("Taken back. What was changed since stays as it is.")
    return _("Taken back.")
