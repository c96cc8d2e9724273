"""What is around every page, drawn once for everybody who is offered the same."""

from typing import Any, NamedTuple

from flask import current_app, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from forum.blueprints import language
from forum.blueprints.stencils import filled, hole
from forum.policy.check import allows
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer

# The pages that the menu names, and may be standing on.
NAMED = frozenset(
    {
        "boards.index",
        "posts.mine",
        "notices.index",
        "moderation.queue",
        "accounts.login",
        "accounts.join",
        "accounts.security",
        "admin.index",
        "admin.credentials",
        "help.how_we_moderate",
        "help.rules",
        "help.privacy",
    }
)


class _Offer(NamedTuple):
    """All that the menu depends on, but for name, number and token."""

    language: str
    here: str | None
    is_signed_in: bool
    may_moderate: bool
    may_administer: bool
    may_sign: bool
    has_unread: bool


def menu_for(viewer: Viewer, unread: int) -> Markup:
    """Return the menu of this request's page; ``unread`` notices are counted beside their link."""
    offer = _Offer(
        language.spoken(),
        request.endpoint if request.endpoint in NAMED else None,
        viewer.is_signed_in,
        viewer.may_moderate,
        viewer.may_administer,
        allows(viewer, Permission.SIGN_CREDENTIAL),
        unread > 0,
    )

    def draw() -> str:
        drawn: str = _macros().menu(*offer[1:6], hole("name"), offer.has_unread and hole("unread"), hole("token"))
        return drawn

    token = generate_csrf() if viewer.is_signed_in else ""
    return filled(("menu", offer), draw, name=viewer.name, unread=str(unread), token=token)


def frame_top() -> Markup:
    """Return what stands above the menu: help, and the way out."""
    is_demonstration = bool(current_app.config["DEMO"])
    return filled(("top", language.spoken(), is_demonstration), lambda: _macros().top(is_demonstration))


def frame_foot() -> Markup:
    """Return what stands below every page."""
    return filled(("foot", language.spoken()), lambda: _macros().foot())


def _macros() -> Any:
    return current_app.jinja_env.get_template("components/frame.html").module
