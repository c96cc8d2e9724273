"""Ways back in: a letter, or the printed code.

Invariant: what is answered to “I have forgotten my password” is one page, the same for everybody.
"""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts import passwords, recovery
from forum.blueprints.accounts import limits
from forum.blueprints.accounts.blueprint import accounts
from forum.blueprints.accounts.fields import refuse
from forum.blueprints.accounts.forms import ForgottenForm, PrintedCodeForm, ResetForm
from forum.errors import BadInput, WrongCredentials
from forum.transaction import vault_atomic


@accounts.route("/forgot", methods=["GET", "POST"])
@limits.letters_by_address
@limits.letters_by_name
def forgot() -> str:
    """Write a letter, if there is anybody to write to."""
    form = ForgottenForm()
    if form.validate_on_submit():
        with vault_atomic():
            recovery.ask_for_letter(form.signin_name.data)
        return render_template("accounts/letter_written.html")
    return render_template("accounts/forgot.html", form=form)


@accounts.route("/reset/<token>", methods=["GET", "POST"])
@limits.tries_by_address
def reset(token: str) -> str | Response | tuple[str, int]:
    """Set a new password by the link out of a letter."""
    if not recovery.is_good_link(token):
        return render_template("accounts/link_over.html"), 404
    form = ResetForm()
    if form.validate_on_submit():
        hashed = passwords.hashed(form.password.data)
        try:
            with vault_atomic():
                recovery.reset_by_link(token, hashed, form.signin_name.data or None)
        except WrongCredentials:  # used in another window meanwhile
            return render_template("accounts/link_over.html"), 404
        except BadInput as refused:
            refuse(form, refused)
        else:
            flash(_("Your new password is set, and you are signed out everywhere. Please sign in with it."))
            return redirect(url_for("accounts.login"))
    return render_template("accounts/reset.html", form=form)


@accounts.route("/recover", methods=["GET", "POST"])
@limits.tries_by_address
@limits.failures_by_name
def recover() -> str | tuple[str, int]:
    """Set a new password by the printed code, and show the next one."""
    form = PrintedCodeForm()
    if form.validate_on_submit():
        hashed = passwords.hashed(form.password.data)
        try:
            with vault_atomic():
                code = recovery.reset_by_printed_code(form.signin_name.data, form.code.data, hashed)
            return render_template("accounts/recovered.html", code=code)
        except WrongCredentials:
            form.form_errors.append(_("Name and code do not fit together. Please look at both again."))
    return render_template("accounts/recover.html", form=form)
