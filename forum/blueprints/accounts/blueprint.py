"""The blueprint itself, and the one thing it asks of every page: that whoever is signed in has a public name.

A crash between the vault and the forum leaves an account without one; without this hook such a person could reach a
composer that has nobody to speak for.
"""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forum.blueprints import person

accounts = Blueprint("accounts", __name__)

NAMELESS_MAY_REACH = frozenset({"accounts", "help", "demo"})


@accounts.before_app_request
def lead_to_a_name() -> Response | None:
    """Send whoever is signed in and has no public name to the page where one is chosen."""
    if request.endpoint in {None, "static"} or request.blueprint in NAMELESS_MAY_REACH:
        return None
    asking = person.signed_in()
    if asking is not None and not asking.viewer.name:
        return redirect(url_for("accounts.choose_name", next=request.path if request.method == "GET" else None))
    return None
