"""The ceiling: a bare Flask application that renders a page of the same bytes from memory, and does nothing else.

Invariant: it asks no database, knows no person, signs no cookie and checks nothing. It is written as one would write a
small Flask application: a layout with its links, a page that extends it, a loop over twenty items with the fields that
one of ours shows, each link by ``url_for``; text without meaning fills the items up to the bytes of the real page. What
our pages cost beyond it is the forum.

``/bytes/<page>`` answers with as many bytes out of a string: what the server alone can do, which no template reaches.
"""

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask, render_template
from jinja2 import DictLoader

PAGES = Path(os.environ.get("ALONGSIDE_BENCH_PAGES", "pages.json"))
ITEMS = 20
LAYOUT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %} - A site</title>
{% for sheet in ("reset.css", "theme.css", "talk.css") %}<link rel="stylesheet"
 href="{{ url_for('static', filename=sheet) }}">{% endfor %}</head>
<body><header><a href="{{ url_for('home') }}">A site</a></header><nav><ul>
{% for name in ("home", "boards", "mine", "notices", "help", "rules", "privacy") %}
<li><a href="{{ url_for(name) }}">{{ name }}</a></li>{% endfor %}</ul></nav>
<main>{% block content %}{% endblock %}</main>
<footer>{% for name in ("help", "rules", "privacy") %}<a href="{{ url_for(name) }}">{{ name }}</a>{% endfor %}</footer>
</body></html>
"""
PAGE = """{% extends "layout.html" %}{% block title %}{{ title }}{% endblock %}
{% block content %}<h1>{{ title }}</h1>
{% for item in items %}<article class="post" aria-labelledby="post-{{ item.position }}">
<header class="byline"><svg class="face hue-{{ item.hue // 15 }}"><use href="#f{{ item.hue % 15 }}"/></svg>
<h2 id="post-{{ item.position }}">{{ item.name }}</h2>
{% if item.role %}<span class="pill">{{ item.role }}</span>{% endif %}
<time datetime="{{ item.day.isoformat() }}">{{ item.day|ago }}</time>
<a href="#post-{{ item.position }}">#{{ item.position }}</a></header>
<div class="words">{{ item.html|safe }}</div>
<div class="acts"><a href="{{ url_for('quote', token=item.token) }}">Quote</a></div></article>
{% endfor %}<form method="post" action="{{ url_for('reply', token=items[0].token) }}"><textarea name="body"></textarea>
<button>Send</button></form>{% endblock %}
"""
TEMPLATES = {"layout.html": LAYOUT, "page.html": PAGE}
NAMED = ("home", "boards", "mine", "notices", "help", "rules", "privacy")


def create_app() -> Flask:
    """Make the ceiling for ``{path: bytes of the real page}``."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader(TEMPLATES)
    app.add_template_filter(lambda day: f"{(datetime.now(UTC).date() - day).days} days ago", "ago")
    for name in NAMED:
        app.add_url_rule(f"/site/{name}", name, lambda: "")
    for name in ("quote", "reply"):
        app.add_url_rule(f"/posts/<token>/{name}", name, lambda token: token)
    for path, size in json.loads(PAGES.read_text()).items():
        app.add_url_rule(path, f"page {path}", _page(app, size), methods=["GET", "POST"])
        app.add_url_rule(f"/bytes{path}", f"bytes {path}", lambda size=size: "b" * size, methods=["GET", "POST"])
    return app


def _page(app: Flask, size: int) -> Callable[[], str]:
    def rendered(words: str) -> str:
        items = [
            {
                "position": position,
                "name": "Quiet Heron",
                "hue": position * 17,
                "role": "Clinician" if position % 5 == 0 else "",
                "day": date(2026, 1, 1),
                "token": "t" * 32,
                "html": words,
            }
            for position in range(1, ITEMS + 1)
        ]
        return render_template("page.html", title="A page", items=items)

    with app.test_request_context():
        spare = max(size - len(rendered("")), 0)
    words = "w" * (spare // ITEMS)
    return lambda: rendered(words)


app = create_app() if PAGES.exists() else None
