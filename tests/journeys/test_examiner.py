"""The examiner itself, on pages with one fault each: what it would not find, no journey would."""

import pytest
from playwright.sync_api import Browser, Route

from tests.journeys.examining import Examiner

SITE = "http://alongside.test"
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Boards · Alongside</title>
<style>{style}</style></head>
<body><main><h1>Boards</h1>{body}</main></body></html>"""
SOUND = PAGE.format(style="", body="<p>Nothing yet.</p>")
PLANTED = {
    "two main headings": ("2 main headings", PAGE.format(style="", body="<h1>Again</h1>")),
    "a title of the site alone": ("no title", SOUND.replace("Boards · Alongside", " · Alongside")),
    "no language": ("no language", SOUND.replace('lang="en"', "")),
    "a wide part": ("needs scrolling sideways at 390 px", PAGE.format(style="p { width: 500px }", body="<p>Wide</p>")),
    "an unnamed field": ("light: label", PAGE.format(style="", body="<input>")),
    "a small target": ("light: target-size", PAGE.format(style="", body="<a href='#a'>a</a><a href='#b'>b</a>")),
    "pale words in the dark": (
        "dark: color-contrast",
        PAGE.format(
            style="@media (prefers-color-scheme: dark) { body { background: #222; color: #444 } }", body="<p>Pale</p>"
        ),
    ),
    "pale words in a fold": (
        "light: color-contrast",
        PAGE.format(style="p { color: #ddd }", body="<details><summary>More</summary><p>Pale</p></details>"),
    ),
    "a script that fails": ("error: ", PAGE.format(style="", body="<script>missing()</script>")),
    "a word on the console": ("console: ", PAGE.format(style="", body="<script>console.error('no')</script>")),
    "a part that is missing": ("404 from", PAGE.format(style="", body="<img alt='' src='/gone.png'>")),
    "somebody else's picture": ("asked elsewhere", PAGE.format(style="", body="<img alt='' src='http://other.test/'>")),
}


def faults_of(chromium: Browser, html: str) -> str:
    """Return what the examiner finds on a page."""

    def answer(route: Route) -> None:
        is_page = route.request.url == f"{SITE}/"
        route.fulfill(status=200 if is_page else 404, body=html if is_page else "", content_type="text/html")

    context = chromium.new_context()
    context.route("**/*", answer)
    page, examiner = context.new_page(), Examiner(SITE, set())
    examiner.watch(page)
    page.goto(f"{SITE}/")
    examiner.examine(page)
    context.close()
    return "\n".join(examiner.faults)


@pytest.mark.parametrize(("fault", "html"), PLANTED.values(), ids=PLANTED)
def test_fault_is_found(chromium, fault, html) -> None:
    assert fault in faults_of(chromium, html)


def test_sound_page_has_no_fault(chromium) -> None:
    assert faults_of(chromium, SOUND) == ""
