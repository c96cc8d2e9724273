"""Which database engine the tests run on, and which tests it concerns.

`--engine` chooses; a fixture that opens a database depends on `engine_name`, which marks every
test that uses it, however far down, with `database`. So the second run of the suite, on
PostgreSQL, finds its tests by itself. (A test that asks for fixtures by `request.getfixturevalue`
alone is not found: name them.)
"""

import pytest

ENGINES = ("sqlite", "postgresql")
MARK_OF_FIXTURE = {"engine_name": "database"}
MARK_OF_FOLDER = {"tests/browser": "browser", "tests/journeys": "browser"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the choice of the engine."""
    parser.addoption("--engine", choices=ENGINES, default="sqlite", help="what the tests store in (sqlite)")


def pytest_report_header(config: pytest.Config) -> str:
    """Say which engine was chosen."""
    return f"engine: {config.getoption('--engine')}"


@pytest.fixture(scope="session")
def engine_name(pytestconfig: pytest.Config) -> str:
    """Return "sqlite" or "postgresql"."""
    return pytestconfig.getoption("--engine")


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by -m
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what its fixtures touch and by where it stands."""
    for item in items:
        for fixture, mark in MARK_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        for folder, mark in MARK_OF_FOLDER.items():
            if item.nodeid.startswith(f"{folder}/"):
                item.add_marker(mark)
