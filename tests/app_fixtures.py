"""The application on fresh databases of the chosen engine, and a browser-like client for it.

Both databases are made once per worker from the models and copied for each test, so that a test costs no schema.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.app import create_app
from forum.config import Settings, settings_from
from forum.extensions import db, vault
from tests.servers.postgresql import PostgreSQL


class FreshClient(FlaskClient):
    """A client whose requests know nothing of each other.

    The test's own context is open, and Flask lets every request share it: without this, whoever asked first in a test
    would be who asks in all of it.
    """

    def open(self, *args: object, **options: object) -> TestResponse:
        """Ask for a page."""
        if has_app_context():
            for name in list(g):
                g.pop(name)
        return super().open(*args, **options)  # type: ignore[arg-type]


def settings_for(folder: Path, **changes: object) -> Settings:
    """Return the settings of a site whose files lie in ``folder``."""
    base = settings_from({"ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA": str(folder)})
    return replace(base, testing=True, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def empty_site(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Path | PostgreSQL:
    """Return where the empty databases lie: a folder, or the server that holds the two templates."""
    folder = tmp_path_factory.mktemp("empty")
    urls = {}
    server = None
    if engine_name == "postgresql":
        server = request.getfixturevalue("postgresql")
        urls = {f"{name}_url": server.fresh_database(f"empty_{name}") for name in ("database", "vault")}
    app = create_app(settings_for(folder, **urls))
    with app.app_context():
        db.create_all()
        for engine in db.engines.values():
            engine.dispose()
    return server or folder


def settings_of_copy(empty_site: Path | PostgreSQL, folder: Path, prefix: str = "") -> Settings:
    """Return settings for copies of both empty databases; ``prefix`` keeps those of a whole module apart."""
    if isinstance(empty_site, PostgreSQL):
        names = ("database", "vault")
        urls = {f"{name}_url": empty_site.fresh_database(prefix + name, like=f"empty_{name}") for name in names}
        return settings_for(folder, **urls)
    for name in ("forum.sqlite3", "vault.sqlite3"):
        shutil.copy(empty_site / name, folder / name)
    return settings_for(folder)


@pytest.fixture
def settings(empty_site: Path | PostgreSQL, tmp_path: Path) -> Settings:
    """Return settings for a test's own copies of both databases."""
    return settings_of_copy(empty_site, tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Return the application, with a context open for calling the domain's verbs."""
    app = create_app(settings)
    app.test_client_class = FreshClient
    app.config["WTF_CSRF_ENABLED"] = False  # a test of its own turns it on and proves it
    with app.app_context():
        yield app
        db.session.remove()
        vault.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client without scripts: what a person without JavaScript has."""
    return app.test_client()
