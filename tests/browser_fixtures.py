"""One real browser for all tests that need one: Debian's Chromium, driven by Playwright.

Invariant: it is started once a session, and its absence fails the tests that ask for it: a security
check that was skipped would look like one that passed.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

# No traffic of its own: a test that counts requests shall see only those of the page.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the browser; make a context of your own in it for each test."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("These tests need a real browser: install Debian's package `chromium`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()
