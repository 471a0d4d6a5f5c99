"""What became of an answer of hers."""

from dataclasses import dataclass, field
from typing import Any

from app.reminders import queries
from app.reminders.models import Meaning


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text; ``payload`` is what its echo is written from: ids and numbers, no words.

    ``read`` are her words as they were read: of a text from a shared number without whose they are.
    """

    meaning: Meaning
    user_id: int | None = None
    delivery_id: int | None = None
    batch: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    wants_echo: bool = True
    read: str = ""

    @property
    def kind(self) -> str:
        """The kind of message that answers it: the summary's link is one of its own."""
        is_link = self.meaning is Meaning.SUMMARY and "told" not in self.payload
        return queries.SUMMARY_LINK if is_link else queries.ECHO
