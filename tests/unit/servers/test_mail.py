"""The test suite's own mail server, spoken to over SMTP."""

import contextlib
import smtplib
import socket
from email.message import EmailMessage

import pytest

from tests.servers import mail
from tests.servers.mail import Manner


def send(server: mail.MailServer, subject: str = "Seeds", timeout: float = 30) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "gardener@example.org"
    message["To"] = "neighbour@example.org"
    message.set_content("Bread is über the hedge.\n")
    with contextlib.closing(smtplib.SMTP(server.host, server.port, timeout=timeout)) as client:
        client.send_message(message)


def test_server_keeps_a_message_with_its_envelope(mail_server):
    send(mail_server)
    (letter,) = mail_server.letters
    assert letter.sender == "gardener@example.org"
    assert letter.recipients == ("neighbour@example.org",)


def test_kept_message_is_decoded(mail_server):
    send(mail_server)
    assert mail_server.letters[0].content.get_content() == "Bread is über the hedge.\n"


def test_messages_are_kept_in_the_order_they_came(mail_server):
    send(mail_server, "first")
    send(mail_server, "second")
    assert [letter.content["Subject"] for letter in mail_server.letters] == ["first", "second"]


def test_refusing_server_answers_550_and_keeps_nothing(mail_server):
    mail_server.manner = Manner.REFUSING
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(mail_server)
    assert refusal.value.recipients["neighbour@example.org"][0] == 550
    assert mail_server.letters == []


def test_hanging_server_lets_the_client_run_into_its_own_deadline(mail_server):
    mail_server.manner = Manner.HANGING
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(mail_server, timeout=0.3)
    assert mail_server.letters == []


def test_server_that_hung_takes_mail_again_once_it_is_normal(mail_server):
    mail_server.manner = Manner.HANGING
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(mail_server, timeout=0.3)
    mail_server.manner = Manner.NORMAL
    send(mail_server)
    assert len(mail_server.letters) == 1


def test_server_ends_with_its_block():
    with mail.serve() as server:
        pass
    with socket.socket() as probe:
        assert probe.connect_ex((server.host, server.port)) != 0
