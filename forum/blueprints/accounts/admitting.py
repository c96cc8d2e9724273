"""Letting somebody in: a fresh browser session around a session of the vault.

Invariant: whatever the browser's session held before is dropped, so that nobody can be led into a session that another
person prepared; a person's cookie outlives the window, one of the staff does not.
"""

from flask import g, request, session
from flask_babel import lazy_gettext as _l
from flask_login import login_user

from forum.accounts import signing_in
from forum.accounts.signing_in import Recognised
from forum.blueprints.filters import gettext as _
from forum.blueprints.person import Person
from forum.confidentiality import faces, identity
from forum.confidentiality.identity import SignedIn
from forum.confidentiality.sign_ins import Session
from forum.errors import NeedsSignIn
from forum.transaction import vault_atomic

BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
TABLET, PHONE = _l("a tablet"), _l("a phone")
DEVICES = (("iPad", TABLET), ("Tablet", TABLET), ("Mobi", PHONE), ("Android", TABLET))


def begin(who: Recognised) -> SignedIn:
    """Begin a session for somebody without a second factor; raises WrongCredentials when that has just changed."""
    faces.ensure_face(who.account_id, faces.EVERYDAY)
    with vault_atomic():
        token = signing_in.begin(who, label_of_browser())
    return admit(token)


def finish(half_way: str, code: str) -> tuple[SignedIn, bool]:
    """Begin a session for somebody whose second factor was to come; return whether the code was one from paper.

    Raises WrongCredentials.
    """
    with vault_atomic():
        token, from_paper = signing_in.finish(half_way, code, label_of_browser())
    return admit(token), from_paper


def renew(session_before: Session, *, has_second_factor: bool) -> SignedIn:
    """Go on in a new session, because what the person has shown has changed."""
    with vault_atomic():
        token = signing_in.renew(session_before, label_of_browser(), has_second_factor=has_second_factor)
    return admit(token)


def admit(token: str) -> SignedIn:
    """Begin the browser's session of a token that was just made."""
    found = identity.recognise(token)
    if found is None:
        raise NeedsSignIn
    session.clear()
    g.pop("csrf_token", None)  # made for the session before: the page of this very answer needs a new one
    login_user(Person(token, found))
    session.permanent = not found.viewer.is_staff
    return found


def label_of_browser() -> str:
    """Return a coarse name of the browser for the list of sessions; no version, which would single somebody out.

    It is kept as it is said now, in the language of the sign-in.
    """
    agent = request.user_agent.string
    browser = next((name for mark, name in BROWSERS if mark in agent), _("A browser"))
    device = next((name for mark, name in DEVICES if mark in agent), _("a computer"))
    return _("%(browser)s on %(device)s", browser=browser, device=device)
