"""Every page offers help, a way out and a way past the menu; error pages say what to do and need nobody signed in."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.builders.bare_templates import bare_environment

CODES = [400, 403, 404, 409, 413, 429, 500]
VISITOR = SimpleNamespace(is_signed_in=False)
MEMBER = SimpleNamespace(is_signed_in=True, name="Quiet Heron", may_moderate=False, may_administer=False)

Page = Callable[..., str]


@pytest.fixture(name="page", scope="module")
def _page() -> Page:
    environment = bare_environment()
    return lambda name, **context: environment.get_template(name).render(**context)


def test_page_offers_help_outside_the_menu(page: Page) -> None:
    html = page("layout.html", viewer=MEMBER, unread_notices=0)
    assert html.index('href="/help.now"') < html.index("<details")


def test_page_offers_a_quick_exit_that_is_a_plain_link(page: Page) -> None:
    assert re.search(r'<a[^>]*href="/help\.quick_exit"', page("layout.html", viewer=VISITOR))


def test_first_thing_to_reach_skips_to_the_content(page: Page) -> None:
    html = page("layout.html", viewer=VISITOR)
    assert re.search(r"<a[^>]*href=\"([^\"]*)", html)[1] == "#main"
    assert 'id="main"' in html


def test_signing_out_is_a_post_with_a_forgery_token(page: Page) -> None:
    html = page("layout.html", viewer=MEMBER, unread_notices=0)
    assert re.search(r'method="post"\s+action="/accounts\.logout">\s*<input[^>]*forgery-token', html)


def test_where_one_is_can_be_heard(page: Page) -> None:
    html = page("layout.html", viewer=MEMBER, unread_notices=0)
    assert re.findall(r'href="([^"]+)"\s+aria-current="page"', html) == ["/boards.index"]


def test_unread_notices_are_counted_in_words(page: Page) -> None:
    html = page("layout.html", viewer=MEMBER, unread_notices=3)
    assert re.search(r'3<span class="visually-hidden"> new</span>', html)


def test_message_to_the_reader_is_a_status(page: Page) -> None:
    assert re.search(r'role="status"><p[^>]*>Kept\.', page("layout.html", viewer=VISITOR))


def test_demonstration_says_that_it_is_one(page: Page) -> None:
    assert "invented people" in page("layout.html", viewer=VISITOR, config={"DEMO": True})


def test_real_site_does_not_speak_of_a_demonstration(page: Page) -> None:
    assert "invented people" not in page("layout.html", viewer=VISITOR)


def test_right_to_left_page_has_its_own_bootstrap(page: Page) -> None:
    html = page("layout.html", viewer=VISITOR, page_direction="rtl")
    assert 'dir="rtl"' in html
    assert "bootstrap.rtl.min.css" in html


def test_chosen_theme_is_told_to_the_styles(page: Page) -> None:
    assert 'data-bs-theme="dark"' in page("layout.html", viewer=VISITOR, theme_choice="dark")


def test_theme_that_does_not_exist_is_not_told_to_the_styles(page: Page) -> None:
    assert "data-bs-theme" not in page("layout.html", viewer=VISITOR, theme_choice='"><script>')


@pytest.mark.parametrize("code", CODES)
def test_error_page_has_one_heading_and_a_way_to_help(page: Page, code: int) -> None:
    main = page(f"errors/{code}.html", viewer=VISITOR).split("<main")[1].split("</main>")[0]
    assert len(re.findall(r"<h1>\S[^<]+</h1>", main)) == 1
    assert 'href="/help.now"' in main


@pytest.mark.parametrize("code", CODES)
def test_error_page_keeps_what_was_written(page: Page, code: int) -> None:
    assert "My <b>words" not in page(f"errors/{code}.html", viewer=VISITOR, kept="My <b>words")
    assert "My &lt;b&gt;words</textarea>" in page(f"errors/{code}.html", viewer=VISITOR, kept="My <b>words")


def test_page_of_a_failure_asks_nothing_of_who_is_looking(page: Page) -> None:
    assert "on our side" in page("errors/500.html")  # StrictUndefined: any use of the viewer would raise
