"""Setting up the second factor, its codes on paper, and taking it away again.

Invariant: setting one and taking it away end every other session and put a new one in the place of this one; codes on
paper are in the answer to the form that makes them, and nowhere else.
"""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from forum.accounts import codes, second_factor, signing_in
from forum.accounts.codes import Purpose
from forum.blueprints import person
from forum.blueprints.accounts import admitting, limits, onward
from forum.blueprints.accounts.blueprint import accounts
from forum.blueprints.accounts.forms import FirstCodeForm, PasswordForm, RemoveFactorForm
from forum.confidentiality import sign_ins
from forum.confidentiality.identity import SignedIn
from forum.errors import WrongCredentials
from forum.transaction import vault_atomic


@accounts.get("/account/second-factor")
def enrol() -> str:
    """Show how it stands: none yet, waiting for its first code, or set."""
    return _page(person.require_signed_in())


@accounts.post("/account/second-factor/start")
@limits.failures_by_session
def start_enrolment() -> Response | tuple[str, int]:
    """Draw a secret, which the next page shows, for somebody who shows the password.

    Otherwise whoever found an open browser could lock its owner out for good.
    """
    asking, form = person.require_signed_in(), PasswordForm(prefix="start-")
    if not (form.validate_on_submit() and _is_password(asking, form)):
        return _page(asking, start=form), 422
    with vault_atomic():
        second_factor.begin(asking.account_id, asking.session.account_key)
    return redirect(url_for("accounts.enrol", next=onward.asked_for()))


@accounts.post("/account/second-factor")
@limits.failures_by_session
def confirm_enrolment() -> str | tuple[str, int]:
    """Take the first code, and show the codes on paper."""
    asking, form = person.require_signed_in(), FirstCodeForm()
    if not form.validate_on_submit():
        return _page(asking, first=form), 422
    try:
        with vault_atomic():
            paper = second_factor.confirm(asking.account_id, asking.session.account_key, form.code.data)
            sign_ins.end_all(asking.account_id, but=asking.session.id_hash)
    except WrongCredentials:
        form.code.errors = [_("This code does not fit. Please wait for the next one and type it in.")]
        return _page(asking, first=form), 422
    admitting.renew(asking.session, has_second_factor=True)
    return render_template("accounts/paper_codes.html", codes=paper, next=onward.after_signing_in())


@accounts.post("/account/second-factor/paper")
@limits.failures_by_session
def renew_paper_codes() -> str | tuple[str, int]:
    """Make ten new codes on paper, for somebody who shows the password."""
    asking, form = person.require_signed_in(), PasswordForm(prefix="paper-")
    if not (form.validate_on_submit() and _has_shown(asking) and _is_password(asking, form)):
        return _page(asking, paper=form), 422
    with vault_atomic():
        paper = second_factor.renew_paper_codes(asking.account_id, asking.session.account_key)
    return render_template("accounts/paper_codes.html", codes=paper, next=url_for("accounts.enrol"))


@accounts.post("/account/second-factor/remove")
@limits.failures_by_session
def remove_second_factor() -> Response | tuple[str, int]:
    """Take the second factor away, for somebody who shows the password and a code."""
    asking, form = person.require_signed_in(), RemoveFactorForm(prefix="remove-")
    if not (form.validate_on_submit() and _is_password(asking, form)):
        return _page(asking, remove=form), 422
    try:
        with vault_atomic():
            second_factor.remove(asking.account_id, asking.session.account_key, form.code.data)
            sign_ins.end_all(asking.account_id, but=asking.session.id_hash)
    except WrongCredentials:
        form.code.errors = [_("This code does not fit.")]
        return _page(asking, remove=form), 422
    admitting.renew(asking.session, has_second_factor=False)
    flash(_("The second step is taken away. You can set it up again on another phone."))
    return redirect(url_for("accounts.enrol"))


def _is_password(asking: SignedIn, form: FlaskForm) -> bool:
    try:
        signing_in.confirm_password(asking.account_id, form.password.data)
    except WrongCredentials:
        form.password.errors = [_("This is not your password.")]
        return False
    return True


def _has_shown(asking: SignedIn) -> bool:
    return asking.session.state.has_second_factor


def _page(asking: SignedIn, **forms: FlaskForm) -> str:
    return render_template(
        "accounts/enrol.html",
        is_set=second_factor.is_set(asking.account_id),
        enrolment=second_factor.enrolment(asking.account_id, asking.session.account_key),
        left=codes.left(asking.account_id, Purpose.SECOND_FACTOR),
        start=forms.get("start") or PasswordForm(prefix="start-", formdata=None),
        first=forms.get("first") or FirstCodeForm(formdata=None),
        paper=forms.get("paper") or PasswordForm(prefix="paper-", formdata=None),
        remove=forms.get("remove") or RemoveFactorForm(prefix="remove-", formdata=None),
        next=onward.asked_for(),
    )
