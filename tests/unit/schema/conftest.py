"""A site whose databases are empty: nothing has made a table yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forum.app import create_app
from forum.extensions import db, vault
from tests.app_fixtures import settings_for


@pytest.fixture
def bare_app(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """Return the application on databases without any table."""
    urls = {}
    if engine_name == "postgresql":
        server = request.getfixturevalue("postgresql")
        urls = {f"{name}_url": server.fresh_database(f"bare_{name}") for name in ("database", "vault")}
    app = create_app(settings_for(tmp_path / "bare", **urls))
    with app.app_context():
        yield app
        db.session.remove()
        vault.remove()
        for engine in db.engines.values():
            engine.dispose()
