"""``make screenshots``: photograph the main pages of the demonstration into ``docs/screenshots``.

Each page three times: on a phone, on a desk, and in the dark. The demonstration lives in ``bench/.sites/pictures``.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.servers import ROOT, serving

PORT = 8795
FOLDER = ROOT / "docs" / "screenshots"
LOOKS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2},
    "desktop": {"viewport": {"width": 1280, "height": 860}},
    "dark": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "color_scheme": "dark"},
}
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
BOARD = "diabetes-day-to-day"


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: its name, who looks (a person of the demonstration, or nobody), and how to get there."""

    name: str
    who: str | None
    path: str
    follow: str | None = None  # a link to open from there


SHOTS = (
    Shot("home", None, "/"),
    Shot("join", None, "/join"),
    Shot("sign-in", None, "/login"),
    Shot("help-now", None, "/help-now"),
    Shot("how-we-moderate", None, "/how-we-moderate"),
    Shot("boards", "member-01", "/boards/"),
    Shot("board", "member-01", f"/boards/{BOARD}/"),
    Shot("thread", "member-01", f"/boards/{BOARD}/", "a[href^='/threads/']"),
    Shot("ask", "member-01", f"/boards/{BOARD}/ask"),
    Shot("my-messages", "member-28", "/my-messages/"),
    Shot("notices", "member-05", "/notices/"),
    Shot("security", "member-01", "/account/security"),
    Shot("queue", "clinician-1", "/moderation/"),
    Shot("review", "clinician-1", "/moderation/", "a[href^='/moderation/reviews/']"),
    Shot("admin-boards", "admin", "/admin/boards/"),
    Shot("admin-hours", "admin", "/admin/hours/"),
)


def main() -> int:
    """Fill the demonstration if need be, serve it, and photograph."""
    data = ROOT / "bench" / ".sites" / "pictures"
    data.mkdir(parents=True, exist_ok=True)
    environment = {"ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA": str(data), "ALONGSIDE_PORT": str(PORT)}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "demo"], cwd=ROOT, env={**os.environ, **environment}, check=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving("wsgi:app", PORT, environment) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        for look in LOOKS:
            _photograph(browser, address, look, sys.argv[1:])
        browser.close()
    return 0


def _photograph(browser: Browser, address: str, look: str, only: list[str]) -> None:
    wanted = [shot for shot in SHOTS if not only or shot.name in only]
    for who in dict.fromkeys(shot.who for shot in wanted):
        context = browser.new_context(**LOOKS[look], base_url=address)
        page = context.new_page()
        if who is not None:
            page.goto("/demo/")
            page.locator(f"form[action='/demo/enter/{who}'] button").click()
        for shot in (shot for shot in wanted if shot.who == who):
            _take(page, shot, FOLDER / f"{shot.name}-{look}.png")
        context.close()


def _take(page: Page, shot: Shot, target: Path) -> None:
    page.goto(shot.path)
    if shot.follow:
        page.locator(shot.follow).first.click()
        page.wait_for_load_state()
    page.screenshot(path=target)
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
