"""Joining: one page, then a code to print; and the public name, where it is still to be chosen.

Invariant: the vault commits before the forum, and whatever goes wrong in between leads to the page where a public name
is chosen. The code to print is in the answer to the form, and in no address, cookie or second page.
"""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forum.accounts import consenting, joining, passwords
from forum.accounts.joining import Joined, Joining
from forum.accounts.signing_in import Recognised
from forum.blueprints import person
from forum.blueprints.accounts import admitting, limits, onward
from forum.blueprints.accounts.blueprint import accounts
from forum.blueprints.accounts.fields import refuse
from forum.blueprints.accounts.forms import AgreeForm, JoinForm, NameForm
from forum.blueprints.accounts.sentences import sentence
from forum.confidentiality import faces
from forum.errors import BadInput
from forum.models.states import PersonaState
from forum.moderation import intake
from forum.transaction import atomic, vault_atomic


@accounts.route("/join", methods=["GET", "POST"])
@limits.joins
def join() -> str | Response:
    """Ask what joining needs, and open the account."""
    if person.signed_in():
        return redirect(url_for("home.index"))
    form = JoinForm()
    if form.validate_on_submit():
        try:
            return _welcome(form, _open_account(form))
        except BadInput as refused:
            refuse(form, refused)
    is_good = form.is_submitted() and not form.password.errors
    return render_template("accounts/join.html", form=form, password_is_good=is_good)


@accounts.get("/joined")
def joined() -> str:
    """Welcome whoever has joined; the code to print was on the page before, and another can be had."""
    person.require_signed_in()
    return render_template("accounts/joined.html", code=None)


@accounts.route("/account/name", methods=["GET", "POST"])
@limits.names
def choose_name() -> str | Response:
    """Let somebody choose a public name who has none, or whose name is waiting."""
    asking = person.require_signed_in()
    if asking.viewer.name and asking.viewer.state is not PersonaState.NAME_WAITING:
        return redirect(onward.after_signing_in())
    form = NameForm()
    if form.validate_on_submit():
        face = faces.ensure_face(asking.account_id, faces.EVERYDAY)
        try:
            with atomic():
                intake.submit_name(face, form.name.data)
            return redirect(onward.after_signing_in())
        except BadInput as refused:
            refuse(form, refused)
    return render_template("accounts/choose_name.html", form=form, next=onward.asked_for())


@accounts.route("/account/agree", methods=["GET", "POST"])
def agree() -> str | Response:
    """Ask for agreement again, because a text has changed since it was given."""
    asking = person.require_signed_in()
    form = AgreeForm()
    if form.validate_on_submit():
        with vault_atomic():
            consenting.give_all(asking.account_id)
        return redirect(onward.after_signing_in())
    return render_template("accounts/agree.html", form=form, next=onward.asked_for())


def _open_account(form: JoinForm) -> tuple[Joining, Joined]:
    wanted = Joining(
        signin_name=form.signin_name.data,
        password_hash=passwords.hashed(form.password.data),
        email=form.email.data or None,
        country=form.country.data or None,
    )
    with vault_atomic():
        return wanted, joining.join(wanted)


def _welcome(form: JoinForm, opened: tuple[Joining, Joined]) -> str | Response:
    wanted, account = opened
    face = faces.ensure_face(account.account_id, faces.EVERYDAY)
    try:
        with atomic():
            intake.submit_name(face, form.name.data)
    except BadInput as refused:  # somebody else took it a moment ago; the account is there, and gets its name next
        flash_after = str(sentence(refused))
    else:
        flash_after = ""
    admitting.begin(Recognised(account.account_id, account.account_key, wanted.password_hash))
    if flash_after:
        flash(flash_after, "warning")
    return render_template("accounts/joined.html", code=account.printed_code, has_email=bool(wanted.email))
