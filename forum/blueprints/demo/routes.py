"""Being anybody by one click, second factor included, and reading the mail that nobody sent.

This door exists only in the demonstration, whose address is always this machine's own (``config`` refuses any
other); the blueprint is not even attached elsewhere, and a test says so.
"""

from email import message_from_bytes
from email.policy import default as modern

from flask import Blueprint, redirect, render_template, url_for
from flask_login import login_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from forum.accounts import signin_names
from forum.blueprints.demo.people import people
from forum.blueprints.filters import gettext as _
from forum.blueprints.person import Person
from forum.confidentiality import faces, identity, sign_ins
from forum.errors import NotFound
from forum.extensions import settings, vault
from forum.models.accounts import Account
from forum.transaction import vault_atomic

blueprint = Blueprint("demo", __name__, url_prefix="/demo")
LETTERS_SHOWN = 30


@blueprint.get("/")
def door() -> str:
    """Offer everybody."""
    return render_template("demo/door.html", people=people())


@blueprint.post("/enter/<key>")
def enter(key: str) -> Response:
    """Sign in as one of them."""
    person = next((person for person in people() if person.key == key), None)
    if person is None:
        raise NotFound
    token = _begin(person.signin_name)
    found = identity.recognise(token)
    if found is None:
        raise NotFound
    login_user(Person(token, found))
    return redirect(url_for("moderation.queue" if found.viewer.may_moderate else "home.index"))


@blueprint.get("/mail")
def mail() -> str:
    """Show the letters that would have been sent."""
    folder = settings().mail.folder
    found = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True) if folder else []
    letters = [message_from_bytes(path.read_bytes(), policy=modern) for path in found[:LETTERS_SHOWN]]
    return render_template("demo/mail.html", letters=letters)


def _begin(signin_name: str) -> str:
    tag = signin_names.tag_of(signin_name)
    account = vault.execute(select(Account.id, Account.key_id).where(Account.signin_tag == tag)).one_or_none()
    everyday = faces.face_of(account.id, faces.EVERYDAY) if account else None
    if account is None or everyday is None:
        raise NotFound
    professional = faces.face_of(account.id, faces.PROFESSIONAL)
    with vault_atomic():
        return sign_ins.start(
            account.id, account.key_id, everyday, professional, has_second_factor=True, label=_("demonstration")
        )
