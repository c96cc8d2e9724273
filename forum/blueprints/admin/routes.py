"""The first page of the administration; importing this module attaches the others."""

from flask import render_template

from forum.administration import reading
from forum.blueprints.admin import boards, credentials, grants, hours, invitations, proposals
from forum.blueprints.admin.blueprint import admin
from forum.moderation import staffing

__all__ = ["admin", "boards", "credentials", "grants", "hours", "invitations", "proposals"]


@admin.get("/")
def index() -> str:
    """Show what there is to keep, and what waits."""
    waiting = reading.credentials(is_approved=False)
    return render_template(
        "admin/index.html",
        waiting=len(waiting),
        proposed=len(reading.proposed_grants()),
        now=hours.present(staffing.rota()),
    )
