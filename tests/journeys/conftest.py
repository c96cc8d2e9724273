"""A site for each journey, and whoever comes to it; what was found wrong on any page fails the journey at its end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from forum.extensions import db
from forum.models.boards import Board
from forum.models.states import PostingPolicy
from tests.builders.people import Someone, a_clinician, a_member
from tests.builders.talk import a_board
from tests.journeys.browsing import Visitor
from tests.journeys.examining import Examiner
from tests.journeys.site import Site, make_data, serve

BOARD = "Living with it"
ADDRESS = "somebody@example.org"


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site that nobody has come to yet."""
    folder = tmp_path_factory.mktemp("empty-site")
    make_data(folder)
    return folder


@pytest.fixture(scope="session")
def seen() -> set[str]:
    """Return which pages were examined, by what they are made of."""
    return set()


@pytest.fixture
def site(empty_data: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a site of this journey's own."""
    with serve(empty_data, tmp_path / "site") as site:
        yield site


@pytest.fixture
def board(site: Site) -> str:
    """Return the name of a board on which everything is read before it is shown."""
    with site.app.app_context():
        return a_board(slug="living-with-it", name=BOARD, posting=PostingPolicy.HOLD_ALL).name


@pytest.fixture
def patient(site: Site) -> Someone:
    """Return a member who gave an address for letters."""
    with site.app.app_context():
        return a_member(site.app, "Slow Kettle", email=ADDRESS)


@pytest.fixture
def doctor(site: Site, board: str) -> Someone:
    """Return a clinician of the board."""
    with site.app.app_context():
        return a_clinician(site.app, "Amber Field", board=db.session.query(Board).filter_by(name=board).one())


@pytest.fixture
def colleague(site: Site, board: str) -> Someone:
    """Return another clinician of the board."""
    with site.app.app_context():
        return a_clinician(site.app, "Blue Harbour", board=db.session.query(Board).filter_by(name=board).one())


@pytest.fixture
def arrives(site: Site, chromium: Browser, seen: set[str]) -> Iterator[Callable[..., Visitor]]:
    """Return what gives somebody a browser: ``arrives(who)``, with or without scripts, and Playwright's options."""
    examiner, contexts = Examiner(site.address, seen), []

    def arrive(who: Someone | None = None, *, scripts: bool = True, **options: object) -> Visitor:
        # Without motion: colours that are on their way from light to dark are nobody's colours.
        context = chromium.new_context(base_url=site.address, locale="en-GB", reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Visitor(context.new_page(), examiner, who, scripts=scripts)

    yield arrive
    for context in contexts:
        context.close()
    if examiner.faults:
        pytest.fail("\n".join(examiner.faults), pytrace=False)
