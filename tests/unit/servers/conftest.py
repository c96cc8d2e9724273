"""A folder for a server of a test's own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Return an empty folder that another user can reach, short enough for the name of a socket."""
    with tempfile.TemporaryDirectory(prefix="alongside-", ignore_cleanup_errors=True) as outer:
        Path(outer).chmod(0o711)
        inner = Path(outer) / "server"
        inner.mkdir()
        yield inner
