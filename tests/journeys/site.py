"""A real site for a journey: gunicorn and its two databases in a folder of their own, and a mail server beside them.

Invariant: nothing of it is a demonstration or a test mode: the web server reads the settings that an operator would
set, limits and forgery checks included. What an operator, the worker or the clock does, the test does through ``app``,
a second application on the same databases that serves no page.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from forum.administration import hours
from forum.app import create_app
from forum.clock import now, today
from forum.confidentiality import sign_ins
from forum.config import settings_from
from forum.extensions import db
from forum.models.records import OutboxEvent
from forum.models.reviews import Decision
from forum.moderation.decide import UNDO_WINDOW
from forum.sealing import make_key_file
from forum.transaction import atomic, vault_atomic
from tests.builders.people import Someone
from tests.servers import mail
from tests.servers.mail import MailServer
from tests.servers.processes import running

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-m"]
# Even when the test run is killed, the server ends with it.
WITH_US = ["setpriv", "--pdeathsig", "TERM", "--"]
# A browser's idle connections must not hold up the end of a journey.
QUICKLY = ["--graceful-timeout", "1"]
GUNICORN = [
    *(*WITH_US, *PYTHON, "gunicorn", *QUICKLY, "--chdir", str(ROOT), "--config", str(ROOT / "gunicorn.conf.py")),
    "wsgi:app",
]


@dataclass(frozen=True)
class Site:
    """A site that answers, and what its operator has in hand."""

    address: str
    app: Flask
    mail: MailServer

    def undo_window_passes(self) -> None:
        """Let the fifteen seconds of undoing be over: what was decided becomes that much older."""
        self._end_undoing(-UNDO_WINDOW)

    def undo_window_stays_open(self) -> None:
        """Let the fifteen seconds last as long as the journey: a busy machine must not end them."""
        self._end_undoing(timedelta(hours=1))

    def worker_does_its_round(self) -> None:
        """Do what the worker does every few seconds: move notices, send letters."""
        done = self.app.test_cli_runner().invoke(args=["sweep"])
        assert done.exit_code == 0, done.output

    def is_closed_tonight(self) -> None:
        """Set the staffed hours: a single day of the week, and not this or the next."""
        with self.app.app_context(), atomic():
            hours.set_hours(None, [((today().weekday() + 3) % 7, 9 * 60, 17 * 60)], [])

    def ends_sessions_of(self, somebody: Someone) -> None:
        """End somebody's sessions, as running out would."""
        with self.app.app_context(), vault_atomic():
            sign_ins.end_all(somebody.account_id)

    def _end_undoing(self, after: timedelta) -> None:
        with self.app.app_context(), atomic():
            for decision in db.session.query(Decision).where(Decision.undo_until.is_not(None)):
                decision.undo_until = decision.made_at + after
            db.session.execute(update(OutboxEvent).values(not_before=now() + after))


def make_data(folder: Path) -> None:
    """Make the keys and both empty databases of a site, as its operator does."""
    make_key_file(folder / "keys" / "master.json")
    upgrade = [*PYTHON, "flask", "--app", "wsgi", "schema", "upgrade"]
    subprocess.run(upgrade, cwd=ROOT, env={**os.environ, **_settings(folder, 1, 1)}, check=True, capture_output=True)


@contextlib.contextmanager
def serve(empty: Path, folder: Path) -> Iterator[Site]:
    """Serve a site whose data begins as a copy of ``empty`` while the block lasts."""
    shutil.copytree(empty, folder, dirs_exist_ok=True)
    port = _free_port()
    with mail.serve() as letters:
        chosen = _settings(folder, port, letters.port)
        address = chosen["ALONGSIDE_PUBLIC_URL"]
        with (
            running(GUNICORN, folder, lambda: _answers(address), environment={**os.environ, **chosen}),
            _operator(chosen) as app,
        ):
            yield Site(address, app, letters)


@contextlib.contextmanager
def _operator(chosen: Mapping[str, str]) -> Iterator[Flask]:
    app = create_app(replace(settings_from(chosen), testing=True))
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def _settings(folder: Path, port: int, mail_port: int) -> dict[str, str]:
    return {
        "ALONGSIDE_DEMO": "",
        "ALONGSIDE_DATA": str(folder),
        "ALONGSIDE_PUBLIC_URL": f"http://localhost:{port}",
        "ALONGSIDE_BIND": f"127.0.0.1:{port}",
        "ALONGSIDE_SECRET_KEY": secrets.token_hex(32),
        "ALONGSIDE_MAIL_FROM": "Alongside <post@alongside.test>",
        "ALONGSIDE_SMTP_HOST": "127.0.0.1",
        "ALONGSIDE_SMTP_PORT": str(mail_port),
        "ALONGSIDE_SMTP_STARTTLS": "0",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - this machine
            return bool(answer.status == 200)
    except OSError:
        return False
