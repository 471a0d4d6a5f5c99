"""Mails from their templates: templates/mail/<name>/{subject.txt,text.txt,page.html}."""

from typing import Any

from flask import render_template

from app.messages.message import Message


def mail(name: str, *, address: str, headers: tuple[tuple[str, str], ...] = (), **values: Any) -> Message:
    """A mail in the language in force: subject on one line, a text part and an HTML part."""
    subject, text, html = (
        render_template(f"mail/{name}/{part}", **values) for part in ("subject.txt", "text.txt", "page.html")
    )
    return Message(address, " ".join(subject.split()), text.strip() + "\n", html, headers=headers)
