"""Messages that name no habit, for whoever may look at her phone: how many, never which."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.rules import days, texts


def reminder(count: int, *, greeting: str, has_begun: bool, is_evening: bool) -> str:
    """The reminder by text: one segment of GSM-7; ``count`` things are open, under the numbers from 1."""
    opened = ngettext("One thing is open today.", "%(num)d things are open today.", count)
    if is_evening and not has_begun:
        head = _("Bonny: %(greeting)s. What about today?", greeting=greeting)
    elif has_begun:
        head = _("Bonny:")
        opened = ngettext("one thing is still open.", "%(num)d things are still open.", count)
    else:
        head = _("Bonny: %(greeting)s.", greeting=greeting)
    answer = _("Reply e.g. 1 2, or ? for the list.") if count > 1 else _("Reply 1, or ? to see which.")
    return texts.fit(head, [], f"{opened} {answer}")


def notification() -> str:
    """What stands under the title of a notification, in place of the names."""
    return _("Tap to see your list.")


def recorded(count: int) -> str:
    """What a notification says after its button recorded so many."""
    return ngettext("%(num)d recorded.", "%(num)d recorded.", count)


def plants() -> str:
    """The weekly message about plants by text."""
    return texts.to_gsm(_("Bonny: something of your week is still open. Reply WEEK to see how it stands."))


def plants_title() -> str:
    """The weekly message's subject by email, and its title as a notification."""
    return _("How your week stands")


def visit_title() -> str:
    """A visit that is tomorrow, as an email's subject and a notification's title."""
    return _("Your appointment is tomorrow")


def visit(*, is_by_mail: bool) -> str:
    """The same by text; ``is_by_mail``: a link cannot go to this number."""
    if is_by_mail:
        return texts.to_gsm(
            _("Bonny: your appointment is tomorrow. Reply SUMMARY MAIL for your page by email.")
        )
    return texts.to_gsm(_("Bonny: your appointment is tomorrow. Reply SUMMARY for your page."))


def echo(count: int, *, done: int, asked: int, day: date, today: date, is_unclear: bool = False) -> str:
    """The answer to a text that recorded so many; ``done`` of the ``asked`` on that day are done now.

    ``is_unclear``: a part of it was not understood, or could not be recorded.
    """
    tail = _("The rest was not clear: ? shows the list.") if is_unclear else _("UNDO to take back.")
    said = recorded(count)
    return texts.to_gsm(f"{_got_it(day, today)} {said} {_count(done, asked, day, today)} {tail}")


def _got_it(day: date, today: date) -> str:
    if day == today:
        return _("Got it:")
    if today - day == days.ONE_DAY:
        return _("Got it for yesterday:")
    return _("Got it for %(day)s:", day=words.short_day(day))


def _count(done: int, asked: int, day: date, today: date) -> str:
    if day == today:
        return _("%(done)d of %(all)d today.", done=done, all=asked)
    return _("%(done)d of %(all)d that day.", done=done, all=asked)


def undone(count: int) -> str:
    """The answer to an undo that took so many back."""
    if not count:
        return texts.to_gsm(_("Nothing to take back."))
    return texts.to_gsm(ngettext("Taken back: %(num)d.", "Taken back: %(num)d.", count))


def question() -> str:
    """What we ask when nothing could be recorded."""
    return texts.to_gsm(_("That was not clear, so nothing was recorded. Reply e.g. 1 2, or ? for the list."))
