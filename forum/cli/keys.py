"""``flask keys``: a new master key while the site runs, and the end of the old ones.

Invariant: the ring file has the new key, on the disk, before anything is wrapped by it; an old one leaves the file only
when it wraps nothing. A rotation that was stopped goes on with the key that it had made.
"""

import click
from flask.cli import AppGroup

from forum.confidentiality import rewrapping
from forum.extensions import newest_key_ring, settings
from forum.sealing import add_master, retire_masters

keys = AppGroup("keys", help="Change the master key that wraps the keys of all words.")


@keys.command("rotate")
def rotate() -> None:
    """Wrap every data key under a new master key; may be stopped at any time and run again."""
    path = settings().master_key_file
    newest_key_ring()
    if rewrapping.waiting():
        click.echo("An earlier rotation was not finished; going on with it.")
    else:
        click.echo(f"The key file has a new master key, {add_master(path)}.")
    total, done, broken = rewrapping.waiting(), 0, 0
    for progress in rewrapping.rewrap():
        done, broken = done + progress.rewrapped, broken + progress.broken
        click.echo(f"{done} of {total} data keys are wrapped anew.", err=True)
    if broken:
        raise click.ClickException(f"{broken} data keys do not open and were left as they are: restore them first.")
    click.echo(f"Every data key is wrapped by {newest_key_ring().current}. Copy {path} to where you keep it.")
    click.echo("The old master key stays in it for older backups of the vault; 'flask keys retire' ends that.")


@keys.command("retire")
@click.option("--yes", is_flag=True, help="Do not ask.")
def retire(*, yes: bool) -> None:
    """Drop the old master keys, once they wrap nothing: older backups of the vault can then not be opened."""
    if rewrapping.waiting():
        raise click.ClickException("Some data keys are still wrapped by an old master key: run 'flask keys rotate'.")
    if not yes:
        click.confirm("Backups of the vault from before the last rotation can then not be opened. Go on?", abort=True)
    retired = retire_masters(settings().master_key_file)
    click.echo(f"Retired: {', '.join(retired)}." if retired else "There is no old master key.")
