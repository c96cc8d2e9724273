"""Killed in place of any of its commits, an act that touches both databases is completed by doing it again.

Each act is written as its edge does it. ``commits`` is how many it makes; it is killed in place of each, and once
after all of them, when only the answer was lost. Done again it must leave exactly what it leaves undisturbed.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from forum.accounts import joining, passwords, signing_in
from forum.accounts.joining import Joining
from forum.administration import grants
from forum.administration.grants import CredentialPlan
from forum.clock import frozen_at, now, today
from forum.confidentiality import faces, identity, keys, sweeping
from forum.discussions import voices
from forum.discussions.voices import Voice
from forum.errors import NameTaken
from forum.extensions import db, vault
from forum.models.accounts import Account, SignIn
from forum.models.boards import Board
from forum.models.discussions import Post, Thread
from forum.models.links import PersonaLink, WrappedKey
from forum.models.personas import Credential, Grant, Persona
from forum.models.records import OutboxEvent
from forum.models.reviews import SafetyCase
from forum.models.shelf import InboxItem, VaultOutbox
from forum.models.states import PersonaKind, PostState, Role
from forum.moderation import intake
from forum.moderation.intake import Draft
from forum.moderation.withdraw import withdraw
from forum.notifications import delivery, outbox
from forum.transaction import atomic, vault_atomic
from tests.builders.killing import killed_at
from tests.builders.moderating import RED
from tests.builders.people import PASSWORD, Someone, a_member, light_passwords, session_of, viewer_of
from tests.builders.talk import a_board, a_published_thread, a_question

Act = Callable[[], object]
A_DAY = timedelta(days=1)


def upto(commits: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("commit", "is_killed"), [(number, number <= commits) for number in range(1, commits + 2)]
    )


def count(model: type, *conditions: object) -> int:
    session = vault if getattr(model, "__bind_key__", None) else db.session
    found = session.execute(select(func.count()).select_from(model).where(*conditions)).scalar_one()
    session.rollback()
    return found


def orphans() -> int:
    """Return how many links have a persona without a row."""
    tags = vault.execute(select(PersonaLink.scope_tag)).scalars().all()
    found = [faces.face_behind(tag) for tag in tags]
    vault.rollback()
    return sum(face is not None and db.session.get(Persona, face.persona_id) is None for face in found)


def swept_after(days: int) -> int:
    with frozen_at(now() + days * A_DAY):
        found = sweeping.sweep()["orphaned links"]
    db.session.rollback()
    return found


# joining: the account, its everyday face, its name


def join() -> None:
    with light_passwords():
        wanted = Joining("signs-in", passwords.hashed(PASSWORD))
    try:
        with vault_atomic():
            account_id = joining.join(wanted).account_id
    except NameTaken:  # what they do next: sign in, and be asked for a name
        with light_passwords():
            account_id = signing_in.recognise("signs-in", PASSWORD).account_id
    face = faces.ensure_face(account_id, faces.EVERYDAY)
    with atomic():
        intake.submit_name(face, "Mossy Brook")


@upto(3)
def test_joining_is_completed_and_not_doubled(app, commit, is_killed):
    assert killed_at(app, commit, join) is is_killed
    join()
    assert (count(Account), count(PersonaLink), count(Persona), count(WrappedKey)) == (1, 1, 1, 2)


def test_account_without_a_name_is_never_swept(app):
    assert killed_at(app, 3, join)
    assert swept_after(1) == 0
    join()
    assert (count(Persona), orphans()) == (1, 0)


# speaking anonymously: the face, the words


@pytest.fixture
def speaker(app: Flask) -> tuple[Someone, Thread, str]:
    """Return somebody with a session, and somebody else's thread to reply in."""
    talk = a_published_thread(a_member(app), a_board())
    someone = a_member(app)
    return someone, talk.thread, session_of(someone)


def replying(speaker: tuple[Someone, Thread, str]) -> Act:
    someone, thread, token = speaker
    thread_id, scope = thread.id, thread.scope

    def reply() -> Post:
        found = identity.recognise(token)
        assert found is not None
        tag = identity.submission_tag(someone.account_id, "the form")
        face = voices.face_for(found, Voice.ANONYMOUS, scope)
        with atomic():
            persona = voices.persona_for(face, Voice.ANONYMOUS, scope)
            there = db.session.get_one(Thread, thread_id)
            return intake.submit_reply(found.viewer, persona, there, Draft("I know that feeling."), tag=tag).post

    return reply


def asking(speaker: tuple[Someone, Thread, str]) -> Act:
    someone, thread, token = speaker
    board_id = thread.board_id

    def ask() -> Post:
        found = identity.recognise(token)
        assert found is not None
        scope = identity.scope_for(someone.account_id, "the form")
        tag = identity.submission_tag(someone.account_id, "the form")
        face = voices.face_for(found, Voice.ANONYMOUS, scope)
        with atomic():
            persona = voices.persona_for(face, Voice.ANONYMOUS, scope)
            board = db.session.get_one(Board, board_id)
            draft = Draft("How is it for you?", "A question")
            return intake.submit_question(found.viewer, persona, board, draft, scope=scope, tag=tag).post

    return ask


@pytest.mark.parametrize("speaking", [replying, asking])
@upto(2)
def test_anonymous_words_are_said_once_under_one_face(app, speaker, speaking, commit, is_killed):
    speak = speaking(speaker)
    assert killed_at(app, commit, speak) is is_killed
    links = count(PersonaLink)
    post = speak()
    assert count(Persona, Persona.kind == PersonaKind.ANONYMOUS) == 1
    assert count(Post, Post.author_id == post.author_id) == 1
    assert (count(PersonaLink), orphans()) == (max(links, 3), 0)


@pytest.mark.parametrize("days", [1, 2, 20])
def test_face_that_never_spoke_is_swept_with_its_key_after_a_day(app, speaker, days):
    kept = count(WrappedKey)
    assert killed_at(app, 2, replying(speaker))
    assert (orphans(), swept_after(0)) == (1, 0)
    assert swept_after(days) == 1
    assert (orphans(), count(WrappedKey)) == (0, kept)


def test_face_that_spoke_is_never_swept(app, speaker):
    post = replying(speaker)()
    assert [swept_after(days) for days in (1, 2, 29)] == [0, 0, 0]
    keys.memory.forget_all()
    assert keys.key_for(post.key_id)


def test_several_faces_that_never_spoke_are_swept_in_the_end_and_ordinals_stay_dense(app, speaker):
    someone = speaker[0]
    for scope in "abc":
        faces.ensure_face(someone.account_id, scope)
    assert sum(swept_after(1) for _ in range(3)) == 3
    assert faces.all_faces(someone.account_id) == [someone.everyday]
    assert faces.ensure_face(someone.account_id, "d") == faces.all_faces(someone.account_id)[1]


def test_unused_face_in_the_middle_is_kept(app, speaker):
    someone = speaker[0]
    faces.ensure_face(someone.account_id, "never spoke")
    replying(speaker)()
    assert swept_after(1) == 0
    assert len(faces.all_faces(someone.account_id)) == 3


@upto(2)
def test_sweep_is_completed_and_takes_nothing_else(app, speaker, commit, is_killed):
    kept = count(WrappedKey)
    assert killed_at(app, 2, replying(speaker))
    assert killed_at(app, commit, lambda: swept_after(1)) is is_killed
    swept_after(1)
    assert (orphans(), count(WrappedKey), count(PersonaLink)) == (0, kept, 2)


def test_process_that_remembers_a_swept_face_speaks_under_a_new_one(app, speaker):
    someone, thread, _ = speaker
    remembered = faces.ensure_face(someone.account_id, thread.scope)
    another_process = dict(faces.memory._faces), dict(keys.memory._keys), keys.memory.epoch, faces.memory._links
    assert swept_after(1) == 1
    faces.memory._faces.update(another_process[0])
    keys.memory._keys.update(another_process[1])
    keys.memory._epoch, faces.memory._links = another_process[2:]
    post = replying(speaker)()
    assert post.author_id != remembered.persona_id
    keys.memory.forget_all()
    assert keys.key_for(post.key_id)


# delivering a notice: the inbox, the outbox


@pytest.fixture
def told(app: Flask) -> Someone:
    """Return a member with an address, for whom one notice waits."""
    member = a_member(app, email="somebody@forum.example")
    with atomic():
        outbox.tell("post.published", member.everyday.persona_id)
    with vault_atomic():
        vault.execute(delete(VaultOutbox))  # the letter about the address
    return member


@upto(2)
def test_notice_is_delivered_once_with_one_letter(app, told, commit, is_killed):
    assert killed_at(app, commit, delivery.move_events) is is_killed
    delivery.move_events()
    assert (count(InboxItem), count(VaultOutbox), count(OutboxEvent)) == (1, 1, 0)


def test_notice_that_cannot_be_delivered_holds_up_no_other(app, told):
    other = a_member(app)
    with vault_atomic():
        row = vault.execute(select(PersonaLink)).scalars().first()
        row.account_sealed = b"damaged" * 9
    with atomic():
        outbox.tell("post.published", other.everyday.persona_id)
    assert delivery.move_events() == 1
    assert (count(InboxItem), count(OutboxEvent, OutboxEvent.attempts == 1)) == (1, 1)
    assert delivery.move_events() == 0


# sending a letter: the mail server, the vault's outbox


class FileMailer:
    """Writes a line for each letter, so that what a killed process sent is known."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, address: str, kind: str, _token: str | None) -> None:
        with self.path.open("a") as file:
            file.write(f"{address} {kind}\n")

    @property
    def sent(self) -> int:
        return len(self.path.read_text().splitlines()) if self.path.exists() else 0


@upto(1)
def test_letter_is_never_lost_and_at_most_doubled(app, told, tmp_path, commit, is_killed):
    mailer = FileMailer(tmp_path / "sent")
    delivery.move_events()
    assert killed_at(app, commit, lambda: delivery.send_letters(mailer)) is is_killed
    delivery.send_letters(mailer)
    assert (mailer.sent, count(VaultOutbox)) == (2 if is_killed else 1, 0)


def test_letter_to_an_address_of_somebody_else_is_not_sent(app, told, tmp_path):
    impostor = a_member(app, email="somebody@forum.example")
    with vault_atomic():
        vault.execute(delete(VaultOutbox))
    with atomic():
        outbox.tell("post.published", impostor.everyday.persona_id)
    delivery.move_events()
    mailer = FileMailer(tmp_path / "sent")
    delivery.send_letters(mailer)
    assert mailer.sent == 1  # the owner's own


# taking words back at risk: the case's key, the case


@upto(2)
def test_withdrawal_at_risk_keeps_one_case_that_opens(app, commit, is_killed):
    member = a_member(app)
    post_id, token = a_question(member, a_board(), RED).post.id, session_of(member)

    def take_back() -> None:
        found = identity.recognise(token)
        assert found is not None
        if db.session.get_one(Post, post_id).state is PostState.WITHDRAWN:
            return
        with vault_atomic():
            case_key = keys.make_key()
        with atomic():
            withdraw(found.viewer, db.session.get_one(Post, post_id), case_key)

    assert killed_at(app, commit, take_back) is is_killed
    take_back()
    case = db.session.execute(select(SafetyCase)).scalar_one()
    assert keys.unseal(case.key_id, case.source_sealed, "safety_cases", "source_sealed", case.id) == RED


# granting: the professional face, the credential and the grant, the sessions


@upto(3)
def test_grant_is_given_once_and_ends_the_sessions(app, commit, is_killed):
    member = a_member(app)
    session_of(member)
    everyday, expires = member.everyday.persona_id, today() + timedelta(days=30)
    plan = CredentialPlan("Dr A. Moss", "Psychologist", "HCPC", "PYL99901", expires)

    def give() -> None:
        face = grants.prepare_professional(everyday)
        with atomic():
            if db.session.get(Credential, face.persona_id) is None:
                grants.propose_credential(None, face, plan)
                grants.approve_credential(None, face.persona_id)
            grants.grant(None, everyday, Role.CLINICIAN, [None], expires)
        grants.end_sessions_of(everyday)

    assert killed_at(app, commit, give) is is_killed
    give()
    assert (count(Grant), count(Credential), count(Persona, Persona.kind == PersonaKind.PROFESSIONAL)) == (1, 1, 1)
    assert (count(PersonaLink), count(SignIn)) == (2, 0)
    assert viewer_of(member).may_moderate
