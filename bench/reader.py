"""The members who read and reply in the measurements, and the pages that they ask for.

They are real accounts with real sessions, and the pace that the site allows a person holds for them: there are as many
as it takes to reply as fast as the site can.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import Engine, event, select

from bench.visitor import cookie_of
from forum.accounts import joining, passwords
from forum.accounts.joining import Joining
from forum.columns import new_token
from forum.confidentiality import faces, sign_ins
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Thread
from forum.models.states import PostState
from forum.moderation import intake
from forum.transaction import atomic, vault_atomic

WALK_LIMIT = 400  # pages of a board walked to reach its deep end


@dataclass(frozen=True, slots=True)
class Page:
    """One page to measure: its name in the results, its path, and whether it is answered with a POST."""

    name: str
    path: str
    is_reply: bool = False


def make_readers(app: Flask, count: int) -> list[str]:
    """Open accounts, sign them in and return the Cookie header of each one's browser, as after its first page."""
    with app.app_context():
        stored = passwords.hashed("harbour lamp tin whistle")
        tokens = [_signed_in(stored) for _ in range(count)]
    return [cookie_of(app, token) for token in tokens]


def _signed_in(stored_password: str) -> str:
    with vault_atomic():
        joined = joining.join(Joining(f"bench-{new_token()[:10]}", stored_password))
    face = faces.ensure_face(joined.account_id, faces.EVERYDAY)
    with atomic():
        intake.submit_name(face, f"Reader {syllables()}")
    with vault_atomic():
        return sign_ins.start(joined.account_id, joined.account_key, face, None, has_second_factor=False, label="bench")


def syllables() -> str:
    """Return a part of a name that nobody has yet."""
    # Nothing that could be read as a title, a number or a real name.
    return "".join(secrets.choice("bkl") + secrets.choice("aou") for _ in range(8))


def pages_of(app: Flask, cookie: str) -> list[Page]:
    """Return the pages to measure on a seeded site."""
    with app.app_context():
        deep_board = _board(order=Board.thread_count.desc())
        deep = _thread(order=Thread.post_count.desc())
        usual = _thread(order=Thread.post_count, at_least=20)
        answered = _thread(order=Thread.id, at_least=20)
        board = _board(order=Board.thread_count)
    last = (deep.post_count - 1) // 20
    return [
        Page("home", "/"),
        Page("board", f"/boards/{board.slug}/"),
        Page("board_deep", _deep_end(app, cookie, f"/boards/{deep_board.slug}/")),
        Page("thread", f"/threads/{usual.id}/?page=1"),
        Page("thread_deep", f"/threads/{deep.id}/?page={max(last, 1)}"),
        Page("reply", f"/threads/{answered.id}/reply", is_reply=True),
    ]


def queries_of(app: Flask, cookie: str, page: Page) -> dict[str, int]:
    """Return how many statements each database answers for one warm request of a page."""
    with app.app_context():
        engines = {"forum": db.engines[None], "vault": db.engines["vault"]}
    form = reply_form(app, cookie, page.path) if page.is_reply else ""
    fetch(app, cookie, page.path, form)  # warm
    with _counting(engines) as counted:
        fetch(app, cookie, page.path, form)
    return counted


@contextmanager
def _counting(engines: dict[str, Engine]) -> Iterator[dict[str, int]]:
    counted = dict.fromkeys(engines, 0)
    listeners = []
    for name, engine in engines.items():

        def count(*_: object, name: str = name) -> None:
            counted[name] += 1

        event.listen(engine, "before_cursor_execute", count)
        listeners.append((engine, count))
    yield counted
    for engine, count in listeners:
        event.remove(engine, "before_cursor_execute", count)


def fetch(app: Flask, cookie: str, path: str, form: str = "") -> bytes:
    """Return a page's bytes as the reader is served them; with a form, what is answered to it."""
    client, base = app.test_client(use_cookies=False), app.extensions["settings"].public_url
    headers = {"Cookie": cookie}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = form.replace("SUBMISSION", new_token())
        answer = client.post(path, base_url=base, headers=headers, data=body)
    else:
        answer = client.get(path, base_url=base, headers=headers)
    if answer.status_code != (302 if form else 200):
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer.data


def _board(order: object) -> Board:
    return db.session.execute(select(Board).where(Board.thread_count > 20).order_by(order).limit(1)).scalar_one()


def _thread(order: object, at_least: int = 1) -> Thread:
    shown = select(Thread).where(Thread.state == PostState.PUBLISHED, Thread.post_count >= at_least)
    return db.session.execute(shown.order_by(order).limit(1)).scalar_one()


def _deep_end(app: Flask, cookie: str, path: str) -> str:
    """Walk a board's "older" links as a reader would, and return the last page reached."""
    here = path
    for _ in range(WALK_LIMIT):
        older = re.search(rf'href="({re.escape(path)}\?after=[^"]+)"', fetch(app, cookie, here).decode())
        if older is None:
            return here
        here = older.group(1)
    return here


def reply_form(app: Flask, cookie: str, path: str) -> str:
    """Return the form of a reply as this reader's page offers it, with SUBMISSION where its token stands."""
    html = fetch(app, cookie, path).decode()
    fields = dict(re.findall(r'<input type="hidden"\s+name="(csrf_token|place)"\s+value="([^"]+)"', html))
    if len(fields) != 2:
        raise RuntimeError("the page has no composer")
    words = "Thank you all, this helps. I will try it the way you say and tell you how it went."
    return urlencode({**fields, "submission": "SUBMISSION", "voice": "own", "body": words})


def results_folder() -> Path:
    """Return where results are kept."""
    folder = Path(__file__).with_name("results")
    folder.mkdir(exist_ok=True)
    return folder
