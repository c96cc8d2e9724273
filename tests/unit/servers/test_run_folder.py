"""How the servers of a run end with it: whole test runs, as processes, in a folder of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60
TESTS = """
import os, time
from pathlib import Path

def tell(what):
    path = Path(os.environ["TOLD"], what)
    path.with_suffix(".part").write_text("")
    path.with_suffix(".part").rename(path)

def test_one(postgresql, redis_server):
    assert postgresql.answers() and redis_server.answers()
    tell("one")
    time.sleep(float(os.environ["LINGER"]))

def test_two(postgresql, redis_server):
    assert postgresql.answers() and redis_server.answers()
    tell("two")
    time.sleep(float(os.environ["LINGER"]))
"""


@pytest.fixture
def start(tmp_path, short_folder):
    """Return a function that starts a test run; its temporary files all stand in `short_folder`."""
    (tmp_path / "test_planted.py").write_text(TESTS)
    runs = []

    def run(*options: str, linger: float = 0) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "pytest", "--rootdir", ROOT, "-c", ROOT / "setup.cfg",
                "-p", "no:cacheprovider", "-p", "tests.servers.fixtures", f"--basetemp={tmp_path / 'base'}",
                *options, tmp_path / "test_planted.py",
            ],
            cwd=ROOT,
            env={
                **os.environ, "TMPDIR": str(short_folder), "TOLD": str(tmp_path),
                "LINGER": str(linger),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A suite started in the background ignores Ctrl-C and would hand that on.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        runs.append(process)
        return process

    yield run
    for process in runs:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def servers_in(folder: Path) -> list[str]:
    """Return the command lines of the servers that live in a folder."""
    lines = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in lines.splitlines() if str(folder) in line and "pytest" not in line]


def test_workers_share_one_server_of_each_kind(start, tmp_path, short_folder):
    run = start("-n", "2", "--dist=load", linger=3)
    wait_for(lambda: (tmp_path / "one").exists() and (tmp_path / "two").exists())
    serving = servers_in(short_folder)
    assert sum("/bin/postgres" in line for line in serving) == 1
    assert sum("redis-server" in line for line in serving) == 1
    run.wait(PATIENCE)


def test_run_that_ends_leaves_nothing(start, short_folder):
    run = start("-n", "2")
    said, _ = run.communicate(timeout=PATIENCE)
    assert "2 passed" in said
    assert list(short_folder.iterdir()) == []
    assert servers_in(short_folder) == []


@pytest.mark.parametrize(("number", "workers"), [(signal.SIGINT, "0"), (signal.SIGINT, "2"), (signal.SIGKILL, "2")])
def test_run_that_is_stopped_leaves_nothing(start, tmp_path, short_folder, workers, number):
    run = start("-n", workers, linger=600)
    wait_for((tmp_path / "one").exists)
    assert servers_in(short_folder) != []
    run.send_signal(number)
    run.wait(PATIENCE)
    wait_for(lambda: servers_in(short_folder) == [] and list(short_folder.iterdir()) == [])
