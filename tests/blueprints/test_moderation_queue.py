"""The queue's page: what it says, what it never says, and what it costs."""

import pytest
from flask import Flask

from forum.extensions import db
from forum.models.boards import StaffedHours
from forum.models.states import DecisionKind, PostingPolicy
from forum.transaction import atomic
from tests.builders.moderating import CRISIS, RED, Ward, a_ward, claimed, ruled
from tests.builders.people import client_of
from tests.builders.statements import counted
from tests.builders.talk import a_board, a_question, open_review_of

K = DecisionKind
QUEUE = "/moderation/"


@pytest.fixture
def ward(app: Flask) -> Ward:
    return a_ward(app, name="Low mood")


def shown(ward: Ward, someone: object = None, path: str = QUEUE) -> str:
    answer = client_of(ward.app, someone or ward.doctor).get(path)
    assert answer.status_code == 200
    return answer.text


def test_visitor_is_asked_to_sign_in_before_the_queue(app: Flask, client) -> None:
    assert client.get(QUEUE).location.startswith("/login")


def test_member_is_shown_nothing_of_a_queue(ward: Ward) -> None:
    assert client_of(ward.app, ward.member).get(QUEUE).status_code == 404


def test_empty_queue_says_so_kindly(ward: Ward) -> None:
    assert "Nothing needs you now" in shown(ward)


def test_lanes_say_what_is_needed_in_humane_words(ward: Ward) -> None:
    a_question(ward.member, ward.board, CRISIS)
    a_question(ward.member, ward.board)
    page = shown(ward)
    assert page.index("Needs somebody now</h2>") < page.index("In its turn</h2>")


def test_row_says_what_it_is_and_where(ward: Ward) -> None:
    a_question(ward.member, ward.board)
    page = shown(ward)
    assert "A question" in page
    assert "on Low mood" in page
    assert "by a member" in page


def test_list_shows_no_words_no_title_and_no_name(ward: Ward) -> None:
    a_question(ward.member, ward.board, "Tangerines at midnight.", title="Pomegranates")
    page = shown(ward)
    assert [word for word in ("Tangerines", "Pomegranates", ward.member.name) if word in page] == []


def test_anonymous_row_says_no_more_than_that(ward: Ward) -> None:
    post = a_question(ward.member, ward.board, anonymously=True).post
    page = shown(ward)
    assert "anonymous" in page
    assert post.author_id not in page


def test_holder_is_named_in_the_row(ward: Ward) -> None:
    claimed(ward.colleague, a_question(ward.member, ward.board).post)
    assert f"Dr. {ward.colleague.name} has it" in shown(ward)


def test_what_one_holds_oneself_is_marked(ward: Ward) -> None:
    claimed(ward.doctor, a_question(ward.member, ward.board).post)
    assert "you have it" in shown(ward)


def test_lead_is_shown_what_waits_for_a_second_signature(ward: Ward) -> None:
    ruled(ward.doctor, claimed(ward.doctor, a_question(ward.member, ward.board, CRISIS).post), K.APPROVE)
    assert "Waiting for a second signature" in shown(ward, ward.lead)
    assert "Waiting for a second signature" not in shown(ward, ward.doctor)


def test_page_says_when_somebody_is_next_there(ward: Ward) -> None:
    with atomic():
        db.session.add_all(StaffedHours(weekday=day, opens=0, closes=1440) for day in range(7))
    assert "These are staffed hours" in shown(ward)


def test_page_says_that_no_hours_are_known(ward: Ward) -> None:
    assert "No staffed hours have been entered" in shown(ward)


def test_other_boards_are_not_in_the_list(ward: Ward) -> None:
    a_question(ward.member, a_board(posting=PostingPolicy.HOLD_ALL, name="Chronic pain"))
    assert "Chronic pain" not in shown(ward)


def test_taking_the_next_one_leads_to_it(ward: Ward) -> None:
    a_question(ward.member, ward.board)
    red = open_review_of(a_question(ward.member, ward.board, RED).post)
    answer = client_of(ward.app, ward.doctor).post("/moderation/next")
    assert answer.location == f"/moderation/reviews/{red.id}/"
    assert red.claimant_id == ward.doctor.professional.persona_id


def test_taking_the_next_one_when_there_is_none_leads_back(ward: Ward) -> None:
    assert client_of(ward.app, ward.doctor).post("/moderation/next").location == QUEUE


@pytest.mark.parametrize("path", [QUEUE + "?cursor=nonsense", QUEUE + "?after=" + "a" * 32, QUEUE + "?after=x"])
def test_odd_addresses_are_the_plain_queue(ward: Ward, path: str) -> None:
    assert "Nothing" in shown(ward, path=path)


@pytest.mark.parametrize("length", [1, 6])
def test_queue_costs_five_statements_at_any_length(ward: Ward, length: int) -> None:
    # Standing, the list, what waits for a second signature, hours, holidays.
    for _ in range(length):
        a_question(ward.member, ward.board)
    client = client_of(ward.app, ward.lead)
    with counted() as asked:
        client.get(QUEUE)
    assert (len(asked.forum), len(asked.vault)) == (5, 1)
