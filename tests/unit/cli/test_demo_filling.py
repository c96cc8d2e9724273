"""Filling the demonstration: what its files tell is what its site holds, by the domain's own verbs."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.app import create_app
from forum.blueprints.demo.people import people as people_at_the_door
from forum.cli.demo_filling.filling import fill
from forum.cli.demo_filling.saying import QUESTION, post_of
from forum.extensions import db, vault
from forum.models.accounts import SecondFactor
from forum.models.discussions import Post
from forum.models.personas import Credential, Persona
from forum.models.records import OutboxEvent
from forum.models.reviews import Decision, Review
from forum.models.shelf import InboxItem
from forum.models.states import PersonaKind, PostState, ReviewState
from forum.triage.levels import Level
from tests.app_fixtures import settings_of_copy
from tests.builders.people import light_passwords
from tests.builders.small_town import a_small_community

STATES = {
    "published": PostState.PUBLISHED,
    "waiting": PostState.HELD,
    "returned": PostState.RETURNED,
    "declined": PostState.DECLINED,
}


@pytest.fixture(scope="module")
def town(empty_site, tmp_path_factory):
    """Return the town that these tests look at: filled once, since none of them changes it."""
    app = create_app(settings_of_copy(empty_site, tmp_path_factory.mktemp("town"), "town_"))
    with app.app_context(), light_passwords():
        yield fill(a_small_community(), nullcontext)
        db.session.remove()
        vault.remove()
        for engine in db.engines.values():
            engine.dispose()


def threads(town):
    return [thread for board in town.community.boards for thread in board.threads]


def test_every_question_stands_where_its_file_says(town):
    stands = {thread.title: post_of(town, thread, QUESTION).state for thread in threads(town)}
    assert stands == {thread.title: STATES[thread.state] for thread in threads(town)}


def test_every_reply_is_shown_in_the_order_of_its_file(town):
    for thread in threads(town):
        asked = post_of(town, thread, QUESTION)
        shown = select(Persona.name).join(Post, Post.author_id == Persona.id).where(Post.thread_id == asked.thread_id)
        names = db.session.scalars(shown.where(Post.position > 1).order_by(Post.position)).all()
        named = [(name, reply) for name, reply in zip(names, thread.replies, strict=True) if not reply.is_anonymous]
        assert all(name == town.community.people[reply.author].name for name, reply in named), thread.title


def test_words_were_said_as_long_ago_as_their_file_says(town):
    ages = {thread.title: town.filled_at - post_of(town, thread, QUESTION).created_at for thread in threads(town)}
    assert ages == {thread.title: timedelta(days=thread.days_ago) for thread in threads(town)}


def test_nothing_shows_before_it_was_said(town):
    assert not db.session.scalars(select(Post).where(Post.published_at < Post.created_at)).all()


def test_returned_words_came_back_with_a_message(town):
    kinds = db.session.execute(select(Decision.kind, Decision.message_sealed)).all()
    assert {kind.value for kind, sealed in kinds if sealed} == {"return", "decline"}


def test_reviewers_are_clinicians_with_a_credential(town):
    deciders = set(db.session.scalars(select(Decision.actor_id)))
    able = set(db.session.scalars(select(Credential.persona_id).where(Credential.is_approved)))
    assert deciders
    assert deciders <= able


def test_nobody_speaks_on_the_invited_board_without_an_invitation(town):
    invited = {key for key in town.people if town.boards["life-after-cancer"] in town.viewer(key).invited_to}
    board = next(board for board in town.community.boards if board.slug == "life-after-cancer")
    assert {thread.author for thread in board.threads} <= invited


def test_anonymous_questions_are_under_faces_of_their_own(town):
    asked = [post_of(town, thread, QUESTION) for thread in threads(town) if thread.is_anonymous]
    kinds = [db.session.get_one(Persona, post.author_id).kind for post in asked]
    assert len({post.author_id for post in asked}) == len(asked) > 0
    assert set(kinds) == {PersonaKind.ANONYMOUS}


def test_every_notice_has_reached_its_inbox(town):
    assert db.session.scalar(select(func.count()).select_from(OutboxEvent)) == 0
    assert vault.scalar(select(func.count()).select_from(InboxItem)) > 0


def test_staff_alone_have_a_second_factor(town):
    staff = [person for person in town.community.people.values() if person.is_staff]
    assert vault.scalar(select(func.count()).where(SecondFactor.is_confirmed)) == len(staff)


def test_door_offers_everybody(town):
    assert {person.key for person in people_at_the_door()} == set(town.community.people)


def test_open_review_is_left_only_where_words_wait(town):
    waiting = {thread.title for thread in threads(town) if thread.state == "waiting"}
    held = {post_of(town, thread, QUESTION).id for thread in threads(town) if thread.title in waiting}
    assert set(db.session.scalars(select(Review.post_id).where(Review.state == ReviewState.OPEN))) == held


def test_words_at_level_crisis_wait_among_them(town):
    assert Level.CRISIS in set(db.session.scalars(select(Review.level).where(Review.state == ReviewState.OPEN)))


def test_answer_came_with_an_approval(town):
    assert db.session.scalars(select(Decision).where(Decision.answer_post_id.is_not(None))).all()
