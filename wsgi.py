"""What a web server and the ``flask`` command load: the application made from the environment's settings.

A server does not start without its key file. The command does, because ``flask setup`` is what makes one.
"""

import os
import sys

import click

from forum.app import create_app
from forum.errors import Misconfigured

os.umask(0o077)  # whatever this program writes is its own account's alone

# flask looks a command up in its outermost context; ``flask run``, which serves, loads the app in one of its own.
_context = click.get_current_context(silent=True)
_is_command = _context is not None and _context.parent is None

try:
    app = create_app(needs_key_file=not _is_command)
except Misconfigured as refused:
    sys.exit(f"Alongside cannot start. {refused}")
