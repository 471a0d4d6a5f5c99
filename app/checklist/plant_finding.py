"""What stands under the field for a plant: the plants she may mean, what to mend, her own one to add."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts.models import User
from app.checklist import plant_names, plant_queries
from app.rules import days, plants
from app.rules.plants import Match

LONGEST_ECHO = 200
# From so many letters on it is said that nothing was found; before, she is still typing.
LEAST_TO_SAY = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What ``looked_for`` led to; ``offer`` names a plant of her own that she may add, or is empty.

    ``words`` say what to do; they mend the field (``is_asked``) when she has pressed Add.
    """

    looked_for: str
    matches: tuple[Match, ...]
    words: str
    offer: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Plate:
    """What she has eaten around a day; a day's whole sheet says the same."""

    day: date
    eaten_today: tuple[str, ...]
    eaten_this_week: frozenset[str]


def plate_of(session: Session, user: User, *, day: date) -> Plate:
    """The plants of a day and its week. One query."""
    week = days.week_of(day, week_start=user.week_start)
    eaten = plant_queries.eaten_between(session, user, first=week.first, last=week.last)
    return Plate(
        day,
        tuple(plant for on, plant in eaten if on == day),
        frozenset(plant for _, plant in eaten),
    )


def while_typing(session: Session, user: User, *, text: str) -> Found:
    """What fits the letters so far. Her own plant is offered once nothing but the inside of words fits."""
    typed = text[:LONGEST_ECHO]
    matches = plant_names.search(session, user, text=typed)
    is_known = any(not match.is_inside for match in matches)
    if is_known or len(plants.fold(typed)) < LEAST_TO_SAY:
        return Found(typed, matches, words="", offer="", is_asked=False)
    offer, fault = _own(typed)
    words = "" if matches else fault or _words_for_nothing()
    return Found(typed, matches, words, offer, is_asked=False)


def asked(session: Session, user: User, *, text: str) -> Found:
    """What she may have meant when she pressed Add and no plant has that name; her own one is offered."""
    typed = text[:LONGEST_ECHO]
    matches = plant_names.search(session, user, text=typed)
    offer, fault = _own(text)
    words = _("Which one do you mean?") if matches else fault or _words_for_nothing()
    return Found(typed, matches, words, offer, is_asked=True)


def _own(text: str) -> tuple[str, str]:
    """The name of her own plant, or in its place why there is none."""
    try:
        return plants.own(text).name, ""
    except plants.NoName:
        return "", _("Please type the name of a plant in letters, for example lentils.")
    except plants.LongName as error:
        return "", _(
            "This name has %(length)d letters; up to %(most)d can be kept. Please make it a little shorter.",
            length=error.length,
            most=plants.LONGEST_OWN,
        )


def _words_for_nothing() -> str:
    return _(
        "No plant of that name yet. Try another word for it, the plain plant without its dish, "
        "or add it as your own."
    )
