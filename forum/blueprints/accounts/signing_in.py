"""Signing in and out.

Invariant: name and password that do not fit are answered alike, whoever they are for; words that came along are kept
only once the password was right.
"""

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import logout_user
from werkzeug.wrappers import Response

from forum.accounts import codes, consenting, second_factor, signing_in
from forum.accounts.codes import Purpose
from forum.accounts.signing_in import Recognised
from forum.blueprints import person
from forum.blueprints.accounts import admitting, keeping, limits, onward
from forum.blueprints.accounts.blueprint import accounts
from forum.blueprints.accounts.forms import CodeForm, SignInForm
from forum.confidentiality import sign_ins
from forum.confidentiality.identity import SignedIn
from forum.errors import WrongCredentials
from forum.transaction import vault_atomic


@accounts.route("/login", methods=["GET", "POST"])
@limits.tries_by_address
@limits.failures_by_name
def login() -> str | Response:
    """Ask for name and password."""
    asking = person.signed_in()
    if asking is not None:
        _shelve(asking.account_id, asking.session.account_key)
        return redirect(onward.after_signing_in())
    form = SignInForm()
    if form.validate_on_submit():
        try:
            return _let_in(signing_in.recognise(form.signin_name.data, form.password.data))
        except WrongCredentials:
            form.form_errors.append(_("Name and password do not fit together. Please look at both again."))
    return render_template("accounts/login.html", form=form, next=onward.asked_for(), kept=keeping.arrived())


@accounts.route("/login/code", methods=["GET", "POST"], endpoint="second_factor")
@limits.tries_by_address
@limits.failures_of_codes
def second_factor_page() -> str | Response:
    """Ask for the second factor."""
    asking, half_way = person.signed_in(), session.get("half_way", "")
    if asking is not None:
        return _second_factor_of(asking)
    if signing_in.half_way(half_way) is None:
        flash(_("Please begin again with your name and password: the code was asked for some time ago."))
        return redirect(url_for("accounts.login", next=onward.asked_for()))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            found, from_paper = admitting.finish(half_way, form.code.data)
            return _go_on(found, from_paper=from_paper)
        except WrongCredentials:
            _say_wrong_code(form)
    return render_template("accounts/second_factor.html", form=form, next=onward.asked_for())


@accounts.post("/logout")
def logout() -> Response:
    """End this session, here and in the vault."""
    asking = person.signed_in()
    if asking is not None:
        with vault_atomic():
            sign_ins.end(asking.account_id, asking.session.id_hash)
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("home.index"))


def _let_in(who: Recognised) -> Response:
    if not second_factor.is_set(who.account_id):
        found = admitting.begin(who)
        _shelve(who.account_id, who.account_key)
        return _go_on(found)
    with vault_atomic():
        token = signing_in.wait_for_second_factor(who)
    _shelve(who.account_id, who.account_key)
    session.clear()
    session["half_way"] = token
    return redirect(url_for("accounts.second_factor", next=onward.asked_for()))


def _shelve(account_id: str, account_key: str) -> None:
    words = keeping.arrived()
    if words is not None:
        with vault_atomic():
            keeping.shelve(account_id, account_key, words)


def _go_on(found: SignedIn, *, from_paper: bool = False) -> Response:
    if from_paper:
        left = codes.left(found.account_id, Purpose.SECOND_FACTOR)
        flash(
            ngettext(
                "That was a code from paper and is used up. You have %(num)d left.",
                "That was a code from paper and is used up. You have %(num)d left.",
                left,
            )
        )
    if consenting.missing(found.account_id):
        return redirect(url_for("accounts.agree", next=onward.asked_for()))
    return redirect(onward.after_signing_in())


def _second_factor_of(asking: SignedIn) -> str | Response:
    """Ask somebody whose session has not shown it: a role can be granted while its holder is signed in."""
    if asking.session.state.has_second_factor:
        return redirect(onward.after_signing_in())
    if not second_factor.is_set(asking.account_id):
        return redirect(url_for("accounts.enrol", next=onward.asked_for()))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            with vault_atomic():
                from_paper = second_factor.verify(asking.account_id, asking.session.account_key, form.code.data)
            return _go_on(admitting.renew(asking.session, has_second_factor=True), from_paper=from_paper)
        except WrongCredentials:
            _say_wrong_code(form)
    return render_template("accounts/second_factor.html", form=form, next=onward.asked_for())


def _say_wrong_code(form: CodeForm) -> None:
    form.code.errors = [_("This code does not fit. A code of the app lasts half a minute and works once.")]
