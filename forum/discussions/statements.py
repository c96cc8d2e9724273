"""The statements of a thread page, built once: what is read of a thread, and of the posts on a page.

Sources and assessments stay in a table of their own, so that the rows read here are no wider than what is shown.
"""

from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, exists, func, null, select
from sqlalchemy.orm import aliased

from forum.clock import today
from forum.discussions import waiting
from forum.discussions.crowd import HAS_FEW
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, RevisionSource, Thread, Watermark
from forum.models.personas import Credential, Persona
from forum.models.reviews import Review

_QuotedRevision, _QuotedPost, _QuotedAuthor = aliased(Revision), aliased(Post), aliased(Persona)
# Asked at each execution: a credential that has lapsed is no longer shown as verified.
_TODAY = bindparam("today", callable_=today, type_=Date)
_AUTHOR = (
    Persona.name.label("author_name"),
    Persona.hue.label("author_hue"),
    Persona.kind.label("author_kind"),
    Persona.state.label("author_state"),
    Persona.scope.label("author_scope"),
)
THREAD = (
    select(
        Thread.id,
        Thread.key_id,
        Thread.title_sealed,
        Thread.scope,
        Thread.state,
        Thread.is_locked,
        Thread.post_count,
        Thread.version,
        Thread.author_id,
        Thread.opening_post_id,
        # Nobody's face is named here: only where something waits is it asked whose it is.
        exists().where(Post.thread_id == Thread.id, Post.open_revision_id.is_not(None)).label("has_waiting"),
        Board.id.label("board_id"),
        Board.slug,
        Board.name.label("board_name"),
        Board.access,
        Board.posting,
        Board.newcomer_posts,
        Board.is_archived,
        Board.anonymity,
        HAS_FEW.label("board_has_few"),
        *_AUTHOR,
    )
    .join(Board, Board.id == Thread.board_id)
    .join(Persona, Persona.id == Thread.author_id)
)
_COLUMNS = (
    Post.id,
    Post.key_id,
    Post.position,
    Post.kind,
    Post.state,
    Post.author_id,
    Post.published_at,
    Post.edited_at,
    Post.open_revision_id,
    Post.version,
    Revision.id.label("revision_id"),
    Revision.state.label("revision_state"),
    Revision.html_sealed,
    Revision.quoted_revision_id,
    Revision.quote_start,
    Revision.quote_end,
    *_AUTHOR,
    Credential.profession,
    _QuotedRevision.html_sealed.label("quoted_html"),
    _QuotedPost.key_id.label("quoted_key_id"),
    _QuotedPost.state.label("quoted_state"),
    _QuotedPost.position.label("quoted_position"),
    _QuotedPost.approved_revision_id.label("quoted_approved_id"),
    _QuotedAuthor.name.label("quoted_name"),
    _QuotedAuthor.hue.label("quoted_hue"),
    _QuotedAuthor.kind.label("quoted_kind"),
    _QuotedAuthor.state.label("quoted_author_state"),
)


def _posts_with(revision_id: Any) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .outerjoin(Revision, Revision.id == revision_id)
        .join(Persona, Persona.id == Post.author_id)
        .outerjoin(
            Credential,
            and_(
                Credential.persona_id == Post.author_id,
                Credential.is_approved.is_(True),
                Credential.expires_on >= _TODAY,
            ),
        )
        .outerjoin(_QuotedRevision, _QuotedRevision.id == Revision.quoted_revision_id)
        .outerjoin(_QuotedPost, _QuotedPost.id == _QuotedRevision.post_id)
        .outerjoin(_QuotedAuthor, _QuotedAuthor.id == _QuotedPost.author_id)
    )


THREAD_FOR_VISITOR = THREAD.add_columns(null().label("watermark")).where(Thread.id == bindparam("thread_id"))
THREAD_FOR_READER = (
    THREAD.add_columns(Watermark.position.label("watermark"))
    .outerjoin(Watermark, Watermark.reader_tag == bindparam("reader_tag"))
    .where(Thread.id == bindparam("thread_id"))
)
POSTS = _posts_with(Post.approved_revision_id).order_by(Post.position)
POSTS_OF_PAGE = POSTS.where(
    Post.thread_id == bindparam("thread_id"),
    Post.position > bindparam("after"),
    Post.position <= bindparam("last"),
)


def _with_standing(posts: Select[Any]) -> Select[Any]:
    return (
        posts.add_columns(*waiting.COLUMNS)
        .outerjoin(RevisionSource, RevisionSource.revision_id == Revision.id)
        .outerjoin(Review, waiting.review_of_wording())
        .outerjoin(waiting.ToAuthor, waiting.decision_of_review())
    )


MOST_WAITING = 20
WAITING_HERE = (
    _with_standing(_posts_with(Post.open_revision_id))
    .where(Post.thread_id == bindparam("thread_id"), Post.open_revision_id.is_not(None))
    .order_by(Post.created_at)
    .limit(MOST_WAITING)
)
WAITING_OF_ONE = WAITING_HERE.where(Post.author_id == bindparam("author_id"))
# Of two reviews on one shown wording, the one that was spoken about to its author, else the later, is what counts.
_SPOKEN_FIRST = (waiting.ToAuthor.made_at.desc().nulls_last(), Review.opened_at.desc().nulls_last())
AS_WRITTEN = _with_standing(_posts_with(func.coalesce(Post.open_revision_id, Post.approved_revision_id))).order_by(
    *_SPOKEN_FIRST
)
AS_SHOWN = _with_standing(_posts_with(Post.approved_revision_id)).order_by(*_SPOKEN_FIRST)
