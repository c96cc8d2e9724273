"""How the web server runs, in the demonstration and in production alike.

Invariant: nothing that tells who visited is written down. There is no access log, and the server's
own complaints about a request lose the address and the path before they reach the error log.

Overridable from the environment: ALONGSIDE_BIND (default 127.0.0.1:ALONGSIDE_PORT),
ALONGSIDE_WEB_WORKERS, ALONGSIDE_WEB_THREADS. Behind a proxy, give each request its own connection
to this server: a connection kept open stays with one worker and leaves the other idle.
"""

import gc
import importlib
import os
from pathlib import Path
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

bind = os.environ.get("ALONGSIDE_BIND") or f"127.0.0.1:{os.environ.get('ALONGSIDE_PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("ALONGSIDE_WEB_WORKERS") or 2)
threads = int(os.environ.get("ALONGSIDE_WEB_THREADS") or 4)
preload_app = True

timeout = 30
graceful_timeout = 10
keepalive = 5
# Our longest address is a token and a page number; a browser sends about twenty fields.
limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 8190

# The heartbeat is a file that each worker touches: on a slow disk a worker would look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 # nosec B108
# A control socket would stand in the starter's home folder; signals do all we need.
control_socket_disable = True

accesslog = None
errorlog = "-"
loglevel = "warning"


class DiscreetLogger(Logger):
    """The error log without addresses and paths: both can tell who looked at what."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log a warning; of a malformed request only that there was one."""
        if str(msg).startswith("Invalid request"):
            msg, args = "A malformed request was refused.", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log a failure with its trace; of the request itself nothing."""
        if str(msg).startswith("Error handling request"):
            msg, args = "A request failed.", ()
        super().exception(msg, *args, **kwargs)


logger_class = DiscreetLogger


def when_ready(server: Arbiter) -> None:  # noqa: ARG001 (the server's signature)
    """Set what was loaded aside from collection: it stays for good, and looking through it cost a twentieth."""
    gc.freeze()


def post_fork(server: Arbiter, worker: Worker) -> None:  # noqa: ARG001 (the server's signature)
    """Let a new worker forget inherited connections: two processes on one would mix their talk."""
    # The project is importable only once the app is loaded, which is after this file is read.
    importlib.import_module("forum.extensions").after_fork()
