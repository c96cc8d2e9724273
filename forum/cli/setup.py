"""``flask setup``: from an empty server to a site that somebody can sign in to.

Invariant: it may be stopped anywhere and run again; what is there stays, and it says so. It never makes a new key file
for databases that already hold words: those words could never be opened again.
"""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from pathlib import Path

import click
from flask import current_app, url_for
from flask.cli import with_appcontext
from sqlalchemy import inspect, select

from forum.administration import reading
from forum.cli import setup_checks, setup_people, setup_plans
from forum.cli.schema import prepare_schema
from forum.cli.setup_people import LetIn
from forum.cli.setup_plans import Newcomer, Plan
from forum.errors import BadInput, Misconfigured
from forum.extensions import db, newest_key_ring, settings
from forum.models.links import WrappedKey
from forum.sealing import make_key_file, read_key_file


@click.command("setup")
@click.option("--check", "only_check", is_flag=True, help="Change nothing: say what is in order and what is not.")
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A JSON file.")
@click.option("--signin-name", help="The first administrator's name to sign in with.")
@click.option("--pseudonym", help="The name that others see of the first administrator.")
@click.option("--another-administrator", "another", is_flag=True, help="Let in one more where somebody administers.")
@click.option("--printed-code", is_flag=True, help="Print a code to set the password with, instead of asking for one.")
@click.option("--new-code", metavar="SIGNIN_NAME", help="Only print a new code for somebody of the staff.")
@with_appcontext
def setup(
    source: Path | None,
    signin_name: str | None,
    pseudonym: str | None,
    new_code: str | None,
    *,
    only_check: bool,
    another: bool,
    printed_code: bool,
) -> None:
    """Make the key file, the tables, the first administrator, clinicians and leads."""
    if settings().demo:
        raise click.ClickException("The demonstration prepares itself: run 'flask demo'.")
    if only_check:
        setup_checks.run()
        return
    ask = partial(setup_plans.ask_for_administrator, signin_name, pseudonym, printed_code=printed_code)
    try:
        _prepare()
        if new_code:
            _print_new_code(new_code)
        else:
            _let_everybody_in(setup_plans.read(source) if source else None, ask, another=another)
    except Misconfigured as refused:
        raise click.ClickException(str(refused)) from None
    except BadInput as refused:
        raise click.ClickException(f"{setup_plans.sentence(refused)} Nothing of this person was kept.") from None


def _prepare() -> None:
    path = settings().master_key_file
    if path.exists():
        read_key_file(path)
        click.echo(f"Key file: {path} is there.")
    elif _has_sealed_words():
        raise click.ClickException(
            f"There is no key file at {path}, but the vault holds keys that were wrapped with one. Restore that file: "
            "with a new one nothing that was ever said here could be read again."
        )
    else:
        make_key_file(path)
        click.echo(f"Key file: made at {path}. Copy it to where you keep secrets, apart from the databases' backups.")
    newest_key_ring()
    prepare_schema()
    click.echo("Databases: both have the tables of this version.")


def _has_sealed_words() -> bool:
    engine = db.engines["vault"]
    if not inspect(engine).has_table(WrappedKey.__tablename__):
        return False
    with engine.connect() as connection:
        return connection.execute(select(WrappedKey.id).limit(1)).first() is not None


def _let_everybody_in(plan: Plan | None, ask: Callable[[], Newcomer], *, another: bool) -> None:
    arrived: list[LetIn] = []
    try:
        for found in chain(_administrator(plan, ask, another=another), _clinicians(plan)):
            arrived.append(found)  # noqa: PERF402 - one by one: whoever is in keeps their code, whatever comes after
    finally:
        if arrived:
            _say_what_is_next(arrived)


def _administrator(plan: Plan | None, ask: Callable[[], Newcomer], *, another: bool) -> Iterable[LetIn]:
    there = reading.administrators()
    if there:
        names = ", ".join(name or "somebody" for name in there)
        click.echo(f"Administrators: {names}. Two people make more under /admin/, or --another-administrator here.")
    if there and not another:
        return
    who = plan.administrator if plan else None
    if who is None:
        click.echo("An administrator keeps boards, roles and hours, and reads no private words.")
        who = ask()
    found = setup_people.let_in_administrator(who)
    click.echo(f"Administrator: {who.pseudonym} is let in.")
    yield found


def _clinicians(plan: Plan | None) -> Iterable[LetIn]:
    for one in plan.clinicians if plan else setup_plans.ask_for_clinicians():
        found = setup_people.let_in_clinician(one)
        was = "is let in" if found.is_new else "was there already; registration and role are as you entered them"
        click.echo(f"{one.role.value.capitalize()}: {one.display_name} {was}.")
        yield found


def _print_new_code(signin_name: str) -> None:
    code = setup_people.renew_code(signin_name)
    if code is None:
        raise click.ClickException("Nobody of the staff signs in with this name.")
    click.echo(f"The new code is {code}. The older one does not work any more.")


def _say_what_is_next(arrived: Iterable[LetIn]) -> None:
    with current_app.test_request_context(base_url=settings().public_url):
        login, recover = (url_for(f"accounts.{page}", _external=True) for page in ("login", "recover"))
    click.echo("\nWhat each of them does next; hand each their own lines over in person:")
    for one in arrived:
        click.echo(f"\n  signs in as  {one.signin_name}")
        if one.printed_code:
            click.echo(f"  code         {one.printed_code}  (shown only now; works once)")
            click.echo(f"  1. Choose a password with name and code at {recover}")
        elif not one.is_new:
            click.echo("  1. Has an account already; 'flask setup --new-code' prints a code if the password is lost")
        else:
            click.echo("  1. Has chosen a password")
        click.echo(f"  2. Sign in at {login}, read the rules, and set the second factor that is asked for at once")
    click.echo("\nThen start the web server and the worker. Boards and staffed hours are under /admin/.")
