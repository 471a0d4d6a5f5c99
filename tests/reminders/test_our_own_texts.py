"""Every text of ours, sent back, quoted or reacted to: it records nothing."""

import pytest

from app.accounts import queries as accounts
from app.checklist import daysheet
from app.reminders import contexts, queries, wishes
from app.rules import replies, texts
from app.rules.replies import Context
from app.rules.reply_meanings import Answer
from tests.reminders.conftest import Conversation
from tests.reminders.steps import MINUTE, MORNING

pytestmark = [pytest.mark.no_cover, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

TALK = """1|2 prunes 5|all|walk 20 and blorp|prunes 500|prunes 30|no walk|1.3|13|a glass of milk
plants oats kale|plants wibble, oats|skip 4 ill|skip 2|sick till friday|yesterday 1|mon walk 20|undo
undo|?|week|month|plants|streak|help prunes|help quantum|help|later|later 9h|pause|pause 3 days
resume|remind 9:30|remind|remind off evening|remind off|remind on|discreet on|?|1 2|blorp|undo
discreet off|notes on|1 3. feeling tired|note: a bad night|notes off|web|join|plants
1, 2, 3, 4|how are you|who is this|done|prunes|4|stop please|start"""
EN_ESPAÑOL = """1
2 ciruelas 5|todo|camine 20 y blorp|ciruelas 500|ciruelas 30|no camine|1.3|13|un vaso de leche
plantas avena kale|plantas wibble, avena|omitir 4 por enfermedad|omitir 2|enferma hasta el viernes|ayer 1
lun caminata 20|deshacer|deshacer|?|semana|mes|plantas|racha|ayuda ciruelas|ayuda quantum|ayuda|luego
luego 9h|pausa|pausa 3 dias|seguir|recordar 9:30|recordar|recordar no noche|recordar no|recordar si
discreto si|?|1 2|blorp|deshacer|discreto no|notas si|1 3. me siento cansada|nota: mala noche|notas no
enlace|unirme|plantas calabacín zzz|1, 2, 3, 4|como estas|quien es|hecho|ciruelas|4|medico|por correo
alto por favor|start"""


def ours(talk: Conversation, hers: str) -> list[str]:
    """All that we say in a long talk, the reminder first."""
    said = [
        "Bonny: good morning. Open today: 1 Prunes 2 Vit D 3 Plants 4 Walk. Reply e.g. 1 2",
        "Your summary of 90 days: http://127.0.0.1:8000/s/5hkOGXW9D2XpXdfuC2SUzQ Code 123456. Works 7 days.",
    ]
    for number, words in enumerate(hers.replace("\n", "|").split("|")):
        said += talk.say(words, at=MORNING + (10 + 7 * number) * MINUTE).split(" / ")
    return [each for each in dict.fromkeys(said) if each]


def context_now(talk: Conversation) -> Context:
    """What a text of hers is read against after the talk, with notes allowed: all she may say is kept."""
    at = MORNING + 20 * MINUTE
    session, user = talk.session, talk.user
    today = accounts.today_of(user, now=at)
    return contexts.context_of(
        session,
        user,
        asked=queries.asked_by_text(session, talk.user_id, now=at),
        sheet=daysheet.read(session, user, day=today, today=today),
        opted_out=False,
        now=at,
    )


@pytest.mark.parametrize(("locale", "hers"), [("en_GB", TALK), ("es_MX", EN_ESPAÑOL)], ids=["en", "es"])
def test_our_own_texts_quoted_back_record_nothing(
    reminder_talk: Conversation, locale: str, hers: str
) -> None:
    reminder_talk.user.locale = locale
    reminder_talk.session.add(reminder_talk.user)
    wishes.set_notes(reminder_talk.session, reminder_talk.user_id, is_on=True)
    reminder_talk.session.commit()
    said = ours(reminder_talk, hers)

    assert len(said) > 40
    context = context_now(reminder_talk)
    for text in said:
        assert texts.segments(text) == 1, text
        for quoted in (text, f"> {text}", f"“{text}”", f"Liked “{text}”", f"Fwd: {text}", text.lower()):
            reply = replies.parse(quoted, context)
            assert not (isinstance(reply, Answer) and reply.has_record), quoted
