"""Every READ rule and its SQL twin give the same answer for every viewer and every row.

The rows are real and hold every combination of access, states and authors, made once; the viewers are drawn. A twin
answers for one face at a time, so a row is allowed when it is selected for one of the viewer's faces.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.app import create_app
from forum.clock import now
from forum.columns import new_token
from forum.extensions import db
from forum.models.boards import Board, Category
from forum.models.discussions import Post, Thread
from forum.models.personas import Persona
from forum.models.states import Access, PersonaKind, PostingPolicy, PostKind, PostState, Role
from forum.policy.check import allows
from forum.policy.permissions import Permission
from forum.policy.subjects import BoardFacts, PostFacts, ThreadFacts
from forum.policy.viewer import Author, GrantHeld, Viewer
from forum.policy.visibility import boards_open_to, posts_open_to, threads_open_to
from forum.transaction import atomic
from tests.app_fixtures import settings_for
from tests.servers.postgresql import PostgreSQL

BOARDS = [(access, n) for access, n in product(Access, range(2))]
FACES = [Author("e" * 32), Author("a" * 32, "s" * 32), Author("o" * 32)]  # everyday, anonymous, somebody else's
EVERYDAY, ANONYMOUS, _OTHER = FACES
STATES = list(PostState)


@pytest.fixture(scope="module")
def rows(
    empty_site: Path | PostgreSQL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, dict[str, BoardFacts], dict[str, ThreadFacts], dict[str, PostFacts]]]:
    """Fill a database of this module's own with every combination, and give the facts of every row by its id."""
    urls = {}
    if isinstance(empty_site, PostgreSQL):
        urls = {"database_url": empty_site.fresh_database("twins", like="empty_database")}
        urls["vault_url"] = empty_site.fresh_database("twins_vault", like="empty_vault")
    app = create_app(settings_for(tmp_path_factory.mktemp("twins"), **urls))
    with app.app_context():
        if not urls:
            db.create_all()
        with atomic():
            found = _fill()
        yield (app, *found)
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def _fill() -> tuple[dict[str, BoardFacts], dict[str, ThreadFacts], dict[str, PostFacts]]:
    boards, threads, posts = {}, {}, {}
    for face in FACES:
        kind = PersonaKind.ANONYMOUS if face.scope else PersonaKind.EVERYDAY
        db.session.add(Persona(id=face.id, kind=kind, name="", hue=0, key_id=new_token(), scope=face.scope))
    category = Category(id=new_token(), name="All")
    db.session.add(category)
    db.session.flush()
    for number, (access, _n) in enumerate(BOARDS):
        facts = BoardFacts(f"{number}".rjust(32, "b"), access)
        boards[facts.id] = facts
        db.session.add(_board(facts, category.id))
    db.session.flush()
    for board, state, author in product(boards.values(), STATES, FACES):
        thread = ThreadFacts(board, author, state)
        thread_id = new_token()
        threads[thread_id] = thread
        db.session.add(_thread(thread_id, thread))
    db.session.flush()
    for (thread_id, thread), state, author in product(threads.items(), STATES, FACES):
        post_id = new_token()
        posts[post_id] = PostFacts(thread, author, state)
        db.session.add(_post(post_id, thread_id, author, state))
    return boards, threads, posts


def _board(facts: BoardFacts, category_id: str) -> Board:
    return Board(
        id=facts.id,
        slug=facts.id,
        category_id=category_id,
        name=facts.id,
        description="",
        access=facts.access,
        posting=PostingPolicy.HOLD_ALL,
    )


def _thread(thread_id: str, facts: ThreadFacts) -> Thread:
    return Thread(
        id=thread_id,
        board_id=facts.board.id,
        scope=ANONYMOUS.scope,
        author_id=facts.author.id,
        key_id=new_token(),
        opening_post_id=new_token(),
        title_sealed=b"",
        state=facts.state,
        created_at=now(),
        last_activity_at=now(),
    )


_position = iter(range(1, 10**6))


def _post(post_id: str, thread_id: str, author: Author, state: PostState) -> Post:
    return Post(
        id=post_id,
        thread_id=thread_id,
        author_id=author.id,
        kind=PostKind.REPLY,
        state=state,
        position=next(_position),
        key_id=new_token(),
        approved_revision_id=new_token(),
        created_at=now(),
    )


BOARD_IDS = [f"{number}".rjust(32, "b") for number in range(len(BOARDS))]
GRANTS = st.lists(st.builds(GrantHeld, st.sampled_from(Role), st.sampled_from([None, *BOARD_IDS])), max_size=3)


def viewer_with(faces: list[Author]) -> st.SearchStrategy[Viewer]:
    """Draw somebody signed in who owns ``faces``."""
    return st.builds(
        Viewer,
        everyday=st.just(EVERYDAY.id),
        grants=GRANTS.map(tuple),
        invited_to=st.frozensets(st.sampled_from(BOARD_IDS), max_size=3),
        has_second_factor=st.booleans(),
        owns=st.just(lambda author: author in faces),
    )


VISITOR = st.just((Viewer(), []))
ONE_FACE = st.sampled_from([[EVERYDAY], [ANONYMOUS]]).flatmap(lambda own: st.tuples(viewer_with(own), st.just(own)))
NO_FACE = st.tuples(viewer_with([]), st.just([]))
VIEWERS = st.one_of(VISITOR, NO_FACE, ONE_FACE)
TWO_FACES = viewer_with([EVERYDAY, ANONYMOUS])


def selected(entity: type, twin, faces: list[Author]) -> set[str]:
    """Return the ids that a twin selects for one of the faces; a twin without faces is asked once."""
    statement = select(entity.id)
    if entity is Post:
        statement = statement.join(Thread, Thread.id == Post.thread_id)
    if entity is not Board:
        statement = statement.join(Board, Board.id == Thread.board_id)
    asked = [face.id for face in faces] or [None]
    return {row for face in asked for row in db.session.execute(statement.where(twin(face))).scalars()}


def allowed(viewer: Viewer, permission: Permission, facts: dict) -> set[str]:
    return {key for key, thing in facts.items() if allows(viewer, permission, thing)}


@settings(max_examples=60, deadline=None)
@given(VIEWERS)
def test_rule_for_boards_equals_its_twin(rows, seen: tuple[Viewer, list[Author]]) -> None:
    (viewer, _faces), (_app, boards, _threads, _posts) = seen, rows
    twin = selected(Board, lambda _face: boards_open_to(viewer), [])
    assert twin == allowed(viewer, Permission.READ_BOARD, boards)


@settings(max_examples=60, deadline=None)
@given(VIEWERS)
def test_rule_for_threads_equals_its_twin(rows, seen: tuple[Viewer, list[Author]]) -> None:
    (viewer, faces), (_app, _boards, threads, _posts) = seen, rows
    twin = selected(Thread, lambda face: threads_open_to(viewer, face), faces)
    assert twin == allowed(viewer, Permission.READ_THREAD, threads)


@settings(max_examples=60, deadline=None)
@given(VIEWERS)
def test_rule_for_posts_equals_its_twin(rows, seen: tuple[Viewer, list[Author]]) -> None:
    (viewer, faces), (_app, _boards, _threads, posts) = seen, rows
    twin = selected(Post, lambda face: posts_open_to(viewer, face), faces)
    assert twin == allowed(viewer, Permission.READ_POST, posts)


@settings(max_examples=30, deadline=None)
@given(TWO_FACES)
def test_whoever_has_two_faces_finds_every_thread_by_asking_twice(rows, viewer: Viewer) -> None:
    _app, _boards, threads, _posts = rows
    twin = selected(Thread, lambda face: threads_open_to(viewer, face), [EVERYDAY, ANONYMOUS])
    assert twin == allowed(viewer, Permission.READ_THREAD, threads)


@settings(max_examples=30, deadline=None)
@given(TWO_FACES)
def test_no_twin_ever_shows_a_post_that_its_rule_refuses(rows, viewer: Viewer) -> None:
    # It shows fewer only where one face wrote a thread that is not shown and the other a post in it.
    _app, _boards, _threads, posts = rows
    twin = selected(Post, lambda face: posts_open_to(viewer, face), [EVERYDAY, ANONYMOUS])
    assert twin <= allowed(viewer, Permission.READ_POST, posts)


def test_rows_hold_what_is_refused_as_well_as_what_is_allowed(rows) -> None:
    _app, _boards, _threads, posts = rows
    assert 0 < len(allowed(Viewer(), Permission.READ_POST, posts)) < len(posts)
