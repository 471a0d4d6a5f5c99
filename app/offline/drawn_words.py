"""The words of the page that her phone draws by itself; what stands in braces the phone puts in."""

from flask_babel import gettext as _

from app.checklist import wording
from app.rules.marks import Skip


def drawn() -> dict[str, str]:
    """Every word that the phone writes into the page, by the name that its script knows."""
    return {
        **_of_rows(),
        **_of_plants(),
        **_of_the_queue(),
        **{f"skip-{reason.value}": wording.skip(reason) for reason in Skip},
        **{f"letter-{reason.value}": wording.skip_letter(reason) for reason in Skip},
    }


def _of_rows() -> dict[str, str]:
    return {
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "left-out": _("Left out: %(reason)s", reason="{reason}"),
        "not-today": _("Not today"),
        "not-that-day": _("Not that day"),
        "done-of": _("%(done)s of %(goal)s", done="{done}", goal="{goal}"),
        "this-week": _("%(total)s of %(goal)s this week", total="{total}", goal="{goal}"),
        "that-week": _("%(total)s of %(goal)s that week", total="{total}", goal="{goal}"),
        "limit-this-week": _("%(total)s this week, at most %(goal)s", total="{total}", goal="{goal}"),
        "limit-that-week": _("%(total)s that week, at most %(goal)s", total="{total}", goal="{goal}"),
        "limit-open": _("%(limit)s: tap for none", limit="{limit}"),
        "limit-none": _("%(limit)s: none", limit="{limit}"),
        "limit-some": _("%(limit)s: %(amount)s", limit="{limit}", amount="{amount}"),
        "amount": _("Amount"),
        "day-done": _("%(done)s of %(all)s done", done="{done}", all="{all}"),
        "day-left": _("left out: %(reason)s", reason="{reason}"),
        "no-number": _("Please type a number, such as 5 or 2.5."),
        "too-much": _(
            "That is more than a day can hold here. Please type a number from 0 to %(most)s.", most="{most}"
        ),
    }


def _of_plants() -> dict[str, str]:
    return {
        "plants-this-week": _("%(count)s of %(goal)s this week", count="{count}", goal="{goal}"),
        "plants-that-week": _("%(count)s of %(goal)s that week", count="{count}", goal="{goal}"),
        "add-own": _("Add ‘%(name)s’ as your own plant", name="{name}"),
        "counted": _("counted already"),
        "plant-today": _("today"),
        "plant-that-day": _("that day"),
    }


def _of_the_queue() -> dict[str, str]:
    return {
        "kept": _("%(thing)s: kept on this phone", thing="{thing}"),
        "taken-back": _("Taken back."),
        "no-room": _("This phone has no room to keep that. It is not recorded. Tap again when there is a network."),
        "thing": _("%(what)s, %(day)s", what="{what}", day="{day}"),
        "thing-more": _("%(what)s, %(day)s: %(more)s", what="{what}", day="{day}", more="{more}"),
        "do-done": _("done"),
        "do-add": _("one more"),
        "do-less": _("one less"),
        "do-clear": _("emptied"),
        "do-not-today": _("not that day"),
        "do-note": _("a note"),
        "do-uneat": _("taken back"),
        "refused": _("Bonny could not read this one. Please record it anew on the page of that day."),
        "throw-away": _("Throw it away"),
        "take-back": _("Take it back"),
    }
