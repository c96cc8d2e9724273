"""Where one's own message stands, and that nobody else learns of it; taking it back; the list of all of one's own."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from forum.clock import frozen_at
from forum.extensions import db, vault
from forum.models.boards import StaffedHours
from forum.models.discussions import Post
from forum.models.links import WrappedKey
from forum.models.reviews import SafetyCase
from forum.models.states import DecisionKind, PostingPolicy, PostState, ReviewState
from forum.transaction import atomic
from tests.builders.counting import statements_of
from tests.builders.people import a_clinician, a_member, client_of
from tests.builders.talk import a_board, a_published_thread, a_question, a_reply, decided, open_review_of

CRISIS = "I want to end my life tonight. I have the tablets here."
SUNDAY = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


@pytest.fixture
def board(app):
    """Return a board on which everything is read first."""
    return a_board(posting=PostingPolicy.HOLD_ALL)


@pytest.fixture
def author(app):
    """Return whoever wrote what waits."""
    return a_member(app)


@pytest.fixture
def clinician(app, board):
    """Return a clinician of the board."""
    return a_clinician(app, board=board)


def standing(app, someone, post):
    return client_of(app, someone).get(f"/posts/{post.id}/")


def test_published_message_leads_to_its_place(app, author):
    talk = a_published_thread(author, replies=20)
    answer = standing(app, a_member(app), talk.posts[20])
    assert answer.location == f"/threads/{talk.thread.id}/?page=2#post-21"


def test_message_that_waits_is_not_there_for_others(app, author, board):
    held = a_question(author, board).post
    assert standing(app, a_member(app), held).status_code == 404
    assert app.test_client().get(f"/posts/{held.id}/").status_code == 404


def test_clinician_of_the_board_reads_what_waits_without_the_authors_overlay(app, author, board, clinician):
    page = standing(app, clinician, a_question(author, board, "The evening ones.").post).text
    assert "The evening ones." in page
    assert "It is here for you as a clinician of this board." in page
    assert "Change my message" not in page


def test_estimate_counts_staffed_hours_and_names_when_clinicians_are_back(app, author, board):
    with atomic():
        db.session.add_all([StaffedHours(weekday=day, opens=9 * 60, closes=17 * 60) for day in range(5)])
    with frozen_at(SUNDAY):
        page = standing(app, author, a_question(author, board, CRISIS).post).text
    assert "A clinician will read it by about 09:15 GMT tomorrow." in page
    assert "Clinicians are here again at 09:00 GMT tomorrow." in page


def test_estimate_that_has_passed_is_not_repeated(app, author, board):
    with frozen_at(datetime.now(UTC) - timedelta(days=3)):
        held = a_question(author, board).post
    assert "This is taking longer than we aim for" in standing(app, author, held).text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (DecisionKind.RETURN, "Your message came back to you"),
        (DecisionKind.DECLINE, "Your message was not published"),
    ],
)
def test_author_is_told_the_decision_and_its_reason(app, author, board, clinician, kind, said):
    post = a_question(author, board).post
    decided(clinician, post, kind, "Please leave the street out.")
    page = standing(app, author, post).text
    assert said in page
    assert "Please leave the street out." in page


def test_author_of_a_hidden_message_is_told_the_reason(app, author):
    board = a_board()
    talk = a_published_thread(author, board, replies=1)
    decided(a_clinician(app, board=board), talk.posts[1], DecisionKind.HIDE, "It was hurtful.")
    page = standing(app, author, talk.posts[1]).text
    assert "Your message was taken from view" in page
    assert "It was hurtful." in page


def test_reader_of_a_message_whose_change_waits_is_led_to_the_words_from_before(app, author):
    talk = a_published_thread(author, text="The words from before.")
    edit(client_of(app, author), talk.posts[0], body="The words that wait.")
    page = client_of(app, a_member(app)).get(f"/posts/{talk.posts[0].id}/", follow_redirects=True).text
    assert "The words from before." in page
    assert "The words that wait." not in page


def edit(client, post, **typed):
    page = client.get(f"/posts/{post.id}/edit").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return client.post(f"/posts/{post.id}/edit", data={"title": "A title", "version": version, **typed})


def test_author_sees_own_change_that_waits(app, author):
    talk = a_published_thread(author)
    edit(client_of(app, author), talk.posts[0], body="The words that wait.")
    page = standing(app, author, talk.posts[0]).text
    assert "We have your change" in page
    assert "The words that wait." in page


def test_declined_change_is_told_and_the_words_from_before_stay(app, author):
    board = a_board()
    talk = a_published_thread(author, board, text="The words from before.")
    edit(client_of(app, author), talk.posts[0], body="Buy my pills.")
    decided(a_clinician(app, board=board), talk.posts[0], DecisionKind.DECLINE, "This is an advertisement.")
    assert "This is an advertisement." in standing(app, author, talk.posts[0]).text
    thread = client_of(app, a_member(app)).get(f"/threads/{talk.thread.id}/").text
    assert "The words from before." in thread


# taking back


def take_back(app, someone, post):
    return client_of(app, someone).post(f"/posts/{post.id}/withdraw")


def test_author_is_asked_before_anything_is_taken_back(app, author, board):
    post = a_question(author, board).post
    page = client_of(app, author).get(f"/posts/{post.id}/withdraw").text
    assert "Take this message back?" in page
    assert "a clinician will still look at them" not in page


def test_message_taken_back_is_gone_and_its_author_is_told_so(app, author, board):
    post = a_question(author, board, "Something private.").post
    answer = take_back(app, author, post)
    assert answer.location == f"/posts/{post.id}/"
    page = standing(app, author, post).text
    assert "You took this message back" in page
    assert "Something private." not in page


def test_taking_back_twice_is_taking_back_once(app, author, board):
    post = a_question(author, board).post
    take_back(app, author, post)
    assert take_back(app, author, post).status_code == 302
    db.session.rollback()
    assert db.session.get(Post, post.id).state is PostState.WITHDRAWN


def test_nobody_takes_back_the_words_of_others(app, author, board, clinician):
    post = a_question(author, board).post
    assert take_back(app, a_member(app), post).status_code == 404
    assert take_back(app, clinician, post).status_code == 403


def test_author_at_risk_is_told_that_somebody_still_looks_and_is_offered_help(app, author, board):
    post = a_question(author, board, CRISIS).post
    before = client_of(app, author).get(f"/posts/{post.id}/withdraw").text
    take_back(app, author, post)
    after = standing(app, author, post).text
    assert "a clinician will still look at them" in before
    assert "a clinician will still look at them" in after
    assert "Call 999" in before
    assert "Call 999" in after


def test_words_at_risk_stay_under_review_when_they_are_taken_back(app, author, board):
    post = a_question(author, board, CRISIS).post
    take_back(app, author, post)
    db.session.rollback()
    assert open_review_of(post).state is ReviewState.OPEN
    assert db.session.query(SafetyCase).count() == 1


def test_whoever_opens_a_conversation_is_told_that_replies_go_with_it(app, author):
    talk = a_published_thread(author, replies=1)
    pages = [client_of(app, author).get(f"/posts/{post.id}/withdraw").text for post in talk.posts]
    assert ["what others replied will no longer be readable" in page for page in pages] == [True, False]


# all of one's own


def mine(app, someone, address="/my-messages/"):
    return client_of(app, someone).get(address).text


def test_list_holds_what_was_said_under_every_face(app, author):
    a_published_thread(author, title="Under my name")
    a_published_thread(author, title="Under no name", anonymously=True)
    page = mine(app, author)
    assert "Under my name" in page
    assert "Under no name" in page


def test_list_says_where_each_message_stands(app, author, board, clinician):
    for title, kind in (("Sent back", DecisionKind.RETURN), ("Refused", DecisionKind.DECLINE)):
        decided(clinician, a_question(author, board, title=title).post, kind, "Please change it.")
    a_question(author, board, title="Waits")
    page = mine(app, author)
    for said in ("Waits", "Waiting for a clinician", "Sent back", "Returned to you", "Refused", "Not published"):
        assert said in page


def test_list_leaves_out_what_was_taken_back(app, author, board):
    post = a_question(author, board, title="Taken back").post
    take_back(app, author, post)
    assert "Taken back" not in mine(app, author)


def test_list_is_of_nobody_else(app, author):
    a_published_thread(author, title="Not yours")
    assert "Not yours" not in mine(app, a_member(app))


def test_older_messages_follow_across_faces_without_gap_or_repetition(app, author):
    talk = a_published_thread(author)
    for number in range(24):
        a_reply(author, talk.thread, f"Number {number:02}.", anonymously=number % 2 == 0)
    first = mine(app, author)
    older = mine(app, author, first.split('rel="next" href="')[1].split('"')[0])
    numbers = [*re.findall(r"Number (\d\d)\.", first), *re.findall(r"Number (\d\d)\.", older)]
    assert numbers == [f"{number:02}" for number in reversed(range(24))]


def test_no_statement_of_the_list_binds_two_faces(app, author):
    everyday, anonymous = author_of(a_published_thread(author)), author_of(a_published_thread(author, anonymously=True))
    client = client_of(app, author)
    with statements_of(app) as asked:
        client.get("/my-messages/")
    assert any(everyday in values for values in asked.values)
    assert any(anonymous in values for values in asked.values)
    assert not any(everyday in values and anonymous in values for values in asked.values)


def author_of(talk):
    return talk.posts[0].author_id


def test_empty_list_says_what_it_is_for(app, author):
    assert "You have not written anything yet" in mine(app, author)


def test_taking_back_what_nobody_need_look_at_makes_no_key(app):
    author = a_member(app)
    post = a_question(author, a_board(posting=PostingPolicy.HOLD_ALL)).post
    before = vault.query(WrappedKey).count()
    client_of(app, author).post(f"/posts/{post.id}/withdraw")
    vault.rollback()
    assert vault.query(WrappedKey).count() == before
