"""Roles that two people give: what one proposed waits here until another signs it or turns it down.

Invariant: the forum commits the role, then the vault ends its holder's sessions, as with every role (``grants``).
"""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.administration import grants as giving
from forum.administration import proposals as signing
from forum.administration import reading, second_person
from forum.blueprints.admin.blueprint import admin
from forum.blueprints.admin.forms import SignRoleForm
from forum.blueprints.admin.names import ROLE_NAMES
from forum.blueprints.admin.sentences import HINDRANCES, sentence
from forum.blueprints.person import viewer
from forum.errors import BadInput, NotFound
from forum.policy.viewer import CLINICAL
from forum.transaction import atomic


@admin.get("/grants/waiting/")
def proposals() -> str:
    """List the roles that wait for a second person, and who proposed them."""
    return _listed({})


@admin.post("/grants/<token:grant_id>/sign")
def sign_grant(grant_id: str) -> str | Response:
    """Give the second signature."""
    if grant_id not in {row.id for row in _waiting()}:
        raise NotFound
    form = _sign_form(grant_id)
    if not form.validate_on_submit() or not _sign(form, grant_id):
        return _listed({grant_id: form})
    flash(_("Signed. The role counts from the person's next sign-in."))
    return redirect(url_for("admin.proposals"))


def _sign(form: SignRoleForm, grant_id: str) -> bool:
    try:
        with atomic():
            counts = signing.sign(viewer(), grant_id)
    except BadInput as refused:
        form.has_asked.errors = [sentence(refused)]
        return False
    giving.end_sessions_of(counts.persona_id)
    return True


def _listed(asked: Mapping[str, SignRoleForm]) -> str:
    waiting = _waiting()
    blank = {row.id: _sign_form(row.id, formdata=None) for row in waiting}
    return render_template(
        "admin/proposals.html",
        forms={**blank, **asked},
        asked=next(iter(asked.values()), None),
        waiting=waiting,
        proposers=reading.public_names(row.granted_by for row in waiting),
        hindrances={row.id: _hindrance(row) for row in waiting},
        role_names=ROLE_NAMES,
        bound_to_boards=CLINICAL,
    )


def _waiting() -> reading.Rows:
    return reading.proposed_grants() if second_person.may_sign_roles(viewer()) else []


def _hindrance(row: Row[Any]) -> LazyString | None:
    found = second_person.hindrance(viewer(), row.granted_by, row.persona_id)
    return HINDRANCES[found] if found else None


def _sign_form(grant_id: str, **also: None) -> SignRoleForm:
    return SignRoleForm(prefix=f"{grant_id}-", **also)
