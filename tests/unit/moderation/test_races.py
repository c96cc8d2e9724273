"""Two people in the same moment, in threads of their own on real connections: one wins, the other is told."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.columns import new_token
from forum.errors import AlongsideError
from forum.extensions import db, vault
from forum.models.boards import Board
from forum.models.discussions import Post
from forum.models.discussions import Thread as Talk
from forum.models.personas import Persona
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind, PostingPolicy, PostState, ReviewState
from forum.moderation.claim import claim
from forum.moderation.decide import Ruling, decide
from forum.moderation.intake import Draft, submit_edit, submit_question, submit_reply
from forum.moderation.queue import claim_next
from forum.moderation.withdraw import withdraw
from forum.policy.viewer import Viewer
from forum.transaction import atomic
from tests.builders.moderating import Ward, a_ward, claimed, ruled, version_of
from tests.builders.people import a_member, viewer_of
from tests.builders.talk import a_board, a_published_thread, a_question, a_reply, open_review_of

K = DecisionKind
ROUNDS = 5


@pytest.fixture
def ward(app: Flask) -> Ward:
    ward = a_ward(app)
    for someone in (ward.member, ward.doctor, ward.colleague):
        viewer_of(someone)  # made before anybody runs
    return ward


def at_once(app: Flask, *deeds: Callable[[], object]) -> list[object]:
    """Do the deeds at the same moment, each in a transaction of its own; a refusal of the domain is a result."""
    start, results = Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        with app.app_context():
            start.wait(10)
            try:
                with atomic():
                    results[place] = deed()
            except Exception as failure:  # noqa: BLE001 - whatever it was, the test judges it
                results[place] = failure
            finally:
                db.session.remove()
                vault.remove()

    db.session.rollback()  # what the test itself has read must not keep anybody waiting
    threads = [Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.rollback()
    faults = [one for one in results if isinstance(one, Exception) and not isinstance(one, AlongsideError)]
    assert faults == []
    return results


def winners(results: list[object]) -> int:
    return sum(not isinstance(one, AlongsideError) for one in results)


def taking(viewer: Viewer, review_id: str) -> Callable[[], str]:
    return lambda: claim(viewer, review_id).id


def taking_next(viewer: Viewer) -> Callable[[], str]:
    return lambda: claim_next(viewer).id


def answering(viewer: Viewer, review: Review, kind: K = K.ANSWER_AND_APPROVE) -> Callable[[], str]:
    review_id, answer = review.id, "Yes." if kind is K.ANSWER_AND_APPROVE else ""
    ruling = Ruling(kind, version_of(review), answer=answer)
    return lambda: decide(viewer, review_id, ruling).id


def taking_back(viewer: Viewer, post: Post) -> Callable[[], bool]:
    post_id = post.id
    return lambda: withdraw(viewer, db.session.get_one(Post, post_id), "k" * 32).is_still_looked_at


def changing(viewer: Viewer, post: Post) -> Callable[[], bool]:
    post_id, draft = post.id, Draft("Nobody has read this.", "Unread")
    return lambda: submit_edit(viewer, db.session.get_one(Post, post_id), draft).is_held


def asking(viewer: Viewer, board_id: str) -> Callable[[], str]:
    tag, scope = new_token().encode(), new_token()

    def ask() -> str:
        author, board = db.session.get_one(Persona, viewer.everyday), db.session.get_one(Board, board_id)
        return submit_question(viewer, author, board, Draft("Hello.", "Hello"), scope=scope, tag=tag).post.id

    return ask


def test_of_two_who_claim_at_once_one_wins(ward: Ward) -> None:
    viewers = [viewer_of(ward.doctor), viewer_of(ward.colleague)]
    for _ in range(ROUNDS):
        review = open_review_of(a_question(ward.member, ward.board).post).id
        results = at_once(ward.app, *(taking(viewer, review) for viewer in viewers))
        assert winners(results) == 1


def test_two_who_take_the_next_one_at_once_get_two_different_ones(ward: Ward) -> None:
    viewers = [viewer_of(ward.doctor), viewer_of(ward.colleague)]
    for _ in range(ROUNDS):
        for _ in range(2):
            a_question(ward.member, ward.board)
        results = at_once(ward.app, *(taking_next(viewer) for viewer in viewers))
        assert len(set(results)) == 2


def test_decision_sent_twice_at_once_is_one_decision_and_one_answer(ward: Ward) -> None:
    viewer = viewer_of(ward.doctor)
    for _ in range(ROUNDS):
        post = a_question(ward.member, ward.board).post
        review = claimed(ward.doctor, post)
        post_id, review_id = post.id, review.id
        results = at_once(ward.app, *[answering(viewer, review)] * 2)
        assert winners(results) == 1
        assert count(Decision, Decision.review_id == review_id) == 1
        assert count(Post, Post.thread_id == db.session.get_one(Post, post_id).thread_id) == 2


def test_two_approvals_in_one_thread_at_once_take_two_places(ward: Ward) -> None:
    opening = a_question(ward.member, ward.board).post
    ruled(ward.doctor, claimed(ward.doctor, opening), K.APPROVE)
    thread = db.session.get_one(Talk, opening.thread_id)
    thread_id = thread.id
    for number in range(ROUNDS):
        deeds = []
        for clinician in (ward.doctor, ward.colleague):
            review = claimed(clinician, a_reply(ward.member, db.session.get_one(Talk, thread_id)).post)
            deeds.append(answering(viewer_of(clinician), review))
        assert winners(at_once(ward.app, *deeds)) == 2
        assert places(thread_id) == list(range(1, 6 + 4 * number))


def test_approval_and_withdrawal_at_once_leave_the_counts_right(ward: Ward) -> None:
    doctor, member = viewer_of(ward.doctor), viewer_of(ward.member)
    for _ in range(ROUNDS):
        post = a_question(ward.member, ward.board).post
        review = claimed(ward.doctor, post)
        post_id, review_id = post.id, review.id
        at_once(ward.app, answering(doctor, review, K.APPROVE), taking_back(member, post))
        assert db.session.get_one(Post, post_id).state is PostState.WITHDRAWN
        assert db.session.get_one(Review, review_id).state in {ReviewState.VOID, ReviewState.DECIDED}
        assert db.session.get_one(Board, ward.board.id).post_count == 0


def test_approval_and_edit_at_once_never_show_words_that_nobody_read(ward: Ward) -> None:
    doctor, member = viewer_of(ward.doctor), viewer_of(ward.member)
    for _ in range(ROUNDS):
        post = a_question(ward.member, ward.board).post
        review = claimed(ward.doctor, post)
        post_id, seen = post.id, post.open_revision_id
        at_once(ward.app, answering(doctor, review, K.APPROVE), changing(member, post))
        assert db.session.get_one(Post, post_id).approved_revision_id in {None, seen}
        assert open_review_of(db.session.get_one(Post, post_id)).revision_id != seen


def test_form_sent_twice_at_once_is_one_post(app: Flask) -> None:
    ward = a_ward(app, PostingPolicy.PUBLISH_THEN_REVIEW)
    viewer, board_id = viewer_of(ward.member), ward.board.id

    for _ in range(ROUNDS):
        results = at_once(app, *[asking(viewer, board_id)] * 2)
        assert len(set(results)) == 1
    assert db.session.get_one(Board, board_id).thread_count == ROUNDS


def count(entity: type, *where: object) -> int:
    return db.session.execute(select(func.count()).select_from(entity).where(*where)).scalar_one()


def places(thread_id: str) -> list[int]:
    ordered = select(Post.position).where(Post.thread_id == thread_id, Post.position > 0).order_by(Post.position)
    return list(db.session.execute(ordered).scalars())


def test_many_replies_at_once_all_find_their_place(app: Flask) -> None:
    board = a_board()
    thread = a_published_thread(a_member(app), board).thread
    authors = [a_member(app) for _ in range(6)]
    results = at_once(app, *(partial(replying, viewer_of(author), thread.id) for author in authors))
    assert winners(results) == 6
    places = select(Post.position).where(Post.thread_id == thread.id)
    assert sorted(db.session.execute(places).scalars()) == list(range(1, 8))


def replying(viewer: Viewer, thread_id: str) -> object:
    author, thread = db.session.get_one(Persona, viewer.everyday), db.session.get_one(Talk, thread_id)
    return submit_reply(viewer, author, thread, Draft("So it was with me."), tag=new_token().encode())
