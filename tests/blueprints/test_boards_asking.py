"""Asking a question: what is taken, under which face, and what its author sees next."""

import re

import pytest

from forum.discussions.voices import Voice
from forum.extensions import db
from forum.models.discussions import Post, Thread
from forum.models.personas import Persona
from forum.models.states import Access, Anonymity, PersonaKind, PostingPolicy, PostKind
from tests.builders.people import a_clinician, a_member, client_of, someone_without_a_name
from tests.builders.talk import a_board

QUESTION = {"title": "How do you sleep?", "body": "I wake at four, every night.", "voice": "own"}


def ask(client, board, **changes):
    return client.post(f"/boards/{board.slug}/ask", data={**QUESTION, **changes})


def only_post():
    db.session.rollback()
    return db.session.query(Post).one()


def author_of(post):
    return db.session.get(Persona, post.author_id)


def test_question_on_an_open_board_stands_in_its_thread(app):
    client = client_of(app, a_member(app))
    page = client.get(ask(client, a_board()).location, follow_redirects=True)
    assert page.request.path.startswith("/threads/")
    assert "I wake at four" in page.text


def test_held_question_leads_to_where_it_stands(app):
    client = client_of(app, a_member(app))
    page = client.get(ask(client, a_board(posting=PostingPolicy.HOLD_ALL)).location)
    assert "Waiting for a clinician to read it." in page.text
    assert "A clinician will read it by about" in page.text


def test_question_under_the_own_name_is_the_everyday_personas(app):
    member = a_member(app)
    ask(client_of(app, member), a_board())
    assert only_post().author_id == member.everyday.persona_id


def test_anonymous_question_is_by_a_fresh_persona_of_the_threads_scope(app):
    member = a_member(app)
    ask(client_of(app, member), a_board(), voice="anonymous")
    author = author_of(only_post())
    assert author.kind is PersonaKind.ANONYMOUS
    assert author.scope == db.session.query(Thread).one().scope
    assert author.name != member.name


def test_two_anonymous_questions_are_by_two_personas(app):
    client, board = client_of(app, a_member(app)), a_board()
    ask(client, board, voice="anonymous")
    ask(client, board, voice="anonymous")
    assert len({post.author_id for post in db.session.query(Post)}) == 2


def test_board_that_is_always_anonymous_takes_no_other_face(app):
    client, board = client_of(app, a_member(app)), a_board(anonymity=Anonymity.ALWAYS)
    assert ask(client, board, voice="own").status_code == 422
    assert ask(client, board, voice="anonymous").status_code == 302


def test_clinician_asks_on_their_board_under_the_professional_name(app):
    board = a_board()
    clinician = a_clinician(app, board=board)
    ask(client_of(app, clinician), board, voice=Voice.PROFESSIONAL.value)
    assert only_post().kind is PostKind.ANSWER
    assert author_of(only_post()).kind is PersonaKind.PROFESSIONAL


def test_clinician_of_another_board_asks_as_a_member(app):
    clinician = a_clinician(app, board=a_board())
    ask(client_of(app, clinician), a_board())
    assert author_of(only_post()).kind is PersonaKind.EVERYDAY


def test_board_that_recommends_it_proposes_anonymous_words(app):
    board, client = a_board(anonymity=Anonymity.RECOMMENDED), client_of(app, a_member(app))
    (proposed,) = re.findall(r"<input checked [^>]*>", client.get(f"/boards/{board.slug}/ask").text)
    assert 'value="anonymous"' in proposed


def test_few_people_on_a_board_are_mentioned_before_somebody_writes_anonymously(app):
    board, client = a_board(), client_of(app, a_member(app))
    assert "Somebody who knows you may guess" in client.get(f"/boards/{board.slug}/ask").text
    for _ in range(9):
        a_member(app)
    assert "Somebody who knows you may guess" not in client.get(f"/boards/{board.slug}/ask").text


def test_form_sent_twice_is_one_question(app):
    client, board = client_of(app, a_member(app)), a_board()
    submission = "a" * 32
    first = ask(client, board, submission=submission, voice="anonymous")
    second = ask(client, board, submission=submission, voice="anonymous")
    assert first.location == second.location
    assert db.session.query(Post).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Please give your question a title"),
        ({"title": "\u200b\x00 "}, "Please give your question a title"),
        ({"title": "a" * 151}, "Please shorten the title to 150 characters"),
        ({"body": " \x00\u202e"}, "There is nothing here yet"),
        ({"body": "a" * 8001}, "This is longer than one message can be (8,000 characters)"),
        ({"voice": "professional"}, "Please choose under which name"),
        ({"voice": ""}, "Please choose under which name"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_on_top(app, changes, said):
    answer = ask(client_of(app, a_member(app)), a_board(), **changes)
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert db.session.query(Post).count() == 0


def test_what_was_typed_stays_when_something_else_cannot_be_taken(app):
    page = ask(client_of(app, a_member(app)), a_board(), title="", voice="anonymous").text
    assert "I wake at four, every night." in page


@pytest.mark.parametrize("body", ["one\x00two", "one\ud800two", "\u202eone two", "one\u200b two", "𐌀" * 100])
def test_odd_characters_never_break_a_page(app, body):
    client = client_of(app, a_member(app))
    sent = ask(client, a_board(), body=body.encode("utf-8", "surrogatepass"))
    page = client.get(sent.location, follow_redirects=True)
    assert page.status_code == 200
    assert "\u202e" not in page.text
    assert "\x00" not in page.text


def test_body_of_ten_megabytes_is_refused_kindly(app):
    answer = ask(client_of(app, a_member(app)), a_board(), body="a" * 10_000_000)
    assert answer.status_code == 413
    assert "That is too long for one message" in answer.text


def test_preview_shows_the_words_and_sends_nothing(app):
    answer = ask(client_of(app, a_member(app)), a_board(), body="**Four** in the morning", preview="1")
    assert "<strong>Four</strong>" in answer.text
    assert db.session.query(Post).count() == 0


def test_preview_without_a_page_warns_of_what_could_tell_who_somebody_is(app):
    answer = client_of(app, a_member(app)).post("/preview", data={"body": "Ring me on 07700 900123."})
    assert "a telephone number" in answer.text
    assert "<html" not in answer.text


def test_preview_of_nothing_says_so(app):
    assert "nothing here yet" in client_of(app, a_member(app)).post("/preview", data={"body": ""}).text


def test_preview_is_for_people_who_have_joined(app):
    assert app.test_client().post("/preview", data={"body": "x"}).status_code == 302


def test_visitor_is_asked_to_sign_in_first(app):
    board = a_board(access=Access.PUBLIC)
    answer = app.test_client().get(f"/boards/{board.slug}/ask")
    assert answer.location.startswith("/login")


def test_words_whose_sign_in_ran_out_are_carried_through_the_sign_in(app):
    board = a_board()
    answer = app.test_client().post(f"/boards/{board.slug}/ask", data={**QUESTION, "place": f"ask:{board.id}"})
    assert answer.status_code == 401
    assert "I wake at four, every night." in answer.text
    assert f"/boards/{board.slug}/ask" in answer.text


def test_account_whose_public_name_never_came_says_nothing_under_it(app):
    ask(client_of(app, someone_without_a_name(app)), a_board())
    assert db.session.query(Post).count() == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("I want to end my life tonight. I have the tablets here.", "Thank you for saying this"),
        ("I have crushing chest pain and my left arm is numb right now.", "Please do not wait for an answer here"),
    ],
)
@pytest.mark.parametrize("posting", [PostingPolicy.HOLD_ALL, PostingPolicy.PUBLISH_THEN_REVIEW])
def test_help_is_on_the_very_next_page(app, body, said, posting):
    client = client_of(app, a_member(app))
    page = client.get(ask(client, a_board(posting=posting), body=body).location, follow_redirects=True).text
    assert said in page
    assert "Call 999" in page


def test_help_is_that_of_the_country_somebody_gave(app):
    client = client_of(app, a_member(app, country="US"))
    page = client.get(ask(client, a_board(), body="I want to end my life tonight.").location).text
    assert "Call 911" in page


def test_nothing_of_the_level_is_in_address_or_cookie(app):
    client, board = client_of(app, a_member(app)), a_board(posting=PostingPolicy.HOLD_ALL)
    calm, grave = ask(client, board), ask(client, board, body="I want to end my life tonight.")
    assert calm.location[-7:] == grave.location[-7:] == "?sent=1"
    assert len(calm.location) == len(grave.location)
    assert calm.headers.getlist("Set-Cookie") == grave.headers.getlist("Set-Cookie")


def test_what_is_missing_is_said_in_the_order_of_the_page(app):
    page = ask(client_of(app, a_member(app)), a_board(), title="", body="").text
    summary = page[page.index("error-summary") :]
    assert summary.index('href="#title"') < summary.index('href="#body"')


def test_form_from_a_window_whose_cookies_are_gone_is_kept_through_the_sign_in(app):
    app.config["WTF_CSRF_ENABLED"] = True
    board = a_board()
    page = app.test_client().post(f"/boards/{board.slug}/ask", data={**QUESTION, "place": f"ask:{board.id}"})
    assert page.status_code == 401
    assert 'name="kept_title" value="How do you sleep?"' in page.text
