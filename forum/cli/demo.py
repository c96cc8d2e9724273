"""``flask demo``: prepares the demonstration, fills it when it is empty, and says how one signs in.

Invariant: done twice it changes nothing; cut off, it goes on. Progress goes to standard error, the way in to standard
output, which ``bin/run`` shows beside the address.
"""

import sys
import time
from contextlib import AbstractContextManager

import click
from click._termui_impl import ProgressBar
from flask.cli import with_appcontext

from forum.cli.demo_filling import content, filling
from forum.cli.demo_filling.content import ADMINISTRATOR, CLINICIAN, LEAD, MEMBER, Community
from forum.cli.demo_filling.settling import PASSWORD
from forum.cli.demo_filling.telling import Happening
from forum.cli.schema import prepare_schema
from forum.extensions import settings

KINDS = {
    MEMBER: "A member",
    CLINICIAN: "A clinician",
    LEAD: "A lead clinician",
    ADMINISTRATOR: "The administrator",
}


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Prepare the demonstration and fill it with an invented community."""
    require_demonstration()
    started = time.monotonic()
    prepare_schema()
    community = content.read()
    if not filling.is_filled(community):
        filling.fill(community, _bar)
        click.echo(f"Filled in {time.monotonic() - started:.0f} seconds.", err=True)
    click.echo(_way_in(community))


def require_demonstration() -> None:
    """Refuse to go on outside the demonstration."""
    if not settings().demo:
        raise click.ClickException("This works in the demonstration only (ALONGSIDE_DEMO=1).")


def _bar(happenings: list[Happening]) -> AbstractContextManager[ProgressBar[Happening]]:
    return click.progressbar(happenings, label="Filling the demonstration", file=sys.stderr)


def _way_in(community: Community) -> str:
    lines = [f"  {'':18} {'name':12} password"]
    for role, kind in KINDS.items():
        somebody = next(person for person in community.people.values() if person.role == role)
        lines.append(f"  {kind:18} {somebody.key:12} {PASSWORD}")
    address = settings().public_url
    return "\n".join(
        [
            f"Sign in at {address}/login, or choose one at {address}/demo/",
            *lines,
            f"Staff are asked for a code as well: make codes DATA='{settings().data}'",
        ]
    )
