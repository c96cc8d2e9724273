"""The blueprint, and the one question that it asks before every page.

Invariant: to whoever may not administer, nothing here exists; a lead sees what waits for a signature, registrations and
(where only one person administers) roles, and nothing else.
"""

from flask import Blueprint, request

from forum.blueprints.person import viewer
from forum.policy.check import require
from forum.policy.permissions import Permission

admin = Blueprint("admin", __name__, url_prefix="/admin")

FOR_SIGNERS = frozenset({"admin.credentials", "admin.sign_credential", "admin.proposals", "admin.sign_grant"})


@admin.before_request
def ask_who() -> None:
    """Raise NotFound unless the viewer may open this page."""
    require(viewer(), Permission.SIGN_CREDENTIAL if request.endpoint in FOR_SIGNERS else Permission.ADMINISTER)
