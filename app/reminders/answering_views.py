"""The page "How to answer": what she may text, made of her own habits, to be printed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app import web
from app.accounts import guard
from app.reminders import answering, examples, queries
from app.reminders.answering import Texts
from app.reminders.views import bp


@bp.get("/reminders/answers")
def answers() -> ResponseReturnValue:
    """What she may answer and what it does; only words that are understood so, with her habits' names."""
    session, person, settings = web.session(), guard.person(), web.settings()
    board = answering.board_of(session, person, now=web.now())
    return render_template(
        "reminders/answers.html",
        has_habits=bool(board.rows),
        known=examples.true_habits(examples.habits(board), board.context),
        groups=examples.true_ones(examples.groups(board), board.context),
        texts=answering.texts_of(session, person),
        kinds=Texts,
        has_times=bool(queries.slots_of(session, person.id or 0)),
        our_number=settings.twilio.sender if settings.twilio else None,
        takes_mail=bool(getattr(settings, "mail_answers_to", None)),
    )
