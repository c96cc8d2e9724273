"""The blueprint: that it is there for clinicians alone, and what it says when somebody was faster.

What is said then: what happened, who holds it, and the words that were typed, so that they are not lost.
"""

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.blueprints.accounts.keeping import login_page_keeping
from forum.blueprints.moderation.answers import place_of
from forum.blueprints.person import signed_in, viewer
from forum.errors import AlongsideError, AlreadyClaimed, Conflict, MissingVersion, NeedsSignIn, StaleVersion, TooLate
from forum.policy.check import require
from forum.policy.permissions import Permission

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")


@blueprint.before_request
def ask_who() -> Response | None:
    """Let in whoever has a queue, before a form of theirs is looked at; raises NotFound and NeedsSignIn for others.

    A clinician is signed out after a quarter of an hour, often in the middle of an answer: what was typed goes through
    the sign-in page and waits at the item.
    """
    if signed_in() is not None:
        require(viewer(), Permission.MODERATE)
        return None
    if request.method != "POST":
        raise NeedsSignIn
    token = (request.view_args or {}).get("token", "")
    is_review = token and request.endpoint != "moderation.undo"
    onward = url_for("moderation.review", token=token) if is_review else url_for("moderation.queue")
    words = {name: request.form.get(name, "") for name in ("answer", "message", "reason_code")}
    return login_page_keeping(place_of(token), words, onward)


@blueprint.errorhandler(Conflict)
@blueprint.errorhandler(MissingVersion)
def somebody_was_faster(refused: AlongsideError) -> tuple[str, int]:
    """Say what happened and give back what was typed."""
    page = render_template(
        "moderation/conflict.html",
        message=_sentence(refused),
        holder=refused.holder if isinstance(refused, AlreadyClaimed) else None,
        typed=[text for text in (request.form.get("answer"), request.form.get("message")) if text],
        token=(request.view_args or {}).get("token") if request.endpoint != "moderation.undo" else None,
    )
    return page, refused.status


def _sentence(refused: AlongsideError) -> str:
    if isinstance(refused, AlreadyClaimed) and refused.holder:
        return str(_("%(name)s is reading this one, so nothing of yours was put over it.", name=refused.holder))
    if isinstance(refused, AlreadyClaimed):
        return str(_("A colleague is reading this one, so nothing of yours was put over it."))
    if isinstance(refused, StaleVersion):
        return str(_("It has changed since you opened it: its author or a colleague has gone on meanwhile."))
    if isinstance(refused, TooLate):
        return str(_("The fifteen seconds for undoing are over, and its author may have been told by now."))
    if isinstance(refused, MissingVersion):
        return str(_("The page did not say which wording you had read, so nothing was decided. Please open it again."))
    return str(_("This is no longer waiting for that. Somebody has decided meanwhile, or it was given back."))
