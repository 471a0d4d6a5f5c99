"""What needs no more than an answer of ours: questions, help, beginning once more, a wrong number."""

from app.reminders import about
from app.reminders.models import Meaning
from app.reminders.outcomes import Outcome
from app.rules.reply_meanings import About, Help, Join, Question, Reply, Topic, WrongNumber

TOPICS = {
    Topic.TODAY: Meaning.STATUS,
    Topic.WEEK: Meaning.WEEK,
    Topic.MONTH: Meaning.MONTH,
    Topic.PLANTS: Meaning.PLANTS,
    Topic.STREAK: Meaning.STREAK,
    Topic.SUMMARY: Meaning.SUMMARY,
    Topic.SUMMARY_BY_MAIL: Meaning.SUMMARY,
}


def to(reply: Reply) -> Outcome:
    """The outcome of what records and changes nothing."""
    match reply:
        case Question(topic):
            return Outcome(TOPICS[topic])
        case About():
            return Outcome(Meaning.ABOUT, payload=about.noted(reply))
        case Help():
            return Outcome(Meaning.HELP)
        case Join():
            return Outcome(Meaning.JOIN)
        case WrongNumber():
            return Outcome(Meaning.WRONG_NUMBER)
        case _:
            return Outcome(Meaning.NOTHING, wants_echo=False)
