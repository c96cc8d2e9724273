"""What is asked of every page that anybody lands on, whatever the journey is about.

Each page is looked at in two looks, light as wide as its reader's window and dark as narrow as the narrowest phone:
axe finds no fault (WCAG 2.0 to 2.2, A and AA, and good practice), nothing needs scrolling sideways, it has one main
heading, a title and a language. Meanwhile nothing is said on the browser's console and nobody else is asked for
anything. Pages that are made of the same parts are looked at once.
"""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, which axe leaves out by default
    "resultTypes": ["violations"],
}
NARROW = (320, 390)
TOKEN = re.compile("[a-z2-7]{32}")
PARTS = """() => {
    const signed = (part) =>
        [part.tagName, part.getAttribute("class"), part.getAttribute("role"), part.type, part.open].join(".");
    return [...new Set([...document.body.querySelectorAll("*")].map(signed))].sort().join();
}"""
FACTS = """() => ({
    headings: document.querySelectorAll("h1").length,
    title: document.title.trim(),
    language: document.documentElement.lang,
})"""
UNFOLD = """() => document.querySelectorAll("details:not(.menu):not([open])").forEach(
    (fold) => { fold.open = true; fold.dataset.unfolded = ""; })"""
FOLD = """() => document.querySelectorAll("[data-unfolded]").forEach(
    (fold) => { fold.open = false; delete fold.dataset.unfolded; })"""
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# The browser itself reports the status of a page that we answer with; that a form came back is no fault.
OWN_ANSWER = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


class Examiner:
    """Looks at pages and keeps what it finds; ``seen`` is shared by the journeys of a run."""

    def __init__(self, address: str, seen: set[str]) -> None:
        self.address, self.seen = address, seen
        self.faults: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page from now on: its console, its errors, whom it asks for what."""
        page.on("console", lambda said: self._hear(page, said))
        page.on("pageerror", lambda error: self._find(page, f"error: {error}"))
        page.on("request", lambda request: self._check_origin(page, request))
        page.on("response", lambda response: self._check_part(page, response))

    def examine(self, page: Page) -> None:
        """Look at the page as it stands, unless one made of the same parts was looked at before."""
        path = TOKEN.sub("*", urlsplit(page.url).path)
        parts = hashlib.sha256(f"{path} {page.evaluate(PARTS)}".encode()).hexdigest()
        if parts in self.seen:
            return
        self.seen.add(parts)
        self._check_facts(page)
        own, wide = page.viewport_size, page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        page.evaluate(UNFOLD)
        self._ask_axe(page, "light")
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 800})
            if not page.evaluate(FITS):
                self._find(page, f"needs scrolling sideways at {width} px")
        page.set_viewport_size({"width": NARROW[0], "height": 800})
        self._ask_axe(page, "dark")
        page.emulate_media(color_scheme="dark" if wide else "light")
        page.evaluate(FOLD)
        page.set_viewport_size(own or {"width": 1280, "height": 800})

    def _check_facts(self, page: Page) -> None:
        facts = page.evaluate(FACTS)
        if facts["headings"] != 1:
            self._find(page, f"{facts['headings']} main headings")
        if not facts["title"].removesuffix("· Alongside").strip():
            self._find(page, "no title")
        if not facts["language"]:
            self._find(page, "no language")

    def _ask_axe(self, page: Page, scheme: str) -> None:
        page.emulate_media(color_scheme=scheme)
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE)
        for found in page.evaluate("(rules) => axe.run(document, rules)", RULES)["violations"]:
            where = "; ".join(" ".join(map(str, node["target"])) for node in found["nodes"])
            why = found["nodes"][0]["failureSummary"].replace("\n", " ")
            self._find(page, f"{scheme}: {found['id']} at {where}: {why}")

    def _hear(self, page: Page, said: ConsoleMessage) -> None:
        is_own_answer = OWN_ANSWER.match(said.text) and said.location["url"].split("#")[0] == page.url.split("#")[0]
        if said.type in {"error", "warning"} and not is_own_answer:
            self._find(page, f"console: {said.text} ({said.location['url']})")

    def _check_origin(self, page: Page, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self._find(page, f"asked elsewhere: {request.url}")

    def _check_part(self, page: Page, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self._find(page, f"{response.status} from {response.url}")

    def _find(self, page: Page, fault: str) -> None:
        self.faults.append(f"{TOKEN.sub('*', urlsplit(page.url).path)}: {fault}")
