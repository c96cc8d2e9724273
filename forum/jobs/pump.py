"""The worker's heartbeat: notices moved, letters sent, lapsed leases opened, every few seconds.

Each part is idempotent and commits by itself, so that a worker killed at any point leaves nothing half done, and one
part's failure does not stop the others.
"""

import time
from collections.abc import Callable
from threading import Event

import structlog
from flask import Flask
from huey import Huey, crontab

from forum.confidentiality import sign_ins, sweeping
from forum.moderation.claim import release_lapsed
from forum.notifications import delivery
from forum.notifications.mail import mailer_for
from forum.transaction import atomic

EVERY = 3  # seconds between two rounds within the minute that a periodic task lasts
log = structlog.get_logger()


def register(queue: Huey, app: Flask, ending: Event | None = None) -> None:
    """Give the queue its periodic tasks, each run within the app's context and never twice at once.

    ``ending`` is set once the worker shall end: then no further round begins, or Ctrl-C would wait for a minute.
    """
    ends = ending or Event()

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    @queue.lock_task("pump")  # type: ignore[untyped-decorator]
    def pump() -> None:
        until = time.monotonic() + 60 - EVERY
        while time.monotonic() < until and not ends.is_set():
            with app.app_context():
                one_round(app)
            ends.wait(EVERY)

    @queue.periodic_task(crontab(minute="17", hour="3"))  # type: ignore[untyped-decorator]
    @queue.lock_task("sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        with app.app_context():
            sweeping.sweep()

    # A worker that was ended leaves its locks, and whoever starts is the only one. Only now: the queue clears no lock
    # that it has not heard of.
    queue.flush_locks()


def one_round(app: Flask) -> None:
    """Do everything that waits, once."""
    mailer = mailer_for(app.extensions["settings"])
    parts: tuple[Callable[[], object], ...] = (
        sign_ins.observe_epochs,
        delivery.move_events,
        lambda: delivery.send_letters(mailer),
        _open_lapsed,
    )
    for part in parts:
        try:
            part()
        except Exception as failure:  # noqa: BLE001 - the other parts go on; the kind alone is logged, never words
            log.error("worker.part_failed", kind=type(failure).__name__)


def _open_lapsed() -> int:
    with atomic():
        return release_lapsed()
