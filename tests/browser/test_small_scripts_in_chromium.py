"""The small scripts in a real browser, under the content policy of the site, each against the macro that it serves."""

import mimetypes
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from forum.blueprints.edge import HEADERS
from tests.builders.bare_templates import TEMPLATES, bare_environment

SITE = "http://alongside.test"
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
COMPOSER = """
{% from "components/forms.html" import csrf %}
{% from "components/composer.html" import draft_status, preview, preview_button %}
<form method="post" action="/sent" data-draft-url="/draft" data-preview-url="/previewed">
  {{ csrf() }}<label>Words <textarea name="body"></textarea></label>
  <input type="password" name="secret" value="s3cret" />
  {{ draft_status() }}{{ preview_button() }}{{ preview() }}
</form>"""
DUE = '{% from "components/times.html" import due %}{{ due(when) }}'
UNDO = '{% from "components/composer.html" import undo_bar %}{{ undo_bar("Published.", "/undo", 15) }}'
RESTORED = """
<form method="post" data-draft-url="/draft" data-draft-restores>
  <input type="hidden" name="place" value="reply:here" /><label>Words <textarea name="body"></textarea></label>
  <label><input type="radio" name="voice" value="own" checked />Own</label>
  <label><input type="radio" name="voice" value="anonymous" />Anonymous</label>
  <p data-draft-status data-kept="" data-unkept=""></p>
</form>"""
QUOTING = """
{% from "components/forms.html" import shared_form %}
<div data-quoting="Quote what you marked">
  <article class="post"><p class="words">A box with days on it.</p><a href="/posts/one/quote">Quote</a></article>
  <article class="post"><p class="words">A list on the door.</p><a href="/posts/two/quote">Quote</a></article>
</div>
{{ shared_form() }}"""
SUMMARY = """<div class="error-summary" tabindex="-1" data-focus><a href="#name">Please write a name.</a></div>
<label for="name">Name</label><input id="name" />"""


class Desk:
    """A page of the site without the site: files from the disk, the body from the test, posts remembered."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.posts: list[tuple[str, str | None]] = []
        self.refused: set[str] = set()
        self.html = ""
        self.kept = "{}"
        page.route("**/*", self._answer)

    def open(self, body: str, **context: object) -> Page:
        """Show ``body``, a template, within the layout, with the clock standing at NOW."""
        template = '{% extends "layout.html" %}{% block title %}Test{% endblock %}{% block content %}'
        viewer = SimpleNamespace(is_signed_in=False)
        source = template + body + "{% endblock %}"
        self.html = bare_environment().from_string(source).render(viewer=viewer, **context)
        self.page.clock.install(time=NOW)
        self.page.goto(SITE)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def _answer(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(SITE)
        if request.method == "POST":
            self.posts.append((path, request.post_data))
            route.fulfill(status=500 if path in self.refused else 200, body="<p>Shown.</p>", content_type="text/html")
        elif path.startswith("/draft?"):
            route.fulfill(body=self.kept, content_type="application/json")
        elif path.startswith("/static/"):
            file = TEMPLATES.parent / path.removeprefix("/")
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
        else:
            route.fulfill(body=self.html, content_type="text/html", headers=dict(HEADERS))


@pytest.fixture(name="desk")
def _desk(chromium: Browser) -> Iterator[Desk]:
    context = chromium.new_context()
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield Desk(page)
    context.close()
    assert faults == []


def test_draft_is_kept_after_a_pause(desk: Desk) -> None:
    page = desk.open(COMPOSER)
    page.get_by_label("Words").fill("Hello")
    page.clock.run_for(1600)
    expect(page.locator("[data-draft-status]")).to_have_text("Draft kept")
    assert desk.posts == [("/draft", "body=Hello")]


def test_draft_is_not_sent_while_somebody_is_still_writing(desk: Desk) -> None:
    page = desk.open(COMPOSER)
    page.get_by_label("Words").fill("Hello")
    page.clock.run_for(1000)
    assert desk.posts == []


def test_draft_that_could_not_be_kept_says_so(desk: Desk) -> None:
    desk.refused = {"/draft"}
    page = desk.open(COMPOSER)
    page.get_by_label("Words").fill("Hello")
    page.clock.run_for(1600)
    status = page.locator("[data-draft-status][aria-live=polite]")
    expect(status).to_have_text("Not kept yet")


def test_draft_leaves_nothing_in_the_browser(desk: Desk) -> None:
    page = desk.open(COMPOSER)
    page.get_by_label("Words").fill("Hello")
    page.clock.run_for(1600)
    expect(page.locator("[data-draft-status]")).to_have_text("Draft kept")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_preview_is_shown_without_leaving_the_page(desk: Desk) -> None:
    page = desk.open(COMPOSER)
    page.get_by_label("Words").fill("Hello")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-preview]")).to_have_text("Shown.")
    assert page.url == f"{SITE}/"


def test_preview_that_fails_is_asked_for_by_the_form_itself(desk: Desk) -> None:
    desk.refused = {"/previewed"}
    page = desk.open(COMPOSER)
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url("**/sent")


def test_due_clock_counts_on(desk: Desk) -> None:
    page = desk.open(DUE, when=NOW + timedelta(minutes=12, seconds=30))
    page.clock.run_for(120_000)
    expect(page.locator(".due")).to_have_text("10 minutes left")


def test_due_clock_past_its_target_is_marked(desk: Desk) -> None:
    page = desk.open(DUE, when=NOW - timedelta(minutes=3))
    expect(page.locator(".due.is-late")).to_have_text("3 minutes past its target")


def test_undo_is_there_until_its_time_is_over(desk: Desk) -> None:
    page = desk.open(UNDO)
    page.clock.run_for(10_000)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_undo_goes_when_its_time_is_over_and_takes_no_focus_with_it(desk: Desk) -> None:
    page = desk.open(UNDO)
    page.get_by_role("button", name="Undo").focus()
    page.clock.run_for(16_000)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    expect(page.locator("main")).to_be_focused()


def test_error_summary_is_focused_and_leads_to_the_field(desk: Desk) -> None:
    page = desk.open(SUMMARY)
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Please write a name.").click()
    expect(page.get_by_label("Name")).to_be_focused()


def test_shift_three_times_leaves(desk: Desk) -> None:
    page = desk.open("")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/help.quick_exit")


def test_leaving_adds_nothing_to_the_history(desk: Desk) -> None:
    page = desk.open("")
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("**/help.quick_exit")
    assert page.evaluate("history.length") == before


def test_writing_capitals_does_not_leave(desk: Desk) -> None:
    page = desk.open("")
    for key in ("Shift", "A", "Shift", "B", "Shift"):
        page.keyboard.press(key)
    assert page.url == f"{SITE}/"


def test_escape_closes_the_menu_and_returns_to_it(desk: Desk) -> None:
    page = desk.open("")
    page.get_by_text("Menu", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator(".menu[open]")).to_have_count(0)
    expect(page.locator(".menu summary")).to_be_focused()


def test_kept_draft_comes_back_with_its_face(desk: Desk) -> None:
    desk.kept = '{"body": "Half a reply", "voice": "anonymous"}'
    page = desk.open(RESTORED)
    expect(page.get_by_label("Words")).to_have_value("Half a reply")
    expect(page.get_by_label("Anonymous")).to_be_checked()


def test_kept_draft_is_not_put_over_what_is_there(desk: Desk) -> None:
    desk.kept = '{"body": "Half a reply"}'
    page = desk.open(RESTORED.replace("</textarea>", "Typed already</textarea>"))
    expect(page.get_by_label("Words")).to_have_value("Typed already")


def test_marked_words_travel_with_the_quote_in_the_body_of_a_request(desk: Desk) -> None:
    page = desk.open(QUOTING)
    mark(page, "A box with days on it.")
    page.get_by_role("link", name="Quote what you marked").click()
    page.wait_for_url("**/posts/one/quote")
    ((path, body),) = desk.posts
    assert path == "/posts/one/quote"
    assert "marked=A+box+with+days+on+it." in (body or "")


def test_only_the_message_in_which_something_is_marked_offers_it(desk: Desk) -> None:
    page = desk.open(QUOTING)
    mark(page, "A list on the door.")
    expect(page.get_by_role("link", name="Quote what you marked")).to_have_attribute("href", "/posts/two/quote")
    expect(page.get_by_role("link", name="Quote", exact=True)).to_have_attribute("href", "/posts/one/quote")


def test_link_is_plain_again_when_nothing_is_marked_any_more(desk: Desk) -> None:
    page = desk.open(QUOTING)
    mark(page, "A list on the door.")
    expect(page.get_by_role("link", name="Quote what you marked")).to_be_visible()
    page.evaluate("document.getSelection().removeAllRanges()")
    page.clock.run_for(700)
    expect(page.get_by_role("link", name="Quote", exact=True)).to_have_count(2)


def mark(page: Page, text: str) -> None:
    """Mark the words of a message, as with a mouse."""
    page.get_by_text(text).evaluate("(words) => document.getSelection().selectAllChildren(words)")
