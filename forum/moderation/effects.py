"""What a decision does to its subject, and how that is taken back within the window.

Each effect moves the post and its wording by the transition tables, the counters through ``publication``, and writes
the notices; the caller has opened the transaction and moved the review.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from forum.clock import now
from forum.confidentiality import personas
from forum.extensions import db
from forum.models.discussions import Post, Revision, Thread
from forum.models.personas import Persona
from forum.models.reviews import Decision, Review
from forum.models.states import DecisionKind, PersonaKind, PersonaState, PostState, RevisionState
from forum.moderation import publication
from forum.moderation.facts import first_signature
from forum.moderation.transitions import REVISION, Event, next_state
from forum.notifications import outbox
from forum.policy.viewer import Viewer

__all__ = ["carry_out", "drop_answer", "first_signature", "set_signature_aside", "take_back", "thread_of"]


def carry_out(review: Review, decision: Decision, _clinician: Viewer, *, wait: timedelta) -> None:
    """Do what was decided; notices wait for ``wait``."""
    if review.post_id is None:
        _on_name(review, decision, wait)
        return
    _EFFECTS[decision.kind](review, decision, wait)


def take_back(review: Review, decision: Decision) -> None:
    """Undo what was decided, the answer first, since it stands after the words it answers."""
    if review.post_id is None:
        persona = _persona(review)
        personas.note_new_look(persona.id)
        persona.state = PersonaState.NAME_WAITING
        return
    if decision.answer_post_id is not None:
        drop_answer(decision)
    post, revision = _subject(review)
    if decision.kind in {DecisionKind.APPROVE, DecisionKind.ANSWER_AND_APPROVE}:
        if decision.took_effect:
            publication.unshow(post, revision, decision.replaced_revision_id)
        return
    revision.state = next_state(REVISION, revision.state, Event.UNDO)
    post.open_revision_id = revision.id
    if post.state in {PostState.RETURNED, PostState.DECLINED}:
        publication.move(post, publication.locked_thread(post), Event.UNDO)
    db.session.flush()


def drop_answer(decision: Decision) -> None:
    """Take an answer out of its thread again, or never show the one that waited for a second signature."""
    post = db.session.get(Post, decision.answer_post_id) if decision.answer_post_id else None
    if post is None:
        return
    if post.state is PostState.PUBLISHED:
        publication.take_away(post)
    elif post.state is PostState.HELD:
        publication.withdraw(post)


def set_signature_aside(review: Review) -> None:
    """Take back a first signature that will get no second, and the answer that waited with it."""
    first = first_signature(review)
    if first is not None:
        drop_answer(first)
        first.undone_at = now()


def thread_of(review: Review) -> Thread:
    """Return the thread of a review's post."""
    post = db.session.get_one(Post, review.post_id)
    return db.session.get_one(Thread, post.thread_id)


def _approve(review: Review, decision: Decision, wait: timedelta) -> None:
    post, revision = _subject(review)
    if revision.state is RevisionState.HELD:
        decision.replaced_revision_id = post.approved_revision_id
        decision.took_effect = True
        publication.show(post, revision)
        _tell("post.published", post, decision, wait)
        _tell_asker(post, decision, wait)
    _show_answer(decision, wait)


def _show_answer(decision: Decision, wait: timedelta) -> None:
    if decision.answer_post_id is None:
        return
    answer = db.session.get_one(Post, decision.answer_post_id)
    publication.show(answer, db.session.get_one(Revision, answer.open_revision_id))
    _tell_asker(answer, decision, wait)


def _return(review: Review, decision: Decision, wait: timedelta) -> None:
    post, revision = _subject(review)
    revision.state = next_state(REVISION, revision.state, Event.RETURN)
    publication.move(post, publication.locked_thread(post), Event.RETURN)
    _tell("post.returned", post, decision, wait)


def _decline(review: Review, decision: Decision, wait: timedelta) -> None:
    post, revision = _subject(review)
    revision.state = next_state(REVISION, revision.state, Event.DECLINE)
    if post.state is PostState.PUBLISHED:  # only the edit is declined; what was approved stays up
        _tell("post.edit_declined", post, decision, wait)
    else:
        publication.move(post, publication.locked_thread(post), Event.DECLINE)
        _tell("post.declined", post, decision, wait)


def _hide(review: Review, decision: Decision, wait: timedelta) -> None:
    post, _revision = _subject(review)
    publication.hide(post)
    _tell("post.hidden", post, decision, wait)


def _close(_review: Review, _decision: Decision, _wait: timedelta) -> None:
    """Withdrawn words at red or crisis: somebody has looked, and there is nothing to publish."""


_EFFECTS: Mapping[DecisionKind, Callable[[Review, Decision, timedelta], None]] = {
    DecisionKind.APPROVE: _approve,
    DecisionKind.ANSWER_AND_APPROVE: _approve,
    DecisionKind.RETURN: _return,
    DecisionKind.DECLINE: _decline,
    DecisionKind.HIDE: _hide,
    DecisionKind.CLOSE: _close,
}


def _on_name(review: Review, decision: Decision, wait: timedelta) -> None:
    persona = _persona(review)
    if decision.kind is DecisionKind.APPROVE:
        personas.note_new_look(persona.id)
        persona.state = PersonaState.ACTIVE
    else:
        outbox.tell("name.declined", persona.id, decision_id=decision.id, after=wait)
    db.session.flush()


def _tell(event: str, post: Post, decision: Decision, wait: timedelta) -> None:
    outbox.tell(event, post.author_id, thread_id=post.thread_id, post_id=post.id, decision_id=decision.id, after=wait)


def _tell_asker(post: Post, decision: Decision, wait: timedelta) -> None:
    thread = db.session.get_one(Thread, post.thread_id)
    author = db.session.get_one(Persona, post.author_id)
    if post.id == thread.opening_post_id or post.author_id == thread.author_id:
        return
    event = "post.answered" if author.kind is PersonaKind.PROFESSIONAL else "thread.reply"
    outbox.tell(event, thread.author_id, thread_id=thread.id, post_id=post.id, decision_id=decision.id, after=wait)


def _subject(review: Review) -> tuple[Post, Revision]:
    post = db.session.get_one(Post, review.post_id)
    return post, db.session.get_one(Revision, review.revision_id)


def _persona(review: Review) -> Persona:
    return db.session.get_one(Persona, review.persona_id)
