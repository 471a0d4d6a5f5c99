"""What became of the changes of her phone, in her words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.checklist import actions, forms, wording
from app.checklist import queries as checklist
from app.offline import things
from app.offline.actions import Outcome, Result
from app.rules import plants


def answer(results: Sequence[Result], today: date) -> dict[str, Any]:
    """The answer to a batch, as JSON values."""
    return {"results": [_result(each, today) for each in results], "words": summary(results)}


def summary(results: Sequence[Result]) -> str:
    """How much of it is recorded: "3 things from this phone are recorded."; else empty."""
    count = sum(each.outcome is Outcome.KEPT for each in results)
    if not count:
        return ""
    return ngettext(
        "%(num)d thing from this phone is recorded.", "%(num)d things from this phone are recorded.", count
    )


def _result(of: Result, today: date) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": of.told.id,
        "is": of.outcome.value,
        "what": _what(of),
        "words": _words(of),
    }
    if of.days:
        said["days"] = [day.isoformat() for day in of.days]
        said["day_words"] = [_day(day, today) for day in of.days]
    return said


def _what(of: Result) -> str:
    """Which thing it was: "Prunes, Thursday 26 November"."""
    item = of.told.item
    if item is None:
        return _("Something from this phone")
    name = of.name or (_("A habit that is no longer there") if item.plant is None else _("A plant"))
    return _("%(thing)s, %(day)s", thing=name, day=words.long_day(item.day))


def _day(day: date, today: date) -> str:
    name, long = wording.day_name(day, today), words.long_day(day)
    return name if name == long else _("%(name)s, %(day)s", name=name, day=long)


def _words(of: Result) -> str:
    if of.outcome is Outcome.ASKED:
        return _asked(of)
    return _why(of.why) if of.outcome is Outcome.REFUSED and of.why is not None else ""


def _asked(of: Result) -> str:
    if len(of.days) == 1:
        return _(
            "The clock of this phone showed another day than it was. Does this belong to %(day)s?",
            day=words.long_day(of.days[0]),
        )
    return _("The clock of this phone showed another day than it was. Which day does this belong to?")


def _why(error: Exception) -> str:
    """What stands against a change, and what she can do."""
    match error:
        case checklist.NoSuchHabit():
            return _("This habit is no longer on your list, so it could not be recorded.")
        case actions.BadDay():
            return _("This habit was not on your list that day. If it belongs to another day, add it there.")
        case things.NoPlantsCounted():
            return _("You did not count plants that day. You can add them on any day on which you do.")
        case actions.BadAmount():
            return _(
                "That is more than a day can hold here. "
                "Please open the day and type a number from 0 to %(most)s.",
                most=words.number(error.most),
            )
        case forms.NotANumber():
            return _("This was no number. Please open the day and type one, such as 5 or 2.5.")
        case actions.TooLong():
            return _(
                "A note has room for %(most)s characters. Please open the day and write it a little shorter.",
                most=words.number(error.most),
            )
        case actions.NoSuchPlant():
            return _(
                "Bonny knows no plant of this name. Please open the day and choose one, "
                "or add it as your own."
            )
        case plants.LongName():
            return _(
                "This name has %(length)d letters; up to %(most)d can be kept. "
                "Please make it a little shorter.",
                length=error.length,
                most=plants.LONGEST_OWN,
            )
        case plants.BadName():
            return _("Please type the name of a plant in letters, for example lentils.")
        case _:
            return _("This did not arrive whole. Please open the day and record it there.")
