"""A stand-in for the application, as small as the contract of bin/run and gunicorn.conf.py.

STUB says how it misbehaves: "demo-fails", "worker-dies", "page-fails".
"""

import os
import sys
import time
from pathlib import Path

import click
from flask import Flask

app = Flask(__name__)
data = Path(os.environ["ALONGSIDE_DATA"])
mishap = os.environ.get("STUB")


@app.get("/healthz")
def healthz() -> str:
    """Answer as a well server does."""
    return f"pid {os.getpid()}"


@app.get("/secret-path")
def fail() -> str:
    """Fail below the framework, where the server itself writes the log."""
    return "never"


class FailsBelow:
    """Raise before the framework sees the request, as a broken middleware would."""

    def __init__(self, inner: object) -> None:
        self.inner = inner

    def __call__(self, environ: dict, start_response: object) -> object:
        """Serve, or fail on the one path."""
        if environ["PATH_INFO"] == "/secret-path":
            raise RuntimeError("planted")
        return self.inner(environ, start_response)


app.wsgi_app = FailsBelow(app.wsgi_app)


@app.cli.command()
def demo() -> None:
    """Prepare the data folder."""
    if mishap == "demo-fails":
        sys.exit("no room on the disk")
    data.mkdir(exist_ok=True)
    click.echo("member   sign in as willow")


@app.cli.command()
def worker() -> None:
    """Work until ended."""
    (data / "worker-pid").write_text(str(os.getpid()))
    if mishap == "worker-dies":
        sys.exit(7)
    time.sleep(600)
