"""The ceiling: a bare Flask application that renders a template of the same bytes from memory, and does nothing else.

Invariant: it asks no database, knows no person and signs no cookie; each page has the frame of the real page as
literal text and loops over as many items of as many bytes as the real page has. What our pages cost beyond it is what
the forum adds.
"""

import json
import os
from pathlib import Path

from flask import Flask, render_template
from markupsafe import Markup

PAGES = Path(os.environ.get("ALONGSIDE_BENCH_PAGES", "pages.json"))
TEMPLATE = (
    "{{ head }}{% for item in items %}"
    '<article class="post"><header class="byline"><h2 id="post-{{ loop.index }}">{{ item.name }}</h2>'
    '<time datetime="{{ item.day }}">{{ item.when }}</time></header><div class="words">{{ item.html }}</div></article>'
    "{% endfor %}{{ tail }}"
)
ITEM_FRAME = 130  # bytes that the loop above adds to an item


def create_app() -> Flask:
    """Make the ceiling from ``{path: bytes of the real page}``."""
    folder = PAGES.parent / "ceiling-templates"
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_text(TEMPLATE)
    app = Flask(__name__, template_folder=str(folder.resolve()))
    for path, size in json.loads(PAGES.read_text()).items():
        app.add_url_rule(path, path.replace(".", "-"), _page(size), methods=["GET", "POST"])
    return app


def _page(size: int) -> object:
    body = "x" * max(size * 6 // 10 // 20 - ITEM_FRAME, 10)
    items = [{"name": f"Quiet Heron {n}", "day": "2026-01-01", "when": "3 days ago", "html": body} for n in range(20)]
    frame = max(size - 20 * (len(body) + ITEM_FRAME), 0)
    head, tail = Markup("h" * (frame // 2)), Markup("t" * (frame - frame // 2))  # noqa: S704 - letters of our own

    def view() -> str:
        return render_template("page.html", head=head, items=items, tail=tail)

    return view


app = create_app() if PAGES.exists() else None
