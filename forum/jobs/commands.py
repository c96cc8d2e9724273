"""``flask worker`` and ``flask sweep``: the worker as a process that lives, and as one round for a person or a timer.

They stand here and not in ``cli``, which is this package's sibling: neither may import the other.
Invariant: what they log or print are counts and kinds, never words, names or tokens.
"""

import logging

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey.consumer import Consumer

from forum.confidentiality import sweeping
from forum.extensions import db, settings
from forum.jobs import pump
from forum.jobs.queue import make_queue


@click.command("worker")
@click.option("--threads", type=click.IntRange(1, 2), default=2, help="How many tasks run at once.")
@with_appcontext
def worker(threads: int) -> None:
    """Run what waits, until somebody ends it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    queue = make_queue(settings())
    consumer = Consumer(queue, workers=threads, worker_type="thread")
    pump.register(queue, app, consumer.stop_flag)
    pump.one_round(app)  # the periodic tasks begin with the next minute
    db.session.remove()  # the threads have contexts of their own; this one only waits
    consumer.run()


@click.command("sweep")
@with_appcontext
def sweep() -> None:
    """Do one round of what the worker does, and clear away what has run out."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    pump.one_round(app)
    for what, count in sweeping.sweep().items():
        click.echo(f"{count:6} {what}")


def attach(app: Flask) -> None:
    """Register the worker's commands."""
    for command in (worker, sweep):
        app.cli.add_command(command)
