"""What the tests of answers by email do: write as a mail program would, post as a service would."""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from flask import Flask
from sqlmodel import Session, select

from app.accounts.models import User
from app.database import Database
from app.messages.message import Message
from app.messages.models import Channel
from app.reminders.models import InboundText
from tests import make
from tests.reminders import steps
from tests.reminders.steps import MINUTE, MORNING

HOOK = "hook-token-of-tests"
ANSWERS_TO = "bonny@answers.example.org"
PATH = f"/webhooks/mail/{HOOK}"
HERS = "anna@example.org"


def header(message: Message, name: str) -> str:
    """A header of a message of ours; empty when it has none."""
    return dict(message.headers).get(name, "")


@dataclass
class Correspondence:
    """Anna was reminded by email at eight; she writes back, the app answers."""

    app: Flask
    database: Database
    user_id: int
    habits: dict[str, int]
    reminder: Message
    count: int = field(default=0)

    def mail(self, text: str, **over: str) -> EmailMessage:
        """A mail of hers as a program writes it; headers by name with _ for -, None leaves one out."""
        self.count += 1
        mail = EmailMessage()
        headers = {
            "From": f"Anna Smith <{HERS}>",
            "To": header(self.reminder, "Reply-To"),
            "Subject": f"Re: {self.reminder.subject}",
            "Message-ID": f"<{self.count}@mail.example.org>",
            "Date": "Fri, 20 Nov 2026 08:10:00 +0000",
        }
        headers |= {name.replace("_", "-"): value for name, value in over.items()}
        for name, value in headers.items():
            if value:
                mail[name] = value
        mail.set_content(text)
        return mail

    def post(self, mail: EmailMessage | bytes, *, path: str = PATH) -> int:
        """Hand a raw mail over; the status of the answer."""
        raw = mail if isinstance(mail, bytes) else bytes(mail)
        return int(self.app.test_client().post(path, data=raw, content_type="message/rfc822").status_code)

    def sent(self, at: datetime = MORNING + 10 * MINUTE) -> list[Message]:
        """What leaves at that instant."""
        return steps.send(self.app, at)

    def write(self, text: str, **over: str) -> list[Message]:
        """She writes; what she is answered."""
        assert self.post(self.mail(text, **over)) == 200
        return self.sent()

    def say(self, text: str, **over: str) -> str:
        """She writes; the words she is answered, or nothing."""
        return " / ".join(words_of(message) for message in self.write(text, **over))

    def holds(self) -> dict[str, float | None]:
        """What is recorded of hers on the day, by the habit's slug."""
        slugs = {habit_id: slug for slug, habit_id in self.habits.items()}
        found = steps.amounts(self.database, self.user_id)
        return {slugs[habit_id]: amount for habit_id, amount in found.items()}

    def taken(self) -> list[InboundText]:
        """Every answer that was kept."""
        with self.database.reading() as session:
            return list(session.exec(select(InboundText)).all())


def words_of(message: Message) -> str:
    """What an answer of ours says, without the line above and the link below."""
    return message.text.split("\n\n")[1]


def begin(app: Flask, session: Session) -> Correspondence:
    """Anna, who is reminded by email: 1 Prunes 2 Vitamin D 3 Walk."""
    user = make_reader(session)
    slugs = ("prunes", "vitamin-d", "weight-bearing")
    habits = dict(zip(slugs, steps.make_habits(session, user, *slugs), strict=True))
    steps.make_slot(session, user, channel=Channel.EMAIL)
    steps.plan(app.extensions["bonny.database"])
    (reminder,) = [each for each in steps.send(app) if each.address == HERS]
    return Correspondence(app, app.extensions["bonny.database"], user.id or 0, habits, reminder)


def make_reader(session: Session) -> User:
    """Anna, with an email address alone."""
    return make.make_user(session, name="Anna", email=HERS)
