"""A real mail server that keeps what it is given, and can behave as badly as mail servers do.

Invariant: it listens on 127.0.0.1 only and never passes anything on.
"""

import asyncio
import contextlib
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Manner(enum.Enum):
    """How the server treats whoever wants to leave mail."""

    NORMAL = "takes every message"
    REFUSING = "refuses every recipient for good (550)"
    HANGING = "takes the message and then never answers, until the client gives up"


@dataclass(frozen=True)
class Letter:
    """A message as it arrived: the envelope's addresses and the parsed content."""

    sender: str
    recipients: tuple[str, ...]
    content: EmailMessage


class MailServer:
    """What a test sees of the server: where it is, what came, and how it shall behave."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.manner = Manner.NORMAL
        self.host = "127.0.0.1"
        self.port = 0

    async def handle_RCPT(  # noqa: N802 (the library looks the method up by this name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list
    ) -> str:
        """Take or refuse a recipient."""
        if self.manner is Manner.REFUSING:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (the library looks the method up by this name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a message, or never come back."""
        if self.manner is Manner.HANGING:
            await asyncio.Event().wait()
        content = BytesParser(policy=modern).parsebytes(envelope.content.replace(b"\r\n", b"\n"))
        letter = Letter(envelope.mail_from, tuple(envelope.rcpt_tos), content)
        self.letters.append(letter)
        return "250 OK"


class _AnyPort(Controller):
    """The library asks for a port in advance; the kernel gives a free one without a race."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def serve() -> Iterator[MailServer]:
    """Run a mail server in a thread while the block lasts."""
    mail = MailServer()
    controller = _AnyPort(mail, hostname=mail.host, port=0)
    controller.start()
    mail.port = controller.port
    try:
        yield mail
    finally:
        controller.stop()
