"""``flask audit``: whether the record of what staff did is whole."""

import click
from flask.cli import AppGroup

from forum.audit.verifying import verify

audit = AppGroup("audit", help="Check the record of what staff did.")


@audit.command("verify")
def verify_command() -> None:
    """Walk both chains and compare them with their heads and the anchor file; exit code 1 if anything is wrong."""
    verdicts = verify()
    for verdict in verdicts:
        for finding in verdict.findings:
            click.echo(f"The {verdict.chain}'s chain: {finding}.")
        if not verdict.findings:
            click.echo(f"The {verdict.chain}'s chain is whole: {verdict.length} entries.")
    if any(verdict.findings for verdict in verdicts):
        raise click.exceptions.Exit(1)
