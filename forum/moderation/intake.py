"""The one gate: every free text of a patient enters the forum through one of these four doors.

Each does the same, in this order, in the caller's transaction: clean, find identifiers, triage, judge, write, open a
review, publish what is not held. Nothing else may import the writers (``discussions.writing``,
``confidentiality.naming``), and a test says so. What comes back says whether the words wait and how grave they read,
so that the author's very next page can show help.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from sqlalchemy import select

from forum.confidentiality import naming
from forum.confidentiality.faces import Face
from forum.discussions import writing
from forum.discussions.facts import board_facts, post_facts, thread_facts
from forum.discussions.waiting import help_needed
from forum.discussions.writing import Quote as Quote  # part of a draft: callers get it from here
from forum.discussions.writing import Words
from forum.errors import BadInput
from forum.extensions import db
from forum.identifiers.find import find, must_hold
from forum.identifiers.pseudonym import problems_with, skeleton
from forum.models.boards import Board
from forum.models.discussions import Post, Revision, Thread
from forum.models.personas import Persona
from forum.models.states import PersonaKind, PersonaState, PostKind, PostState, ReviewReason, RevisionState
from forum.moderation import publication, reviewing
from forum.moderation.gate import Circumstances, Verdict, judge
from forum.moderation.repeats import once
from forum.moderation.reviewing import Subject
from forum.moderation.transitions import REVISION, Event, next_state
from forum.notifications import outbox
from forum.policy.check import allows, require
from forum.policy.permissions import Permission
from forum.policy.viewer import Viewer
from forum.rich_text import MAX_SOURCE, MAX_TITLE, UnacceptableText, clean, clean_line, render
from forum.transaction import require_transaction
from forum.triage import lexicon
from forum.triage.assess import Assessment, assess
from forum.triage.levels import Level

the_lexicon = cache(lexicon.load)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed: a body, for questions a title, for replies perhaps a quoted passage."""

    source: str
    title: str | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the gate did with some words."""

    post: Post
    is_held: bool
    assessment: Assessment
    is_repeat: bool = False  # the same form, sent twice: nothing was written the second time

    @property
    def needs_help_now(self) -> bool:
        """Whether crisis help belongs on the author's next page."""
        return bool(help_needed(self.assessment.level, self.assessment.urgency))


@dataclass(frozen=True, slots=True)
class _Read:
    words: Words
    assessment: Assessment
    has_identifiers: bool


def submit_question(
    viewer: Viewer, author: Persona, board: Board, draft: Draft, *, scope: str, tag: bytes, imported: bool = False
) -> Receipt:
    """Take a question for a board; ``tag`` makes a form sent twice one thread. Raises BadInput, Refused, NotFound."""
    if not imported:
        require(viewer, Permission.ASK, board_facts(board))
    read = _read(draft, needs_title=True)
    kind = PostKind.ANSWER if author.kind is PersonaKind.PROFESSIONAL else PostKind.QUESTION
    write = partial(writing.write_thread, board.id, scope, author, kind, read.words, tag)
    return _enter(board, author, read, tag, write, imported=imported)


def submit_reply(
    viewer: Viewer, author: Persona, thread: Thread, draft: Draft, *, tag: bytes, imported: bool = False
) -> Receipt:
    """Take a reply in a thread, or a clinician's answer. Raises BadInput, Refused, NotFound."""
    if not imported:
        require(viewer, Permission.REPLY, thread_facts(thread))
    read = _read(draft)
    kind = PostKind.ANSWER if author.kind is PersonaKind.PROFESSIONAL else PostKind.REPLY
    _check_quote(viewer, draft.quote, thread)
    write = partial(writing.write_post, thread.id, author, kind, read.words, tag)
    receipt = _enter(db.session.get_one(Board, thread.board_id), author, read, tag, write, imported=imported)
    if not receipt.is_held and not receipt.is_repeat and not imported:
        tell_of_reply(receipt.post, thread)
    return receipt


def submit_answer(clinician: Viewer, author: Persona, thread: Thread, draft: Draft, *, tag: bytes) -> Post:
    """Take a clinician's answer to words that are being decided on; the decision shows both together."""
    require_transaction("forum")
    require(clinician, Permission.ANSWER, thread_facts(thread))
    read = _read(draft, field="answer")
    if read.has_identifiers:
        raise BadInput("answer", "identifies")
    return writing.write_post(thread.id, author, PostKind.ANSWER, read.words, tag)


def submit_edit(viewer: Viewer, post: Post, draft: Draft) -> Receipt:
    """Take a new wording of a post; what is published stays up until it is approved. Raises BadInput, Refused."""
    require_transaction("forum")
    thread = publication.take_hold(post)
    require(viewer, Permission.EDIT, post_facts(post))
    author = db.session.get_one(Persona, post.author_id)
    read = _read(draft, needs_title=post.id == thread.opening_post_id)
    board = db.session.get_one(Board, thread.board_id)
    verdict = judge(_circumstances(board, author, read, is_edit=True))
    _set_aside_waiting(post)
    revision = writing.write_revision(post, read.words)
    if post.state is PostState.RETURNED:
        publication.move(post, thread, Event.RESUBMIT)
        verdict = Verdict(verdict.is_held, (*verdict.reasons, ReviewReason.RESUBMITTED))
    post.version += 1
    if post.id == thread.opening_post_id and post.approved_revision_id is None:
        publication.retitle(thread, revision)
    return _after_writing(board, post, revision, read, verdict)


def submit_name(face: Face, name: str) -> Persona:
    """Take the pseudonym that somebody chose. Raises BadInput("name", a NameProblem's value) and NameTaken."""
    require_transaction("forum")
    name = clean_line(name)
    for problem in problems_with(name):
        raise BadInput("name", problem.value)
    findings = find(name)
    assessment = assess(name, the_lexicon(), findings)
    waits = assessment.level >= Level.RED or must_hold(findings)
    state = PersonaState.NAME_WAITING if waits else PersonaState.ACTIVE
    persona = naming.write_name(face, name, skeleton(name), state)
    if waits:
        subject = Subject(board_id=None, author_id=persona.id, persona_id=persona.id)
        reviewing.open_review(subject, assessment.level, assessment.urgency, [ReviewReason.NAME])
    return persona


def read_for_preview(draft: Draft) -> tuple[str, Assessment]:
    """Return the HTML and the assessment that words would have, writing nothing. Raises BadInput."""
    read = _read(draft)
    return read.words.html, read.assessment


def tell_of_reply(post: Post, thread: Thread, *, decision_id: str | None = None) -> None:
    """Tell the asker that somebody replied, unless the reply is the asker's own."""
    if post.author_id != thread.author_id:
        event = "post.answered" if post.kind is PostKind.ANSWER else "thread.reply"
        outbox.tell(event, thread.author_id, thread_id=thread.id, post_id=post.id, decision_id=decision_id)


def _read(draft: Draft, *, needs_title: bool = False, field: str = "body") -> _Read:
    source = _clean_body(draft.source, field)
    title = _clean_title(draft.title) if needs_title else None
    whole = source if title is None else f"{title}\n\n{source}"
    findings = find(whole)
    assessment = assess(whole, the_lexicon(), findings)
    words = Words(source, render(source), assessment.to_json(), title, draft.quote)
    return _Read(words, assessment, must_hold(findings))


def _clean_body(typed: str, field: str) -> str:
    try:
        source = clean(typed)
        if not source:
            raise BadInput(field, "empty")
        if len(source) > MAX_SOURCE:
            raise BadInput(field, "too_long")
        render(source)
    except UnacceptableText as refused:
        raise BadInput(field, refused.problem.value) from None
    return source


def _clean_title(typed: str | None) -> str:
    title = clean_line(typed or "")
    if not title:
        raise BadInput("title", "empty")
    if len(title) > MAX_TITLE:
        raise BadInput("title", "too_long")
    return title


def _enter(
    board: Board, author: Persona, read: _Read, tag: bytes, write: Callable[[], Post], *, imported: bool
) -> Receipt:
    require_transaction("forum")
    post, is_repeat = once(tag, write)
    if is_repeat:
        return Receipt(post, post.state is not PostState.PUBLISHED, read.assessment, is_repeat=True)
    verdict = judge(_circumstances(board, author, read, is_imported=imported))
    revision = db.session.execute(select(Revision).where(Revision.post_id == post.id)).scalar_one()
    return _after_writing(board, post, revision, read, verdict)


def _after_writing(board: Board, post: Post, revision: Revision, read: _Read, verdict: Verdict) -> Receipt:
    if not verdict.is_held:
        publication.show(post, revision)
    if verdict.reasons:
        subject = Subject(board.id, post.author_id, post_id=post.id, revision_id=revision.id)
        reviewing.open_review(subject, read.assessment.level, read.assessment.urgency, verdict.reasons)
    return Receipt(post, verdict.is_held, read.assessment)


def _circumstances(
    board: Board, author: Persona, read: _Read, *, is_edit: bool = False, is_imported: bool = False
) -> Circumstances:
    return Circumstances(
        policy=board.posting,
        newcomer_posts=board.newcomer_posts,
        author_kind=author.kind,
        approved_posts=author.approved_posts,
        level=read.assessment.level,
        has_identifiers=read.has_identifiers,
        is_edit=is_edit,
        is_imported=is_imported,
    )


def _set_aside_waiting(post: Post) -> None:
    if post.open_revision_id is None:
        return
    waiting = db.session.get_one(Revision, post.open_revision_id)
    if waiting.state in {RevisionState.HELD, RevisionState.RETURNED, RevisionState.DECLINED}:
        waiting.state = next_state(REVISION, waiting.state, Event.RESUBMIT)


def _check_quote(viewer: Viewer, quote: Quote | None, thread: Thread) -> None:
    if quote is None:
        return
    revision = db.session.get(Revision, quote.revision_id)
    post = db.session.get(Post, revision.post_id) if revision else None
    stands = post is not None and post.thread_id == thread.id and post.approved_revision_id == quote.revision_id
    if post is None or not stands or not allows(viewer, Permission.QUOTE, post_facts(post)):
        raise BadInput("quote", "gone")  # hidden words as ones that never were
