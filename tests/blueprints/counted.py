"""An app whose limits count, as outside of tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from forum.app import create_app
from forum.config import Settings
from forum.extensions import db, limiter, vault


@contextmanager
def counting_app(settings: Settings, **changes: object) -> Iterator[Flask]:
    """Open such an app and its context; what was counted is forgotten afterwards."""
    app = create_app(replace(settings, testing=False, **changes))  # type: ignore[arg-type]
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        yield app
        db.session.remove()
        vault.remove()
        for engine in db.engines.values():
            engine.dispose()
    limiter.reset()
    limiter.enabled = False
