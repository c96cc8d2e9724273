"""The clinicians' side: what waits is claimed and decided on by a clinician of its board, or left in the queue."""

from datetime import timedelta
from zlib import crc32

from forum.cli.demo_filling.content import LEAD, Invented, SaidThread
from forum.cli.demo_filling.saying import QUESTION, post_of
from forum.cli.demo_filling.town import Town
from forum.clock import now
from forum.models.discussions import Post
from forum.models.states import DecisionKind, PostState, ReviewState
from forum.moderation.claim import claim
from forum.moderation.decide import Ruling, decide, sign_second
from forum.moderation.reviewing import unfinished_on
from forum.transaction import atomic

STILL_IN_THE_QUEUE = timedelta(hours=20)  # what was shown at once, so recently, nobody has come to yet
DECISIONS = {"published": DecisionKind.APPROVE, "returned": DecisionKind.RETURN, "declined": DecisionKind.DECLINE}


def review_question(town: Town, thread: SaidThread) -> None:
    """Decide on a question as its file says it went."""
    _review(town, thread, QUESTION, DECISIONS[thread.state], message=thread.reason)


def review_reply(town: Town, thread: SaidThread, number: int) -> None:
    """Approve a reply, if it waits."""
    _review(town, thread, number, DecisionKind.APPROVE)


def answer(town: Town, thread: SaidThread) -> None:
    """Let the clinician of the first reply answer and approve the question in one."""
    first = thread.replies[0]
    by = town.community.people[first.author]
    _review(town, thread, QUESTION, DecisionKind.ANSWER_AND_APPROVE, by=by, answer=first.body)


def _review(
    town: Town,
    thread: SaidThread,
    number: int,
    kind: DecisionKind,
    *,
    by: Invented | None = None,
    message: str = "",
    answer: str = "",
) -> None:
    post = post_of(town, thread, number)
    if kind is DecisionKind.APPROVE and _may_wait(town, post):
        return
    first = by or _reviewer(town, thread, number)
    with atomic():
        waiting = unfinished_on(post_id=post.id)
        if waiting is None or waiting.state not in {ReviewState.OPEN, ReviewState.CLAIMED}:
            return
        clinician = town.viewer(first.key)
        review = claim(clinician, waiting.id)
        decide(clinician, review.id, Ruling(kind, review.version, message=message, answer=answer))
        if review.state is ReviewState.AWAITING_SECOND:
            lead = next(p for p in town.community.clinicians_of(thread.board) if p.role == LEAD and p != first)
            sign_second(town.viewer(lead.key), review.id, Ruling(DecisionKind.CONFIRM, review.version))


def _may_wait(town: Town, post: Post) -> bool:
    return post.state is PostState.PUBLISHED and now() > town.filled_at - STILL_IN_THE_QUEUE


def _reviewer(town: Town, thread: SaidThread, number: int) -> Invented:
    """Return a clinician of the board who did not write it, the same at every fill."""
    author = thread.replies[number - 1].author if number else thread.author
    able = [person for person in town.community.clinicians_of(thread.board) if person.key != author]
    return able[crc32(f"{thread.title}{number}".encode()) % len(able)]
