"""The page of notices; opening one leads to what it is about."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forum.blueprints.notices.sentences import SENTENCES
from forum.blueprints.person import require_signed_in
from forum.notifications import inbox
from forum.transaction import vault_atomic

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("/")
def index() -> str:
    """Show the notices."""
    session = require_signed_in().session
    found = inbox.notices(session.account_id, session.account_key)
    return render_template("notices/index.html", notices=found, sentences=SENTENCES)


@blueprint.post("/read")
def read() -> Response:
    """Note that they have been seen."""
    session = require_signed_in().session
    with vault_atomic():
        inbox.mark_all_read(session.account_id)
    return redirect(url_for("notices.index"))
