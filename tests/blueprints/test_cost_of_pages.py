"""What a page costs, at any length and whoever reads it (DESIGN section 6)."""

import re

import pytest

from forum.models.states import Access, PostingPolicy
from tests.builders.counting import go_cold, statements_of
from tests.builders.people import a_clinician, a_member, client_of
from tests.builders.talk import a_board, a_published_thread, a_question, a_reply

MOST_FORUM, MOST_VAULT_WARM, MOST_VAULT_COLD = 5, 1, 3
READERS = ("visitor", "member", "clinician")


def client_for(app, reader, board):
    if reader == "visitor":
        return app.test_client()
    return client_of(app, a_member(app) if reader == "member" else a_clinician(app, board=board))


def cost(app, client, address):
    with statements_of(app) as asked:
        assert client.get(address).status_code == 200
    return asked


@pytest.fixture
def talk(app):
    """Return a thread of one page, with replies under both kinds of face."""
    author, other = a_member(app), a_member(app)
    found = a_published_thread(author, a_board(access=Access.PUBLIC), replies=3, by=other, anonymously=True)
    a_reply(other, found.thread, anonymously=True)
    return found


@pytest.fixture
def long_talk(app, talk):
    """Return the same thread with sixty posts."""
    other = a_member(app)
    for _ in range(55):
        a_reply(other, talk.thread)
    return talk


@pytest.mark.parametrize("reader", READERS)
def test_thread_page_costs_few_statements_even_when_first_opened(app, talk, reader):
    client = client_for(app, reader, talk.board)
    asked = cost(app, client, f"/threads/{talk.thread.id}/")
    assert len(asked.forum) <= MOST_FORUM, asked.forum


@pytest.mark.parametrize("reader", READERS)
def test_board_page_costs_few_statements(app, talk, reader):
    asked = cost(app, client_for(app, reader, talk.board), f"/boards/{talk.board.slug}/")
    assert len(asked.forum) <= MOST_FORUM, asked.forum


@pytest.mark.parametrize("page", ["threads", "boards"])
@pytest.mark.parametrize("reader", READERS)
def test_page_asks_the_vault_once_when_its_keys_are_known(app, talk, reader, page):
    client, address = client_for(app, reader, talk.board), address_of(talk, page)
    client.get(address)
    asked = cost(app, client, address)
    assert len(asked.vault) <= MOST_VAULT_WARM, asked.vault


@pytest.mark.parametrize("page", ["threads", "boards"])
@pytest.mark.parametrize("reader", READERS)
def test_page_asks_the_vault_thrice_at_most_when_nothing_is_known(app, talk, reader, page):
    client, address = client_for(app, reader, talk.board), address_of(talk, page)
    go_cold()
    asked = cost(app, client, address)
    assert len(asked.vault) <= MOST_VAULT_COLD, asked.vault


def test_pages_of_a_long_thread_cost_what_a_short_one_does(app, long_talk):
    client = client_for(app, "member", long_talk.board)
    for number in (1, 2, 3):
        asked = cost(app, client, f"/threads/{long_talk.thread.id}/?page={number}")
        assert len(asked.forum) <= MOST_FORUM, asked.forum
        assert len(asked.vault) <= MOST_VAULT_COLD, asked.vault


def test_somebody_with_two_faces_and_waiting_words_reads_a_thread_in_few_statements(app):
    # The watermark, when it moves, is a short transaction of its own after the page is made.
    author = a_member(app)
    talk = a_published_thread(author, a_board(posting=PostingPolicy.PUBLISH_THEN_REVIEW))
    a_reply(author, talk.thread, "Call me on 07700 900123.")
    a_reply(author, talk.thread, "Call me on 07700 900124.", anonymously=True)
    client, address = client_of(app, author), f"/threads/{talk.thread.id}/"
    client.get(address)
    asked = cost(app, client, address)
    assert len(asked.forum) <= MOST_FORUM, asked.forum


def test_list_of_boards_costs_three_statements(app, talk):
    asked = cost(app, client_for(app, "member", talk.board), "/boards/")
    assert len(asked.forum) == 3


def test_page_of_twenty_posts_is_small(app):
    author = a_member(app)
    words = "It took me a while to find out what helps, and it was not what I had thought. " * 4
    talk = a_published_thread(author, text=words)
    for _ in range(19):
        a_reply(author, talk.thread, words)
    page = client_of(app, author).get(f"/threads/{talk.thread.id}/").data
    assert page.count(b"<article") == 20
    assert len(page) <= 35_000


# DESIGN section 6 names three writes that a GET may make: the reader's watermark, a session's last-seen, and a staff
# look at private words. Whatever else a page wrote would be found here.
MAY_BE_WRITTEN = re.compile("(INSERT INTO|UPDATE) (watermarks|sign_ins)")


def test_no_page_of_a_member_writes_but_what_is_declared(app):
    author = a_member(app)
    talk = a_published_thread(author, replies=1)
    held = a_question(author, a_board(posting=PostingPolicy.HOLD_ALL)).post
    thread, post = talk.thread.id, talk.posts[1].id
    slug = talk.board.slug
    client = client_of(app, author)
    addresses = [
        *("/boards/", f"/boards/{slug}/", f"/boards/{slug}/ask", f"/threads/{thread}/", f"/threads/{thread}/reply"),
        *(f"/posts/{post}/{page}" for page in ("", "edit", "withdraw", "quote", "revisions")),
        *(f"/posts/{held.id}/", "/my-messages/", f"/drafts/?place=reply:{thread}"),
    ]
    with statements_of(app) as asked:
        for address in addresses:
            assert client.get(address).status_code in {200, 302}, address
    assert [said for said in asked.writes if not MAY_BE_WRITTEN.match(said)] == []


def test_watermark_is_written_once_for_what_was_read_once(app, talk):
    client, address = client_for(app, "member", talk.board), f"/threads/{talk.thread.id}/"
    client.get(address)
    assert cost(app, client, address).writes == []


def test_visitor_leaves_no_trace(app, talk):
    assert cost(app, app.test_client(), f"/threads/{talk.thread.id}/").writes == []


def address_of(talk, page):
    return f"/threads/{talk.thread.id}/" if page == "threads" else f"/boards/{talk.board.slug}/"
