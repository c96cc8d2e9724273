"""One item's page: reading it, taking it, deciding with the form, and what comes back when somebody was faster."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum.clock import now
from forum.discussions import drafts
from forum.extensions import db
from forum.models.discussions import Post
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind, PersonaState, PostState, ReviewState
from forum.transaction import atomic
from tests.builders.moderating import (
    CRISIS,
    RED,
    Ward,
    a_name_that_waits,
    a_ward,
    claimed,
    edited,
    review_of_name,
    ruled,
    taken_back,
    version_of,
)
from tests.builders.people import client_of, sign_in
from tests.builders.statements import counted
from tests.builders.talk import a_question, open_review_of

K = DecisionKind


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app, name="Low mood")


@pytest.fixture
def post(ward: Ward) -> Post:
    return a_question(ward.member, ward.board, "It *rains* in Leeds.", title="Weather").post


@pytest.fixture
def review(post: Post) -> Review:
    return open_review_of(post)


@pytest.fixture
def doctor(ward: Ward) -> FlaskClient:
    return client_of(ward.app, ward.doctor)


def at(review: Review, act: str = "") -> str:
    return f"/moderation/reviews/{review.id}/{act}"


def decides(client: FlaskClient, review: Review, kind: K, **typed: object):
    return client.post(at(review, "decide"), data={"kind": kind, "version": version_of(review), **typed})


def taken(client: FlaskClient, review: Review) -> FlaskClient:
    assert client.post(at(review, "claim")).location == at(review)
    return client


def undo_address(page: str) -> str:
    return re.search(r'action="(/moderation/decisions/[^"]+/undo)"', page)[1]


def test_words_are_shown_as_readers_will_see_them(doctor: FlaskClient, review: Review) -> None:
    assert "<em>rains</em>" in doctor.get(at(review)).text


def test_unclaimed_item_offers_to_be_taken(doctor: FlaskClient, review: Review) -> None:
    page = doctor.get(at(review)).text
    assert "Take this" in page
    assert 'name="kind"' not in page


def test_item_of_ones_own_offers_every_decision(doctor: FlaskClient, review: Review) -> None:
    page = taken(doctor, review).get(at(review)).text
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["answer_and_approve", "approve", "return", "decline"]


def test_first_button_of_the_form_decides_nothing(doctor: FlaskClient, review: Review) -> None:
    # Enter in a small field presses the first one.
    form = re.search(r'<form class="decision".*?</form>', taken(doctor, review).get(at(review)).text, re.DOTALL)[0]
    assert 'name="preview"' in re.search(r"<button.*?>", form, re.DOTALL)[0]


def test_item_that_somebody_else_holds_says_who(ward: Ward, doctor: FlaskClient, post: Post, review: Review) -> None:
    claimed(ward.colleague, post)
    page = doctor.get(at(review)).text
    assert f"Dr. {ward.colleague.name} is reading it" in page
    assert 'name="kind"' not in page


def test_taking_what_somebody_else_holds_names_them(
    ward: Ward, doctor: FlaskClient, post: Post, review: Review
) -> None:
    claimed(ward.colleague, post)
    answer = doctor.post(at(review, "claim"))
    assert answer.status_code == 409
    assert f"Dr. {ward.colleague.name} is reading this one" in answer.text


def test_item_can_be_given_back(doctor: FlaskClient, review: Review) -> None:
    taken(doctor, review).post(at(review, "release"))
    assert review.state is ReviewState.OPEN


def test_approving_publishes(doctor: FlaskClient, post: Post, review: Review) -> None:
    answer = decides(taken(doctor, review), review, K.APPROVE)
    assert (answer.status_code, post.state) == (302, PostState.PUBLISHED)


def test_answer_is_published_with_the_words(doctor: FlaskClient, post: Post, review: Review) -> None:
    decides(taken(doctor, review), review, K.ANSWER_AND_APPROVE, answer="Take an umbrella.")
    assert db.session.query(Post).filter_by(thread_id=post.thread_id, state=PostState.PUBLISHED).count() == 2


def test_chosen_wording_is_sent_when_nothing_was_written(doctor: FlaskClient, post: Post, review: Review) -> None:
    decides(taken(doctor, review), review, K.RETURN, reason_code="contact_details")
    decision = db.session.execute(select(Decision)).scalar_one()
    assert (post.state, decision.reason_code, decision.message_sealed is not None) == (
        PostState.RETURNED,
        "contact_details",
        True,
    )


def test_chosen_wording_is_put_into_the_box_to_be_edited(doctor: FlaskClient, review: Review) -> None:
    typed = {"fill": "1", "reason_code": "contact_details", "version": "1", "message": ""}
    page = taken(doctor, review).post(at(review, "decide"), data=typed).text
    assert "contact details are not shown here" in re.search(r"<textarea[^>]*message.*?</textarea>", page, re.DOTALL)[0]


def test_preview_works_without_a_script(doctor: FlaskClient, post: Post, review: Review) -> None:
    typed = {"preview": "1", "answer": "Take *an* umbrella.", "version": "1"}
    answer = taken(doctor, review).post(at(review, "decide"), data=typed)
    assert (answer.status_code, post.state) == (200, PostState.HELD)
    assert "<em>an</em>" in answer.text


def test_preview_for_the_script_is_only_the_words(doctor: FlaskClient, review: Review) -> None:
    answer = doctor.post(at(review, "preview"), data={"answer": "Take *an* umbrella."})
    assert answer.text.strip() == "<p>Take <em>an</em> umbrella.</p>"


def test_going_on_brings_the_next_one_and_the_way_back(ward: Ward, doctor: FlaskClient, review: Review) -> None:
    following = open_review_of(a_question(ward.member, ward.board).post)
    answer = decides(taken(doctor, review), review, K.APPROVE, onward="y")
    assert answer.location.startswith(at(following))
    assert "Undo" in doctor.get(answer.location).text


def test_stopping_leads_to_the_queue_with_the_way_back(doctor: FlaskClient, review: Review) -> None:
    answer = decides(taken(doctor, review), review, K.APPROVE)
    assert answer.location.startswith("/moderation/?after=")
    assert "Nobody has been told yet" in doctor.get(answer.location).text


def test_undoing_brings_the_item_and_the_answer_back(doctor: FlaskClient, post: Post, review: Review) -> None:
    answer = decides(taken(doctor, review), review, K.ANSWER_AND_APPROVE, answer="Take an umbrella.")
    back = doctor.post(undo_address(doctor.get(answer.location).text))
    assert (back.location, post.state) == (at(review), PostState.HELD)
    assert "Take an umbrella.</textarea>" in doctor.get(at(review)).text


def test_undoing_brings_the_message_back(doctor: FlaskClient, review: Review) -> None:
    answer = decides(taken(doctor, review), review, K.DECLINE, message="It is about the weather.")
    doctor.post(undo_address(doctor.get(answer.location).text))
    assert "It is about the weather.</textarea>" in doctor.get(at(review)).text


def test_undoing_too_late_says_so(doctor: FlaskClient, review: Review) -> None:
    answer = decides(taken(doctor, review), review, K.APPROVE)
    address = undo_address(doctor.get(answer.location).text)
    with atomic():
        db.session.execute(update(Decision).values(undo_until=now() - timedelta(seconds=1)))
    late = doctor.post(address)
    assert late.status_code == 409
    assert "fifteen seconds" in late.text


def test_bar_is_gone_when_the_window_has_closed(doctor: FlaskClient, review: Review) -> None:
    answer = decides(taken(doctor, review), review, K.APPROVE)
    with atomic():
        db.session.execute(update(Decision).values(undo_until=now() - timedelta(seconds=1)))
    assert "undo-bar" not in doctor.get(answer.location).text


def test_colleague_is_not_offered_to_undo(ward: Ward, doctor: FlaskClient, review: Review) -> None:
    answer = decides(taken(doctor, review), review, K.APPROVE)
    assert "undo-bar" not in client_of(ward.app, ward.colleague).get(answer.location).text


def test_decision_without_a_version_says_so_and_keeps_the_words(doctor: FlaskClient, review: Review) -> None:
    typed = {"kind": "answer_and_approve", "answer": "Take an umbrella."}
    answer = taken(doctor, review).post(at(review, "decide"), data=typed)
    assert answer.status_code == 422
    assert "Take an umbrella.</textarea>" in answer.text


def test_stale_decision_says_what_happened_and_keeps_the_words(
    ward: Ward, doctor: FlaskClient, post: Post, review: Review
) -> None:
    seen = version_of(review)
    taken(doctor, review)
    edited(ward.member, post)
    answer = decides(doctor, review, K.ANSWER_AND_APPROVE, answer="Take an umbrella.", version=seen)
    assert answer.status_code == 409
    assert "It has changed since you opened it" in answer.text
    assert "Take an umbrella.</textarea>" in answer.text


def test_decision_on_what_passed_to_somebody_else_names_them(
    ward: Ward, doctor: FlaskClient, post: Post, review: Review
) -> None:
    claimed(ward.colleague, post)
    answer = decides(doctor, review, K.DECLINE, message="It is about the weather.")
    assert answer.status_code == 409
    assert f"Dr. {ward.colleague.name}" in answer.text
    assert "It is about the weather.</textarea>" in answer.text


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (K.RETURN, {}, "Please tell the author why"),
        (K.DECLINE, {"reason_code": "because", "message": "No."}, "Please choose a wording from the list"),
        (K.ANSWER_AND_APPROVE, {"answer": ""}, "Please write your answer first"),
        (K.ANSWER_AND_APPROVE, {"answer": "Ring 07700 900123."}, "Please take that out"),
        (K.APPROVE, {"answer": "Take an umbrella."}, "this decision would not publish it"),
        (K.APPROVE, {"message": "Please change it."}, "this decision would not send it"),
    ],
)
def test_words_that_cannot_be_used_are_said_beside_their_field(
    doctor: FlaskClient, post: Post, review: Review, kind: K, typed: dict, sentence: str
) -> None:
    answer = decides(taken(doctor, review), review, kind, **typed)
    assert (answer.status_code, post.state) == (422, PostState.HELD)
    assert sentence in answer.text


def test_unknown_decision_is_refused(doctor: FlaskClient, review: Review) -> None:
    assert taken(doctor, review).post(at(review, "decide"), data={"kind": "praise"}).status_code == 400


@pytest.mark.parametrize("version", ["", "x", "1e3", "-1", "９", "9" * 30])
def test_odd_versions_decide_nothing(doctor: FlaskClient, post: Post, review: Review, version: str) -> None:
    answer = decides(taken(doctor, review), review, K.APPROVE, version=version)
    assert (answer.status_code in {409, 422}, post.state) == (True, PostState.HELD)


def test_draft_is_kept_and_given_back(doctor: FlaskClient, review: Review) -> None:
    taken(doctor, review).post(at(review, "draft"), data={"answer": "Take an umbr", "message": ""})
    assert "Take an umbr</textarea>" in doctor.get(at(review)).text


def test_draft_is_forgotten_once_it_was_sent(ward: Ward, doctor: FlaskClient, post: Post, review: Review) -> None:
    taken(doctor, review).post(at(review, "draft"), data={"message": "Could you leave"})
    decides(doctor, review, K.RETURN, message="Could you leave out Leeds?")
    edited(ward.member, post)
    assert "Could you leave</textarea>" not in taken(doctor, review).get(at(review)).text


def test_crisis_button_says_that_it_needs_another(ward: Ward, doctor: FlaskClient) -> None:
    review = open_review_of(a_question(ward.member, ward.board, CRISIS).post)
    assert "Approve, for a second signature" in taken(doctor, review).get(at(review)).text


def test_lead_confirms_what_a_colleague_decided(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, CRISIS).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.ANSWER_AND_APPROVE, answer="We are here.")
    review, lead = open_review_of(post), client_of(ward.app, ward.lead)
    assert "We are here." in lead.get(at(review)).text
    lead.post(at(review, "second"), data={"kind": "confirm", "version": version_of(review)})
    assert post.state is PostState.PUBLISHED


def test_lead_sends_back_with_a_note(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, CRISIS).post
    ruled(ward.doctor, claimed(ward.doctor, post), K.APPROVE)
    review, lead = open_review_of(post), client_of(ward.app, ward.lead)
    typed = {"kind": "send_back", "version": version_of(review), "message": "Let us call first."}
    lead.post(at(review, "second"), data=typed)
    assert review.state is ReviewState.OPEN
    assert "Let us call first." in lead.get(at(review)).text


def test_words_taken_back_at_risk_are_shown_from_the_copy(ward: Ward, doctor: FlaskClient) -> None:
    post = a_question(ward.member, ward.board, RED).post
    taken_back(ward.member, post)
    page = taken(doctor, open_review_of(post)).get(at(open_review_of(post))).text
    assert "killing myself" in page
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["close"]


@pytest.mark.parametrize("act", ["", "claim", "release", "decide", "second", "draft", "preview"])
def test_member_finds_none_of_it(ward: Ward, review: Review, act: str) -> None:
    client = client_of(ward.app, ward.member)
    answer = client.post(at(review, act), data={"kind": "approve"}) if act else client.get(at(review))
    assert answer.status_code == 404


@pytest.mark.parametrize("act", ["claim", "release", "decide", "second"])
def test_nothing_is_decided_by_opening_an_address(doctor: FlaskClient, review: Review, act: str) -> None:
    assert doctor.get(at(review, act)).status_code == 405


def test_reading_changes_nothing(doctor: FlaskClient, review: Review) -> None:
    before = version_of(review)
    with counted() as asked:
        doctor.get(at(review))
    assert version_of(review) == before
    assert [one for one in asked.forum if not one.lstrip().startswith("SELECT")] == []


def test_page_costs_seven_statements_and_two_of_the_vault(doctor: FlaskClient, review: Review) -> None:
    # Standing, the item, its decisions, wordings, neighbours, reasons, history; in the vault the session and the draft.
    taken(doctor, review).get(at(review))
    with counted() as asked:
        doctor.get(at(review))
    assert (len(asked.forum), len(asked.vault)) == (7, 2)


def test_waiting_name_is_approved(ward: Ward, doctor: FlaskClient) -> None:
    persona = a_name_that_waits(ward.app)
    review = review_of_name(persona)
    page = taken(doctor, review).get(at(review)).text
    assert "want to die" in page
    assert "This name is fine" in page
    decides(doctor, review, K.APPROVE)
    assert persona.state is PersonaState.ACTIVE


def test_another_name_is_asked_for_with_a_wording_made_for_names(ward: Ward, doctor: FlaskClient) -> None:
    review = review_of_name(a_name_that_waits(ward.app))
    assert "Ask for another name" in taken(doctor, review).get(at(review)).text
    assert decides(doctor, review, K.DECLINE, reason_code="other_name").status_code == 302
    assert review.state is ReviewState.DECIDED


def test_answer_typed_while_the_sign_in_ran_out_waits_at_the_item(ward: Ward, review: Review) -> None:
    stranger = ward.app.test_client()
    page = stranger.post(at(review, "decide"), data={"kind": "approve", "version": "1", "answer": "A lamp helps."})
    assert (page.status_code, "A lamp helps." in page.text) == (401, True)
    kept = dict(re.findall(r'name="(kept_\w+|next)" value="([^"]*)"', page.text))
    assert kept == {"next": at(review), "kept_place": f"answer:{review.id}", "kept_answer": "A lamp helps."}
    sign_in(stranger, ward.doctor, **kept)
    shelf = drafts.kept(ward.doctor.account_id, ward.doctor.account_key, f"answer:{review.id}")
    assert shelf["answer"] == "A lamp helps."


def test_visitor_is_asked_to_sign_in_before_anything_is_looked_up(ward: Ward, review: Review) -> None:
    stranger = ward.app.test_client()
    there, missing = stranger.get(at(review)), stranger.get(f"/moderation/reviews/{'a' * 32}/")
    assert there.status_code == missing.status_code == 302
    assert there.location.startswith("/login")


def test_words_that_were_softened_are_read_with_the_first_ones(ward: Ward, doctor: FlaskClient) -> None:
    post = a_question(ward.member, ward.board, CRISIS, title="Tonight").post
    edited(ward.member, post, "Just a bad night. Forget it.", title="Sorry")
    page = doctor.get(at(open_review_of(post))).text
    assert "Just a bad night." in page
    assert "kill myself tonight" in re.sub(r"<[^>]+>", "", page)
    assert "Nobody else was shown these words." in page


def test_words_that_were_softened_and_taken_back_are_kept_as_they_were_first(ward: Ward, doctor: FlaskClient) -> None:
    post = a_question(ward.member, ward.board, CRISIS, title="Tonight").post
    review = open_review_of(post)
    edited(ward.member, post, "Just a bad night. Forget it.", title="Sorry")
    taken_back(ward.member, post)
    page = doctor.get(at(review)).text
    assert ("Goodbye" in page, "Just a bad night." in page) == (True, False)


def test_wording_that_was_shown_is_not_read_as_one_that_nobody_saw(ward: Ward, doctor: FlaskClient) -> None:
    post = a_question(ward.member, ward.board, RED, title="A while now").post
    ruled(ward.lead, claimed(ward.lead, post), K.APPROVE)
    with atomic():
        db.session.execute(update(Decision).values(undo_until=None))
    edited(ward.member, post, "It is better now.", title="Better")
    assert "Nobody else was shown these words." not in doctor.get(at(open_review_of(post))).text


def test_typed_words_stand_once_on_the_page_of_whoever_was_slower(
    ward: Ward, review: Review, doctor: FlaskClient
) -> None:
    page = doctor.post(at(review, "decide"), data={"kind": "return", "version": "1", "message": "A lamp helps."})
    assert page.status_code == 409
    assert page.text.count("A lamp helps.") == 1
