"""The words that her phone puts together without a network, in her language; it fills the places in braces.

What stands still on its page is in ``templates/offline``. A value is a text, or texts by a name.
"""

from flask_babel import gettext as _

from app.checklist import wording
from app.rules.marks import Skip

Texts = dict[str, str]


def of_the_phone() -> dict[str, str | Texts]:
    """All of them, by the names the phone knows them by."""
    return {
        **_of_days(),
        **_of_rows(),
        **_of_plants(),
        **_of_the_queue(),
        "deeds": _of_deeds(),
        "skips": {reason.value: wording.skip(reason) for reason in Skip},
        "letters": {reason.value: wording.skip_letter(reason) for reason in Skip},
    }


def _of_days() -> dict[str, str | Texts]:
    return {
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "day_done": _("%(done)s of %(all)s done", done="{done}", all="{all}"),
        "day_free": _("nothing due"),
        "day_left": _("left out: %(reason)s", reason="{reason}"),
    }


def _of_rows() -> dict[str, str | Texts]:
    return {
        "done_of_goal": _("%(done)s of %(goal)s", done="{done}", goal="{goal}"),
        "this_week": _("%(total)s of %(goal)s this week", total="{total}", goal="{goal}"),
        "that_week": _("%(total)s of %(goal)s that week", total="{total}", goal="{goal}"),
        "limit_this_week": _("%(total)s this week, at most %(goal)s", total="{total}", goal="{goal}"),
        "limit_that_week": _("%(total)s that week, at most %(goal)s", total="{total}", goal="{goal}"),
        "no_limit_this_week": _("nothing recorded this week, at most %(goal)s", goal="{goal}"),
        "no_limit_that_week": _("nothing recorded that week, at most %(goal)s", goal="{goal}"),
        "limit_tap": _("%(limit)s: tap for none", limit="{limit}"),
        "limit_none": _("%(limit)s: none", limit="{limit}"),
        "limit_amount": _("%(limit)s: %(amount)s", limit="{limit}", amount="{amount}"),
        "left_out": _("Left out: %(reason)s", reason="{reason}"),
        "set_aside": _("Set aside: %(reason)s", reason="{reason}"),
        "not_today": _("Not today"),
        "not_that_day": _("Not that day"),
        "amount": _("Amount"),
        "no_number": _("Please type a number, such as 5 or 2.5."),
        "too_much": _(
            "That is more than a day can hold here. Please type a number from 0 to %(most)s.", most="{most}"
        ),
    }


def _of_plants() -> dict[str, str | Texts]:
    return {
        "plants_this_week": _("%(count)s of %(goal)s this week", count="{count}", goal="{goal}"),
        "plants_that_week": _("%(count)s of %(goal)s that week", count="{count}", goal="{goal}"),
        "plants_today": _("today"),
        "plants_that_day": _("that day"),
        "add_own": _("Add ‘%(name)s’ as your own plant", name="{name}"),
    }


def _of_the_queue() -> dict[str, str | Texts]:
    return {
        "kept": _("Kept on this phone"),
        "kept_thing": _("%(thing)s: kept on this phone", thing="{thing}"),
        "taken_back": _("Taken back."),
        "undo": _("Undo"),
        "asks": _("Something from this phone needs an answer of yours"),
        "no_room": _(
            "This phone has no room to keep that, so it is not recorded. Tap again when there is a network."
        ),
        "thing": _("%(thing)s, %(day)s", thing="{thing}", day="{day}"),
        "deed": _("%(thing)s, %(day)s: %(deed)s", thing="{thing}", day="{day}", deed="{deed}"),
        "refused": _("Bonny could not read this one. Please record it anew on the page of that day."),
    }


def _of_deeds() -> Texts:
    """What a thing that waits does to its day."""
    return {
        "done": _("done"),
        "add": _("one more"),
        "less": _("one less"),
        "clear": _("emptied"),
        "not-today": _("not that day"),
        "note": _("a note"),
        "uneat": _("taken back"),
    }
