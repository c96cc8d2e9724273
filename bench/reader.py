"""The member who reads and replies in the measurements.

A real account with a real session, and the pages to ask for.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import event, select

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
    """One page to measure: its name in the results, its path, and a form when it is a POST."""

    name: str
    path: str
    form: str = ""


def make_reader(app: Flask) -> str:
    """Open an account, sign it in and return the Cookie header of its browser."""
    with app.app_context():
        name = f"bench-{new_token()[:10]}"
        with vault_atomic():
            joined = joining.join(Joining(name, passwords.hashed("harbour lamp tin whistle")))
        face = faces.ensure_face(joined.account_id, faces.EVERYDAY)
        with atomic():
            intake.submit_name(face, f"Reader {new_token()[:6]}")
        with vault_atomic():
            token = sign_ins.start(
                joined.account_id, joined.account_key, face, None, has_second_factor=False, label="bench"
            )
    client = app.test_client()
    with client.session_transaction(base_url=app.extensions["settings"].public_url) as session:
        session.update({"_user_id": token, "_fresh": True})
    cookie = next(iter(client._cookies.values()))
    return f"{cookie.key}={cookie.value}"


def pages_of(app: Flask, cookie: str) -> list[Page]:
    """Return the pages to measure on a seeded site."""
    with app.app_context():
        deep_board = _board(order=Board.thread_count.desc())
        deep = _thread(order=Thread.post_count.desc())
        usual = _thread(order=Thread.post_count, at_least=20)
        board = _board(order=Board.thread_count)
    last = (deep.post_count - 1) // 20
    return [
        Page("home", "/"),
        Page("board", f"/boards/{board.slug}/"),
        Page("board_deep", _deep_end(app, cookie, f"/boards/{deep_board.slug}/")),
        Page("thread", f"/threads/{usual.id}/?page=1"),
        Page("thread_deep", f"/threads/{deep.id}/?page={max(last, 1)}"),
        Page("reply", f"/threads/{usual.id}/reply", _reply_form(app, cookie, usual.id)),
    ]


def queries_of(app: Flask, cookie: str, page: Page) -> dict[str, int]:
    """Return how many statements each database answers for one warm request of a page."""
    counted = {"forum": 0, "vault": 0}
    with app.app_context():
        engines = {"forum": db.engines[None], "vault": db.engines["vault"]}
    client = app.test_client()
    _ask(app, client, cookie, page)
    listeners = []
    for name, engine in engines.items():

        def count(*_: object, name: str = name) -> None:
            counted[name] += 1

        event.listen(engine, "before_cursor_execute", count)
        listeners.append((engine, count))
    _ask(app, client, cookie, page)
    for engine, count in listeners:
        event.remove(engine, "before_cursor_execute", count)
    return counted


def fetch(app: Flask, cookie: str, path: str) -> bytes:
    """Return a page's bytes as the reader is served them."""
    base = app.extensions["settings"].public_url
    answer = app.test_client(use_cookies=False).get(path, base_url=base, headers={"Cookie": cookie})
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer.data


def _ask(app: Flask, _client: object, cookie: str, page: Page) -> None:
    base = app.extensions["settings"].public_url
    client = app.test_client(use_cookies=False)
    if page.form:
        body = page.form.replace("SUBMISSION", new_token())
        client.post(
            page.path,
            data=body,
            base_url=base,
            headers={"Cookie": cookie},
            content_type="application/x-www-form-urlencoded",
        )
    else:
        client.get(page.path, base_url=base, headers={"Cookie": cookie})


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


def _reply_form(app: Flask, cookie: str, thread_id: str) -> str:
    html = fetch(app, cookie, f"/threads/{thread_id}/?page=1").decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    if token is None:
        raise RuntimeError("the thread page has no reply form")
    return f"csrf_token={token.group(1)}&submission=SUBMISSION&speak_as=everyday&body=Thank+you+all%2C+this+helps."


def results_folder() -> Path:
    """Return where results are kept."""
    folder = Path(__file__).with_name("results")
    folder.mkdir(exist_ok=True)
    return folder
