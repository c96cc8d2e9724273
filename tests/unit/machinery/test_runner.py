"""bin/run against a stand-in application: real processes, real signals, a real port."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder that holds the runner, the server's settings and the stand-in."""
    root = tmp_path / "project"
    (root / "bin").mkdir(parents=True)
    (root / "forum").mkdir()
    shutil.copy(ROOT / "bin" / "run", root / "bin" / "run")
    shutil.copy(ROOT / "gunicorn.conf.py", root)
    shutil.copy(Path(__file__).with_name("stub_wsgi.py"), root / "wsgi.py")
    (root / "forum" / "extensions.py").write_text(
        "import os\n"
        "from pathlib import Path\n"
        "def after_fork():\n"
        "    Path(os.environ['ALONGSIDE_DATA'], f'forked-{os.getpid()}').touch()\n"
    )
    return root


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(project: Path, port: int) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts the runner; whatever it started is ended afterwards."""
    with contextlib.ExitStack() as stack:

        def run(stub: str = "") -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "bin/run", "--port", str(port), "--data", "data"],
                cwd=project,
                env={**os.environ, "STUB": stub},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield run


def read_until(process: subprocess.Popen[str], words: str) -> str:
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"{words!r} never came: {said}")


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def worker_of(project: Path) -> int:
    """Return the worker's process id as soon as the worker has told it."""
    told = project / "data" / "worker-pid"
    wait_for(lambda: told.exists() and told.read_text().isdigit())
    return int(told.read_text())


def test_runner_prints_the_address_and_the_sign_in_lines(start, port):
    said = read_until(start(), "Ctrl-C")
    assert f"http://localhost:{port}\n" in said
    assert "sign in as willow" in said


def test_runner_serves_pages_once_it_has_printed_the_address(start, port):
    process = start()
    read_until(process, "Ctrl-C")
    assert get(port, "/healthz") == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_runner_ends_everything_when_it_is_asked_to(start, port, project, number):
    process = start()
    read_until(process, "Ctrl-C")
    worker = worker_of(project)
    process.send_signal(number)
    assert process.wait(PATIENCE) == 0
    assert not is_alive(worker)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_runner_killed_outright_leaves_nothing_behind(start, port, project):
    process = start()
    read_until(process, "Ctrl-C")
    worker = worker_of(project)
    process.kill()
    wait_for(lambda: not is_alive(worker))
    with socket.socket() as probe:
        wait_for(lambda: probe.connect_ex(("127.0.0.1", port)) != 0)


def test_runner_ends_everything_when_the_worker_dies(start, port):
    process = start(stub="worker-dies")
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "The worker ended by itself (exit code 7)" in said
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_runner_says_that_the_port_is_taken_before_it_touches_data(start, port, project):
    with socket.create_server(("127.0.0.1", port)):
        process = start()
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"Port {port} is in use already" in said
    assert not (project / "data").exists()


def test_runner_starts_no_server_when_the_data_cannot_be_prepared(start):
    process = start(stub="demo-fails")
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "no room on the disk" in said
    assert "http://" not in said


def test_runner_keeps_the_data_folder_to_its_owner(start, project):
    read_until(start(), "Ctrl-C")
    assert (project / "data").stat().st_mode & 0o077 == 0


def test_every_web_worker_forgets_what_it_inherited(start, project):
    read_until(start(), "Ctrl-C")
    wait_for(lambda: len(list((project / "data").glob("forked-*"))) == 2)


def test_failed_request_is_logged_without_its_path(start, port):
    process = start()
    read_until(process, "Ctrl-C")
    assert get(port, "/secret-path") == 500
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=PATIENCE)
    assert "RuntimeError: planted" in said
    assert "secret-path" not in said


def test_malformed_request_is_logged_without_its_address(start, port):
    process = start()
    read_until(process, "Ctrl-C")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"MEADOW\r\n\r\n")
        connection.recv(1000)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=PATIENCE)
    assert "A malformed request was refused." in said
    assert "127.0.0.1" not in said
    assert "MEADOW" not in said


def test_request_line_past_the_limit_is_refused(start, port):
    read_until(start(), "Ctrl-C")
    assert get(port, "/" + "a" * 3000) == 414
