"""A fill of the demonstration that is repeated, or goes on after it was cut off, does nothing twice."""

from contextlib import contextmanager, nullcontext

import pytest
from sqlalchemy import func, select

from forum.cli.demo_filling.filling import fill, is_filled
from forum.extensions import db, vault
from forum.models.accounts import Account
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, Thread
from forum.models.personas import Credential, Grant, Membership, Persona
from forum.models.reviews import Decision, Review
from forum.models.shelf import InboxItem
from tests.builders.people import light_passwords
from tests.builders.small_town import a_small_community

COUNTED = (Post, Revision, Thread, Persona, Review, Decision, Grant, Membership, Credential, Board)


class CutOffError(Exception):
    """The fill ended in the middle."""


def cut_off_after(number):
    """Return a progress that lets so many things happen and no more."""

    @contextmanager
    def progress(happenings):
        def some():
            yield from happenings[:number]
            raise CutOffError

        yield some()

    return progress


def counted():
    """Count what a fill makes, in both databases."""
    forum = {table.__name__: db.session.scalar(select(func.count()).select_from(table)) for table in COUNTED}
    who = {table.__name__: vault.scalar(select(func.count()).select_from(table)) for table in (Account, InboxItem)}
    return forum | who


@pytest.fixture(autouse=True)
def quick(app):
    with light_passwords():
        yield


@pytest.mark.parametrize("happenings", [1, 12, 32])
def test_fill_that_was_cut_off_goes_on_without_doing_anything_twice(happenings):
    community = a_small_community()
    with pytest.raises(CutOffError):
        fill(community, cut_off_after(happenings))
    assert not is_filled(community)
    fill(community, nullcontext)
    said = [1 + len(thread.replies) for board in community.boards for thread in board.threads]
    found = counted()
    assert (found["Account"], found["Thread"], found["Post"]) == (len(community.people), len(said), sum(said))


def test_filling_twice_adds_nothing():
    fill(a_small_community(), nullcontext)
    before = counted()
    fill(a_small_community(), nullcontext)
    assert counted() == before
