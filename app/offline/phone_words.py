"""Every word that her phone shows without a network, in her language, with places in braces that it fills.

A value is a text; a text a plural form where a number decides, by the names that ``Intl.PluralRules`` gives
them (where the phone finds no text for a form, "other" stands); or texts by a name.
"""

from collections.abc import Callable

from babel import Locale
from babel.plural import PluralRule
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app.checklist import wording
from app.rules.marks import Skip

Texts = dict[str, str]
OTHER = "other"
NUMBERS_TRIED = range(200)


def of_the_phone() -> dict[str, str | Texts]:
    """All of them, by the names the phone knows them by."""
    return {
        **_of_the_page(),
        **_of_days(),
        **_of_rows(),
        **_of_plants(),
        **_of_the_queue(),
        **_of_doubts(),
    }


def _of_the_page() -> dict[str, str | Texts]:
    return {
        "offline": _("No network. You can go on: everything is kept on this phone and sent later."),
        "needs_network": _("This page needs the network."),
        "today_works": _("Your list of today works."),
        "to_today": _("To your list"),
        "as_of": _("As of %(when)s", when="{when}"),
        "nothing_here": _("Nothing is on your list for this day."),
        "not_kept_here": _("This day is not kept on this phone. It is there again with the network."),
        "sign_in": _("Sign in"),
        "signed_out": _("You are signed out. Everything is still on this phone: sign in, and it is sent."),
        "somebody_else": _(
            "This phone keeps things for somebody else. They wait until that person signs in here."
        ),
        "no_room": _("No room on this phone: this could not be kept. Free some room, then tap again."),
        "cannot_keep": _(
            "This browser keeps nothing without a network. Please record it once you are online."
        ),
    }


def _of_days() -> dict[str, str | Texts]:
    return {
        "days": _("Days"),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "tomorrow": _("Tomorrow"),
        "before": _("The day before"),
        "after": _("The day after"),
        "day_note": _("Your note"),
    }


def _of_rows() -> dict[str, str | Texts]:
    return {
        "done_of_goal": _("%(done)s of %(goal)s", done="{done}", goal="{goal}"),
        "this_week": _("%(total)s of %(goal)s this week", total="{total}", goal="{goal}"),
        "that_week": _("%(total)s of %(goal)s that week", total="{total}", goal="{goal}"),
        "limit_this_week": _("%(total)s this week, at most %(goal)s", total="{total}", goal="{goal}"),
        "limit_that_week": _("%(total)s that week, at most %(goal)s", total="{total}", goal="{goal}"),
        "limit_tap": _("%(limit)s: tap for none", limit="{limit}"),
        "limit_none": _("%(limit)s: none", limit="{limit}"),
        "limit_amount": _("%(limit)s: %(amount)s", limit="{limit}", amount="{amount}"),
        "left_out": _("Left out: %(reason)s", reason="{reason}"),
        "set_aside": _("Set aside: %(reason)s", reason="{reason}"),
        "leave_out": _("Leave out this day, because"),
        "skips": {reason.value: wording.skip(reason) for reason in Skip},
        "not_today": _("Not today"),
        "not_that_day": _("Not that day"),
        "clear": _("Empty this day"),
        "less": _("%(habit)s: %(amount)s less", habit="{habit}", amount="{amount}"),
        "more": _("%(habit)s: %(amount)s more", habit="{habit}", amount="{amount}"),
        "row_more": _("%(habit)s: more", habit="{habit}"),
        "amount": _("Amount"),
        "save": _("Save"),
        "note": _("Note"),
        "keep_note": _("Keep the note"),
        "has_note": _("has a note"),
        "no_number": _("Please type a number, such as 5 or 2.5."),
        "too_much": _(
            "That is more than a day can hold here. Please type a number from 0 to %(most)s.", most="{most}"
        ),
        "too_long": _(
            "There is room for %(most)s characters, and this has %(count)s. "
            "It is still here: please shorten it.",
            most="{most}",
            count="{count}",
        ),
    }


def _of_plants() -> dict[str, str | Texts]:
    return {
        "plants": _("Plants"),
        "add_plant": _("Add a plant"),
        "plant_example": _("e.g. lentils"),
        "add": _("Add"),
        "add_own": _("Add “%(name)s” as your own", name="{name}"),
        "plants_of_goal": _("%(count)s of %(goal)s this week", count="{count}", goal="{goal}"),
        "eaten": _("Eaten"),
        "counted_already": _("counted already"),
        "no_plant": _("No plant of that name yet. You can add it as your own."),
        "no_letters": _("Please type the name of a plant in letters, for example lentils."),
    }


def _of_the_queue() -> dict[str, str | Texts]:
    return {
        "kept": _("Kept on this phone"),
        "kept_count": plural(
            lambda number: ngettext(
                "%(n)s thing is kept on this phone", "%(n)s things are kept on this phone", number, n="{n}"
            )
        ),
        "kept_why": _("It is sent as soon as there is a network."),
        "send_now": _("Send now"),
        "sending": _("Sending…"),
        "sent": _("Everything is sent."),
        "not_sent": _("It could not be sent yet. It stays on this phone."),
        "sign_out_first": plural(
            lambda number: ngettext(
                "%(n)s thing on this phone is not sent yet, and would be lost when you sign out.",
                "%(n)s things on this phone are not sent yet, and would be lost when you sign out.",
                number,
                n="{n}",
            )
        ),
        "refused": _("This could not be recorded"),
        "throw_away": _("Throw away"),
        "undo": _("Undo"),
        "close": _("Close"),
    }


def _of_doubts() -> dict[str, str | Texts]:
    return {
        "clock_question": _("Which day was it?"),
        "clock_why": _("The clock of this phone showed another day than it was."),
        "this_day": _("It belongs to %(day)s", day="{day}"),
    }


def plural(text: Callable[[int], str]) -> Texts:
    """What a text becomes in every plural form of her language."""
    locale = get_locale() or Locale("en")
    return {form: text(number) for form, number in numbers_of(locale.plural_form).items()}


def numbers_of(rule: PluralRule) -> dict[str, int]:
    """A number for each plural form that small numbers take; "other" is always there."""
    found: dict[str, int] = {}
    for number in NUMBERS_TRIED:
        found.setdefault(rule(number), number)
    return {OTHER: NUMBERS_TRIED[0], **found}
