"""A site for each journey, and whoever comes to it; what was found wrong on any page fails the journey at its end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.builders.people import Someone
from tests.journeys.browsing import Visitor
from tests.journeys.examining import Examiner
from tests.journeys.site import Site, make_data, serve


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
def arrives(site: Site, chromium: Browser, seen: set[str]) -> Iterator[Callable[..., Visitor]]:
    """Return what gives somebody a browser: ``arrives(who)``, and more of Playwright's options for it."""
    examiner, contexts = Examiner(site.address, seen), []

    def arrive(who: Someone | None = None, **options: object) -> Visitor:
        context = chromium.new_context(base_url=site.address, locale="en-GB", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Visitor(context.new_page(), examiner, who)

    yield arrive
    for context in contexts:
        context.close()
    assert examiner.faults == []
