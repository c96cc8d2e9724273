"""``flask codes``: what the apps of the demonstration's staff would show now.

Invariant: it exists for invented people only; outside the demonstration it refuses, because a command that prints
somebody's second factor would undo it.
"""

import click
import pyotp
from flask.cli import with_appcontext
from sqlalchemy import select

from forum.accounts import signin_names
from forum.accounts.second_factor import STEP
from forum.cli.demo import require_demonstration
from forum.cli.demo_filling import content
from forum.cli.demo_filling.content import Invented
from forum.clock import now
from forum.confidentiality import keys
from forum.extensions import settings, vault
from forum.models.accounts import Account, SecondFactor


@click.command("codes")
@with_appcontext
def codes() -> None:
    """Print the present sign-in codes of the demonstration's staff."""
    require_demonstration()
    if not settings().demo_people.exists():
        folder = settings().data
        raise click.ClickException(f"There is no demonstration in {folder}. Start one there, or name another: DATA=…")
    for person in content.read().people.values():
        code = _code_of(person) if person.is_staff else None
        if code is not None:
            click.echo(f"  {person.key:12} {code[:3]} {code[3:]}   {person.name}")
    step = int(STEP.total_seconds())
    click.echo(f"Good for {step - int(now().timestamp()) % step} seconds; each works once, then wait for the next.")
    click.echo(f"Nothing works? One click signs you in at {settings().public_url}/demo/")


def _code_of(person: Invented) -> str | None:
    row = vault.execute(
        select(Account.id, Account.key_id, SecondFactor.secret_sealed)
        .join(SecondFactor, SecondFactor.account_id == Account.id)
        .where(Account.signin_tag == signin_names.tag_of(person.key), SecondFactor.is_confirmed.is_(True))
    ).one_or_none()
    if row is None:
        return None
    return pyotp.TOTP(keys.unseal(row.key_id, row.secret_sealed, "second_factors", "secret_sealed", row.id)).at(now())
