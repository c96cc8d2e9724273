"""The ceiling: a bare Flask application that renders a page of the same bytes from memory, and does nothing else.

Invariant: it asks no database, knows no person and signs no cookie. It is written as one would write a small Flask
application: a layout, a page that extends it and a loop over twenty items with a few escaped fields each; text without
meaning fills the frame and the items up to the bytes of the real page. What our pages cost beyond it is the forum.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

from flask import Flask, render_template
from jinja2 import DictLoader

PAGES = Path(os.environ.get("ALONGSIDE_BENCH_PAGES", "pages.json"))
ITEMS = 20
LAYOUT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><nav><a href="/">Home</a></nav><main>{% block content %}{% endblock %}</main>{{ filling }}</body></html>
"""
PAGE = """{% extends "layout.html" %}{% block title %}{{ title }}{% endblock %}
{% block content %}<h1>{{ title }}</h1>
{% for item in items %}<article class="post">
<header class="byline"><h2 id="post-{{ loop.index }}">{{ item.name }}</h2><span class="pill">{{ item.role }}</span>
<time datetime="{{ item.day }}">{{ item.when }}</time></header>
<div class="words">{{ item.html|safe }}</div><a href="/posts/{{ item.token }}/quote">Quote</a></article>
{% endfor %}{% endblock %}
"""
TEMPLATES = {"layout.html": LAYOUT, "page.html": PAGE}


def create_app() -> Flask:
    """Make the ceiling for ``{path: bytes of the real page}``."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader(TEMPLATES)
    for path, size in json.loads(PAGES.read_text()).items():
        app.add_url_rule(path, path.strip("/"), _page(app, size), methods=["GET", "POST"])
    return app


def _page(app: Flask, size: int) -> Callable[[], str]:
    def rendered(words: str, filling: str) -> str:
        items = [
            {
                "name": "Quiet Heron",
                "role": "Member",
                "day": "2026-01-01",
                "when": "today",
                "token": "t" * 32,
                "html": words,
            }
            for _ in range(ITEMS)
        ]
        return render_template("page.html", title="A page", items=items, filling=filling)

    with app.test_request_context():
        spare = max(size - len(rendered("", "")), 0)
    words, filling = "w" * (spare * 7 // 10 // ITEMS), "f" * (spare - ITEMS * (spare * 7 // 10 // ITEMS))
    return lambda: rendered(words, filling)


app = create_app() if PAGES.exists() else None
