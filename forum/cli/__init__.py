"""The commands of ``flask``: what an operator does, at the same height as the pages and by the same verbs."""

from flask import Flask

from forum.cli.audit import audit
from forum.cli.codes import codes
from forum.cli.demo import demo
from forum.cli.importing import import_questions
from forum.cli.keys import keys
from forum.cli.schema import schema
from forum.cli.seed import seed_command
from forum.cli.setup import setup

COMMANDS = (audit, codes, demo, import_questions, keys, schema, seed_command, setup)


def attach(app: Flask) -> None:
    """Register every command and group of commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
