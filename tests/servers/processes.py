"""Start a real server in a folder of its own, and end it with the block that needed it."""

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 10


class ServerUnavailableError(RuntimeError):
    """A real server that a test needs is not installed or does not start."""


@contextlib.contextmanager
def running(
    command: Sequence[str],
    folder: Path,
    answers: Callable[[], bool],
    *,
    end_by: signal.Signals = signal.SIGTERM,
    user: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while the block lasts; raises ServerUnavailableError with the end of its log.

    It has a session of its own: Ctrl-C in the terminal is for the tests, which then end it.
    """
    log = folder / "log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=environment,
            **as_user(user),
        )
    try:
        _wait_until(answers, process, log)
        yield process
    finally:
        _end(process, end_by)


def as_user(user: str | None) -> dict[str, object]:
    """Return the arguments of Popen that make a process another user's; none for our own."""
    return {"user": user, "group": user, "extra_groups": []} if user else {}


def _wait_until(answers: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            ending = log.read_text(errors="replace")[-2000:]
            raise ServerUnavailableError(f"{process.args[0]} does not answer:\n{ending}")
        time.sleep(0.02)


def _end(process: subprocess.Popen[bytes], end_by: signal.Signals) -> None:
    process.send_signal(end_by)
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
