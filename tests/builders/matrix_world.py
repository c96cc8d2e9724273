"""One site with a message in every state, everybody who might look at it, and a way to ask as each of them.

Invariant: every request finds the site as it was built: whatever an answer may have changed is put back, browser and
memory included, so that no cell of the matrix depends on another.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from forum.accounts import codes
from forum.accounts.codes import Purpose
from forum.administration import boards, grants, reading
from forum.administration.grants import CredentialPlan
from forum.clock import frozen_at, now, today
from forum.columns import new_token
from forum.confidentiality import faces, keys
from forum.extensions import db, vault
from forum.models.boards import Board
from forum.models.discussions import Post, Thread
from forum.models.reviews import Decision, Review
from forum.models.states import Access, DecisionKind, PostingPolicy, Role
from forum.transaction import atomic, vault_atomic
from tests.builders.moderating import edited, taken_back
from tests.builders.people import (
    Someone,
    a_clinician,
    a_lead,
    a_member,
    an_administrator,
    client_of,
    granted,
    viewer_of,
    with_credential,
)
from tests.builders.route_matrix import FORMS, SAID, STATES, VIEWERS, Row
from tests.builders.talk import a_board, a_question, a_reply, decided
from tests.servers.postgresql import PostgreSQL

K = DecisionKind
LATER = timedelta(days=1)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
DECIDED = {"returned": K.RETURN, "declined": K.DECLINE}


@dataclass
class World:
    """The site, where everything on it is, and everybody's browser."""

    app: Flask
    server: PostgreSQL | None
    built_at: datetime
    places: dict[str, dict[str, Mapping[str, str]]] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, Row, str, bool], TestResponse] = field(default_factory=dict)

    def ask(self, viewer: str, row: Row, state: str, *, with_token: bool = True) -> TestResponse:
        """Ask as somebody, with an empty form where the method sends one; afterwards the site is as before.

        So the same question has the same answer, and is asked once.
        """
        asked = (viewer, row, state, with_token)
        if asked not in self.answers:
            self.answers[asked] = self._ask(*asked)
        return self.answers[asked]

    def _ask(self, viewer: str, row: Row, state: str, with_token: bool) -> TestResponse:
        address = self.app.url_map.bind("localhost").build(
            row.endpoint, dict(self.places[row.kind][state]), method=row.method
        )
        client = self.app.test_client()
        client.set_cookie("session", self.cookies[viewer])
        data = dict(FORMS.get(row.endpoint, {})) if row.method != "GET" else None
        if data is not None and with_token:
            data["csrf_token"] = self.tokens[viewer]
        with frozen_at(self.built_at):
            answer = client.open(address, method=row.method, data=data, buffered=True)
        if row.method != "GET" and answer.status_code < 400:
            self.put_back()
        return answer

    def keep(self) -> None:
        """Note how the site is now."""
        self._copy("", "kept_")

    def put_back(self) -> None:
        """Make the site what it was."""
        self._copy("kept_", "")
        keys.memory.forget_all()
        faces.memory.forget_all()

    def _copy(self, source: str, target: str) -> None:
        with self.app.app_context():
            for engine in db.engines.values():
                engine.dispose()
        if self.server:
            for name in ("database", "vault"):
                self.server.fresh_database(f"matrix_{target}{name}", like=f"matrix_{source}{name}")
            return
        folder: Path = self.app.extensions["settings"].data
        for name in ("forum.sqlite3", "vault.sqlite3"):
            for leftover in ("-wal", "-shm"):
                (folder / f"{target}{name}{leftover}").unlink(missing_ok=True)
            shutil.copy(folder / f"{source}{name}", folder / f"{target}{name}")


class _People:
    """Whoever speaks, decides and looks."""

    def __init__(self, app: Flask, board: Board) -> None:
        self.clinician = a_clinician(app, board=board)
        self.author, self.stranger = a_member(app), a_member(app)
        bare = with_credential(a_member(app), "Dr Bare")
        self.lookers: dict[str, Someone] = {
            "member": a_member(app),
            "author": self.author,
            "elsewhere": a_clinician(app, board=a_board()),
            "clinician": self.clinician,
            "lead": a_lead(app, board=board),
            "administrator": an_administrator(app),
            "bare": granted(bare, Role.CLINICIAN, board),
        }


def a_world(app: Flask, server: PostgreSQL | None) -> World:
    """Build the site within an open app context, which is left empty."""
    board, invited = a_board(posting=PostingPolicy.HOLD_ALL), a_board(access=Access.INVITED)
    world, people = World(app, server, now()), _People(app, board)
    world.places = {
        "page": {"there": {}},
        "board": _boards(board, invited),
        **_said(app, people, board, invited),
        **_kept(people, board),
        "file": {"there": {"filename": "css/theme.css"}, "missing": {"filename": "css/nothing.css"}},
        "demo person": {"missing": {"key": "nobody"}},
    }
    assert {kind: tuple(places) for kind, places in world.places.items()} == dict(STATES)
    browsers = {"visitor": app.test_client(), **{name: client_of(app, one) for name, one in people.lookers.items()}}
    assert tuple(browsers) == VIEWERS
    for name, browser in browsers.items():
        page = browser.get("/login" if name == "visitor" else "/help-now").text
        world.tokens[name] = TOKEN.search(page)[1]  # type: ignore[index]
        world.cookies[name] = browser.get_cookie("session").value  # type: ignore[union-attr]
    db.session.remove()
    vault.remove()
    world.keep()
    return world


def _boards(board: Board, invited: Board) -> dict[str, Mapping[str, str]]:
    return {
        "public": {"slug": a_board(access=Access.PUBLIC).slug},
        "members": {"slug": board.slug},
        "invited": {"slug": invited.slug},
        "archived": {"slug": a_board(is_archived=True).slug},
        "missing": {"slug": f"board-{new_token()[:8]}"},  # as long as the others': lengths are compared too
    }


def _said(app: Flask, people: _People, board: Board, invited: Board) -> dict[str, dict[str, Mapping[str, str]]]:
    """Put a conversation, and a reply in a published one, into every state; reviews and decisions are the replies'."""
    home = a_question(people.author, board).post
    decided(people.clinician, home)
    with atomic():
        boards.invite(None, invited.id, people.stranger.everyday.persona_id)
    threads, replies = {}, {}
    for state in SAID[:-2]:
        _shows_at_once(board, state == "hidden")  # hiding is offered for what was shown first and looked at later
        threads[state] = _brought(people, a_question(people.author, board).post, state)
        reply = a_reply(people.author, db.session.get_one(Thread, home.thread_id), f"On {state}.").post
        replies[state] = _brought(people, reply, state)
    threads["elsewhere"] = replies["elsewhere"] = a_question(people.stranger, invited).post
    decided(a_clinician(app, board=invited), threads["elsewhere"])
    with atomic():  # the fifteen seconds last for as long as the matrix is asked
        db.session.execute(update(Decision).values(undo_until=now() + LATER))
    missing = {"missing": {"token": new_token()}}
    reviews = {state: _review_of(post) for state, post in replies.items()}
    return {
        "thread": {state: {"token": post.thread_id} for state, post in threads.items()} | missing,
        "post": {state: {"token": post.id} for state, post in replies.items()} | missing,
        "review": {state: {"token": review} for state, review in reviews.items()} | missing,
        "decision": {state: {"token": _decision_on(reviews[state])} for state in STATES["decision"][:-1]} | missing,
    }


def _shows_at_once(board: Board, at_once: bool) -> None:
    with atomic():
        row = db.session.get_one(Board, board.id)
        row.posting = PostingPolicy.PUBLISH_THEN_REVIEW if at_once else PostingPolicy.HOLD_ALL


def _brought(people: _People, post: Post, state: str) -> Post:
    """Bring a message that waits into a state."""
    if state in {"published", "edited"}:
        decided(people.clinician, post)
    if state in DECIDED:
        decided(people.clinician, post, DECIDED[state], message="Please leave the dose out.")
    elif state == "edited":
        edited(people.author, post)
    elif state == "hidden":
        decided(people.clinician, post, K.HIDE, message="It named somebody.")
    elif state == "withdrawn":
        taken_back(people.author, post)
    return post


def _review_of(post: Post) -> str:
    found = select(Review.id).where(Review.post_id == post.id).order_by(Review.opened_at.desc()).limit(1)
    return db.session.execute(found).scalar_one()


def _decision_on(review_id: str) -> str:
    found = select(Decision.id).where(Decision.review_id == review_id).order_by(Decision.made_at.desc()).limit(1)
    return db.session.execute(found).scalar_one()


def _kept(people: _People, board: Board) -> dict[str, dict[str, Mapping[str, str]]]:
    """Make what the administration's addresses name, and a letter's link."""
    granted(people.stranger, Role.MENTOR)
    grant = next(row.id for row in reading.grants() if row.role is Role.MENTOR)
    face = grants.prepare_professional(people.stranger.everyday.persona_id)
    administrator = viewer_of(people.lookers["administrator"])
    plan = CredentialPlan("Dr A. Moss", "Psychiatrist", "GMC", "1234567", today() + LATER)
    with atomic():
        grants.propose_credential(None, face, plan)
        proposed = grants.grant(administrator, people.stranger.everyday.persona_id, Role.ADMINISTRATOR, [None])
    link = new_token()
    with vault_atomic():
        codes.issue(people.stranger.account_id, people.stranger.account_key, Purpose.RESET, link, LATER)
    there = {
        "kept board": ("board_id", board.id),
        "grant": ("grant_id", grant),
        "proposal": ("grant_id", proposed[0].id),
        "registration": ("persona_id", face.persona_id),
        "letter": ("token", link),
    }
    return {kind: {"there": {name: there_}, "missing": {name: new_token()}} for kind, (name, there_) in there.items()}
