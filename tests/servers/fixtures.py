"""The real servers as fixtures, started when the first test of a run asks for one.

The process that a person started owns the run: with xdist it tells its workers where the run's
folder is, and they share one PostgreSQL and one Redis, each with databases of its own. See
`run_folder` for how everything ends.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import mail
from tests.servers.keeper import folder_of
from tests.servers.mail import MailServer
from tests.servers.postgresql import PostgreSQL
from tests.servers.redis import Redis
from tests.servers.run_folder import RunFolder

OWN = pytest.StashKey[RunFolder]()
RUN = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder, or learn from the controller which it is."""
    given = getattr(config, "workerinput", None)
    if given:
        config.stash[RUN] = Path(given["alongside_run"])
    else:
        config.stash[OWN] = RunFolder()
        config.stash[RUN] = config.stash[OWN].path


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell an xdist worker where the run's folder is."""
    node.workerinput["alongside_run"] = str(node.config.stash[RUN])


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run's servers; also reached after Ctrl-C."""
    if OWN in config.stash:
        config.stash[OWN].end()


@pytest.fixture(scope="session")
def worker_number(worker_id: str) -> int:
    """Return 0, 1, … for xdist's gw0, gw1, …; 0 without xdist."""
    return int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0


@pytest.fixture(scope="session")
def postgresql(pytestconfig: pytest.Config, worker_id: str) -> PostgreSQL:
    """Return this worker's way to the run's PostgreSQL."""
    return PostgreSQL(folder_of("postgresql", pytestconfig.stash[RUN]), worker_id)


@pytest.fixture(scope="session")
def redis_server(pytestconfig: pytest.Config, worker_number: int) -> Redis:
    """Return this worker's way to the run's Redis."""
    return Redis(folder_of("redis", pytestconfig.stash[RUN]), worker_number)


@pytest.fixture
def redis_url(redis_server: Redis) -> str:
    """Return the address of an empty Redis database, this worker's own."""
    redis_server.empty()
    return redis_server.url


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Return a mail server of this test's own, empty and well behaved."""
    with mail.serve() as server:
        yield server
