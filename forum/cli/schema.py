"""``flask schema``: bring both databases to the schema of this version, take them back, or compare them with it.

Invariant: each database is changed in one transaction; a run that was stopped between the two is finished by running
it again. A lock that is not to be had is given up quickly and tried again, so that the site never queues behind us.
"""

import time
from collections.abc import Callable
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from forum.cli.schema_differences import differences

TRIES, PAUSE = 5, 3.0  # seconds
LOCK_NOT_AVAILABLE = "55P03"

schema = AppGroup("schema", help="Keep the tables of both databases up to date.")


def prepare_schema() -> None:
    """Bring both databases to the present schema, making them when there is nothing yet."""
    _patiently(lambda: command.upgrade(_config(), "head"))


@schema.command("upgrade")
def upgrade() -> None:
    """Bring both databases to the schema of this version."""
    prepare_schema()
    click.echo("Both databases have the schema of this version.")


@schema.command("downgrade")
@click.argument("revision", default="-1")
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(revision: str, *, yes: bool) -> None:
    """Take both databases back, by one step or to REVISION ("base": to nothing)."""
    if not yes:
        click.confirm("What the newer schema holds and the older one cannot is lost. Go on?", abort=True)
    _patiently(lambda: command.downgrade(_config(), revision))
    click.echo("Both databases have the older schema.")


@schema.command("check")
def check() -> None:
    """Say where a database differs from the models; exit code 1 if it does."""
    found = differences()
    for sentence in found:
        click.echo(sentence)
    if found:
        raise click.exceptions.Exit(1)
    click.echo("Both databases have exactly the schema of this version.")


def _config() -> Config:
    folder = Path(current_app.extensions["migrate"].directory)
    config = Config(folder / "alembic.ini")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


def _patiently(change: Callable[[], None], pause: float = PAUSE) -> None:
    for tries_left in reversed(range(TRIES)):
        try:
            change()
        except OperationalError as failure:
            if not tries_left or not _was_locked(failure):
                raise
            click.echo("The database is in use; trying again in a moment.", err=True)
            time.sleep(pause)
        else:
            return


def _was_locked(failure: OperationalError) -> bool:
    return getattr(failure.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE or "locked" in str(failure.orig)
