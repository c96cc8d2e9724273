"""``flask setup --check``: whether this machine has what the site needs, one plain line each.

Invariant: it changes nothing, waits for nothing longer than a few seconds, and prints no secret.
"""

import os
import smtplib
import ssl
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import redis
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from forum.cli.schema_differences import differences
from forum.errors import Misconfigured
from forum.extensions import db, settings
from forum.sealing import read_key_file

DEADLINE = 5  # seconds


class Finding(NamedTuple):
    """One thing that was looked at: whether it is in order, and what is so or what to do."""

    is_well: bool
    sentence: str


def run() -> None:
    """Print every finding; ends with exit code 1 when something is not in order."""
    found = [finding for look in LOOKS for finding in look()]
    for finding in found:
        click.echo(f"{'in order' if finding.is_well else 'TO DO   '}  {finding.sentence}")
    if not all(finding.is_well for finding in found):
        raise click.exceptions.Exit(1)


def _settings() -> Iterator[Finding]:
    yield Finding(True, f"Settings: complete; the site answers to {settings().public_url} only.")
    if not settings().is_https:
        yield Finding(False, "Settings: ALONGSIDE_PUBLIC_URL is plain http, which is for trying things out only.")
    if settings().redis_url is None:
        yield Finding(True, "Redis: not set. Limits are counted in each worker by itself; set ALONGSIDE_REDIS_URL.")


def _data_folder() -> Iterator[Finding]:
    folder = settings().data
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(False, f"Data folder: {folder} cannot be written by this account. Change its owner.")
    elif stat.S_IMODE(folder.stat().st_mode) & 0o007:
        yield Finding(False, f"Data folder: anybody on this machine can look into it. Run: chmod 750 {folder}")
    else:
        yield Finding(True, f"Data folder: {folder} can be written.")


def _key_file() -> Iterator[Finding]:
    path = settings().master_key_file
    try:
        read_key_file(path)
    except Misconfigured as refused:
        yield Finding(False, f"Key file: {refused}")
        return
    yield Finding(True, f"Key file: {path} opens, and only its owner can read it.")
    database = settings().database_url.removeprefix("sqlite:///")
    if Path(database).parent == path.parent:
        yield Finding(False, "Key file: it lies beside the database, so that one copy takes both. Move it elsewhere.")


def _databases() -> Iterator[Finding]:
    if settings().database_url == settings().vault_url:
        yield Finding(False, "Databases: forum and vault are the same one. Give ALONGSIDE_VAULT_URL one of its own.")
    reachable = True
    for bind, name, variable in ((None, "Forum", "DATABASE_URL"), ("vault", "Vault", "VAULT_URL")):
        try:
            with db.engines[bind].connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            reachable = False
            sentence = f"{name} database: not to be reached. See that it runs and that ALONGSIDE_{variable} is right."
            yield Finding(False, sentence)
        else:
            yield Finding(True, f"{name} database: answers.")
    if reachable:
        yield _schema()


def _schema() -> Finding:
    if not inspect(db.engines["vault"]).has_table("accounts"):
        return Finding(False, "Tables: there are none yet. Run: flask setup")
    if differences():
        return Finding(False, "Tables: they are not those of this version. Run: flask schema upgrade")
    return Finding(True, "Tables: those of this version.")


def _mail() -> Iterator[Finding]:
    mail = settings().mail
    where = f"Mail server {mail.host}:{mail.port}"
    try:
        with smtplib.SMTP(mail.host or "", mail.port, timeout=DEADLINE) as server:
            if mail.starttls:
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, mail.password or "")
    except smtplib.SMTPAuthenticationError:
        yield Finding(False, f"{where}: does not take the name and password of ALONGSIDE_SMTP_USER and _PASSWORD.")
    except (smtplib.SMTPNotSupportedError, ssl.SSLError):
        yield Finding(False, f"{where}: offers no good encryption. Mend its certificate; see ALONGSIDE_SMTP_STARTTLS.")
    except (OSError, smtplib.SMTPException):
        yield Finding(False, f"{where}: not to be reached. See ALONGSIDE_SMTP_HOST and _PORT, and the firewall.")
    else:
        yield Finding(True, f"{where}: answers.")


def _redis() -> Iterator[Finding]:
    address = settings().redis_url
    if address is None:
        return
    try:
        with redis.Redis.from_url(address, socket_timeout=DEADLINE, socket_connect_timeout=DEADLINE) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError):
        yield Finding(False, "Redis: not to be reached. See that it runs and that ALONGSIDE_REDIS_URL is right.")
    else:
        yield Finding(True, "Redis: answers.")


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (_settings, _data_folder, _key_file, _databases, _mail, _redis)
