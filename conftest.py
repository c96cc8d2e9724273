"""The plugins of the test suite.

pytest takes `pytest_plugins` only from a conftest in the root, and options only from what it
loads before it collects; so both stand here, and `tests/` needs no conftest of its own.
"""

import pytest

# Their asserts shall explain themselves as those in test files do.
pytest.register_assert_rewrite("tests.builders")

pytest_plugins = [
    "tests.engine",
    "tests.servers.fixtures",
    "tests.app_fixtures",
    "tests.browser_fixtures",
]
