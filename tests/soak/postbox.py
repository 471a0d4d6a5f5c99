"""A carrier of texts without a network: it writes down what it is given, one line a text."""

import os
from datetime import datetime
from pathlib import Path

from app.messages.channels import Accepted, Envelope
from app.messages.message import Message


class Postbox:
    """Takes every text and notes its delivery; several processes may share the file."""

    is_repeatable = False

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def send(self, message: Message, *, delivery: Envelope, now: datetime) -> Accepted:  # noqa: ARG002
        """Note the delivery in one write, which no other can fall into."""
        os.write(self._file, f"{delivery.delivery_id} {message.address}\n".encode())
        return Accepted(f"SM{delivery.delivery_id:032x}")
