"""Changing one's own message, what others may read of its wordings, and the drafts of every composer."""

import re

import pytest

from forum.extensions import db
from forum.models.discussions import Revision
from forum.models.states import DecisionKind, PostingPolicy
from tests.builders.people import a_clinician, a_member, client_of
from tests.builders.talk import a_board, a_published_thread, a_question, a_reply, decided


@pytest.fixture
def author(app):
    """Return whoever wrote the message."""
    return a_member(app)


@pytest.fixture
def client(app, author):
    """Return the author's client."""
    return client_of(app, author)


@pytest.fixture
def talk(author):
    """Return a thread by the author with one reply of theirs."""
    return a_published_thread(author, text="I asked the chemist.", replies=1)


def version_in(client, post):
    return re.search(r'name="version" value="(\d+)"', client.get(f"/posts/{post.id}/edit").text)[1]


def edit(client, post, **typed):
    typed = {"version": version_in(client, post), "title": "A title", **typed}
    return client.post(f"/posts/{post.id}/edit", data=typed)


def wordings_of(post):
    db.session.rollback()
    return db.session.query(Revision).filter_by(post_id=post.id).count()


def test_composer_holds_what_was_written(client, talk):
    page = client.get(f"/posts/{talk.posts[0].id}/edit").text
    assert "I asked the chemist." in page
    assert "How do you keep track of the tablets?" in page


def test_reply_has_no_title_to_change(client, talk):
    assert 'name="title"' not in client.get(f"/posts/{talk.posts[1].id}/edit").text


def test_change_of_a_published_message_waits_and_leaves_the_thread_as_it_was(app, client, talk):
    edit(client, talk.posts[0], title="Another title", body="I asked the pharmacist.")
    page = client_of(app, a_member(app)).get(f"/threads/{talk.thread.id}/").text
    assert "I asked the chemist." in page
    assert "Another title" not in page


def test_returned_message_is_changed_in_place_and_waits_again(app, author, client):
    board = a_board(posting=PostingPolicy.HOLD_ALL)
    post = a_question(author, board).post
    decided(a_clinician(app, board=board), post, DecisionKind.RETURN, "Please leave the street out.")
    page = client.get(edit(client, post, body="Without the street.").location).text
    assert "We have your message" in page
    assert "Without the street." in page


def test_change_on_an_old_version_is_shown_beside_what_is_there_now_and_not_put_over_it(client, talk):
    seen = version_in(client, talk.posts[0])
    edit(client, talk.posts[0], body="From the telephone.")
    answer = edit(client, talk.posts[0], body="From the computer.", version=seen)
    assert answer.status_code == 409
    assert "changed somewhere else while you were writing" in answer.text
    assert "<del>telephone</del>" in answer.text
    assert "From the computer.</textarea>" in answer.text
    assert wordings_of(talk.posts[0]) == 2


def test_page_of_a_clash_can_be_sent_again(client, talk):
    seen = version_in(client, talk.posts[0])
    edit(client, talk.posts[0], body="From the telephone.")
    page = edit(client, talk.posts[0], body="From the computer.", version=seen).text
    again = re.search(r'name="version" value="(\d+)"', page)[1]
    assert edit(client, talk.posts[0], body="From the computer.", version=again).status_code == 302


def test_same_change_sent_twice_is_one_wording(client, talk):
    seen = version_in(client, talk.posts[0])
    answers = [edit(client, talk.posts[0], body="The same words.", version=seen) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert wordings_of(talk.posts[0]) == 2


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_change_without_a_sensible_version_is_a_clash(client, talk, version):
    assert edit(client, talk.posts[0], body="New words.", version=version).status_code == 409


def test_change_to_nothing_is_refused_beside_its_field(client, talk):
    answer = edit(client, talk.posts[0], body=" ")
    assert answer.status_code == 422
    assert answer.text.count("There is nothing here yet") == 2


def test_preview_of_a_change_sends_nothing(client, talk):
    assert "<strong>chemist</strong>" in edit(client, talk.posts[0], body="the **chemist**", preview="1").text
    assert wordings_of(talk.posts[0]) == 1


def test_change_keeps_the_passage_that_the_reply_quotes(app, author, client):
    talk = a_published_thread(a_member(app))
    composer = client.post(f"/posts/{talk.posts[0].id}/quote", data={"marked": "losing count"}).text
    quote = re.search(r'name="quote" value="([^"]+)"', composer)[1]
    client.post(f"/threads/{talk.thread.id}/reply", data={"body": "Me too.", "voice": "own", "quote": quote})
    token = re.search(r"/posts/([a-z2-7]{32})/edit", client.get(f"/threads/{talk.thread.id}/").text)[1]
    client.post(f"/posts/{token}/edit", data={"body": "Me too, always.", "version": "2"})
    db.session.rollback()
    starts = [row.quote_start for row in db.session.query(Revision).filter_by(post_id=token)]
    assert len(starts) == 2
    assert None not in starts


def test_nobody_changes_the_words_of_others(app, talk):
    assert client_of(app, a_member(app)).get(f"/posts/{talk.posts[0].id}/edit").status_code == 403


def test_change_by_help_is_asked_for_again_when_words_turn_grave(client, talk):
    page = client.get(edit(client, talk.posts[1], body="I want to end my life tonight.").location).text
    assert "Thank you for saying this" in page


# wordings


def revisions(app, someone, post):
    return client_of(app, someone).get(f"/posts/{post.id}/revisions").text


def test_wording_that_waits_is_listed_for_author_and_clinician_alone(app, author, client):
    board = a_board()
    post = a_published_thread(author, board).posts[0]
    edit(client, post, body="Chrysanthemums.")
    readers = (author, a_clinician(app, board=board), a_member(app))
    shown = ["Chrysanthemums" in revisions(app, someone, post) for someone in readers]
    assert shown == [True, True, False]


def test_readers_are_shown_what_changed_between_wordings_that_they_had(app, author, client):
    board = a_board()
    post = a_published_thread(author, board, text="I asked the chemist.").posts[0]
    edit(client, post, body="Never shown to anybody.")
    edit(client, post, body="I asked the pharmacist.")
    decided(a_clinician(app, board=board), post)
    page = revisions(app, a_member(app), post)
    assert "<del>chemist</del>" in page
    assert "<ins>pharmacist</ins>" in page
    assert "Never shown" not in page


# drafts


def keep(client, place, **words):
    return client.post("/drafts/", data={"place": place, **words})


def test_draft_of_a_question_is_found_again_in_its_composer(client):
    board = a_board()
    keep(client, f"ask:{board.id}", title="Half a title", body="Half a message", voice="anonymous")
    page = client.get(f"/boards/{board.slug}/ask").text
    assert "Half a title" in page
    assert "Half a message" in page
    assert 'value="anonymous"' in re.findall(r"<input checked [^>]*>", page)[0]


def test_draft_of_a_reply_is_found_by_the_script_and_on_the_page_of_its_own(client, talk):
    place = f"reply:{talk.thread.id}"
    keep(client, place, body="Half a reply")
    assert client.get("/drafts/", query_string={"place": place}).json["body"] == "Half a reply"
    assert "Half a reply" in client.get(f"/threads/{talk.thread.id}/reply").text


def test_draft_is_gone_once_its_words_are_sent(client, talk):
    place = f"reply:{talk.thread.id}"
    keep(client, place, body="Half a reply")
    client.post(f"/threads/{talk.thread.id}/reply", data={"body": "A whole reply", "voice": "own"})
    assert client.get("/drafts/", query_string={"place": place}).json == {}


def test_draft_of_a_change_is_left_when_the_message_moved_on(client, talk):
    place, old = f"edit:{talk.posts[0].id}", version_in(client, talk.posts[0])
    edit(client, talk.posts[0], body="Changed elsewhere.")
    keep(client, place, body="Half a change", version=old)
    assert "Half a change" not in client.get(f"/posts/{talk.posts[0].id}/edit").text


def test_draft_of_a_change_is_found_while_the_message_stands(client, talk):
    keep(client, f"edit:{talk.posts[0].id}", body="Half a change", version=version_in(client, talk.posts[0]))
    assert "Half a change" in client.get(f"/posts/{talk.posts[0].id}/edit").text


def test_empty_draft_is_no_draft(client, talk):
    place = f"reply:{talk.thread.id}"
    keep(client, place, body="Half a reply")
    keep(client, place, body=" ")
    assert client.get("/drafts/", query_string={"place": place}).json == {}


def test_draft_is_of_nobody_else(app, client, talk):
    keep(client, f"reply:{talk.thread.id}", body="Half a reply")
    assert "Half a reply" not in client_of(app, a_member(app)).get(f"/threads/{talk.thread.id}/reply").text


@pytest.mark.parametrize("place", ["", "reply:", "reply:../x", "other:" + "a" * 32, "reply:" + "a" * 33])
def test_draft_in_no_place_is_not_kept(client, place):
    assert keep(client, place, body="x").status_code == 404


def test_draft_of_nobody_is_not_kept(app):
    assert keep(app.test_client(), "reply:" + "a" * 32, body="x").status_code == 302


def test_refused_words_stay_a_draft(client, talk):
    place = f"reply:{talk.thread.id}"
    keep(client, place, body="Half a reply")
    client.post(f"/threads/{talk.thread.id}/reply", data={"body": "", "voice": "own"})
    assert client.get("/drafts/", query_string={"place": place}).json["body"] == "Half a reply"


def test_answer_to_a_returned_reply_is_edited_from_its_own_page(app, author, client):
    board = a_board()
    talk = a_published_thread(a_member(app), board)
    post = a_reply(author, talk.thread, "Ring me on 07700 900123.").post
    decided(a_clinician(app, board=board), post, DecisionKind.RETURN, "Please leave the number out.")
    assert f"/posts/{post.id}/edit" in client.get(f"/posts/{post.id}/").text
