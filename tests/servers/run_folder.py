"""The folder of one test run, and how its servers learn that the run is over.

The process that a person started (with xdist: the controller) makes the folder and holds a lock
on the file `alive` in it. The kernel drops that lock however the process ends, SIGKILL included.
Every server has a keeper that waits for it. Invariant: no server outlives its run, and since
every run has a folder of its own, nothing that an older run left can be in the way of the next.
"""

import contextlib
import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

SECONDS_TO_CLEAR = 20


class RunFolder:
    """The starter's hold on a run."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="alongside-"))
        self.path.chmod(0o711)  # PostgreSQL, as another user, must get through to its own folder
        self._alive: IO[str] = (self.path / "alive").open("w")
        # lockf and not flock: a child forked by a test would share a flock and keep the run alive.
        fcntl.lockf(self._alive, fcntl.LOCK_EX)

    def end(self) -> None:
        """Let the servers end, wait until each has cleared its folder, and remove the rest."""
        self._alive.close()
        deadline = time.monotonic() + SECONDS_TO_CLEAR
        while self._has_servers() and time.monotonic() < deadline:
            time.sleep(0.02)
        shutil.rmtree(self.path, ignore_errors=True)

    def _has_servers(self) -> bool:
        try:
            return any(entry.is_dir() for entry in self.path.iterdir())
        except FileNotFoundError:  # the last keeper has removed it all
            return False


@contextlib.contextmanager
def alone(run: Path, name: str) -> Iterator[None]:
    """Do something while no other process of the run does the thing of that name."""
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def watch(run: Path) -> IO[str]:
    """Open the file that `wait_for_end` waits on; raises FileNotFoundError when the run is over."""
    return (run / "alive").open()


def wait_for_end(alive: IO[str]) -> None:
    """Return as soon as the starter of the run has ended, however it ended."""
    fcntl.lockf(alive, fcntl.LOCK_SH)


def leave_nothing(run: Path) -> None:
    """Remove what an ended run left: a starter that was killed could not do so itself."""
    with contextlib.suppress(OSError):  # the starter, or another keeper, may be faster
        for entry in run.iterdir():
            if entry.is_file():
                entry.unlink()
        run.rmdir()
