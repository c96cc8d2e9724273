"""Who is asking: the session behind the cookie, as a viewer, and where to send whoever must show more.

Invariant: the cookie holds a random token and nothing else; whether it still counts is asked of the vault at every
request, so that a session ended elsewhere ends here at once.
"""

from flask import Flask, g, redirect, request, url_for
from flask_login import UserMixin, current_user
from werkzeug.wrappers import Response

from forum.confidentiality import identity, sign_ins
from forum.confidentiality.identity import SignedIn
from forum.errors import NeedsSignIn
from forum.extensions import login_manager
from forum.policy.viewer import VISITOR, Viewer

# What staff may reach before they have shown their second factor.
BEFORE_SECOND_FACTOR = frozenset({"accounts", "help", "demo", "static", "home.healthz", "home.readyz"})


class Person(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: a session's token and what it stands for."""

    def __init__(self, token: str, signed_in: SignedIn) -> None:
        self.id = token
        self.signed_in = signed_in


def signed_in() -> SignedIn | None:
    """Return the session of this request, or None for a visitor."""
    found = current_user._get_current_object()  # each look through the proxy asks for it anew
    return found.signed_in if found.is_authenticated else None


def require_signed_in() -> SignedIn:
    """Return the session of this request; raises NeedsSignIn."""
    found = signed_in()
    if found is None:
        raise NeedsSignIn
    return found


def viewer() -> Viewer:
    """Return the viewer of this request."""
    found = signed_in()
    if found is not None:
        return found.viewer
    if "epochs_observed" not in g:  # no session did it, and a visitor too must not be shown what was erased
        sign_ins.observe_epochs()
        g.epochs_observed = True
    return VISITOR


def attach(app: Flask) -> None:
    """Let Flask-Login load people, and hang the checks that every request passes."""
    login_manager.user_loader(_load)
    login_manager.session_protection = None  # it would keep a hash of the address in the cookie
    login_manager.init_app(app)
    app.before_request(_require_second_factor)
    app.after_request(_touch)
    app.context_processor(_for_templates)


def _load(token: str) -> Person | None:
    found = identity.recognise(token)
    return Person(token, found) if found else None


def _require_second_factor() -> Response | None:
    if request.endpoint in BEFORE_SECOND_FACTOR or request.blueprint in BEFORE_SECOND_FACTOR:
        return None
    asking = viewer()
    if asking.is_staff and not asking.has_second_factor:
        return redirect(url_for("accounts.second_factor", next=request.path if request.method == "GET" else None))
    return None


def _touch(response: Response) -> Response:
    found = signed_in() if request.endpoint != "static" else None
    if found is not None and found.session.state.needs_touch:
        sign_ins.touch(found.session)
    return response


def _for_templates() -> dict[str, object]:
    found = signed_in()
    return {"viewer": found.viewer if found else VISITOR, "unread_notices": found.session.unread if found else 0}
