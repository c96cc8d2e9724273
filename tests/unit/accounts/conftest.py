"""What the tests of accounts share."""

import pytest
from flask import Flask

from tests.builders.people import Someone, a_member


@pytest.fixture
def member(app: Flask) -> Someone:
    """Return a member."""
    return a_member(app)
