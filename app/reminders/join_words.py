"""The words of the talk that begins by text: each one segment of GSM-7."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import words
from app.catalogue import here
from app.catalogue.entries import HabitEntry
from app.config import Settings
from app.reminders import echoes, join_account
from app.reminders.talks import Say
from app.rules import texts

TERMS_PATH = "/terms"
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
            return _consent(settings.public_url)[0]
        case Say.TERMS:
            return _consent(settings.public_url)[-1]
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


def consent_words(public_url: str, *, locale: str) -> tuple[str, ...]:
    """What she is asked to agree to, by the text: with the address of terms and privacy where that has room.

    Else the address comes in a second text. Each is one segment, but for an address that is longer than one.
    """
    with force_locale(locale):
        return _consent(public_url)


def _consent(public_url: str) -> tuple[str, ...]:
    where = f"{public_url}{TERMS_PATH}"
    short = where.partition("://")[2]
    ways = (
        _("Terms, privacy: %(address)s", address=where),
        _("Terms: %(address)s", address=where),
        _("Terms: %(address)s", address=short),
        short,
    )
    for terms in ways:
        text = texts.to_gsm(_consent_with(f" {terms}"))
        if texts.segments(text) == 1:
            return (text,)
    second = _("Bonny, terms and privacy: %(address)s", address=where)
    return (texts.to_gsm(_consent_with("")), texts.to_gsm(second))


def _consent_with(terms: str) -> str:
    return _(
        "Bonny texts you what is open each day, up to 3 msgs/day. Msg&data rates may apply.%(terms)s "
        "Reply AGREE to begin. HELP for help, STOP to end.",
        terms=terms,
    )


def _short(say: Say) -> str:
    return {
        Say.AGREE: _("To begin, please reply AGREE. To leave it, reply STOP and nothing is kept."),
        Say.TIME: _("What time is it where you are now? Reply e.g. 8:30 pm"),
        Say.TIME_AGAIN: _("Please reply with the time on your clock, for example 8:30 pm"),
        Say.HABITS_AGAIN: " ".join((_("Please choose by number."), _which())),
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
