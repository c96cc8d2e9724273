"""What every page shares: the blueprints, headers, refusals turned into pages, and the filters of the templates.

Invariant: whatever the domain refuses becomes one page per status, and that page is the same for a hidden thing and a
missing one; every response, error pages too, carries the same protective headers.
"""

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from forum.blueprints import language, person
from forum.blueprints.accounts.keeping import LONGEST, login_page_keeping
from forum.blueprints.addresses import CONVERTERS, remembering
from forum.blueprints.filters import FILTERS
from forum.blueprints.filters import gettext as _
from forum.blueprints.frame import frame_foot, frame_top, menu_for
from forum.errors import AlongsideError, NeedsSecondFactor, NeedsSignIn
from forum.extensions import settings
from forum.policy.check import allows
from forum.policy.permissions import Permission

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
COMPOSERS = frozenset({"boards", "threads", "posts"})
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500})


def attach(app: Flask, blueprints: tuple[Blueprint, ...]) -> None:
    """Attach blueprints, hooks, filters and error pages to the app."""
    person.attach(app)
    app.url_map.converters.update(CONVERTERS)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    language.attach(app)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(allows=allows, Permission=Permission, url_for=remembering())
    app.jinja_env.globals.update(frame_top=frame_top, menu_for=menu_for, frame_foot=frame_foot)
    app.after_request(_protect)
    app.register_error_handler(AlongsideError, _refusal)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(500, _failure)


def _protect(response: Response) -> Response:
    response.headers.extend(HEADERS)  # nobody else sets any of them
    if settings().is_https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refusal(refused: AlongsideError) -> tuple[str, int] | Response:
    if isinstance(refused, NeedsSignIn):
        return redirect(url_for("accounts.login", next=request.path))
    if isinstance(refused, NeedsSecondFactor):
        return redirect(url_for("accounts.second_factor", next=request.path))
    return page(refused.status, kept=kept_words())


def _stale_form(_error: CSRFError) -> tuple[str, int] | Response:
    place = request.form.get("place", "") if request.blueprint in COMPOSERS else ""
    if place and person.signed_in() is None:  # signed out in another window: the words go through the sign-in page
        return login_page_keeping(place, {name: request.form.get(name, "") for name in LONGEST}, request.path)
    return page(400, kept=kept_words())


def _foreign_host(_error: SecurityError) -> Response:
    # A page has addresses in it, and for a name that is not ours none can be made.
    return Response(_("This site does not answer to this name."), 400, mimetype="text/plain")


def _http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return page(error.code, kept=kept_words() if error.code == 429 else "")


def _database_busy(_error: OperationalError) -> tuple[str, int]:
    current_app.logger.exception("database failed: %s", request.endpoint)  # values are hidden in its trace
    return page(500, kept=kept_words())


def _failure(_error: Exception) -> tuple[str, int]:
    # Without context processors: they ask the databases, which may be what failed.
    return current_app.jinja_env.get_template("errors/500.html").render(language.of_page()), 500


def page(status: int, **context: object) -> tuple[str, int]:
    """Render the page of a refusal; statuses without a page of their own use the nearest."""
    shown = status if status in PAGES else (500 if status >= 500 else 400)
    return render_template(f"errors/{shown}.html", **context), status


def kept_words() -> str:
    """Return what was typed into the composer of the refused request, so that nothing is lost."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return ""
    return request.form.get("body") or request.form.get("kept_body", "")
