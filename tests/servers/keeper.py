"""Keep one server for a whole test run: `python -m tests.servers.keeper postgresql RUN_FOLDER`.

The command returns when the server answers (exit code 0) or cannot (its message on standard
error). A process of its own stays behind with the server until the run is over, in a session of
its own, so that neither the end of the worker that first needed the server nor a Ctrl-C takes it
from the others.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers import postgresql, redis
from tests.servers.processes import ServerUnavailableError
from tests.servers.run_folder import alone, leave_nothing, wait_for_end, watch

KINDS = {"postgresql": postgresql.serve, "redis": redis.serve}
READY = b"ready"
ROOT = Path(__file__).resolve().parents[2]


def folder_of(kind: str, run: Path) -> Path:
    """Return the folder of the run's server of that kind, which is started when it is not yet.

    Raises ServerUnavailableError.
    """
    folder = run / kind
    with alone(run, kind):
        if not folder.exists():
            started = subprocess.run(
                [sys.executable, "-m", "tests.servers.keeper", kind, run],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            if started.returncode:
                raise ServerUnavailableError(started.stderr)
    return folder


def keep(kind: str, run: Path, ready: int) -> None:
    """Serve until the run is over; write READY to `ready`, or why it cannot serve."""
    folder = run / kind
    with watch(run) as alive:
        folder.mkdir()
        _leave_the_caller(run / f"{kind}-keeper.log")
        try:
            with KINDS[kind](folder):
                os.write(ready, READY)
                os.close(ready)
                wait_for_end(alive)
        except ServerUnavailableError as error:
            os.write(ready, str(error).encode())
            return
        finally:
            shutil.rmtree(folder)
    leave_nothing(run)


def _leave_the_caller(log: Path) -> None:
    os.setsid()
    with Path(os.devnull).open() as nothing, log.open("ab") as output:
        os.dup2(nothing.fileno(), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)


def main() -> None:
    """Split off the keeper and report how it started."""
    kind, run = sys.argv[1], Path(sys.argv[2])
    told, ready = os.pipe()
    if os.fork() == 0:
        os.close(told)
        keep(kind, run, ready)
        return
    os.close(ready)
    with os.fdopen(told, "rb") as pipe:
        message = pipe.read()
    if message != READY:
        sys.exit(message.decode(errors="replace") or "the keeper died; its log tells why")


if __name__ == "__main__":
    main()
