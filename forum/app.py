"""The roof: puts the parts together into one Flask application."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, request
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from forum import cli, models
from forum.blueprints import edge
from forum.blueprints.accounts.routes import accounts
from forum.blueprints.admin.routes import admin
from forum.blueprints.boards.routes import boards
from forum.blueprints.demo.routes import blueprint as demo_door
from forum.blueprints.drafts.routes import drafts
from forum.blueprints.help.routes import help_pages
from forum.blueprints.home.routes import home
from forum.blueprints.moderation.routes import blueprint as moderation
from forum.blueprints.notices.routes import blueprint as notices
from forum.blueprints.posts.routes import posts
from forum.blueprints.threads.routes import threads
from forum.config import Settings, settings_from
from forum.extensions import babel, csrf, db, limiter, migrate, on_fork, prepare_engines, vault
from forum.jobs import commands as jobs
from forum.sealing import make_key_file, read_key_file

ROOT = Path(__file__).resolve().parent.parent
BLUEPRINTS: tuple[Blueprint, ...] = (
    home,
    accounts,
    admin,
    help_pages,
    moderation,
    notices,
    boards,
    threads,
    posts,
    drafts,
)
__all__ = ["create_app", "models"]


class Site(Flask):
    """The application."""

    def log_exception(self, exc_info: Any) -> None:
        """Log a failure with its trace and the page's kind: an address can hold what opens an account."""
        self.logger.error("A request to %s failed.", request.endpoint if request else "nowhere", exc_info=exc_info)


def create_app(settings: Settings | None = None, *, needs_key_file: bool = True) -> Flask:
    """Make the application from ``settings`` (by default those of the environment); raises Misconfigured.

    ``needs_key_file`` False is for commands, of which ``flask setup`` makes the key file: it is read once it is there.
    """
    settings = settings or settings_from(os.environ)
    app = Site(__name__, root_path=str(ROOT), static_folder="static", template_folder="templates")
    _configure(app, settings)
    if settings.proxies:  # what they say of address and scheme is believed, and what anybody further out says is not
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    _read_keys(app, settings, needs_key_file=needs_key_file)
    _start_databases(app)
    for extension in (limiter, csrf, babel):
        extension.init_app(app)  # the limiter before the forgery check, so that refused forms are counted too
    # The demonstration's door signs anybody in as anybody: elsewhere it is not even there.
    edge.attach(app, (*BLUEPRINTS, demo_door) if settings.demo else BLUEPRINTS)
    cli.attach(app)
    jobs.attach(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEMO=settings.demo,
        TESTING=settings.testing,
        TRUSTED_HOSTS=[settings.host],
        MAX_CONTENT_LENGTH=128 * 1024,
        MAX_FORM_MEMORY_SIZE=128 * 1024,
        MAX_FORM_PARTS=100,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,  # no session outlives its thirty days, so its cookie need not either
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        SQLALCHEMY_BINDS={"vault": {"url": settings.vault_url, **_engine_options(settings.vault_url)}},
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS={"socket_timeout": 2, "socket_connect_timeout": 2} if settings.redis_url else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=settings.redis_url is not None,
        RATELIMIT_ENABLED=not settings.testing,
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "forum" / "translations"),
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}


def _engine_options(url: str) -> dict[str, Any]:
    # Parameters are never logged: a unique violation would print whom it is about.
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("postgresql"):
        limits = "-c statement_timeout=15000 -c lock_timeout=8000 -c idle_in_transaction_session_timeout=60000"
        options |= {
            "pool_size": 5,
            "max_overflow": 10,
            "pool_timeout": 10,
            "pool_recycle": 1800,
            "pool_pre_ping": True,
            "connect_args": {"connect_timeout": 5, "options": limits},
        }
    return options


def _read_keys(app: Flask, settings: Settings, *, needs_key_file: bool) -> None:
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.master_key_file
    if settings.demo and not path.exists():
        make_key_file(path)
    app.extensions["key_ring"] = read_key_file(path) if needs_key_file or path.exists() else None


def _start_databases(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "forum" / "migrations"), render_as_batch=True)
    with app.app_context():
        engines: dict[str | None, Engine] = dict(db.engines)
    prepare_engines(engines)
    on_fork(lambda: _dispose(engines))

    @app.teardown_appcontext
    def end_vault_session(_failure: BaseException | None) -> None:
        vault.remove()


def _dispose(engines: dict[str | None, Engine]) -> None:
    for engine in engines.values():
        engine.dispose(close=False)
