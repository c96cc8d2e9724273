"""Boards, and what is said on them, made by the verbs that the pages use; each builder commits what it makes.

Authors and clinicians are those of ``tests.builders.people``.
"""

from dataclasses import dataclass

from forum.columns import new_token
from forum.confidentiality import faces, personas
from forum.extensions import db
from forum.models.boards import Board, Category
from forum.models.discussions import Post, Thread
from forum.models.personas import Persona
from forum.models.records import OutboxEvent
from forum.models.reviews import Decision, Review
from forum.models.states import Access, Anonymity, DecisionKind, PostingPolicy
from forum.moderation import intake
from forum.moderation.claim import claim
from forum.moderation.decide import Ruling, decide
from forum.moderation.intake import Draft, Receipt
from forum.moderation.reviewing import unfinished_on
from forum.policy.viewer import Viewer
from forum.transaction import atomic
from tests.builders.people import Someone, viewer_of

TITLE = "How do you keep track of the tablets?"
TEXT = "I keep losing count of the evening ones. How do you all keep track?"


@dataclass(frozen=True)
class Talk:
    """A published thread and its posts, the opening one first."""

    board: Board
    thread: Thread
    posts: list[Post]


def a_board(**changes: object) -> Board:
    """Return a board, by default for members, where everything is shown at once."""
    token = new_token()
    usual = {
        "slug": f"board-{token[:8]}",
        "name": f"Board {token[:8]}",
        "description": "Whatever the days bring.",
        "guidelines_html": "<p>Be kind to each other.</p>",
        "access": Access.MEMBERS,
        "posting": PostingPolicy.PUBLISH_THEN_REVIEW,
        "anonymity": Anonymity.ALLOWED,
    }
    category = changes.pop("category", None) or Category(id=new_token(), name=f"Category {token[8:16]}")
    with atomic():
        db.session.add(category)
        db.session.flush()
        board = Board(id=token, category_id=category.id, **{**usual, **changes})
        db.session.add(board)
    return board


def a_question(
    author: Someone, board: Board, text: str = TEXT, *, title: str = TITLE, anonymously: bool = False
) -> Receipt:
    """Return what the gate did with a question of the author's."""
    viewer, scope = viewer_of(author), new_token()
    face = faces.ensure_face(author.account_id, scope) if anonymously else None
    with atomic():
        persona = personas.introduce_anonymous(face, scope) if face else _lasting(viewer)
        return intake.submit_question(viewer, persona, board, Draft(text, title), scope=scope, tag=new_token().encode())


def a_reply(
    author: Someone,
    thread: Thread,
    text: str = "A box with the days on it.",
    *,
    anonymously: bool = False,
    **draft: object,
) -> Receipt:
    """Return what the gate did with a reply of the author's, or a clinician's answer; ``quote`` is for the draft."""
    viewer = viewer_of(author)
    face = faces.ensure_face(author.account_id, thread.scope) if anonymously else None
    with atomic():
        persona = personas.introduce_anonymous(face, thread.scope) if face else _lasting(viewer)
        return intake.submit_reply(
            viewer,
            persona,
            thread,
            Draft(text, **draft),
            tag=new_token().encode(),  # type: ignore[arg-type]
        )


def a_published_thread(
    author: Someone, board: Board | None = None, *, replies: int = 0, by: Someone | None = None, **said: object
) -> Talk:
    """Return a thread that shows: on a board that publishes at once, with ``replies`` by ``by`` or its author."""
    board = board or a_board()
    opening = a_question(author, board, **said).post  # type: ignore[arg-type]
    thread = db.session.get_one(Thread, opening.thread_id)
    posts = [a_reply(by or author, thread, f"Reply number {number}.").post for number in range(1, replies + 1)]
    return Talk(board, thread, [opening, *posts])


def decided(
    clinician: Someone, post: Post, kind: DecisionKind = DecisionKind.APPROVE, message: str = "", answer: str = ""
) -> Decision:
    """Claim the post's open review and take a decision on it."""
    viewer = viewer_of(clinician)
    with atomic():
        review = claim(viewer, open_review_of(post).id)
        ruling = Ruling(kind, review.version, message=message, answer=answer)
        return decide(viewer, review.id, ruling)


def open_review_of(post: Post) -> Review:
    """Return the one unfinished review of a post."""
    review = unfinished_on(post_id=post.id)
    assert review is not None, "nobody is asked to look at this post"
    return review


def told(persona_id: str) -> list[str]:
    """Return the notices that wait for a persona, in order."""
    rows = db.session.query(OutboxEvent).filter_by(persona_id=persona_id).order_by(OutboxEvent.made_at)
    return [row.event for row in rows]


def _lasting(viewer: Viewer) -> Persona:
    return db.session.get_one(Persona, viewer.professional or viewer.everyday)
