"""Mail that says nothing: one subject, one body per kind, no title, board, name or word.

Who reads over a shoulder, or at the provider, learns only that there is something to read (THREATS, mail provider).
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Protocol

from flask import current_app
from flask_babel import gettext

from forum.columns import new_token
from forum.config import Mail, Settings

DEADLINE = 10  # seconds for each step of talking to the mail server


class MailFailed(Exception):  # noqa: N818 - reads as the answer it gives
    """The mail server could not be reached or did not take the letter; it waits and is tried again."""


class Mailer(Protocol):
    """Whatever can send a letter of one kind to one address."""

    def send(self, address: str, kind: str, token: str | None) -> None:
        """Send; raises MailFailed."""


def mailer_for(settings: Settings) -> Mailer:
    """Return the mailer of a site: SMTP, or in the demonstration a folder that a page shows."""
    if settings.mail.folder is not None:
        return FolderMailer(settings.mail, settings.public_url, settings.mail.folder)
    return SmtpMailer(settings.mail, settings.public_url)


def compose(mail: Mail, public_url: str, address: str, kind: str, token: str | None) -> EmailMessage:
    """Write a letter; its subject is the same for every kind."""
    letter = EmailMessage()
    letter["From"], letter["To"] = mail.sender, address
    letter["Subject"] = str(gettext("A message for you"))
    letter["Message-ID"] = make_msgid(idstring="letter", domain=mail.sender.rpartition("@")[2].strip("> ") or None)
    letter["Auto-Submitted"] = "auto-generated"
    # Straight from the template: what pages add to every rendering is about somebody looking, and here nobody is.
    template = current_app.jinja_env.get_template(f"email/{kind}.txt")
    letter.set_content(template.render(public_url=public_url, token=token))
    return letter


class FolderMailer:
    """Writes letters into a folder, for the demonstration."""

    def __init__(self, mail: Mail, public_url: str, folder: Path) -> None:
        self.mail, self.public_url, self.folder = mail, public_url, folder

    def send(self, address: str, kind: str, token: str | None) -> None:
        """Write one letter as one file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        letter = compose(self.mail, self.public_url, address, kind, token)
        (self.folder / f"{new_token()}.eml").write_bytes(bytes(letter))


class SmtpMailer:
    """Hands letters to a mail server, one connection each, with a deadline on every step."""

    def __init__(self, mail: Mail, public_url: str) -> None:
        self.mail, self.public_url = mail, public_url

    def send(self, address: str, kind: str, token: str | None) -> None:
        """Hand over one letter; raises MailFailed."""
        letter = compose(self.mail, self.public_url, address, kind, token)
        try:
            with smtplib.SMTP(self.mail.host or "", self.mail.port, timeout=DEADLINE) as server:
                if self.mail.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.mail.user:
                    server.login(self.mail.user, self.mail.password or "")
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as failure:
            raise MailFailed from failure
