"""A small ward for tests of moderation: a board where everything waits, a member, two clinicians and a lead.

An app context must be open, as it is in a test that uses the fixture ``app``.
"""

from dataclasses import dataclass
from functools import cached_property

from flask import Flask
from sqlalchemy import select

from forum.confidentiality import faces, keys
from forum.extensions import db
from forum.models.boards import Board
from forum.models.discussions import Post, Revision
from forum.models.personas import Persona
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind, PostingPolicy
from forum.moderation.claim import claim
from forum.moderation.decide import Ruling, decide, sign_second
from forum.moderation.intake import Draft, Receipt, submit_edit, submit_name
from forum.moderation.undo import undo
from forum.moderation.withdraw import Kept, withdraw
from forum.transaction import atomic, vault_atomic
from tests.builders.people import Someone, a_clinician, a_lead, a_member, someone_without_a_name, viewer_of
from tests.builders.talk import a_board, open_review_of

CRISIS = "I am going to kill myself tonight. Goodbye everybody."
RED = "I keep thinking about killing myself."
K = DecisionKind


@dataclass
class Ward:
    """Who and what most tests of the queue need; people are made when they are first asked for."""

    app: Flask
    board: Board

    @cached_property
    def member(self) -> Someone:
        """A member."""
        return a_member(self.app)

    @cached_property
    def doctor(self) -> Someone:
        """A clinician of the board."""
        return a_clinician(self.app, board=self.board)

    @cached_property
    def colleague(self) -> Someone:
        """Another clinician of the board."""
        return a_clinician(self.app, board=self.board)

    @cached_property
    def lead(self) -> Someone:
        """A lead clinician of the board."""
        return a_lead(self.app, board=self.board)


def a_ward(app: Flask, posting: PostingPolicy = PostingPolicy.HOLD_ALL, **changes: object) -> Ward:
    """Return a ward with a board of its own, by default one that holds everything."""
    return Ward(app, a_board(posting=posting, **changes))


def claimed(clinician: Someone, post: Post) -> Review:
    """Claim the open review of a post."""
    viewer = viewer_of(clinician)
    with atomic():
        return claim(viewer, open_review_of(post).id)


def ruled(clinician: Someone, review: Review, kind: DecisionKind, **said: str) -> Decision:
    """Decide on a claimed review, having seen its present version."""
    viewer = viewer_of(clinician)
    with atomic():
        return decide(viewer, review.id, Ruling(kind, version_of(review), **said))


def signed_second(lead: Someone, review: Review, kind: DecisionKind = K.CONFIRM, **said: str) -> Decision:
    """Give the second signature, having seen the present version."""
    viewer = viewer_of(lead)
    with atomic():
        return sign_second(viewer, review.id, Ruling(kind, version_of(review), **said))


def undone(clinician: Someone, decision: Decision) -> Review:
    """Undo a decision."""
    viewer = viewer_of(clinician)
    with atomic():
        return undo(viewer, decision.id)


def edited(author: Someone, post: Post, text: str = "It reads like this now.", title: str = "As it is now") -> Receipt:
    """Send another wording of a post."""
    viewer = viewer_of(author)
    with atomic():
        return submit_edit(viewer, post, Draft(text, title))


def taken_back(author: Someone, post: Post) -> Kept:
    """Withdraw a post as its page does: the key of a case first, in the vault."""
    viewer = viewer_of(author)
    with vault_atomic():
        case_key = keys.make_key()
    with atomic():
        return withdraw(viewer, post, case_key)


def version_of(review: Review) -> int:
    """Return a review's version as it is in the database."""
    return db.session.execute(select(Review.version).where(Review.id == review.id)).scalar_one()


def revisions_of(post: Post) -> list[Revision]:
    """Return the wordings of a post, the first first."""
    return list(
        db.session.execute(select(Revision).where(Revision.post_id == post.id).order_by(Revision.number)).scalars()
    )


def a_name_that_waits(app: Flask) -> Persona:
    """Return a face whose chosen name waits for a look, at level red."""
    face = faces.face_of(someone_without_a_name(app).account_id, faces.EVERYDAY)
    with atomic():
        return submit_name(face, "want to die")


def review_of_name(persona: Persona) -> Review:
    """Return the review of a chosen name."""
    return db.session.execute(select(Review).where(Review.persona_id == persona.id)).scalar_one()
