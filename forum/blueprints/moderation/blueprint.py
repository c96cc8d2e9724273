"""The blueprint: that it is there for clinicians alone, and what it says when somebody was faster.

What is said then: what happened, who holds it, and the words that were typed, so that they are not lost.
"""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from forum.blueprints.person import viewer
from forum.errors import AlongsideError, AlreadyClaimed, Conflict, MissingVersion, StaleVersion, TooLate
from forum.policy.check import require
from forum.policy.permissions import Permission

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")


@blueprint.before_request
def ask_who() -> None:
    """Raise NotFound for whoever has no queue, before a form of theirs is looked at."""
    require(viewer(), Permission.MODERATE)


@blueprint.errorhandler(Conflict)
@blueprint.errorhandler(MissingVersion)
def somebody_was_faster(refused: AlongsideError) -> tuple[str, int]:
    """Say what happened and give back what was typed."""
    page = render_template(
        "moderation/conflict.html",
        message=_sentence(refused),
        holder=refused.holder if isinstance(refused, AlreadyClaimed) else None,
        kept=[text for text in (request.form.get("answer"), request.form.get("message")) if text],
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
