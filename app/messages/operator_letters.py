"""The emails to the operator, in plain words: what happened, what to do, when it is tried again."""

from dataclasses import dataclass
from datetime import datetime

import flask_babel
from flask_babel import gettext as _
from sqlmodel import Session

from app.config import Settings
from app.messages import operator, writing
from app.messages.message import Kind, Message, OneWay, Reason, Withheld
from app.messages.models import Delivery
from app.messages.operator import Matter

ERRORS = "https://www.twilio.com/docs/api/errors/"


def kinds(settings: Settings) -> dict[str, Kind]:
    """Every kind of message this room plans itself, by the name it is planned under."""
    return {operator.KIND: OperatorLetter(settings)}


@dataclass(frozen=True, slots=True)
class OperatorLetter(OneWay):
    """Tells the operator of a matter; withheld where no operator's address is set."""

    settings: Settings

    def prepare(
        self,
        session: Session,  # noqa: ARG002 (every kind is asked so)
        delivery: Delivery,
        *,
        now: datetime,  # noqa: ARG002
    ) -> Message | Withheld:
        """Write it from the matter, its code and when it came up."""
        address = self.settings.operator_email
        if address is None:
            return Withheld(Reason.GONE)
        code = str(delivery.payload["code"])
        with flask_babel.force_locale("en"):
            return writing.mail(
                "operator",
                address=address,
                subject=_subject(delivery.payload["matter"]),
                paragraphs=self._paragraphs(
                    delivery.payload["matter"], code, person_id=delivery.payload.get("person")
                ),
                at=datetime.fromisoformat(delivery.payload["at"]).strftime("%Y-%m-%d %H:%M UTC"),
                code=code,
                code_url=f"{ERRORS}{code}" if code else "",
                place=self.settings.public_url,
            )

    def _paragraphs(self, matter: str, code: str, *, person_id: int | None) -> tuple[str, ...]:
        if matter == Matter.NUMBER:
            return _of_number(person_id)
        if matter == Matter.BLOCKED:
            return (
                _("The text provider refuses our account (code %(code)s).", code=code),
                _("Until that is put right, no texts go out. Reminders take another way where there is one."),
                _("Please look at the account: its token, its number, its countries, its registration."),
                _("One text is tried every 15 minutes. When it is taken, texts go out again by themselves."),
            )
        if matter == Matter.SPAM:
            return (
                _("A carrier held back one of our texts as spam (code %(code)s).", code=code),
                _("That text is not sent again. Other texts go on as before."),
                _("Please look at the provider's log and at the registration of our number."),
                _("You get this email once a day at most, however many texts it happens to."),
            )
        return (
            _(
                "This Bonny has sent all the texts it may send in 24 hours (%(most)s).",
                most=self.settings.sms_per_day,
            ),
            _("More texts are left out until older ones are a day old. Sign-in codes still go out."),
            _("If that is too few, set SMS_PER_DAY higher and start Bonny again."),
        )


def _of_number(person_id: int | None) -> tuple[str, ...]:
    """What to do for a person who lost her only way in."""
    return (
        _(
            "The number of person %(person)s was let go: texts did not arrive or were ended for 30 days, or "
            "somebody else has the phone now.",
            person=person_id,
        ),
        _("No email of hers works here, so nobody could tell her. What she recorded is kept."),
        _(
            "When she asks, make sure that it is she and that the number is hers. Then give it to her: "
            "flask --app app accounts number %(person)s +44…",
            person=person_id,
        ),
    )


def _subject(matter: str) -> str:
    if matter == Matter.NUMBER:
        return _("A person of Bonny has no number any more")
    if matter == Matter.BLOCKED:
        return _("Bonny sends no texts right now")
    if matter == Matter.SPAM:
        return _("A text of Bonny was taken for spam")
    return _("Bonny has sent all its texts for today")
