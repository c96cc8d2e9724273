"""``flask import-questions``: brings in a file of questions and answers, and reports in numbers what came of it."""

import sys
import time
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from forum.accounts import second_factor, signin_names
from forum.administration import import_files
from forum.administration.import_files import Source, UnreadableFile
from forum.administration.import_report import Fate, Report
from forum.administration.importing import import_question
from forum.confidentiality import faces, identity, sign_ins
from forum.errors import WrongCredentials
from forum.extensions import db, vault
from forum.models.accounts import Account
from forum.models.boards import Board
from forum.policy.viewer import Viewer
from forum.transaction import vault_atomic
from forum.triage.levels import Level, Urgency

REFUSALS_SHOWN = 20
LABEL = "command line"
FATES = {
    Fate.PUBLISHED: "published",
    Fate.HELD: "waiting in the queue",
    Fate.KNOWN: "imported before",
    Fate.REFUSED: "refused",
}


@click.command("import-questions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--board", "slug", required=True, help="The short name of the board in its address.")
@click.option("--as", "how", type=click.Choice(["held", "published"]), default="held", show_default=True)
@click.option("--by", "signin_name", help="An administrator's sign-in name: who vouches for what is published.")
@click.option("--dry-run", is_flag=True, help="Read and judge everything, and write nothing.")
@with_appcontext
def import_questions(file: Path, slug: str, how: str, signin_name: str | None, *, dry_run: bool) -> None:
    """Import questions and answers from FILE (CSV or JSON)."""
    started = time.monotonic()
    board_id = _board(slug)
    administrator = _administrator(signin_name) if how == "published" else None
    source = _read(file)
    report = Report()
    report.note_unread(source.unread)
    with click.progressbar(source.questions, label="Importing", file=sys.stderr) as questions:
        for question in questions:
            report.outcomes += import_question(board_id, question, administrator=administrator, is_dry_run=dry_run)
    _print(report, time.monotonic() - started, is_dry_run=dry_run)


def _board(slug: str) -> str:
    found = db.session.execute(select(Board.id).where(Board.slug == slug)).scalar()
    if found is None:
        raise click.ClickException(f"There is no board {slug}.")
    return found


def _read(file: Path) -> Source:
    try:
        return import_files.read(file)
    except UnreadableFile as refused:
        raise click.ClickException(str(refused)) from None


def _administrator(signin_name: str | None) -> Viewer:
    """Return the administrator who vouches, after a code of their second factor."""
    if not signin_name:
        raise click.ClickException("Publishing needs an administrator who vouches for the source: --by NAME.")
    code = click.prompt("A code of their app", err=True)
    account = vault.execute(
        select(Account.id, Account.key_id).where(Account.signin_tag == signin_names.tag_of(signin_name))
    ).one_or_none()
    everyday = faces.face_of(account.id, faces.EVERYDAY) if account else None
    try:
        if account is None or everyday is None:
            raise WrongCredentials
        with vault_atomic():
            second_factor.verify(account.id, account.key_id, code)
            token = sign_ins.start(account.id, account.key_id, everyday, None, has_second_factor=True, label=LABEL)
    except WrongCredentials:
        raise click.ClickException("Name and code do not fit.") from None
    return _signed_in(token)


def _signed_in(token: str) -> Viewer:
    found = identity.recognise(token)
    if found is None:
        raise click.ClickException("Name and code do not fit.")
    with vault_atomic():
        sign_ins.end(found.account_id, found.session.id_hash)
    if not found.viewer.may_administer:
        raise click.ClickException("That account is not an administrator's.")
    return found.viewer


def _print(report: Report, seconds: float, *, is_dry_run: bool) -> None:
    click.echo(f"{'':24}questions   answers")
    for fate, said in FATES.items():
        click.echo(f"{said:24}{report.count(fate, questions=True):9}{report.count(fate, questions=False):10}")
    click.echo("Of what was taken:")
    click.echo("  level    " + "  ".join(f"{level.name.lower()} {report.levels()[level]}" for level in Level))
    click.echo("  urgency  " + "  ".join(f"{one.name.lower()} {report.urgencies()[one]}" for one in Urgency))
    click.echo(f"  held because it could identify somebody: {report.identifying()}")
    for refused in report.refusals()[:REFUSALS_SHOWN]:
        click.echo(f"  row {refused.row} refused ({refused.reason})")
    further = len(report.refusals()) - REFUSALS_SHOWN
    if further > 0:
        click.echo(f"  and {further} more refused")
    click.echo(f"{seconds:.0f} seconds." + (" Nothing was written." if is_dry_run else ""))
