"""A seeded site: as many posts as were asked for, and every page reads them as it reads any other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.app import create_app
from forum.cli.demo_filling.settling import PASSWORD
from forum.cli.seed import FEWEST_POSTS
from forum.cli.seeding import writing
from forum.cli.seeding.plan import BOARDS, DEEP_BOARD, DEEP_THREAD, FEWEST_THREADS, Plan
from forum.cli.seeding.writing import OtherPlan, seed
from forum.clock import now
from forum.confidentiality import keys
from forum.discussions.boards import board_page
from forum.discussions.threads import thread_page
from forum.extensions import db, vault
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, RevisionSource, Thread
from forum.models.personas import Persona
from forum.models.reviews import Decision, Review
from forum.models.states import PersonaKind, PostState, ReviewState
from forum.moderation.queue import queue_page
from tests.app_fixtures import settings_of_copy
from tests.builders.people import a_clinician, a_member, light_passwords, viewer_of

SMALL = Plan(FEWEST_POSTS, FEWEST_THREADS, open_reviews=30, decided_reviews=40, random_seed=7)

plans = st.builds(
    lambda threads, each, seed: Plan(threads * each, threads, 5, 5, seed),
    st.integers(FEWEST_THREADS, 300),
    st.integers(2, 6),
    st.integers(0, 9),
)

unhurried = settings(deadline=None, max_examples=30)


def nothing(_written):
    """Show no progress."""


def count(*what):
    return db.session.scalar(select(func.count()).where(*what))


@pytest.fixture(scope="module")
def site(empty_site, tmp_path_factory):
    """Return the application of a small seeded site, made in several batches."""
    app = create_app(settings_of_copy(empty_site, tmp_path_factory.mktemp("seeded"), "seeded_"))
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "BATCH", 300)
        seed(SMALL, nothing)
        yield app
        db.session.remove()
        vault.remove()
        for engine in db.engines.values():
            engine.dispose()


@unhurried
@given(plans)
def test_plan_gives_away_exactly_its_posts(plan):
    sizes = [plan.size(thread) for thread in range(plan.threads)]
    assert sum(sizes) == plan.posts
    assert min(sizes) >= 1
    assert sizes[DEEP_THREAD] == plan.posts // 10


@unhurried
@given(plans, st.integers(100, 5000))
def test_plan_in_batches_is_the_whole_plan(plan, batch):
    batches = [list(plan.spots(first, first + batch)) for first in range(0, plan.posts, batch)]
    assert [spot for one in batches for spot in one] == list(plan.spots(0, plan.posts))


@unhurried
@given(plans)
def test_half_of_the_threads_are_on_the_deep_board(plan):
    boards = [plan.board(thread) for thread in range(plan.threads)]
    assert boards.count(DEEP_BOARD) == plan.threads // 2
    assert all(boards.count(board) > 20 for board in range(BOARDS))


@unhurried
@given(plans)
def test_no_post_is_said_later_than_the_present(plan):
    base = now()
    assert max(plan.said(spot, base) for spot in plan.spots(0, plan.posts)) <= base


@unhurried
@given(plans, plans)
def test_other_seeds_have_other_ids(one, other):
    same = one.random_seed == other.random_seed
    assert (one.thread_id(3) == other.thread_id(3)) is same


def test_site_holds_what_was_planned(site):
    assert count(Post.state == PostState.PUBLISHED) == SMALL.posts
    assert count(Thread.id.is_not(None)) == SMALL.threads
    assert count(Review.state == ReviewState.OPEN) == SMALL.open_reviews
    assert count(Decision.id.is_not(None)) == SMALL.decided_reviews


def test_positions_are_dense_in_every_thread(site):
    shown = select(func.max(Post.position), func.count(Post.position), Thread.post_count)
    rows = db.session.execute(shown.join(Thread).group_by(Thread.id)).all()
    assert {len(set(row)) for row in rows} == {1}


def test_counters_of_boards_are_what_is_there(site):
    for board in db.session.scalars(select(Board)):
        shown = select(func.count()).select_from(Post).join(Thread).where(Thread.board_id == board.id)
        assert board.post_count == db.session.scalar(shown.where(Post.state == PostState.PUBLISHED))
        assert board.thread_count == count(Thread.board_id == board.id)


def test_counters_of_everyday_faces_are_what_is_there(site):
    shown = select(func.count()).where(Post.author_id == Persona.id, Post.state == PostState.PUBLISHED)
    everyday = select(Persona.approved_posts, shown.scalar_subquery()).where(Persona.kind == PersonaKind.EVERYDAY)
    rows = db.session.execute(everyday).all()
    assert [counted for counted, _there in rows] == [there for _counted, there in rows]


def test_every_page_of_the_deep_thread_opens(site):
    viewer, deep = viewer_of(a_member(site)), SMALL.thread_id(DEEP_THREAD)
    pages = [thread_page(viewer, deep, page) for page in range(1, thread_page(viewer, deep, 1).pages + 1)]
    words = [post.html for page in pages for post in page.posts]
    assert len(words) == SMALL.posts // 10
    assert all(words)


def test_board_lists_its_threads_with_their_titles(site):
    page = board_page(viewer_of(a_member(site)), "seeded-0")
    assert len(page.threads) == 20
    assert all(thread.title for thread in page.threads)


def test_some_questions_are_under_anonymous_faces(site):
    assert count(Persona.kind == PersonaKind.ANONYMOUS) > 0


def test_queue_shows_what_waits(site):
    with light_passwords():
        rows = queue_page(viewer_of(a_clinician(site))).rows
    assert len(rows) == 25


def test_sources_open_at_their_place(site):
    rows = db.session.execute(
        select(Post.key_id, RevisionSource)
        .join(Revision, Revision.post_id == Post.id)
        .join(RevisionSource, RevisionSource.revision_id == Revision.id)
        .limit(50)
    ).all()
    for key_id, source in rows:
        assert keys.unseal(key_id, source.source_sealed, "revision_sources", "source_sealed", source.revision_id)


def test_member_of_a_seeded_site_signs_in(site):
    site.config["WTF_CSRF_ENABLED"] = False
    typed = {"signin_name": "seeded-member-0", "password": PASSWORD}
    assert site.test_client().post("/login", data=typed).status_code == 302


def test_seeding_again_finds_nothing_missing(site):
    assert seed(SMALL, nothing) is False


def test_other_plan_is_refused_on_the_same_site(site):
    with pytest.raises(OtherPlan):
        seed(Plan(FEWEST_POSTS + 1, FEWEST_THREADS, 1, 1, 7), nothing)


def test_run_that_was_cut_off_goes_on_with_the_next_batch(app, monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 400)

    def cut_off(written):
        if written:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(SMALL, cut_off)
    assert count(Post.state == PostState.PUBLISHED) == 400
    assert seed(SMALL, nothing) is True
    assert count(Post.state == PostState.PUBLISHED) == SMALL.posts
