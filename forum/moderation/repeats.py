"""A form that is sent twice is one post, also when both arrive in the same moment."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.extensions import db
from forum.models.discussions import Post


def once(tag: bytes, write: Callable[[], Post]) -> tuple[Post, bool]:
    """Return the post that was sent under ``tag``, written now if it is the first time, and whether it is a repeat."""
    present = _sent_before(tag)
    if present is not None:
        return present, True
    try:
        with db.session.begin_nested():
            return write(), False
    except IntegrityError:  # the other request wrote it between our look and our insert
        present = _sent_before(tag)
        if present is None:
            raise
        return present, True


def _sent_before(tag: bytes) -> Post | None:
    return db.session.execute(select(Post).where(Post.submission_tag == tag)).scalar_one_or_none()
