"""The last word on the sanitiser: a real browser, with no content security policy to help it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from forum.rich_text import UnacceptableText, render, sanitise
from tests.builders.attack_strings import FOLDER, commonmark_examples, every

BATCH = 150

# Counts every call that the attack strings use to show that they ran, and still lets it through.
# (Not `eval`: the driver itself calls it.)
COUNT_CALLS = """
window.ran = 0;
for (const name of ["alert", "confirm", "prompt", "print"]) {
  const native = window[name].bind(window);
  window[name] = (...given) => { window.ran += 1; return native(...given); };
}
"""

# What a page could still do when somebody touches it, as the browser itself has understood it.
DORMANT = """() => {
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    for (const { name } of element.attributes) if (name.startsWith("on")) found.push(name);
    if (element.matches("a[href]") && !["http:", "https:"].includes(element.protocol))
      found.push(element.protocol);
    if (element.matches("script, style, iframe, object, embed, form, meta, base, link, svg, math"))
      found.push(element.localName);
  }
  return found;
}"""


class Watched:
    """A page that remembers what its content did: dialogs, calls and requests."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        page.on("dialog", self._dismiss)
        page.route("**/*", self._refuse)
        page.add_init_script(COUNT_CALLS)

    def show(self, html: str) -> None:
        """Load the markup in a fresh document and leave it time for what it does later."""
        self.page.goto("about:blank")
        self.page.set_content(html)
        self.page.wait_for_timeout(150)

    def findings(self) -> dict[str, object]:
        """Return whatever happened or could; empty when the markup is dead."""
        ran = self.page.evaluate("window.ran")
        dormant = self.page.evaluate(DORMANT)
        seen = {"dialogs": self.dialogs, "ran": ran, "requests": self.requests, "dormant": dormant}
        return {name: found for name, found in seen.items() if found}

    def _dismiss(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _refuse(self, route) -> None:
        self.requests.append(route.request.url)
        route.abort()


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    context = chromium.new_context()
    yield Watched(context.new_page())
    context.close()


PLANTED = {
    "a script": ("<script>alert(1)</script>", "dialogs"),
    "a script without a dialog": ("<script>ran += 1</script>", "ran"),
    "a handler that fires by itself": ("<svg onload=confirm(1)>", "ran"),
    "an image that asks elsewhere": ("<img src=https://b.example/c>", "requests"),
    "a style that asks elsewhere": (
        "<p style='background:url(https://b.example/c)'>d",
        "requests",
    ),
    "a handler that waits": ("<p onpointerrawupdate=c()>d", "dormant"),
    "an address that runs": ("<a href='java\tscript:c()'>d</a>", "dormant"),
}


@pytest.mark.parametrize(("html", "sense"), PLANTED.values(), ids=PLANTED)
def test_the_detector_sees_a_planted_payload(watched, html, sense):
    watched.show(html)
    assert sense in watched.findings()


def test_the_detector_is_quiet_on_harmless_markup(watched):
    watched.show(render("# a\n\n*b* [c](https://d.example) `e`\n\n- f"))
    assert watched.findings() == {}


def rendered(string: str) -> str:
    try:
        return render(string)
    except UnacceptableText:
        return ""


def as_a_link(string: str) -> str:
    return rendered(f"[{string}]({string}) <{string}>")


def with_attacks() -> list[str]:
    return [*every(), *commonmark_examples()]


@pytest.mark.skipif(not every(), reason=f"the attack strings are not in {FOLDER.name}/")
@pytest.mark.parametrize("door", [rendered, as_a_link, sanitise])
def test_no_attack_string_lives_on_in_a_browser(watched, door):
    survivors = [html for html in map(door, with_attacks()) if html]
    assert len(survivors) > 1000
    for start in range(0, len(survivors), BATCH):
        batch = survivors[start : start + BATCH]
        watched.show("".join(f"<article>{html}</article>" for html in batch))
        assert watched.page.locator("body > article").count() == len(batch)
        assert watched.findings() == {}


@pytest.mark.skipif(not every(), reason=f"the attack strings are not in {FOLDER.name}/")
def test_attack_strings_live_in_this_browser_when_nothing_stops_them(watched):
    seen: set[str] = set()
    # One at a time: in one document an unclosed string would swallow those after it.
    for string in every()[::60]:
        watched.show(string)
        seen |= watched.findings().keys()
    assert seen == {"dialogs", "ran", "requests", "dormant"}
