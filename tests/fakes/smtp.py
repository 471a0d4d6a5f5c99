"""A real mail server on this machine that keeps what it takes and fails when asked to."""

import asyncio
import socket
import ssl
from collections import deque
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class MailServer:
    """The mail server; use it in a ``with`` statement.

    With ``user`` it demands that name and password, with ``tls`` it offers STARTTLS and demands it.
    """

    def __init__(
        self, *, user: str | None = None, password: str = "", tls: ssl.SSLContext | None = None
    ) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.faults: deque[tuple[str, str]] = deque()
        self.user, self.password = user, password
        self._port = free_port()
        self._tls = tls
        self._controller: Controller | None = None

    def __enter__(self) -> "MailServer":
        self.open()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def open(self) -> None:
        """Listen, always on the same port."""
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self._port,
            authenticator=self._check,
            auth_require_tls=False,
            tls_context=self._tls,
            require_starttls=self._tls is not None,
        )
        self._controller.start()

    def close(self) -> None:
        """Stop listening: whoever comes is refused."""
        if self._controller is not None:
            self._controller.stop()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._port

    @property
    def url(self) -> str:
        """The address to give as SMTP_URL."""
        who = "" if self.user is None else f"{self.user}:{self.password}@"
        return f"smtp://{who}127.0.0.1:{self.port}"

    def fail_next(self, code: int, *, words: str = "not now", at: str = "RCPT") -> None:
        """Answer the next ``RCPT`` or ``DATA`` with a code; several calls line up."""
        self.faults.append((at, f"{code} {words}"))

    def vanish_next(self) -> None:
        """Take the next message and break off before saying so."""
        self.faults.append(("VANISH", ""))

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Called by the server for each recipient."""
        if self.user is not None and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if self.faults and self.faults[0][0] == "RCPT":
            return self.faults.popleft()[1]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by the server when a message has come whole."""
        at, words = self.faults.popleft() if self.faults else ("", "")
        if at == "DATA":
            return words
        content = cast(bytes, envelope.content)
        self.messages.append(message_from_bytes(content, policy=policy.default))
        self.recipients.append(list(envelope.rcpt_tos))
        if at == "VANISH":
            cast(asyncio.Transport, server.transport).abort()
        return "250 OK"

    def _check(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _method: str, data: object
    ) -> AuthResult:
        is_right = (
            isinstance(data, LoginPassword)
            and data.login.decode() == self.user
            and data.password.decode() == self.password
        )
        return AuthResult(success=is_right, handled=False)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return cast(int, probe.getsockname()[1])
