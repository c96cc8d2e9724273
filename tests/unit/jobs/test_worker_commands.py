"""``flask worker`` and ``flask sweep`` as an operator runs them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum.extensions import db
from forum.jobs import pump
from forum.jobs.queue import make_queue
from forum.models.records import OutboxEvent
from tests.builders.people import a_member
from tests.builders.talk import a_published_thread

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60  # seconds: for a machine that is busy with much else


@pytest.fixture
def told(app):
    """Leave a notice in the outbox."""
    a_published_thread(a_member(app), replies=1, by=a_member(app))
    db.session.rollback()


def in_outbox():
    found = db.session.scalar(select(func.count()).select_from(OutboxEvent))
    db.session.rollback()  # a transaction that stays open would see the same for ever
    return found


def listens_for_its_end(process):
    """Return whether the process has a handler of its own for SIGTERM, as the kernel sees it."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) & 1 << (signal.SIGTERM - 1))


@pytest.fixture
def worker(settings):
    """Return a worker that runs beside the test, on the same databases."""
    environment = {
        **os.environ,
        "ALONGSIDE_DEMO": "1",
        "ALONGSIDE_DATA": str(settings.data),
        "ALONGSIDE_DATABASE_URL": settings.database_url,
        "ALONGSIDE_VAULT_URL": settings.vault_url,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_sweep_says_how_much_it_cleared_of_what(app, told):
    said = app.test_cli_runner().invoke(args=["sweep"])
    assert said.exit_code == 0, said.output
    assert "sessions" in said.output
    assert in_outbox() == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_worker_moves_what_waits_and_ends_when_asked(told, worker, how):
    until = time.monotonic() + PATIENCE
    while in_outbox() and worker.poll() is None and time.monotonic() < until:
        time.sleep(0.2)
    assert in_outbox() == 0
    while not listens_for_its_end(worker) and time.monotonic() < until:
        time.sleep(0.1)
    worker.send_signal(how)
    _out, complaints = worker.communicate(timeout=PATIENCE)
    assert (worker.returncode, complaints) == (0, "")


def test_worker_that_starts_clears_the_locks_of_the_one_that_was_ended(app, settings):
    ended = make_queue(settings)
    pump.register(ended, app)
    locks = [ended.lock_task(name) for name in ("pump", "sweep")]
    for lock in locks:
        lock.acquire()
    pump.register(make_queue(settings), app)
    assert [lock.is_locked() for lock in locks] == [False, False]
