"""What the tests of pages share."""

import pytest
from flask import Flask

from tests.blueprints.stand_ins import stand_in_for_missing


@pytest.fixture(autouse=True)
def linked_pages(app: Flask) -> None:
    """Let every page be drawn, although some of those that it links to may not be there yet."""
    stand_in_for_missing(app)
