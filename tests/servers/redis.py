"""A real Redis that lives as long as a test run, reachable by a socket in its own folder only.

Invariant: nothing is written to the disk, and each worker of a run has a numbered database of its
own.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import redis

from tests.servers.processes import ServerUnavailableError, running

DATABASES = 64


class Redis:
    """One worker's way to the run's server."""

    def __init__(self, folder: Path, number: int = 0) -> None:
        self.socket = folder / "redis.socket"
        self.number = number

    @property
    def url(self) -> str:
        """Return the address for redis-py and huey; Flask-Limiter wants `redis+` before it."""
        return f"unix://{self.socket}?db={self.number}"

    def empty(self) -> None:
        """Forget everything that this worker stored."""
        with redis.Redis.from_url(self.url) as client:
            client.flushdb()

    def answers(self) -> bool:
        """Whether the server takes commands."""
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[Redis]:
    """Run a new, empty Redis in an empty folder while the block lasts.

    Raises ServerUnavailableError when Debian's package is missing.
    """
    program = shutil.which("redis-server")
    if not program:
        raise ServerUnavailableError("Redis is not installed; bin/install-test-packages says how")
    server = Redis(folder)
    command = [
        program, "--port", "0", "--unixsocket", str(server.socket), "--unixsocketperm", "700",
        "--save", "", "--appendonly", "no", "--databases", str(DATABASES), "--dir", str(folder),
    ]  # fmt: skip
    with running(command, folder, server.answers):
        yield server
