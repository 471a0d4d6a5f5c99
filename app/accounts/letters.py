"""The message that carries a sign-in code; its digits exist from the moment it is written."""

from datetime import datetime

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import actions
from app.accounts.models import SignInCode
from app.messages import message, writing
from app.messages.models import Channel, Delivery


class CodeLetter(message.OneWay):
    """Writes sign-in codes; ``key`` is the instance's secret key."""

    def __init__(self, key: str) -> None:
        self.key = key

    def prepare(
        self, session: Session, delivery: Delivery, *, now: datetime
    ) -> message.Message | message.Withheld:
        """Make the digits and the words around them, unless the code is used or over."""
        code = session.get(SignInCode, delivery.payload["code_id"])
        if code is None or code.used_at is not None or code.expires_at <= now:
            return message.Withheld(message.Reason.GONE)
        digits = actions.mint_code(session, code, key=self.key)
        with flask_babel.force_locale(code.locale):
            if code.channel is Channel.SMS:
                text = _("%(code)s is your Bonny code. It works for 10 minutes.", code=digits)
                return message.Message(code.address, "", text)
            return writing.mail("code", address=code.address, code=digits)
