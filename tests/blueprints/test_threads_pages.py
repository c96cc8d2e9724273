"""Reading a conversation and replying in it."""

import re

import pytest
from sqlalchemy import delete, update

from forum.confidentiality import faces
from forum.extensions import db, vault
from forum.models.discussions import Post, Thread
from forum.models.links import Epoch, WrappedKey
from forum.models.personas import Persona
from forum.models.states import Access, DecisionKind, PersonaKind, PersonaState, PostingPolicy, PostKind
from forum.transaction import atomic, vault_atomic
from tests.builders.people import a_clinician, a_member, client_of
from tests.builders.talk import a_board, a_published_thread, a_question, a_reply, decided

NOBODY = "a" * 32


def reply(client, thread, body="A box with the days on it.", **changes):
    return client.post(f"/threads/{thread.id}/reply", data={"body": body, "voice": "own", **changes})


def opened(client, thread, **query):
    return client.get(f"/threads/{thread.id}/", query_string=query)


def positions(page):
    return [int(number) for number in re.findall(r'id="post-(\d+)"', page.text)]


@pytest.fixture
def reader(app):
    """Return a member's client."""
    return client_of(app, a_member(app))


@pytest.fixture
def talk(app):
    """Return a published thread."""
    return a_published_thread(a_member(app))


def test_opening_post_and_clinicians_answer_stand_out(app, reader):
    board = a_board()
    talk = a_published_thread(a_member(app), board, replies=1, by=a_clinician(app, board=board))
    page = opened(reader, talk.thread).text
    assert 'class="post is-opening"' in page
    assert 'class="post is-clinician"' in page
    assert "Verified clinician · Psychologist" in page


@pytest.mark.parametrize("address", [f"/threads/{NOBODY}/", "/threads/short/", "/threads/%00/", f"/posts/{NOBODY}/"])
def test_unknown_address_answers_as_a_hidden_thread(app, reader, address):
    held = a_question(a_member(app), a_board(posting=PostingPolicy.HOLD_ALL)).post
    hidden, missing = reader.get(f"/threads/{held.thread_id}/"), reader.get(address)
    assert hidden.status_code == missing.status_code == 404
    assert hidden.data == missing.data


def test_thread_of_a_members_board_is_not_there_for_a_visitor(app, talk):
    assert opened(app.test_client(), talk.thread).status_code == 404


def test_page_begins_with_the_first_unread(app, reader):
    author = a_member(app)
    talk = a_published_thread(author, replies=19)
    opened(reader, talk.thread)
    a_reply(author, talk.thread)
    page = opened(reader, talk.thread)
    assert positions(page) == [21]
    assert 'id="new"' in page.text


def test_what_was_read_on_an_early_page_does_not_move_the_mark_back(app, reader):
    talk = a_published_thread(a_member(app), replies=24)
    opened(reader, talk.thread, page=2)
    opened(reader, talk.thread, page=1)
    assert positions(opened(reader, talk.thread)) == list(range(21, 26))


@pytest.mark.parametrize("page", ["0", "-1", "3", "99999999999999999999"])
def test_page_past_the_end_is_not_there(reader, talk, page):
    assert opened(reader, talk.thread, page=page).status_code == 404


def test_withdrawn_and_hidden_leave_the_same_tombstone(app, reader):
    board, author = a_board(), a_member(app)
    talk = a_published_thread(author, board, replies=2)
    decided(a_clinician(app, board=board), talk.posts[1], DecisionKind.HIDE, "Hurtful.")
    client_of(app, author).post(f"/posts/{talk.posts[2].id}/withdraw")
    stones = re.findall(r'<p class="tombstone" id="post-\d">(.*?)</p>', opened(reader, talk.thread).text)
    assert stones == ["This message is no longer here."] * 2


def test_name_that_waits_for_review_is_not_shown_even_in_a_quote(app, reader):
    author = a_member(app, "Rude Words")
    talk = a_published_thread(author, replies=1)
    quote_it(app, talk.posts[1], talk.thread)
    with atomic():
        db.session.get(Persona, author.everyday.persona_id).state = PersonaState.NAME_WAITING
    page = opened(reader, talk.thread).text
    assert "Rude Words" not in page
    assert "New member wrote" in page


def quote_it(app, post, thread):
    client = client_of(app, a_member(app))
    page = client.post(f"/posts/{post.id}/quote", data={"marked": "Reply number"}).text
    quote = re.search(r'name="quote" value="([^"]+)"', page)[1]
    return reply(client, thread, "I wonder about this.", quote=quote)


def test_reply_on_an_open_board_leads_to_its_place(reader, talk):
    page = reader.get(reply(reader, talk.thread).location, follow_redirects=True)
    assert page.request.path == f"/threads/{talk.thread.id}/"
    assert positions(page) == [1, 2]


def test_held_reply_is_seen_by_its_author_and_nobody_else(app, talk):
    author, other = client_of(app, a_member(app)), client_of(app, a_member(app))
    reply(author, talk.thread, "Ring me on 07700 900123.")
    assert "07700 900123" in opened(author, talk.thread).text
    assert "07700 900123" not in opened(other, talk.thread).text


def test_page_of_others_is_the_same_whether_or_not_something_waits(app, reader, talk):
    opened(reader, talk.thread)
    before = without_secrets(opened(reader, talk.thread))
    a_reply(a_member(app), talk.thread, "Ring me on 07700 900123.", anonymously=True)
    assert without_secrets(opened(reader, talk.thread)) == before


def without_secrets(page):
    return re.sub(r'name="(csrf_token|submission)" value="[^"]*"', "", page.text)


def test_page_is_the_same_whoever_of_two_wrote_anonymously(app, reader):
    pages = []
    for author in (a_member(app), a_member(app)):
        talk = a_published_thread(author, anonymously=True)
        page = without_secrets(opened(reader, talk.thread))
        shown = db.session.get(Persona, talk.posts[0].author_id)
        for part in (talk.thread.id, talk.posts[0].id, shown.name, talk.board.name, talk.board.slug):
            page = page.replace(part, "")
        pages.append(re.sub(r"hue-\d+|#f\d+", "", page))
    assert pages[0] == pages[1]


def test_own_anonymous_words_are_marked_as_mine(app):
    author = a_member(app)
    talk = a_published_thread(author, anonymously=True)
    assert "pill-you" in opened(client_of(app, author), talk.thread).text


def test_reply_in_a_thread_where_one_was_anonymous_proposes_that_face(app):
    author = a_member(app)
    talk = a_published_thread(author, anonymously=True)
    page = opened(client_of(app, author), talk.thread).text
    (proposed,) = re.findall(r"<input checked [^>]*>", page)
    assert 'value="anonymous"' in proposed
    assert "under the name that you already have" in page


def test_anonymous_reply_keeps_the_face_of_its_thread(app):
    author = a_member(app)
    talk = a_published_thread(author, anonymously=True)
    reply(client_of(app, author), talk.thread, voice="anonymous")
    db.session.rollback()
    assert len({post.author_id for post in db.session.query(Post)}) == 1
    assert len(faces.all_faces(author.account_id)) == 2


def test_clinician_replies_with_an_answer(app):
    board = a_board()
    talk, clinician = a_published_thread(a_member(app), board), a_clinician(app, board=board)
    reply(client_of(app, clinician), talk.thread, voice="professional")
    db.session.rollback()
    answer = db.session.query(Post).filter_by(position=2).one()
    assert answer.kind is PostKind.ANSWER
    assert db.session.get(Persona, answer.author_id).kind is PersonaKind.PROFESSIONAL


def test_thread_that_waits_is_open_to_the_clinicians_of_its_board(app):
    board = a_board(posting=PostingPolicy.HOLD_ALL)
    held = a_question(a_member(app), board).post
    assert client_of(app, a_clinician(app, board=board)).get(f"/threads/{held.thread_id}/").status_code == 200


def test_locked_thread_says_so_and_takes_nothing(app, reader, talk):
    with atomic():
        db.session.get(Thread, talk.thread.id).is_locked = True
    assert "closed to new replies" in opened(reader, talk.thread).text
    refused = reply(reader, talk.thread, "Written before it was closed.")
    assert refused.status_code == 403
    assert "Written before it was closed." in refused.text


def test_reply_that_cannot_be_taken_keeps_what_was_typed(reader, talk):
    answer = reply(reader, talk.thread, "words " * 1600)
    assert answer.status_code == 422
    assert answer.text.count("This is longer than one message can be") == 2
    assert "words words" in answer.text


def test_reply_sent_twice_is_one_post(reader, talk):
    for _ in range(2):
        reply(reader, talk.thread, submission="b" * 32)
    assert db.session.query(Post).count() == 2


def test_preview_of_a_reply_sends_nothing(reader, talk):
    assert "<em>really</em>" in reply(reader, talk.thread, "*really*", preview="1").text
    assert db.session.query(Post).count() == 1


def test_reply_whose_sign_in_ran_out_is_carried_through_the_sign_in(app, talk):
    answer = reply(app.test_client(), talk.thread, "Do not lose me.", place=f"reply:{talk.thread.id}")
    assert answer.status_code == 401
    assert "Do not lose me." in answer.text


def test_visitor_is_invited_to_sign_in_instead_of_a_composer(app):
    talk = a_published_thread(a_member(app), a_board(access=Access.PUBLIC))
    page = opened(app.test_client(), talk.thread).text
    assert "<textarea" not in page
    assert "join under a name of your choice" in page


def test_help_stands_beside_own_words_in_the_thread_and_for_nobody_else(app, talk):
    author, other = client_of(app, a_member(app)), client_of(app, a_member(app))
    reply(author, talk.thread, "I want to end my life tonight.")
    assert "Thank you for saying this" in opened(author, talk.thread).text
    assert "Thank you for saying this" not in opened(other, talk.thread).text


def test_words_whose_key_another_process_destroyed_are_gone_for_a_visitor_too(app):
    talk = a_published_thread(a_member(app), a_board(access=Access.PUBLIC))
    visitor = app.test_client()
    opened(visitor, talk.thread)
    with vault_atomic():  # as another process would: nothing in this one's memory is told
        vault.execute(delete(WrappedKey).where(WrappedKey.id == talk.thread.key_id))
        vault.execute(update(Epoch).values(erasures=Epoch.erasures + 1))
    assert opened(visitor, talk.thread).status_code == 404
