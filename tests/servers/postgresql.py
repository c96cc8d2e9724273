"""A real PostgreSQL that lives as long as a test run, reachable by a socket in its own folder only.

Invariant: it never touches a cluster of the machine, and each worker of a run sees its own
databases. As root it runs as the user that Debian's package made for it, since PostgreSQL refuses
to be root.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.processes import ServerUnavailableError, as_user, running

ADMINISTRATOR = "alongside"
UNPRIVILEGED = "postgres"
INSTALLED = Path("/usr/lib/postgresql")
# Nothing here must survive a power cut, so nothing is flushed to the disk. Autovacuum would only
# compete for the two cores and hold the databases that are copied.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "log_min_messages": "fatal",
}


class PostgreSQL:
    """One worker's way to the run's server."""

    def __init__(self, folder: Path, worker: str = "main") -> None:
        self.folder = folder
        self.worker = worker

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of a database, named as the server names it."""
        return f"postgresql+psycopg://{ADMINISTRATOR}@/{database}?host={self.folder}"

    def fresh_database(self, name: str, like: str | None = None) -> str:
        """Make this worker's database of that name anew and return its address.

        `like` names another database of this worker to copy, rows included (some 50 ms); nobody may
        be connected to it meanwhile, so dispose of the engine that filled it. Without it: empty.
        """
        own = self._own(name)
        model = self._own(like) if like else "template0"
        with self.administrator() as connection:
            connection.execute(_drop(own))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(own), sql.Identifier(model))
            )
        return self.url(own)

    def drop_database(self, name: str) -> None:
        """Remove this worker's database of that name, ending whoever is still connected to it."""
        with self.administrator() as connection:
            connection.execute(_drop(self._own(name)))

    def administrator(self) -> psycopg.Connection:
        """Open a connection outside any of the tests' databases, each statement by itself."""
        return psycopg.connect(host=str(self.folder), user=ADMINISTRATOR, dbname="postgres", autocommit=True)

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            self.administrator().close()
        except psycopg.OperationalError:
            return False
        return True

    def _own(self, name: str) -> str:
        return f"{self.worker}_{name}"


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[PostgreSQL]:
    """Run a new, empty PostgreSQL in an empty folder while the block lasts.

    Raises ServerUnavailableError when Debian's package is missing.
    """
    programs = _programs()
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    _make_cluster(programs / "initdb", folder, user)
    command = [str(programs / "postgres"), "-D", str(folder / "cluster"), "-k", str(folder)]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    server = PostgreSQL(folder)
    # SIGQUIT: at once and without a checkpoint; the folder is thrown away.
    with running(command, folder, server.answers, end_by=signal.SIGQUIT, user=user):
        yield server


def _programs() -> Path:
    found = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise ServerUnavailableError("PostgreSQL is not installed; bin/install-test-packages says how")
    return found[-1].parent


def _make_cluster(initdb: Path, folder: Path, user: str | None) -> None:
    made = subprocess.run(
        [
            initdb, "--pgdata", folder / "cluster", "--username", ADMINISTRATOR, "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **as_user(user),
    )  # fmt: skip
    if made.returncode:
        raise ServerUnavailableError(f"initdb failed:\n{made.stderr}")


def _drop(database: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
