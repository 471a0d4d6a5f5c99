"""Mails from their templates, templates/mail/<name>/{subject.txt,text.txt,page.html}, and notifications."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from app.messages.message import Message


def mail(name: str, *, address: str, headers: tuple[tuple[str, str], ...] = (), **values: Any) -> Message:
    """A mail in the language in force: subject on one line, a text part and an HTML part."""
    subject, text, html = (
        render_template(f"mail/{name}/{part}", **values) for part in ("subject.txt", "text.txt", "page.html")
    )
    return Message(address, " ".join(subject.split()), text.strip() + "\n", html, headers=headers)


def notification(
    user_id: int, text: str, *, open_url: str, title: str = "", done_url: str = "", later_url: str = ""
) -> Message:
    """A notification to every browser of hers, in the language in force.

    ``text`` may be read on a locked screen. Pressing it opens ``open_url``; each of the two other addresses
    that is given has a button, which posts there.
    """
    named = (("open", open_url), ("done", done_url), ("later", later_url))
    unsent = _("That did not reach Bonny, so it is not recorded. Try again, or tap here to open Bonny.")
    labels = (("done", _("Done")), ("later", _("Later")), ("unsent", unsent))
    links = tuple((name, url) for name, url in named if url)
    return Message(str(user_id), title, text, links=links, labels=labels)
