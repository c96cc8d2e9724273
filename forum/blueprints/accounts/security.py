"""“Signing in and safety”: one's sessions, password, address, country and printed code.

Invariant: whatever could keep somebody out of their own account asks for the password once more; times of sessions are
as coarse as everywhere else.
"""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import PasswordField

from forum.accounts import addresses, country, passwords, recovery, second_factor, signin_names, signing_in
from forum.blueprints import person
from forum.blueprints.accounts import admitting, limits
from forum.blueprints.accounts.blueprint import accounts
from forum.blueprints.accounts.fields import refuse
from forum.blueprints.accounts.forms import ChangePasswordForm, CountryForm, EmailForm, PasswordForm
from forum.confidentiality import sign_ins
from forum.confidentiality.identity import SignedIn
from forum.errors import BadInput, NeedsSecondFactor, WrongCredentials
from forum.transaction import vault_atomic
from forum.triage import resources


@accounts.get("/account/security")
def security() -> str:
    """Show how somebody signs in, and where they are signed in."""
    asking = _require_all_shown()
    return render_template(
        "accounts/security.html",
        sessions=sign_ins.of_account(asking.account_id, asking.session.account_key, limits=_limits_of(asking)),
        this_session=asking.session.id_hash,
        email=addresses.shown_to_owner(asking.account_id),
        country=dict(resources.countries()).get(country.read(asking.account_id) or ""),
        has_second_factor=second_factor.is_set(asking.account_id),
    )


@accounts.post("/account/sessions/end")
def end_sessions() -> Response:
    """End one session, or all but this one."""
    asking = _require_all_shown()
    one = request.form.get("session", "")
    with vault_atomic():
        if one == "others":
            sign_ins.end_all(asking.account_id, but=asking.session.id_hash)
        else:
            sign_ins.end(asking.account_id, _hash_from(one))
    flash(_("Done. Whoever was signed in there is not any more."))
    return redirect(url_for("accounts.security"))


@accounts.route("/account/password", methods=["GET", "POST"])
@limits.failures_by_session
def change_password() -> str | Response:
    """Change the password, for somebody who shows the present one."""
    asking, form = _require_all_shown(), ChangePasswordForm()
    form.known_of_them = [asking.viewer.name]
    if form.validate_on_submit() and _is_password(asking, form.present) and not _is_own_name(asking, form):
        hashed = passwords.hashed(form.password.data)
        with vault_atomic():
            recovery.change_password(asking.account_id, hashed, but=asking.session.id_hash)
        admitting.renew(asking.session, has_second_factor=asking.session.state.has_second_factor)
        flash(_("Your new password is set, and you are signed out everywhere else."))
        return redirect(url_for("accounts.security"))
    return render_template("accounts/password.html", form=form)


@accounts.route("/account/email", methods=["GET", "POST"])
@limits.failures_by_session
def change_email() -> str | Response:
    """Give or change the address."""
    asking, form = _require_all_shown(), EmailForm()
    if form.validate_on_submit() and _is_password(asking, form.password):
        with vault_atomic():
            addresses.attach(asking.account_id, form.email.data)
        flash(_("Your address is kept. We have written a short letter to it."))
        return redirect(url_for("accounts.security"))
    return _email_page(asking, form, PasswordForm(prefix="forget-", formdata=None))


@accounts.post("/account/email/forget")
@limits.failures_by_session
def forget_email() -> str | Response:
    """Forget the address; whoever only found an open browser cannot cut off this way back."""
    asking, form = _require_all_shown(), PasswordForm(prefix="forget-")
    if not (form.validate_on_submit() and _is_password(asking, form.password)):
        return _email_page(asking, EmailForm(formdata=None), form)
    with vault_atomic():
        addresses.detach(asking.account_id)
    flash(_("Your address is forgotten. Please keep a printed code, in case you forget your password."))
    return redirect(url_for("accounts.security"))


@accounts.route("/account/country", methods=["GET", "POST"])
def change_country() -> str | Response:
    """Say or forget the country."""
    asking = _require_all_shown()
    form = CountryForm(country=country.read(asking.account_id) or "")
    if form.validate_on_submit():
        with vault_atomic():
            country.write(asking.account_id, form.country.data or None)
        flash(_("Kept. Help in a crisis now shows the numbers for it."))
        return redirect(url_for("accounts.security"))
    return render_template("accounts/country.html", form=form)


@accounts.route("/account/printed-code", methods=["GET", "POST"])
@limits.failures_by_session
def printed_code() -> str:
    """Make a new code to print, for somebody who shows the password."""
    asking, form, code = _require_all_shown(), PasswordForm(), None
    if form.validate_on_submit() and _is_password(asking, form.password):
        with vault_atomic():
            code = recovery.renew_printed_code(asking.account_id, asking.session.account_key)
    return render_template("accounts/printed_code.html", form=form, code=code)


def _limits_of(asking: SignedIn) -> sign_ins.Limits:
    return sign_ins.STAFF if asking.viewer.is_staff else sign_ins.MEMBER


def _email_page(asking: SignedIn, form: EmailForm, forget: PasswordForm) -> str:
    email = addresses.shown_to_owner(asking.account_id)
    return render_template("accounts/email.html", form=form, forget=forget, email=email)


def _require_all_shown() -> SignedIn:
    """Return who is signed in; raises NeedsSecondFactor when one is compulsory, or set, and not shown here."""
    asking = person.require_signed_in()
    if not asking.session.state.has_second_factor and (
        asking.viewer.is_staff or second_factor.is_set(asking.account_id)
    ):
        raise NeedsSecondFactor
    return asking


def _is_own_name(asking: SignedIn, form: ChangePasswordForm) -> bool:
    if not signin_names.is_of(asking.account_id, form.password.data):
        return False
    refuse(form, BadInput("password", "personal"))
    return True


def _is_password(asking: SignedIn, field: PasswordField) -> bool:
    try:
        signing_in.confirm_password(asking.account_id, field.data)
    except WrongCredentials:
        field.errors = [_("This is not your password.")]
        return False
    return True


def _hash_from(spelled: str) -> bytes:
    try:
        return bytes.fromhex(spelled)
    except ValueError:
        return b""
