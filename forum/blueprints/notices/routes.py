"""The page of notices; opening one leads to what it is about."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from forum.blueprints.person import require_signed_in
from forum.notifications import inbox
from forum.transaction import vault_atomic

blueprint = Blueprint("notices", __name__, url_prefix="/notices")

SENTENCES = {
    "post.published": lazy_gettext("A clinician has read your message, and others can see it now."),
    "post.answered": lazy_gettext("A clinician has answered you."),
    "post.returned": lazy_gettext("A clinician asks for a change before your message can be shown."),
    "post.declined": lazy_gettext("Your message was not published. The reason is beside it."),
    "post.hidden": lazy_gettext("Your message was taken from view. The reason is beside it."),
    "post.edit_declined": lazy_gettext("Your change was not published. What was there before stays."),
    "thread.reply": lazy_gettext("Somebody replied to your question."),
    "name.declined": lazy_gettext("Please choose another name. The reason is on your security page."),
}


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
