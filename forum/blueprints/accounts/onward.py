"""Where to go after signing in: only ever to a page of this site.

Invariant: ``next`` comes from an address that anybody may have made; what is not plainly a path of this origin is
ignored.
"""

import re

from flask import request, url_for

PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")  # printable ASCII without a backslash, and never a second slash in front
LONGEST = 500


def same_origin(path: str | None) -> str | None:
    """Return ``path`` when it is a path on this site, else None."""
    if path is None or len(path) > LONGEST or not PATH.fullmatch(path):
        return None
    return path


def asked_for() -> str | None:
    """Return where this request wants to go on to, from its form or its address."""
    return same_origin(request.form.get("next") or request.args.get("next"))


def after_signing_in() -> str:
    """Return where to go on to: what was asked for, else the first page."""
    return asked_for() or url_for("home.index")
