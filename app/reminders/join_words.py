"""The words of the talk that begins by text: each one segment of GSM-7."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words
from app.catalogue import here
from app.catalogue.entries import HabitEntry
from app.config import Settings
from app.reminders import echoes, join_account, talks
from app.reminders.talks import Say
from app.rules import texts

# What the catalogue asks about before one of the first five habits, as short as a text needs it.
CONDITIONS = MappingProxyType(
    {
        "warfarin": _l("warfarin"),
        "breast-cancer": _l("breast cancer"),
        "kidney": _l("kidney trouble"),
        "high-calcium": _l("high calcium"),
        "spine-fracture": _l("a spine fracture"),
        "falls": _l("a fall this year"),
        "diabetes": _l("diabetes"),
        "weak-immune-system": _l("a weak immune system"),
        "sensitive-gut": _l("a sensitive gut"),
    }
)


def text_of(payload: dict[str, Any], *, settings: Settings) -> str:
    """The text that a payload of the talk names, in the language in force."""
    match Say(payload["say"]):
        case Say.CONSENT:
            return talks.consent_words(settings.public_url)[0]
        case Say.TERMS:
            return talks.consent_words(settings.public_url)[-1]
        case Say.HELP:
            return echoes.helping(settings)
        case Say.HABITS:
            return texts.to_gsm(f"{_clock(payload.get('zone', ''))} {_which()}".strip())
        case Say.SET:
            return texts.to_gsm(_set())
        case Say.CARE:
            return care([here.book().habit(slug) for slug in payload["habits"]])
        case say:
            return texts.to_gsm(_short(say))


def _short(say: Say) -> str:
    return {
        Say.AGREE: _("To begin, please reply AGREE. To leave it, reply STOP and nothing is kept."),
        Say.TIME: _("What time is it where you are now? Reply e.g. 8:30 pm"),
        Say.TIME_AGAIN: _("Please reply with the time on your clock, for example 8:30 pm"),
        Say.HABITS_AGAIN: f"{_('Please choose by number.')} {_which()}",
        Say.TOO_MANY: _(
            "Small is a good start: please choose one or two, e.g. 1 5. The others can come later."
        ),
        Say.DECLINED: _("All right, nothing was kept. Text JOIN when you like to begin."),
        Say.ENDED: _("You get no texts from Bonny, and nothing was kept. Text JOIN when you like to begin."),
        Say.FULL: _("Many people have begun with Bonny today. Please text JOIN again tomorrow."),
        Say.LET_GO: _("Sorry for the mix-up. No more texts come from Bonny to this number."),
        Say.NOT_OPEN: _("Bonny is not open yet, so nothing was kept. Please try again another day."),
    }[say]


def _clock(zone: str) -> str:
    """By which place's clock she lives, where that was asked."""
    return _("Your clock: %(place)s.", place=zone.rpartition("/")[2].replace("_", " ")) if zone else ""


def _which() -> str:
    names = " ".join(texts.numbered(entry.short for entry in here.book().core))
    return _("What shall we begin with? Reply with one or two numbers: %(habits)s", habits=names)


def _set() -> str:
    return _(
        "You are set. I text at %(time)s what is open; reply e.g. 1. REMIND 9:30 changes the time, WEB opens "
        "your pages, ? shows today.",
        time=words.clock_time_of(join_account.FIRST_TIME),
    )


def care(entries: Sequence[HabitEntry]) -> str:
    """For whom a doctor's word comes first with these habits: a list for everybody, of nobody's health."""
    asked = dict.fromkeys(c.condition for entry in entries for c in entry.cautions if c.is_asked)
    return texts.to_gsm(
        _(
            "Ask your doctor first if this is you: %(conditions)s. %(help)s tells more.",
            conditions=", ".join(str(CONDITIONS[each]) for each in asked),
            help=_help(entry.short for entry in entries),
        )
    )


def _help(names: Iterable[str]) -> str:
    """ "HELP PRUNES or HELP WALK"."""
    return _(" or ").join(_("HELP %(habit)s", habit=name.upper()) for name in names)
