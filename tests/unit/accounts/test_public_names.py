"""A look at a public name before an account is opened for it."""

import pytest
from flask import Flask

from forum.accounts import public_names
from forum.confidentiality import faces
from forum.errors import BadInput, NameTaken
from forum.moderation import intake
from forum.transaction import atomic
from tests.builders.people import someone_without_a_name


def take(app: Flask, name: str) -> None:
    someone = someone_without_a_name(app)
    with atomic():
        intake.submit_name(faces.ensure_face(someone.account_id, faces.EVERYDAY), name)


def test_a_free_name_passes(app: Flask) -> None:
    assert public_names.check("Quiet Heron") is None


@pytest.mark.parametrize("looks_the_same", ["Quiet Heron", "quiet  heron", "Qu1et Heron"])
def test_a_name_that_looks_like_anothers_is_taken(app: Flask, looks_the_same: str) -> None:
    take(app, "Quiet Heron")
    with pytest.raises(NameTaken):
        public_names.check(looks_the_same)


@pytest.mark.parametrize("name", ["Dr Heron", "Dг Heron", "Mary Johnson", "a@b.org", "07700900123", "Moderator", "x"])
def test_a_name_that_betrays_or_pretends_is_refused(app: Flask, name: str) -> None:
    with pytest.raises(BadInput):
        public_names.check(name)
