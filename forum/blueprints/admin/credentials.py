"""Registrations: one person enters what the register says, another looks again and signs."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.administration import grants as signing
from forum.administration import reading, second_person
from forum.administration.grants import CredentialPlan
from forum.administration.registers import REGISTERS, fingerprint
from forum.administration.second_person import Hindrance
from forum.blueprints.admin.blueprint import admin
from forum.blueprints.admin.forms import CredentialForm, SignForm
from forum.blueprints.admin.sentences import HINDRANCES, refuse
from forum.blueprints.person import viewer
from forum.errors import BadInput, Conflict, Refused
from forum.transaction import atomic


@admin.get("/registrations/")
def credentials() -> str:
    """List the registrations that wait for a signature, and those that count."""
    return _listed({})


@admin.route("/registrations/new", methods=["GET", "POST"])
def new_credential() -> str | Response:
    """Enter a registration."""
    form = CredentialForm()
    if form.validate_on_submit() and _propose(form):
        flash(_("The registration is entered. It counts once another administrator or a lead has signed it."))
        return redirect(url_for("admin.credentials"))
    return render_template("admin/credential.html", form=form, registers=REGISTERS)


@admin.post("/registrations/<token:persona_id>/sign")
def sign_credential(persona_id: str) -> str | Response:
    """Give the second signature."""
    form = _sign_form(persona_id)
    if not form.validate_on_submit():
        return _listed({persona_id: form})
    try:
        with atomic():
            signing.approve_credential(viewer(), persona_id, form.seen.data or "")
    except Conflict:
        flash(_("Nothing was signed: this registration was changed meanwhile. Please look it up again."), "warning")
        return redirect(url_for("admin.credentials"))
    signing.end_sessions_of(persona_id)
    flash(_("Signed. This person can be given a clinician's role now; roles that rested count again."))
    return redirect(url_for("admin.credentials"))


def _listed(asked: Mapping[str, SignForm]) -> str:
    waiting = reading.credentials(is_approved=False)
    forms = {row.persona_id: _sign_form(row.persona_id, formdata=None) for row in waiting} | dict(asked)
    for row in waiting:
        forms[row.persona_id].seen.data = fingerprint(row.name, row)
    return render_template(
        "admin/credentials.html",
        forms=forms,
        asked=next(iter(asked.values()), None),
        waiting=waiting,
        proposers=reading.public_names(row.proposed_by for row in waiting),
        hindrances={row.persona_id: _hindrance(row) for row in waiting},
        proposed=len(reading.proposed_grants()) if second_person.may_sign_roles(viewer()) else 0,
        approved=reading.credentials(is_approved=True),
        registers=REGISTERS,
    )


def _hindrance(row: Row[Any]) -> LazyString | None:
    is_own = row.persona_id == viewer().professional
    found = Hindrance.ABOUT_THEM if is_own else second_person.hindrance(viewer(), row.proposed_by)
    return HINDRANCES[found] if found else None


def _sign_form(persona_id: str, **also: None) -> SignForm:
    return SignForm(prefix=f"{persona_id}-", **also)


def _propose(form: CredentialForm) -> bool:
    typed = {name: form[name].data for name in CredentialPlan.__dataclass_fields__}
    try:
        face = signing.prepare_professional(reading.member_called(form.pseudonym.data))
        with atomic():
            signing.propose_credential(viewer(), face, CredentialPlan(**typed))
        signing.end_sessions_of(face.persona_id)
    except BadInput as refused:
        refuse(form, refused)
        return False
    except Refused:
        form.pseudonym.errors = [_("Nobody enters their own registration. Please ask another administrator.")]
        return False
    return True
