"""Starting the real site and the ceiling under the same server, one after the other, and ending them."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextlib.contextmanager
def serving(module: str, port: int, environment: dict[str, str]) -> Iterator[str]:
    """Serve ``module`` by gunicorn with the project's own settings on a port of this machine; yields its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", module],
        cwd=ROOT,
        env={**os.environ, "ALONGSIDE_PORT": str(port), **environment},
    )
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered; its message is above")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1)  # noqa: S310 - this machine
            return
        except urllib.error.HTTPError:
            return  # the ceiling has no such page, but it answers
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 seconds")
