"""What is destroyed is gone from every process's memory, from its next request on, whoever asks."""

from threading import Thread

import pytest
from flask import Flask

from forum.blueprints.person import viewer
from forum.confidentiality import faces, keys, sign_ins
from forum.extensions import vault
from forum.jobs.pump import one_round
from forum.models.links import WrappedKey
from forum.transaction import vault_atomic
from tests.builders.people import a_member, viewer_of


@pytest.fixture
def destroyed(app: Flask) -> str:
    """Return a key that another process has destroyed, while this one still remembers it."""
    with vault_atomic():
        key_id = keys.make_key()
    sign_ins.observe_epochs()
    key = keys.key_for(key_id)
    with vault_atomic():
        keys.destroy(key_id)
    sign_ins.observe_epochs()
    keys.memory._epoch -= 1
    keys.memory.put(key_id, key)
    return key_id


def test_destroyed_key_is_forgotten_when_the_epoch_is_read(destroyed):
    assert keys.memory.get(destroyed) is not None
    sign_ins.observe_epochs()
    assert keys.memory.get(destroyed) is None


def test_destroyed_key_is_forgotten_with_anybody_s_request(app, destroyed):
    viewer_of(a_member(app))
    assert keys.memory.get(destroyed) is None


def test_key_read_before_an_erasure_is_not_remembered_after_it(app):
    with vault_atomic():
        key_id = keys.make_key()
    sign_ins.observe_epochs()
    row, seen = vault.get_one(WrappedKey, key_id), keys.memory.seen
    wrapped, master_id = row.wrapped, row.master_id
    with vault_atomic():
        keys.destroy(key_id)
    sign_ins.observe_epochs()
    keys.opened(key_id, wrapped, master_id, seen)  # a slower thread of the same process
    assert keys.memory.get(key_id) is None


def test_no_face_that_was_read_before_a_link_is_not_remembered_after_it(app):
    member = a_member(app)
    seen, tag = faces.memory.turn, faces._scope_tag(member.account_id, "here")
    face = faces.ensure_face(member.account_id, "here")
    sign_ins.observe_epochs()
    faces.memory.put(tag, None, seen)
    assert faces.face_of(member.account_id, "here") == face


def test_destroyed_key_is_forgotten_with_a_visitor_s_request(app, destroyed):
    with app.test_request_context("/"):
        assert not viewer().is_signed_in
    assert keys.memory.get(destroyed) is None


def test_destroyed_key_is_forgotten_by_the_worker(app, destroyed):
    one_round(app)
    assert keys.memory.get(destroyed) is None


def test_request_that_began_before_an_erasure_remembers_nothing_after_it(app):
    with vault_atomic():
        key_id = keys.make_key()
    keys.memory.forget_all()
    sign_ins.observe_epochs()
    other = Thread(target=lambda: keys.memory.observe(keys.memory.epoch + 1))  # a request that began later
    other.start()
    other.join()
    keys.key_for(key_id)  # as this one still finds it
    assert keys.memory.get(key_id) is None


def test_request_that_began_before_a_face_was_made_does_not_remember_that_there_is_none(app):
    member = a_member(app)
    sign_ins.observe_epochs()
    other = Thread(target=lambda: faces.memory.observe(faces.memory._links + 1))
    other.start()
    other.join()
    assert faces.face_of(member.account_id, "here") is None
    assert faces.memory.get(faces._scope_tag(member.account_id, "here"))[0] is False
