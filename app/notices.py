"""The words of the notice above the bottom bar: what was just done, and the batch that Undo takes back."""

from dataclasses import asdict, dataclass

from flask import flash, get_flashed_messages


@dataclass(frozen=True, slots=True)
class Notice:
    """What was just done; ``batch`` is empty when there is nothing to undo.

    After an undo the page of ``day`` is shown, or the address ``back`` where the notice belongs to no day.
    ``url`` is another address than the usual one that takes it back; ``fields`` are the names and values it
    is told, which stay in her browser.
    """

    words: str
    batch: str = ""
    day: str = ""
    back: str = ""
    url: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def keep(notice: Notice) -> None:
    """Carry a notice over a redirect."""
    flash(asdict(notice))  # type: ignore[arg-type]


def kept() -> Notice | None:
    """The newest words a redirect brought along."""
    messages = get_flashed_messages()
    if not messages:
        return None
    newest = messages[-1]
    if not isinstance(newest, dict):
        return Notice(str(newest))
    return Notice(**{**newest, "fields": tuple(tuple(pair) for pair in newest["fields"])})
