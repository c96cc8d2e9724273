"""What the review page is given: the words, why, what surrounds them, and nothing of any other face."""

import pytest
from flask import Flask

from forum.errors import NotFound
from forum.extensions import db
from forum.models.discussions import Post, Thread
from forum.models.states import DecisionKind, PostingPolicy, ReviewReason, ReviewState
from forum.moderation.comparing import Fate
from forum.moderation.items import ItemKind
from forum.moderation.reading import ReviewPage, review_page
from forum.triage.levels import Level
from tests.builders.moderating import CRISIS, RED, Ward, a_ward, claimed, edited, ruled, taken_back, undone
from tests.builders.people import Someone, a_clinician, viewer_of
from tests.builders.talk import a_board, a_question, a_reply, open_review_of

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app)


def page_of(clinician: Someone, post: Post) -> ReviewPage:
    return review_page(viewer_of(clinician), open_review_of(post).id)


def approved(ward: Ward, post: Post) -> Thread:
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    return db.session.get_one(Thread, post.thread_id)


def test_words_are_unsealed_and_rendered(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, "It *rains*.", title="Weather").post
    words = page_of(ward.doctor, post).words
    assert (words.title, words.html.strip()) == ("Weather", "<p>It <em>rains</em>.</p>")


@pytest.mark.parametrize("is_question", [True, False])
def test_signals_are_marked_where_they_stand(ward: Ward, is_question: bool) -> None:
    # Offsets count from the title of a question, and from the words themselves of a reply.
    question = a_question(ward.member, ward.board, RED if is_question else "It rains.").post
    post = question if is_question else a_reply(ward.member, approved(ward, question), RED).post
    words = page_of(ward.doctor, post).words
    assert [one.text for one in words.passages if one.is_signal] == ["killing myself"]
    assert words.explanations


def test_identifiers_are_marked_by_kind(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, "Ring me on 07700 900123.").post
    assert page_of(ward.doctor, post).words.identifiers == (("phone", "07700 900123"),)


def test_change_is_compared_with_what_is_shown(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, "I sleep three hours.", title="Sleep").post
    approved(ward, post)
    edited(ward.member, post, "I sleep four hours.", "Sleep")
    page = page_of(ward.doctor, post)
    changed = [(one.fate, one.text) for one in page.words.difference if one.fate is not Fate.SAME]
    assert (page.kind, changed) == (ItemKind.CHANGE, [(Fate.GONE, "three"), (Fate.NEW, "four")])


def test_first_wording_is_compared_with_nothing(ward: Ward) -> None:
    assert page_of(ward.doctor, a_question(ward.member, ward.board).post).words.difference is None


def test_conversation_around_a_reply_is_shown_from_its_beginning(ward: Ward) -> None:
    thread = approved(ward, a_question(ward.member, ward.board, "How do you sleep?").post)
    for number in range(2, 10):
        approved(ward, a_reply(ward.member, thread, f"Reply {number}.").post)
    around = page_of(ward.doctor, a_reply(ward.member, thread).post).thread
    assert [post.position for post in around.posts] == [1, 4, 5, 6, 7, 8, 9]
    assert "How do you sleep?" in around.posts[0].html


def test_words_taken_back_are_not_shown_around(ward: Ward) -> None:
    thread = approved(ward, a_question(ward.member, ward.board).post)
    reply = a_reply(ward.member, thread, "I take this back.").post
    approved(ward, reply)
    taken_back(ward.member, reply)
    around = page_of(ward.doctor, a_reply(ward.member, thread).post).thread
    assert [post.html for post in around.posts if post.position == 2] == [None]


def test_reasons_are_given(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED).post
    assert set(page_of(ward.doctor, post).reasons) == {ReviewReason.LEVEL, ReviewReason.BOARD_HOLDS_ALL}


def test_earlier_decision_is_shown_with_its_message(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    ruled(ward.colleague, claimed(ward.colleague, post), K.RETURN, message="Could you leave out the name?")
    edited(ward.member, post)
    (past,) = page_of(ward.doctor, post).decisions
    assert (past.kind, past.by, past.message) == (
        K.RETURN,
        f"Dr. {ward.colleague.name}",
        "Could you leave out the name?",
    )


def test_undone_answer_is_given_back_to_its_writer(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    decision = ruled(ward.doctor, claimed(ward.doctor, post), K.ANSWER_AND_APPROVE, answer="Take *your* time.")
    undone(ward.doctor, decision)
    last = page_of(ward.doctor, post).decisions[0]
    assert (last.is_undone, last.is_mine, last.is_here, last.answer_source) == (True, True, True, "Take *your* time.")


def test_answer_that_waits_can_be_read_before_the_second_signature(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, CRISIS).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.ANSWER_AND_APPROVE, answer="We are here.")
    page = page_of(ward.lead, post)
    assert (page.actions, page.decisions[0].answer_html.strip()) == ((K.CONFIRM, K.SEND_BACK), "<p>We are here.</p>")


def test_history_counts_what_this_face_said(ward: Ward) -> None:
    approved(ward, a_question(ward.member, ward.board).post)
    declined = a_question(ward.member, ward.board).post
    ruled(ward.doctor, claimed(ward.doctor, declined), K.DECLINE, message="Sorry.")
    history = page_of(ward.doctor, a_question(ward.member, ward.board).post).history
    assert (history.shown, dict(history.decided)) == (1, {K.DECLINE: 1})


def test_undone_decision_is_no_history(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    undone(ward.doctor, ruled(ward.doctor, claimed(ward.doctor, post), K.DECLINE, message="Sorry."))
    assert dict(page_of(ward.doctor, post).history.decided) == {}


def test_anonymous_face_has_no_history_of_another(ward: Ward) -> None:
    approved(ward, a_question(ward.member, ward.board).post)
    history = page_of(ward.doctor, a_question(ward.member, ward.board, anonymously=True).post).history
    assert (history.shown, dict(history.decided)) == (0, {})


def test_words_taken_back_below_red_are_not_unsealed(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    review = open_review_of(post)
    taken_back(ward.member, post)
    page = review_page(viewer_of(ward.doctor), review.id)
    assert (page.words, page.thread, page.state) == (None, None, ReviewState.VOID)


def test_words_taken_back_at_risk_are_read_from_the_case(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED).post
    taken_back(ward.member, post)
    page = page_of(ward.doctor, post)
    assert (page.kind, page.words.is_copy, page.level) == (ItemKind.TAKEN_BACK, True, Level.RED)
    assert "killing myself" in page.words.html


def test_copy_is_no_longer_read_once_somebody_has_looked(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, RED).post
    taken_back(ward.member, post)
    review = claimed(ward.doctor, post)
    ruled(ward.doctor, review, K.CLOSE)
    assert review_page(viewer_of(ward.doctor), review.id).words is None


def test_holder_is_named(ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    claimed(ward.colleague, post)
    page = page_of(ward.doctor, post)
    assert (page.holder, page.is_mine, page.is_held, page.actions) == (f"Dr. {ward.colleague.name}", False, True, ())


def test_shown_words_are_called_shown(app: Flask) -> None:
    ward = a_ward(app, PostingPolicy.PUBLISH_THEN_REVIEW)
    assert page_of(ward.doctor, a_question(ward.member, ward.board).post).kind is ItemKind.SHOWN


def test_own_words_are_ones_own_under_any_face(ward: Ward) -> None:
    post = a_question(ward.doctor, ward.board, "Ring 07700 900123.", anonymously=True).post
    page = page_of(ward.doctor, post)
    assert (page.is_own, page.may_claim) == (True, False)


def test_item_of_another_board_is_a_missing_one(app: Flask, ward: Ward) -> None:
    post = a_question(ward.member, ward.board).post
    with pytest.raises(NotFound):
        page_of(a_clinician(app, board=a_board()), post)
