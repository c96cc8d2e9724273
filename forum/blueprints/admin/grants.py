"""Giving and ending roles.

Invariant: the forum commits the role, then the vault ends its holder's sessions; a crash between the two leaves a role
that asks for its second factor all the same (``person`` looks at every request).
"""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from forum.administration import grants as giving
from forum.administration import reading
from forum.blueprints.admin.blueprint import admin
from forum.blueprints.admin.forms import EVERY_BOARD, GrantForm
from forum.blueprints.admin.names import ROLE_HEADINGS, ROLE_NAMES
from forum.blueprints.admin.sentences import refuse
from forum.blueprints.person import viewer
from forum.errors import BadInput, Conflict
from forum.models.personas import Grant, RoleWaits
from forum.models.states import Role
from forum.policy.viewer import CLINICAL
from forum.transaction import atomic


@admin.get("/grants/")
def grants() -> str:
    """List who holds which role, until when, and how many roles wait for a second person."""
    return render_template(
        "admin/grants.html",
        grants=reading.held_grants(),
        proposed=len(reading.proposed_grants()),
        headings=ROLE_HEADINGS,
        bound_to_boards=CLINICAL,
    )


@admin.route("/grants/new", methods=["GET", "POST"])
def new_grant() -> str | Response:
    """Give a role, or propose one that takes two people."""
    form = GrantForm()
    form.boards.choices = _board_choices()
    if form.validate_on_submit() and (given := _give(form)):
        if any(row.waits_for for row in given):
            flash(_("The role is proposed. It counts once a second person has signed it."))
            return redirect(url_for("admin.proposals"))
        giving.end_sessions_of(given[0].persona_id)
        flash(_("The role is given. It counts from the person's next sign-in."))
        return redirect(url_for("admin.grants"))
    return render_template("admin/grant.html", form=form)


@admin.get("/grants/<token:grant_id>/end")
def ask_to_end(grant_id: str) -> str:
    """Ask whether a role shall end."""
    return render_template(
        "admin/end_grant.html", grant=reading.grant(grant_id), role_names=ROLE_NAMES, bound_to_boards=CLINICAL
    )


@admin.post("/grants/<token:grant_id>/end")
def end_grant(grant_id: str) -> Response:
    """End a role and its holder's sessions, or turn down a proposal."""
    held = reading.grant(grant_id)
    try:
        with atomic():
            giving.revoke(viewer(), grant_id)
    except Conflict:
        flash(_("This is the only administrator. Give the role to somebody else first."), "warning")
    else:
        if held.waits_for is RoleWaits.SIGNATURE:
            flash(_("The proposal is turned down."))
            return redirect(url_for("admin.proposals"))
        giving.end_sessions_of(held.persona_id)
        flash(_("The role has ended."))
    return redirect(url_for("admin.grants"))


def _board_choices() -> list[SelectChoice]:
    return [SelectChoice(EVERY_BOARD, _("All boards")), *(SelectChoice(row.id, row.name) for row in reading.boards())]


def _give(form: GrantForm) -> Sequence[Grant]:
    try:
        person = reading.member_called(form.pseudonym.data)
        with atomic():
            return giving.grant(viewer(), person, form.role.data, _boards(form), form.until.data)
    except BadInput as refused:
        refuse(form, refused)
        return []


def _boards(form: GrantForm) -> Sequence[str | None]:
    role: Role = form.role.data
    if role not in CLINICAL or EVERY_BOARD in form.boards.data:
        return [None]
    return list(form.boards.data)
